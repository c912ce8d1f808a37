/* SPDX-License-Identifier: MIT */
/* See serving.h. */
#include "cli/serving.h"

#include <stdio.h>
#include <string.h>

#include "cli/address.h"
#include "report/count.h"
#include "report/escape.h"

volatile sig_atomic_t cli_serving_stop;

static void raise_stop(int signal)
{
    (void)signal;
    if (cli_serving_stop < 2)
        cli_serving_stop++;
}

void cli_serving_catch(sigset_t *waiting)
{
    struct sigaction action = {.sa_handler = raise_stop};
    sigset_t blocked;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, waiting);
    sigdelset(waiting, SIGINT);
    sigdelset(waiting, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* A client that goes away while a file is sent: sendfile() has no flag that says not to raise it. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

/* The port that was taken, for those who are to share it. */
static void take_port(int fd, cli_address *address)
{
    struct sockaddr_storage taken;
    socklen_t len = sizeof taken;
    const char *colon;
    cli_address_text text;

    getsockname(fd, (struct sockaddr *)&taken, &len);
    text = cli_address_text_of((const struct sockaddr *)&taken, len);
    colon = strrchr(text.text, ':');
    snprintf(address->port, sizeof address->port, "%.5s", colon != NULL ? colon + 1 : "");
}

cli_status cli_serving_listen(const cli_command *command, const char *option, const char *word, int *fds, size_t count)
{
    cli_address address;
    const char *why = "no address";

    for (size_t i = 0; i < count; i++)
        fds[i] = -1;
    if (!cli_address_read(word, &address))
        return cli_usage(command, "--%s takes ADDR:PORT such as 127.0.0.1:4040 or [::1]:0, not '%s'", option, word);
    for (size_t i = 0; i < count; i++) {
        fds[i] = count > 1 ? cli_address_listen_shared(&address, &why) : cli_address_listen(&address, &why);
        if (fds[i] < 0) {
            fprintf(stderr, "h1 %s: %s: %s\n", command->name, word, why);
            return CLI_UNUSABLE;
        }
        take_port(fds[i], &address);
    }
    return CLI_OK;
}

void cli_serving_say(const char *scheme, int fd)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;

    getsockname(fd, (struct sockaddr *)&address, &len);
    printf("listening on %s://%s\n", scheme, cli_address_text_of((const struct sockaddr *)&address, len).text);
    fflush(stdout);
}

static void print_name(const char *name)
{
    if (name[0] == '\0')
        fputs("an upload", stdout);
    else
        report_escape_to(stdout, (const uint8_t *)name, strlen(name));
}

void cli_serving_report(void *context, const void *peer, const srv_report *report)
{
    const srv_peer *from = peer;
    cli_address_text text = cli_address_text_of((const struct sockaddr *)&from->address, from->len);

    (void)context;
    if (report->reply == NULL) {
        fputs("incomplete: ", stdout);
        print_name(report->asked);
        printf(": the sender went away [%s]", h1_rule_name(report->rule).text);
    } else if (report->reply->stored) {
        fputs("stored: ", stdout);
        print_name(report->reply->file_name);
        printf(", %s, sha256 %s", report_bytes_of(report->reply->received).text, report->reply->sha256);
    } else {
        fputs("refused: ", stdout);
        print_name(report->asked);
        printf(": %s [%s]", report->reply->reason, report->reply->rule);
    }
    printf(", from %s\n", text.text);
    fflush(stdout);
}
