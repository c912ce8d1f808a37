/* SPDX-License-Identifier: MIT */
/* See capture.h. */
#include "cli/capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/streams.h"
#include "pcap/source.h"

static void say_fault(cli_capture *capture, const cap_fault *fault)
{
    char text[256];

    cap_fault_text(fault, text, sizeof text);
    cli_complain("h1", capture->file, text);
    if (fault->code == CAP_NO_MEMORY)
        capture->broken = true;
    else
        capture->damaged = true;
}

static void add_flows(cap_flow_counts *sum, const cap_flow_counts *more)
{
    sum->connections += more->connections;
    sum->segments += more->segments;
    sum->bytes += more->bytes;
    sum->repeated_bytes += more->repeated_bytes;
    sum->differing_overlaps += more->differing_overlaps;
    sum->reordered += more->reordered;
    sum->gaps += more->gaps;
    sum->gap_bytes += more->gap_bytes;
    sum->cut_bytes += more->cut_bytes;
    sum->evicted += more->evicted;
    sum->stray_bytes += more->stray_bytes;
    if (more->most_at_once > sum->most_at_once)
        sum->most_at_once = more->most_at_once;
}

static void add_totals(cap_totals *sum, const cap_totals *more)
{
    sum->packets += more->packets;
    sum->connections += more->connections;
    sum->http += more->http;
    sum->requests += more->requests;
    sum->responses += more->responses;
    sum->findings += more->findings;
    sum->bytes += more->bytes;
    for (size_t i = 0; i < CAP_UNSEENS; i++) {
        sum->unseen[i].count += more->unseen[i].count;
        sum->unseen[i].bytes += more->unseen[i].bytes;
    }
    add_flows(&sum->flows, &more->flows);
    sum->memory_limit = more->memory_limit;
    if (more->memory_highest > sum->memory_highest)
        sum->memory_highest = more->memory_highest;
}

static uint64_t size_of(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size : 0;
}

/* Packets to the judge until there are no more, a fault, a signal, or enough. */
static cap_code judge_packets(cli_capture *capture, cap_source *source, cap_judge *judge, cap_fault *fault)
{
    cli_progress progress;
    cap_packet packet;
    cap_code code = CAP_OK;

    cli_progress_begin(&progress, capture->file, capture->interface == NULL ? size_of(capture->file) : 0);
    while (!cli_interrupted && !capture->enough && !capture->broken) {
        code = cap_source_next(source, &packet, fault);
        if (code != CAP_OK)
            break;
        code = cap_judge_packet(judge, &packet);
        if (code != CAP_OK) {
            cap_fault_set(fault, code, 0, 0, 0);
            break;
        }
        cli_progress_at(&progress, cap_source_offset(source), source->packets);
    }
    cli_progress_end(&progress);
    return code;
}

static void read_source(cli_capture *capture, cap_source *source)
{
    cap_judge *judge = cap_judge_open(&capture->judge, &capture->visitor);
    cap_fault fault = {0};
    cap_code code;

    if (judge == NULL) {
        cli_no_memory();
        capture->broken = true;
        return;
    }
    code = judge_packets(capture, source, judge, &fault);
    cap_judge_finish(judge);
    add_totals(&capture->totals, cap_judge_totals(judge));
    if (source->live != NULL)
        capture->dropped = cap_live_dropped(source->live);
    if (code != CAP_OK && code != CAP_END && code != CAP_INTERRUPTED)
        say_fault(capture, &fault);
    cap_judge_close(judge);
}

static void read_one(cli_capture *capture, const char *name)
{
    cap_source source;
    cap_fault fault = {0};
    cap_code code;

    capture->file = name;
    if (capture->interface != NULL)
        code = cap_source_open_live(&source, name, capture->filter, capture->seconds, &cli_interrupted, &fault);
    else
        code = cap_source_open(&source, name, capture->filter, &cli_interrupted, &fault);
    if (code == CAP_OK) {
        capture->opened++;
        read_source(capture, &source);
        cap_source_close(&source);
    } else if (code != CAP_INTERRUPTED) {
        say_fault(capture, &fault);
    }
}

void cli_capture_read(cli_capture *capture, char **files, size_t count)
{
    cli_interrupt_catch();
    if (capture->interface != NULL)
        read_one(capture, capture->interface);
    for (size_t i = 0; i < count && capture->interface == NULL; i++) {
        if (!cli_interrupted && !capture->enough && !capture->broken)
            read_one(capture, files[i]);
    }
    capture->interrupted = cli_interrupted != 0;
}

/* Open a side's file; NULL with a word where it can't be, or is a directory. */
static FILE *open_side(cli_capture *capture, const char *path)
{
    struct stat status;
    FILE *in = fopen(path, "rbe");
    bool directory = in != NULL && fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode);

    if (in != NULL && !directory)
        return in;
    cli_complain("h1", path, strerror(directory ? EISDIR : errno));
    capture->damaged = true;
    if (in != NULL)
        fclose(in);
    return NULL;
}

static void play_sides(cli_capture *capture, FILE **in)
{
    cap_judge *judge = cap_judge_open(&capture->judge, &capture->visitor);
    cli_streams_result result = CLI_STREAMS_MEMORY;

    if (judge != NULL) {
        result = cli_streams_play(judge, in[H1_REQUESTS], in[H1_RESPONSES], &cli_interrupted);
        cap_judge_finish(judge);
        add_totals(&capture->totals, cap_judge_totals(judge));
        capture->totals.packets = 0;
        cap_judge_close(judge);
    }
    for (size_t side = 0; side < 2 && result == CLI_STREAMS_READ; side++) {
        if (in[side] != NULL && ferror(in[side]))
            cli_complain("h1", capture->sides[side], "it can't be read to its end");
        capture->damaged = true;
    }
    if (result == CLI_STREAMS_MEMORY) {
        cli_no_memory();
        capture->broken = true;
    }
}

void cli_capture_streams(cli_capture *capture)
{
    FILE *in[2] = {NULL, NULL};

    cli_interrupt_catch();
    for (size_t side = 0; side < 2; side++) {
        if (capture->sides[side] != NULL && (in[side] = open_side(capture, capture->sides[side])) != NULL)
            capture->opened++;
    }
    if (!capture->damaged)
        play_sides(capture, in);
    else
        capture->opened = 0;
    for (size_t side = 0; side < 2; side++) {
        if (in[side] != NULL)
            fclose(in[side]);
    }
    capture->interrupted = cli_interrupted != 0;
}

cli_status cli_capture_status(const cli_capture *capture)
{
    if (capture->broken)
        return CLI_INTERNAL;
    if (capture->interrupted)
        return CLI_INTERRUPTED;
    return capture->damaged ? CLI_UNUSABLE : CLI_OK;
}
