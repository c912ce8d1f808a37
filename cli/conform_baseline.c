/* SPDX-License-Identifier: MIT */
/* See conform_baseline.h. */
#include "cli/conform_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"

enum { LINE_MOST = 512 };

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

static void apply(conf_run *run, const char *id, conf_state state, size_t *better)
{
    for (size_t i = 0; i < run->result_count; i++) {
        conf_result *result = &run->results[i];
        if (strcmp(result->c->id, id) != 0)
            continue;
        result->known = result->state == state;
        *better += result->state == CONF_PASS && state != CONF_PASS ? 1 : 0;
    }
}

/* A line without its comment and line end. False where it is of another form. */
static bool read_line(char *line, const char *name, conf_run *run, size_t *better)
{
    const char *id;
    const char *word;
    const char *whose;
    const char *more;
    char *rest;
    conf_state state;

    line[strcspn(line, "#\r\n")] = '\0';
    id = strtok_r(line, " \t", &rest);
    if (id == NULL)
        return true;
    word = strtok_r(NULL, " \t", &rest);
    whose = strtok_r(NULL, " \t", &rest);
    more = strtok_r(NULL, " \t", &rest);
    if (word == NULL || (whose != NULL && name == NULL) || more != NULL || !read_state(word, &state))
        return false;
    if (whose == NULL || strcmp(whose, name) == 0)
        apply(run, id, state, better);
    return true;
}

cli_status cli_conform_baseline_check(const char *path)
{
    if (path == NULL || access(path, R_OK) == 0)
        return CLI_OK;
    cli_complain("h1 conform", path, strerror(errno));
    return CLI_UNUSABLE;
}

cli_status cli_conform_baseline_read(const char *path, conf_memory *memory, const char *name, conf_run *run,
                                     size_t *better)
{
    FILE *in = fopen(path, "r");
    char line[LINE_MOST];
    unsigned number = 0;
    bool good = true;

    *better = 0;
    if (in == NULL) {
        cli_complain("h1 conform", path, strerror(errno));
        return CLI_UNUSABLE;
    }
    while (good && fgets(line, sizeof line, in) != NULL) {
        number++;
        good = read_line(line, name, run, better);
    }
    fclose(in);
    if (good)
        return CLI_OK;
    cli_complain("h1 conform", path,
                 conf_format(memory, "line %u: expected 'CASE STATE%s'", number, name != NULL ? " [SERVER]" : ""));
    return CLI_UNUSABLE;
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
    FILE *out = fopen(path, "w");
    size_t all = 0;
    size_t gathered = 0;
    entry *entries;

    if (out == NULL) {
        cli_complain("h1 conform", path, strerror(errno));
        return CLI_UNUSABLE;
    }
    for (size_t i = 0; i < count; i++)
        all += runs[i]->result_count;
    entries = conf_alloc(memory, all * sizeof *entries);
    for (size_t i = 0; i < count; i++)
        gathered += gather(entries + gathered, runs[i], i);
    qsort(entries, gathered, sizeof *entries, by_id);
    write_lines(out, entries, gathered, names);
    if (fclose(out) == 0)
        return CLI_OK;
    cli_complain("h1 conform", path, "it can't be written");
    return CLI_UNUSABLE;
}
