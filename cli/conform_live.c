/* SPDX-License-Identifier: MIT */
/* h1 conform URL: what the command line says of a target, and the run against it. */
#include "cli/conform_live.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/progress.h"
#include "report/count.h"
#include "report/escape.h"

enum { DEFAULT_JOBS = 24, DEFAULT_WATCH = 10, MOST_WATCH = 600 };

/* ---- The target ---- */

/* A port of the loopback that nobody listens on now. 0 where the system has none. */
static unsigned free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool good = fd >= 0 && bind(fd, (const struct sockaddr *)&address, len) == 0 &&
                getsockname(fd, (struct sockaddr *)&address, &len) == 0;

    if (fd >= 0)
        close(fd);
    return good ? ntohs(address.sin_port) : 0;
}

/* The command with its {port} filled in. */
static const char *fill_in_port(conf_memory *memory, const char *command, unsigned port)
{
    const char *at = strstr(command, "{port}");
    conf_buffer text = {0};

    while (at != NULL) {
        conf_buffer_add(memory, &text, (const uint8_t *)command, (size_t)(at - command));
        conf_put(memory, &text, "%u", port);
        command = at + strlen("{port}");
        at = strstr(command, "{port}");
    }
    conf_buffer_add(memory, &text, (const uint8_t *)command, strlen(command));
    return conf_text(memory, (const char *)text.at, text.len);
}

static cli_status wrong(const char *url, const char *what)
{
    fprintf(stderr, "h1 conform: '%s': %s\n", url, what);
    return CLI_UNUSABLE;
}

cli_status cli_conform_target(const conf_suite *suite, const char *url, const cli_conform_live *options,
                              conf_live *live)
{
    conf_server *server = &live->server;
    const char *error;

    *live = (conf_live){.jobs = options->jobs > 0 ? (size_t)options->jobs : DEFAULT_JOBS,
                        .deadline = (unsigned)(options->deadline * 1000),
                        .measures = options->measures,
                        .watch = (unsigned)((options->watch > 0 ? options->watch : DEFAULT_WATCH) * 1000),
                        .slow_path = options->slow_path};
    if (url == NULL)
        url = conf_format(suite->memory, "http://127.0.0.1:%u/", free_port());
    error = conf_peer_read(suite->memory, url, &server->peer, &server->path);
    if (error != NULL)
        return wrong(url, error);
    if (!options->may_test && !conf_peer_is_near(&server->peer))
        return wrong(url, "it is not on this machine or in a private network, or its name is unknown; "
                          "--i-may-test-this-host says that you may test it");
    if (options->start != NULL)
        live->start = fill_in_port(suite->memory, options->start, server->peer.port);
    server->peer.cacert = options->cacert;
    server->peer.insecure = options->insecure;
    if (!conf_peer_cacert_is_good(&server->peer))
        return wrong("--cacert",
                     conf_format(suite->memory, "'%s' holds no certificates, or can't be read", options->cacert));
    server->host = server->peer.local ? "localhost" : server->peer.host;
    if (strchr(server->host, ':') != NULL)
        server->host = conf_format(suite->memory, "[%s]", server->host);
    if (options->host != NULL)
        server->host = options->host;
    if (options->path != NULL)
        server->path = options->path;
    server->echo_path = options->echo_path;
    server->timeout = (unsigned)(options->seconds * 1000);
    if (options->watch > MOST_WATCH)
        return wrong("--measure-for", "expected at most 600 seconds");
    return server->timeout > 0 ? CLI_OK : wrong("--timeout", "expected more than 0 seconds");
}

/* ---- Fields of the user's ---- */

/* As case files write it: braces and backslashes are escaped. NULL where it isn't a field line. */
static const char *escape_field(conf_memory *memory, const cli_word *field)
{
    conf_buffer text = {0};

    if (memchr(field->text, ':', field->len) == NULL)
        return NULL;
    for (size_t i = 0; i < field->len; i++) {
        char c = field->text[i];
        if (c < ' ' || c > '~')
            return NULL;
        if (strchr("\\{}\")", c) != NULL)
            conf_put(memory, &text, "\\");
        conf_buffer_add(memory, &text, (const uint8_t *)&c, 1);
    }
    conf_put(memory, &text, "\\r\\n");
    return conf_text(memory, (const char *)text.at, text.len);
}

