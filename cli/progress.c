/* SPDX-License-Identifier: MIT */
/* See progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report/count.h"
#include "report/escape.h"

enum {
    BAR_COLUMNS = 20,
};

static const uint64_t SECOND = 1000000000;

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

void cli_progress_begin(cli_progress *progress, const char *what, uint64_t total)
{
    *progress = (cli_progress){.what = what, .total = total, .on = isatty(STDERR_FILENO) == 1};
    if (progress->on)
        progress->began = now();
}

/* "a.bin: [#######-------------] 36 %, 110.0 MB/s, 2 s left" has a bar in the place of the packets. */
static void show_bar(double share)
{
    char bar[BAR_COLUMNS + 1] = {0};

    for (unsigned i = 0; i < BAR_COLUMNS; i++)
        bar[i] = i < share * BAR_COLUMNS ? '#' : '-';
    fprintf(stderr, "[%s] ", bar);
}

/* "checking a.pcap: 43 %, 120,000 packets, 110.0 MB/s, 2 s left", over what stood on the line before. */
static void show(cli_progress *progress, uint64_t bytes, uint64_t packets, uint64_t time)
{
    double seconds = (double)(time - progress->began) / (double)SECOND;
    double rate = (double)bytes / seconds;

    fputs("\r\033[K", stderr);
    report_escape_cut_to(stderr, (const uint8_t *)progress->what, strlen(progress->what), 40);
    fputs(": ", stderr);
    if (progress->bar)
        show_bar(progress->total > 0 ? (double)bytes / (double)progress->total : 1);
    if (progress->total > 0 && bytes <= progress->total)
        fprintf(stderr, "%.0f %%, ", 100 * (double)bytes / (double)progress->total);
    if (!progress->bar)
        fprintf(stderr, "%s packets, ", report_number_of(packets).text);
    fprintf(stderr, "%s/s", report_bytes_of((uint64_t)rate).text);
    if (progress->total > bytes && rate > 0)
        fprintf(stderr, ", %.0f s left", (double)(progress->total - bytes) / rate);
    fflush(stderr);
    progress->visible = true;
}

void cli_progress_at(cli_progress *progress, uint64_t bytes, uint64_t packets)
{
    uint64_t time;

    if (!progress->on || (++progress->calls % 256 != 0 && !progress->bar))
        return;
    time = now();
    if (time - progress->began < SECOND / 2 || time - progress->shown < SECOND / 10)
        return;
    progress->shown = time;
    show(progress, bytes, packets, time);
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->visible)
        fputs("\r\033[K", stderr);
    progress->visible = false;
}
