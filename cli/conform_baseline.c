/* SPDX-License-Identifier: MIT */
/* See conform_baseline.h. */
#include "cli/conform_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/baseline.h"
#include "cli/output.h"

/* ---- Reading ---- */

static bool read_state(const char *word, conf_state *state)
{
    for (unsigned i = 0; i < CONF_STATES; i++) {
        if (strcmp(word, conf_state_name((conf_state)i)) == 0) {
            *state = (conf_state)i;
            return true;
        }
    }
    return false;
}

/* What a file is read for. */
typedef struct reading {
    const char *name; /* of the server among several, or NULL */
    conf_run *run;
    size_t *better;
} reading;

static void apply(const reading *r, const char *id, conf_state state)
{
    for (size_t i = 0; i < r->run->result_count; i++) {
        conf_result *result = &r->run->results[i];
        if (strcmp(result->c->id, id) != 0)
            continue;
        result->known = result->state == state;
        *r->better += result->state == CONF_PASS && state != CONF_PASS ? 1 : 0;
    }
}

static cli_status take_line(void *context, char *line)
{
    const reading *r = context;
    const char *id;
    const char *word;
    const char *whose;
    const char *more;
    char *rest;
    conf_state state;

    line[strcspn(line, "#")] = '\0';
    id = strtok_r(line, " \t", &rest);
    if (id == NULL)
        return CLI_OK;
    word = strtok_r(NULL, " \t", &rest);
    whose = strtok_r(NULL, " \t", &rest);
    more = strtok_r(NULL, " \t", &rest);
    if (word == NULL || (whose != NULL && r->name == NULL) || more != NULL || !read_state(word, &state))
        return CLI_UNUSABLE;
    if (whose == NULL || strcmp(whose, r->name) == 0)
        apply(r, id, state);
    return CLI_OK;
}

cli_status cli_conform_baseline_check(const char *path)
{
    if (path == NULL || access(path, R_OK) == 0)
        return CLI_OK;
    cli_complain("h1 conform", path, strerror(errno));
    return CLI_UNUSABLE;
}

cli_status cli_conform_baseline_read(const char *path, const char *name, conf_run *run, size_t *better)
{
    reading r = {name, run, better};

    *better = 0;
    return cli_baseline_read("h1 conform", path, name != NULL ? "CASE STATE [SERVER]" : "CASE STATE", take_line, &r);
}

/* ---- Writing ---- */

typedef struct entry {
    const conf_result *result;
    size_t run;
} entry;

static int by_id(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    int order = strcmp(x->result->c->id, y->result->c->id);

    return order != 0 ? order : x->run < y->run ? -1 : x->run > y->run;
}

static size_t gather(entry *entries, const conf_run *run, size_t number)
{
    size_t count = 0;

    for (size_t i = 0; i < run->result_count; i++) {
        if (run->results[i].state != CONF_PASS && run->results[i].state != CONF_SKIP)
            entries[count++] = (entry){&run->results[i], number};
    }
    return count;
}

static void write_lines(FILE *out, const entry *entries, size_t count, const char *const *names)
{
    fputs("# Cases that neither passed nor were skipped: h1 conform --write-baseline\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s %s", entries[i].result->c->id, conf_state_name(entries[i].result->state));
        if (names != NULL)
            fprintf(out, " %s", names[entries[i].run]);
        fputc('\n', out);
    }
}

cli_status cli_conform_baseline_write(const char *path, conf_memory *memory, const conf_run *const *runs,
                                      const char *const *names, size_t count)
{
    size_t all = 0;
    size_t gathered = 0;
    cli_output output;
    cli_status status = cli_output_open(&output, path, CLI_COLOUR_NEVER);
    entry *entries;

    if (status != CLI_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        all += runs[i]->result_count;
    entries = conf_alloc(memory, all * sizeof *entries);
    for (size_t i = 0; i < count; i++)
        gathered += gather(entries + gathered, runs[i], i);
    qsort(entries, gathered, sizeof *entries, by_id);
    write_lines(output.stream, entries, gathered, names);
    return cli_output_close(&output, CLI_OK);
}
