/* SPDX-License-Identifier: MIT */
/* See conform_choice.h. */
#include "cli/conform_choice.h"

#include <string.h>

#include "cli/nearest.h"
#include "conformance/run.h"

static const char *case_name(const void *list, size_t i)
{
    const conf_suite *suite = list;

    return i < suite->case_count ? suite->cases[i]->id : NULL;
}

static bool means_any(const conf_suite *suite, const char *word)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        if (conf_case_means(suite->cases[i], word))
            return true;
    }
    return false;
}

/* Words of the command line as texts of their own. Says which one means nothing, and returns NULL. */
static const char **words_of(conf_memory *memory, const conf_suite *suite, const cli_words *words)
{
    const char **texts = conf_alloc(memory, (words->count + 1) * sizeof *texts);

    for (size_t i = 0; i < words->count; i++) {
        texts[i] = conf_text(memory, words->words[i].text, words->words[i].len);
        if (means_any(suite, texts[i]))
            continue;
        fprintf(stderr, "h1 conform: '%s' is no case, pattern, section, tag, keyword, requirement or rule of a case",
                texts[i]);
        cli_nearest_say(texts[i], strlen(texts[i]), case_name, suite, "");
        fputs("\n'h1 conform --list' lists the cases\n", stderr);
        return NULL;
    }
    return texts;
}

static bool means_one(const conf_case *c, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (conf_case_means(c, *words))
            return true;
    }
    return false;
}

bool cli_cases_narrow(conf_suite *suite, const cli_words *wanted, const cli_words *unwanted)
{
    const char **in = words_of(suite->memory, suite, wanted);
    const char **out = in != NULL ? words_of(suite->memory, suite, unwanted) : NULL;
    size_t kept = 0;

    if (out == NULL)
        return false;
    for (size_t i = 0; i < suite->case_count; i++) {
        conf_case *c = suite->cases[i];
        if ((in[0] == NULL || means_one(c, in)) && !means_one(c, out))
            suite->cases[kept++] = c;
    }
    suite->case_count = kept;
    return true;
}

void cli_cases_list(FILE *out, const conf_suite *suite)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        const conf_case *c = suite->cases[i];
        fprintf(out, "%-60s %-6s  %-8s  %s\n", c->id, conf_case_level(c), conf_side_name(c->side), c->title);
    }
}
