/* SPDX-License-Identifier: MIT */
/* The progress line: on standard error, only if that is a terminal, only after half a second, at most ten times a
 * second, and gone at the end. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct cli_progress {
    const char *what;      /* what is being read */
    uint64_t total;        /* bytes in all; 0 where that isn't known */
    uint64_t began, shown; /* nanoseconds */
    unsigned calls;
    bool bar;     /* draw one instead of naming a number of packets; set behind cli_progress_begin() */
    bool on;      /* standard error is a terminal */
    bool visible; /* a line stands there */
} cli_progress;

/* Begin.
 *
 *   what   borrowed
 *   total  bytes that there are to read, 0 if unknown */
void cli_progress_begin(cli_progress *progress, const char *what, uint64_t total);

/* Say how far it is. Cheap enough to be called for every packet: the clock is looked at once in 256 calls, with a
 * bar, whose calls are fewer, each time. */
void cli_progress_at(cli_progress *progress, uint64_t bytes, uint64_t packets);

/* Take the line away. */
void cli_progress_end(cli_progress *progress);

#endif
