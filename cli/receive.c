/* SPDX-License-Identifier: MIT */
/* h1 receive: takes framed uploads into a directory. */
#include "server/frames/receive.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/address.h"
#include "cli/command.h"
#include "report/count.h"
#include "report/escape.h"

static struct {
    const char *listen, *folder;
    uint64_t size_most, clients;
    double idle;
} options = {.size_most = FRAME_SIZE_MOST, .clients = 1000, .idle = 60};

static const cli_option OPTIONS[] = {
    {"listen", 0, CLI_TEXT, "ADDR:PORT", "where; port 0 takes a free one", &options.listen, NULL},
    {"dir", 0, CLI_TEXT, "DIR", "where the files go", &options.folder, NULL},
    {"max-size", 0, CLI_NUMBER, "BYTES", "refuse larger files, before they are sent", &options.size_most, NULL},
    {"max-clients", 0, CLI_NUMBER, "N", "connections at a time; further ones wait (1000)", &options.clients, NULL},
    {"idle", 0, CLI_SECONDS, "TIME", "close connections that are silent for so long (60s)", &options.idle, NULL},
    {0},
};

static volatile sig_atomic_t stop;

static void raise_stop(int signal)
{
    (void)signal;
    stop = 1;
}

/* SIGINT and SIGTERM arrive while it waits and at no other time, so that neither is missed. */
static void catch_signals(sigset_t *waiting)
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
}

static void print_name(const char *name)
{
    if (name[0] == '\0')
        fputs("an upload", stdout);
    else
        report_escape_to(stdout, (const uint8_t *)name, strlen(name));
}

/* A line for each upload: what became of it, whose it was. */
static void print_report(void *context, const void *peer, const srv_report *report)
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

static void print_address(int listener)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;

    getsockname(listener, (struct sockaddr *)&address, &len);
    printf("listening on h1frame://%s\n", cli_address_text_of((const struct sockaddr *)&address, len).text);
    fflush(stdout);
}

static cli_status receive_on(int listener)
{
    sigset_t waiting;
    srv_receive receive = {
        .uploads = {.size_most = options.size_most, .report = print_report},
        .listener = listener,
        .clients_most = options.clients < UINT32_MAX ? (unsigned)options.clients : UINT32_MAX,
        .idle_seconds = options.idle,
        .stop = &stop,
        .waiting = &waiting,
    };
    int error = srv_store_open(&receive.uploads.store, options.folder);

    if (error != 0) {
        fprintf(stderr, "h1 receive: %s: %s\n", options.folder, strerror(error));
        return CLI_UNUSABLE;
    }
    catch_signals(&waiting);
    print_address(listener);
    error = srv_receive_run(&receive);
    srv_store_close(&receive.uploads.store);
    if (error != 0)
        fprintf(stderr, "h1 receive: %s\n", strerror(error));
    return error != 0 ? CLI_INTERNAL : CLI_OK;
}

static cli_status receive(char **words, size_t count)
{
    cli_address address;
    const char *why = "no address";
    cli_status status;
    int listener;

    (void)words;
    if (count > 0)
        return cli_usage(&cli_receive, "it takes no words; the directory is --dir DIR");
    if (options.listen == NULL || options.folder == NULL)
        return cli_usage(&cli_receive, "--listen ADDR:PORT and --dir DIR are needed");
    if (!cli_address_read(options.listen, &address))
        return cli_usage(&cli_receive, "--listen takes ADDR:PORT such as 127.0.0.1:4040 or [::1]:0, not '%s'",
                         options.listen);
    if (options.clients == 0)
        return cli_usage(&cli_receive, "--max-clients takes 1 or more");
    listener = cli_address_listen(&address, &why);
    if (listener < 0) {
        fprintf(stderr, "h1 receive: %s: %s\n", options.listen, why);
        return CLI_UNUSABLE;
    }
    status = receive_on(listener);
    close(listener);
    return status;
}

const cli_command cli_receive = {
    "receive",
    "--listen ADDR:PORT --dir DIR",
    "Receive files that h1 send uploads, from many senders at once.",
    "Files are whole or not there at all, and never over one that is there: the next gets the name with -1, -2 ...\n"
    "The first line says where it listens, then there is a line for each upload. SIGINT and SIGTERM end it: status 0.",
    OPTIONS,
    {"receive --listen 127.0.0.1:4040 --dir in", "receive --listen :4040 --dir in --max-size 1000000000"},
    receive,
};
