/* SPDX-License-Identifier: MIT */
/* Reading captures, for the commands that do: files one after the other, or an interface, each through a judge of its
 * own, with progress, signals, and words for what is wrong with a file. */
#ifndef CLI_CAPTURE_H
#define CLI_CAPTURE_H

#include <signal.h>

#include "cli/command.h"
#include "pcap/judge.h"

/* What reading needs to know, and what came of it. Zero it before use. */
typedef struct cli_capture {
    const char *filter;    /* a libpcap expression, or NULL */
    const char *interface; /* listen there; NULL: read files */
    double seconds;        /* how long to listen; 0 without end */
    cap_judge_options judge;
    cap_visitor visitor;

    const char *sides[2]; /* files of raw requests and responses, by h1_side; for cli_capture_streams() */

    const char *file;  /* the one being read; for the visitor */
    cap_totals totals; /* of all files */
    uint64_t dropped;  /* packets that the kernel dropped while listening */
    size_t opened;     /* how many files could be */
    bool damaged;      /* some file couldn't be read, or not to its end: said on standard error */
    bool broken;       /* our own fault: said on standard error */
    bool interrupted;  /* by SIGINT or SIGTERM */
    bool enough;       /* set by a visitor: nothing more is wanted */
} cli_capture;

/* Read files, or listen. What could be read is judged even if a file is damaged.
 *
 *   files  [count] paths, or "-" for standard input; ignored while listening */
void cli_capture_read(cli_capture *capture, char **files, size_t count);

/* Judge the raw streams of capture->sides as one connection. Either may be NULL. */
void cli_capture_streams(cli_capture *capture);

/* The exit status of a command that found nothing to complain about: broken, interrupted, damaged, or fine. */
cli_status cli_capture_status(const cli_capture *capture);

#endif
