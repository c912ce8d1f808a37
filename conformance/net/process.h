/* SPDX-License-Identifier: MIT */
/* A program that the runner starts: in a process group of its own, with its output kept, and ended with all that it
 * started. */
#ifndef CONF_PROCESS_H
#define CONF_PROCESS_H

#include "conformance/verdict.h"
#include "net.h"

typedef struct conf_process conf_process;

enum {
    CONF_OUTPUT_MOST = 1 << 20, /* bytes of each output that are kept: the last ones of err, the first ones of out */
};

typedef struct conf_program {
    const char *command;   /* for /bin/sh -c */
    unsigned milliseconds; /* it is killed after so many; 0: never */
    /* Called once when it has ended and its outputs are read; the process is gone when it returns. */
    void (*over)(void *context, conf_process *process);
    void *context;
} conf_program;

/* Start it. Returns NULL, with *error set, where the system can't. */
conf_process *conf_process_start(conf_net *net, const conf_program *program, const char **error);

/* Its group gets SIGTERM, and SIGKILL a second later. over() will be called. */
void conf_process_end(conf_process *process);

bool conf_process_running(const conf_process *process);

/* Its exit status, or -1 where a signal ended it; then *signal is the signal's number, otherwise 0. */
int conf_process_status(const conf_process *process, int *signal);

/* Was it ended by its time limit? */
bool conf_process_timed_out(const conf_process *process);

/* What it wrote so far. */
conf_bytes conf_process_out(const conf_process *process);
conf_bytes conf_process_err(const conf_process *process);

/* Append "exit status 3" or "signal 6 (Aborted)". */
void conf_put_process_end(conf_memory *memory, conf_buffer *out, const conf_process *process);

#endif
