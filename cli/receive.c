/* SPDX-License-Identifier: MIT */
/* h1 receive: takes framed uploads into a directory. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/serving.h"

enum { DRAIN_MS = 10000 }; /* for whole files that are being synced, and their replies */

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

static cli_status receive_on(int listener)
{
    sigset_t waiting;
    srv_receive receive = {
        .uploads = {.size_most = options.size_most, .report = cli_serving_report},
        .idle_ms = (uint64_t)(options.idle * 1000),
    };
    srv_loop loop = {
        .listeners = {{listener, &srv_frames, &receive,
                       options.clients < UINT32_MAX ? (uint32_t)options.clients : UINT32_MAX}},
        .listener_count = 1,
        .drain_ms = DRAIN_MS,
        .stop = &cli_serving_stop,
        .waiting = &waiting,
    };
    int error = srv_store_open(&receive.uploads.store, options.folder);

    if (error != 0) {
        fprintf(stderr, "h1 receive: %s: %s\n", options.folder, strerror(error));
        return CLI_UNUSABLE;
    }
    cli_serving_catch(&waiting);
    cli_serving_say("h1frame", listener);
    error = srv_loop_run(&loop);
    srv_receive_close(&receive);
    if (error != 0)
        fprintf(stderr, "h1 receive: %s\n", strerror(error));
    return error != 0 ? CLI_INTERNAL : CLI_OK;
}

static cli_status receive(char **words, size_t count)
{
    cli_status status;
    int listener;

    (void)words;
    if (count > 0)
        return cli_usage(&cli_receive, "it takes no words; the directory is --dir DIR");
    if (options.listen == NULL || options.folder == NULL)
        return cli_usage(&cli_receive, "--listen ADDR:PORT and --dir DIR are needed");
    if (options.clients == 0)
        return cli_usage(&cli_receive, "--max-clients takes 1 or more");
    status = cli_serving_listen(&cli_receive, "listen", options.listen, &listener, 1);
    if (status != CLI_OK)
        return status;
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
