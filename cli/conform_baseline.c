/* SPDX-License-Identifier: MIT */
/* See conform_baseline.h. */
#include "cli/conform_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
static bool read_line(char *line, conf_run *run, size_t *better)
{
    const char *id;
    const char *word;
    const char *more;
    char *rest;
    conf_state state;

    line[strcspn(line, "#\r\n")] = '\0';
    id = strtok_r(line, " \t", &rest);
    if (id == NULL)
        return true;
    word = strtok_r(NULL, " \t", &rest);
    more = strtok_r(NULL, " \t", &rest);
    if (word == NULL || more != NULL || !read_state(word, &state))
        return false;
    apply(run, id, state, better);
    return true;
}

cli_status cli_conform_baseline_read(const char *path, conf_memory *memory, conf_run *run, size_t *better)
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
        good = read_line(line, run, better);
    }
    fclose(in);
    if (good)
        return CLI_OK;
    cli_complain("h1 conform", path, conf_format(memory, "line %u: expected 'CASE STATE'", number));
    return CLI_UNUSABLE;
}

/* ---- Writing ---- */

static int by_id(const void *a, const void *b)
{
    const conf_result *const *x = a;
    const conf_result *const *y = b;

    return strcmp((*x)->c->id, (*y)->c->id);
}

static void write_lines(FILE *out, const conf_run *run, const conf_result **sorted)
{
    size_t count = 0;

    for (size_t i = 0; i < run->result_count; i++) {
        if (run->results[i].state != CONF_PASS && run->results[i].state != CONF_SKIP)
            sorted[count++] = &run->results[i];
    }
    qsort(sorted, count, sizeof *sorted, by_id);
    fputs("# Cases that neither passed nor were skipped: h1 conform --write-baseline\n", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s %s\n", sorted[i]->c->id, conf_state_name(sorted[i]->state));
}

cli_status cli_conform_baseline_write(const char *path, const conf_run *run)
{
    const conf_result **sorted = calloc(run->result_count + 1, sizeof *sorted);
    FILE *out = fopen(path, "w");
    bool written = sorted != NULL && out != NULL;

    if (written)
        write_lines(out, run, sorted);
    if (out != NULL)
        written = fclose(out) == 0 && written;
    free(sorted);
    if (!written)
        cli_complain("h1 conform", path, "it can't be written");
    return written ? CLI_OK : CLI_UNUSABLE;
}
