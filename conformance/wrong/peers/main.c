/* SPDX-License-Identifier: MIT */
/* Plays to a wrong peer, fault by fault, the cases that name what the fault breaks, each fault in a process of its own,
 * some side by side; see peers.h. Before that all its cases are played with no fault, and none may turn red.
 *
 * A process writes its lines into a file of its own; they are printed in the order of the faults. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"

enum { SIDE_BY_SIDE = 10, LONGEST = 100 /* seconds that one may take */ };

typedef struct job {
    const wrong_fault *fault; /* NULL: none is switched on; then */
    size_t slice;             /* says which of the cases it plays */
    FILE *lines;
    pid_t process;
    bool failed;
} job;

static conf_memory memory;
static conf_ledger ledger;
static conf_suite suite;

const wrong_fault *wrong_now;

bool wrong_is(const char *name)
{
    return wrong_now != NULL && strcmp(wrong_now->name, name) == 0;
}

/* ---- Which cases ---- */

static bool is_judged(const wrong_role *role, const conf_case *c)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        if ((role->judged & 1U << c->outcomes[i].judged) != 0)
            return true;
    }
    return false;
}

static bool names(const conf_case *c, const char *requirements)
{
    for (size_t i = 0; i < c->need_count; i++) {
        if (wrong_lists(conf_format(&memory, " %s ", requirements), c->needs[i]->id))
            return true;
    }
    return false;
}

static conf_suite part_of(const wrong_role *role, const job *j)
{
    conf_suite part = suite;

    part.cases = conf_alloc(&memory, suite.case_count * sizeof(conf_case *));
    part.case_count = 0;
    for (size_t i = 0; i < suite.case_count; i++) {
        bool wanted = j->fault != NULL ? names(suite.cases[i], j->fault->requirements) : i % role->slices == j->slice;
        if (wanted && is_judged(role, suite.cases[i]))
            part.cases[part.case_count++] = suite.cases[i];
    }
    return part;
}

/* ---- One process ---- */

static bool is_red(const conf_result *result)
{
    return result->state == CONF_FAIL || result->state == CONF_WARN || result->state == CONF_ERROR;
}

static void show_differences(const conf_result *result)
{
    for (size_t i = 0; i < result->difference_count; i++) {
        const conf_difference *d = &result->differences[i];
        fprintf(stderr, "  due: %.*s\n  was: %.*s\n", (int)d->expected.len, (const char *)d->expected.at,
                (int)d->actual.len, (const char *)d->actual.at);
    }
}

/* Returns whether all was as it has to be. */
static bool play(const wrong_role *role, const job *j)
{
    conf_suite part = part_of(role, j);
    conf_result *results = conf_alloc(&memory, (part.case_count + 1) * sizeof *results);
    bool good = true;

    wrong_now = j->fault;
    role->play(&part, results);
    for (size_t i = 0; i < part.case_count; i++) {
        bool red = is_red(&results[i]);
        if (j->fault != NULL && red)
            fprintf(j->lines, "%s\t%s\t%s\n", role->name, j->fault->name, part.cases[i]->id);
        if (getenv("WRONG_SHOW") != NULL || (j->fault == NULL && red)) {
            fprintf(stderr, "%s, %s: %s is %s%s%s\n", role->name, j->fault != NULL ? j->fault->name : "no fault",
                    part.cases[i]->id, conf_state_name(results[i].state), results[i].reason != NULL ? ": " : "",
                    results[i].reason != NULL ? results[i].reason : "");
            show_differences(&results[i]);
        }
        good = good && (j->fault != NULL || !red);
    }
    return good;
}

static void start(const wrong_role *role, job *j)
{
    j->lines = tmpfile();
    if (j->lines == NULL) {
        perror("a temporary file");
        exit(3);
    }
    fflush(NULL);
    j->process = fork();
    if (j->process == 0) {
        alarm(LONGEST);
        if (!play(role, j))
            _exit(1);
        _exit(fflush(j->lines) == 0 ? 0 : 3);
    }
}

static void end_one(job *jobs, size_t count)
{
    int status;
    pid_t process = wait(&status);

    for (size_t i = 0; i < count; i++) {
        if (jobs[i].process == process)
            jobs[i].failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
}

/* ---- All of them ---- */

static job *all_jobs(const wrong_role *role, const char *only, size_t *count)
{
    size_t faults = 0;
    job *jobs;

    while (role->faults[faults].name != NULL)
        faults++;
    jobs = conf_alloc(&memory, (role->slices + faults) * sizeof *jobs);
    *count = 0;
    for (size_t i = 0; only == NULL && i < role->slices; i++)
        jobs[(*count)++].slice = i;
    for (size_t i = 0; i < faults; i++) {
        if (only == NULL || strstr(role->faults[i].name, only) != NULL)
            jobs[(*count)++].fault = &role->faults[i];
    }
    return jobs;
}

static int print_red(const wrong_role *role, const char *only)
{
    size_t count;
    job *jobs = all_jobs(role, only, &count);
    char line[512];
    int failed = 0;

    for (size_t i = 0; i < count; i++) {
        if (i >= SIDE_BY_SIDE)
            end_one(jobs, i);
        start(role, &jobs[i]);
    }
    for (size_t i = 0; i < count && i < SIDE_BY_SIDE; i++)
        end_one(jobs, count);
    for (size_t i = 0; i < count; i++) {
        if (jobs[i].failed)
            fprintf(stderr, "wrong %s: %s failed\n", role->name,
                    jobs[i].fault != NULL ? jobs[i].fault->name : "what has no fault");
        failed += jobs[i].failed;
        rewind(jobs[i].lines);
        while (fgets(line, sizeof line, jobs[i].lines) != NULL)
            fputs(line, stdout);
    }
    return failed > 0;
}

int wrong_main(int count, char **words, const wrong_role *role)
{
    if (count < 3 || (strcmp(words[1], "faults") != 0 && strcmp(words[1], "red") != 0)) {
        fprintf(stderr, "usage: wrong_%s faults|red DIRECTORY [FAULT]\n", role->name);
        return 2;
    }
    ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, words[2]);
    if (strcmp(words[1], "red") == 0)
        return print_red(role, count > 3 ? words[3] : NULL);
    for (const wrong_fault *fault = role->faults; fault->name != NULL; fault++)
        printf("%s\t%s\t%s\t%s\n", role->name, fault->name, fault->requirements, fault->title);
    return 0;
}
