/* SPDX-License-Identifier: MIT */
/* See workers.h. */
#include "cli/workers.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct workers {
    const char *who;
    pid_t *pids; /* [count]; 0: ended, or never begun */
    size_t count, alive;
    bool stopped;
    cli_status worst;
} workers;

static void tell_all(const workers *w, int signal)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->pids[i] != 0)
            kill(w->pids[i], signal);
    }
}

static void begin_all(workers *w, cli_status (*work)(void *, size_t), void *context, const sigset_t *before)
{
    const pid_t parent = getpid();

    for (size_t i = 0; i < w->count; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            /* a worker doesn't outlive its parent, and hears of Ctrl-C from it alone: twice would mean at once */
            if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent)
                _exit(CLI_INTERNAL);
            sigprocmask(SIG_SETMASK, before, NULL);
            free(w->pids);
            exit((int)work(context, i));
        }
        if (pid < 0) {
            fprintf(stderr, "%s: %s\n", w->who, strerror(errno));
            w->worst = CLI_INTERNAL;
            tell_all(w, SIGTERM);
            return;
        }
        w->pids[i] = pid;
        w->alive++;
    }
}

static void bury(workers *w)
{
    int how;
    pid_t pid;

    while ((pid = waitpid(-1, &how, WNOHANG)) > 0) {
        cli_status status = WIFEXITED(how) ? (cli_status)WEXITSTATUS(how) : CLI_INTERNAL;
        for (size_t i = 0; i < w->count; i++) {
            if (w->pids[i] != pid)
                continue;
            w->pids[i] = 0;
            w->alive--;
        }
        if (!WIFEXITED(how))
            fprintf(stderr, "%s: a worker was killed by signal %d\n", w->who, WTERMSIG(how));
        if (status > w->worst)
            w->worst = status;
        if (!w->stopped)
            tell_all(w, SIGTERM);
        w->stopped = true;
    }
}

cli_status cli_workers_run(const char *who, size_t count, cli_status (*work)(void *context, size_t i), void *context)
{
    workers w = {.who = who, .pids = calloc(count, sizeof *w.pids), .count = count, .worst = CLI_OK};
    sigset_t awaited, before;
    int signal;

    if (w.pids == NULL)
        return cli_no_memory();
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGINT);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGCHLD);
    sigprocmask(SIG_BLOCK, &awaited, &before);
    fflush(NULL);
    begin_all(&w, work, context, &before);
    while (w.alive > 0 && sigwait(&awaited, &signal) == 0) {
        if (signal == SIGCHLD) {
            bury(&w);
        } else {
            w.stopped = true;
            tell_all(&w, SIGTERM);
        }
    }
    free(w.pids);
    return w.worst;
}
