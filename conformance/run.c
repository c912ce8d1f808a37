/* SPDX-License-Identifier: MIT */
/* See run.h. */
#include "run.h"

#include <fnmatch.h>
#include <string.h>

const char *conf_level_name(size_t level)
{
    static const char *const names[CONF_LEVELS] = {"MUST", "SHOULD", "ABNF", "MAY", "PROSE"};
    return names[level];
}

static bool needs(const conf_case *c, const char *word)
{
    for (size_t i = 0; i < c->need_count; i++) {
        if (strcmp(c->needs[i]->id, word) == 0)
            return true;
    }
    return false;
}

/* "9112-7" means 9112-7.1/name and 9112-7/name, not 9112-71/name. */
static bool in_section(const conf_case *c, const char *word)
{
    size_t len = strlen(word);

    return len >= 4 && strncmp(c->id, word, len) == 0 && c->id[len] != '\0' && strchr("-./", c->id[len]) != NULL &&
           strchr(word, '/') == NULL;
}

bool conf_case_means(const conf_case *c, const char *word)
{
    if (word[0] == '\0')
        return false;
    return fnmatch(word, c->id, 0) == 0 || fnmatch(word, c->name, 0) == 0 || in_section(c, word) ||
           conf_case_has_tag(c, word) || strcmp(word, conf_case_level(c)) == 0 || needs(c, word) ||
           (c->rule != H1_RULE_NONE && strcmp(word, h1_rule_name(c->rule).text) == 0);
}

static const char *title_of(const conf_ledger *ledger, const conf_case *c)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const conf_requirement *row = &ledger->rows[i];
        if (strcmp(row->rfc, c->rfc) == 0 && strcmp(row->section, c->section) == 0)
            return row->section_title;
    }
    return "";
}

static conf_section *section_of(conf_memory *memory, const conf_ledger *ledger, conf_run *run, const conf_case *c)
{
    conf_section *last = run->section_count > 0 ? &run->sections[run->section_count - 1] : NULL;

    if (last != NULL && strcmp(last->rfc, c->rfc) == 0 && strcmp(last->section, c->section) == 0)
        return last;
    run->sections = conf_grow(memory, run->sections, run->section_count, sizeof *run->sections);
    last = &run->sections[run->section_count++];
    *last = (conf_section){.rfc = c->rfc, .section = c->section, .title = title_of(ledger, c)};
    last->first = run->result_count;
    return last;
}

static size_t level_of(const conf_case *c)
{
    const char *name = conf_case_level(c);
    size_t level = 0;

    while (level + 1 < CONF_LEVELS && strcmp(conf_level_name(level), name) != 0)
        level++;
    return level;
}

void conf_run_add(conf_memory *memory, const conf_ledger *ledger, conf_run *run, const conf_result *result)
{
    conf_section *section = section_of(memory, ledger, run, result->c);

    section->count++;
    section->states[result->state]++;
    run->states[result->state]++;
    run->levels[level_of(result->c)][result->state]++;
    run->feedings += result->feedings;
    run->results = conf_grow(memory, run->results, run->result_count, sizeof *run->results);
    run->results[run->result_count++] = *result;
}

static void harden(conf_run *run, conf_section *section, conf_result *result)
{
    size_t level = level_of(result->c);

    if (result->state != CONF_WARN)
        return;
    result->state = CONF_FAIL;
    section->states[CONF_WARN]--;
    section->states[CONF_FAIL]++;
    run->states[CONF_WARN]--;
    run->states[CONF_FAIL]++;
    run->levels[level][CONF_WARN]--;
    run->levels[level][CONF_FAIL]++;
}

void conf_run_be_strict(conf_run *run)
{
    for (size_t i = 0; i < run->section_count; i++) {
        conf_section *section = &run->sections[i];
        for (size_t k = 0; k < section->count; k++)
            harden(run, section, &run->results[section->first + k]);
    }
}