static void add_field(conf_memory *memory, conf_step *step, const char *field)
{
    static const char host[] = "Host: {host}\\r\\n";
    const char *at = step->kind == CONF_STEP_BYTES && step->side == H1_REQUESTS ? strstr(step->text, host) : NULL;
    size_t before;

    if (at == NULL)
        return;
    before = (size_t)(at - step->text) + strlen(host);
    step->text = conf_format(memory, "%.*s%s%s", (int)before, step->text, field, step->text + before);
    step->text_len = strlen(step->text);
}

bool cli_conform_add_headers(const conf_suite *suite, const cli_words *headers)
{
    for (size_t i = 0; i < headers->count; i++) {
        const char *field = escape_field(suite->memory, &headers->words[i]);
        if (field == NULL) {
            fprintf(stderr, "h1 conform: --header: expected 'NAME: VALUE' in printable US-ASCII\n");
            return false;
        }
        for (size_t k = 0; k < suite->case_count; k++) {
            conf_case *c = suite->cases[k];
            for (size_t s = 0; s < c->step_count; s++)
                add_field(suite->memory, &c->steps[s], field);
        }
    }
    return true;
}

/* ---- The run ---- */

static void show(void *context, size_t done, size_t all)
{
    (void)all;
    cli_progress_at(context, done, done);
}

static const char *where_of(conf_memory *memory, const char *url, const conf_live *live)
{
    return url != NULL ? url : conf_format(memory, "http://127.0.0.1:%u/", live->server.peer.port);
}

static const char *name_of(conf_memory *memory, const char *url, const conf_live *live,
                           const conf_live_profile *profile)
{
    const char *where = where_of(memory, url, live);

    return profile->program != NULL ? conf_format(memory, "%s (%s)", where, profile->program) : where;
}

static void say_unreachable(const char *where, const conf_live_profile *profile)
{
    fprintf(stderr, "h1 conform: %s can't be tested: %s\n", where, profile->unreachable);
    if (profile->last_words == NULL)
        return;
    fputs("it wrote: ", stderr);
    report_escape_cut_to(stderr, (const uint8_t *)profile->last_words, strlen(profile->last_words), 2000);
    fputc('\n', stderr);
}

cli_status cli_conform_to_server(const conf_suite *suite, const conf_live *live, const char *url, conf_run *run,
                                 conf_live_profile *profile, const char **name)
{
    conf_result *results = conf_alloc(suite->memory, (suite->case_count + 1) * sizeof *results);
    conf_live playing = *live;
    cli_progress progress;
    bool played;

    cli_progress_begin(&progress, "playing cases", suite->case_count);
    progress.bar = true;
    playing.shown = show;
    playing.context = &progress;
    played = conf_live_play(&playing, suite, results, profile);
    cli_progress_end(&progress);
    if (!played) {
        say_unreachable(where_of(suite->memory, url, live), profile);
        return CLI_NOTHING;
    }
    for (size_t i = 0; i < suite->case_count; i++)
        conf_run_add(suite->memory, suite->ledger, run, &results[i]);
    for (size_t i = 0; i < profile->habit_count; i++)
        conf_run_add(suite->memory, suite->ledger, run, &profile->habits[i]);
    *name = name_of(suite->memory, url, live, profile);
    return CLI_OK;
}

/* What stands in place of random tokens. */
static const char TOKEN[] = "0123456789abcdef";

static void dry_run_calibration(FILE *out, const conf_suite *suite, const conf_server *server)
{
    const conf_live_questions asks = conf_live_asks(suite->memory, server, TOKEN);
    const char *const texts[] = {asks.get, asks.twice, asks.echo};

    fputs("calibration; the first also to see whether the server still answers\n", out);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && texts[i] != NULL; i++) {
        fputs("  ", out);
        report_escape_to(out, (const uint8_t *)texts[i], strlen(texts[i]));
        fputc('\n', out);
    }
}

void cli_conform_dry_run(FILE *out, const conf_suite *suite, const conf_server *server)
{
    size_t skipped = 0;

    dry_run_calibration(out, suite, server);
    for (size_t i = 0; i < suite->case_count; i++) {
        const conf_case *c = suite->cases[i];
        conf_mark mark;
        conf_bytes bytes;
        if (conf_server_skips(server, c) != NULL) {
            skipped++;
            continue;
        }
        bytes = conf_server_bytes(suite->memory, server, c, TOKEN, &mark);
        fprintf(out, "%s\n  ", c->id);
        report_escape_to(out, bytes.at, bytes.len);
        fputc('\n', out);
    }
    fputs("nothing was sent; ", stderr);
    report_count_to(stderr, skipped, "case has", "cases have");
    fprintf(stderr, " nothing to send to this server; a random token stands in place of %s\n", TOKEN);
}
