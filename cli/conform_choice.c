/* SPDX-License-Identifier: MIT */
/* See conform_choice.h. */
#include "cli/conform_choice.h"

#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "conformance/run.h"

/* All words that mean something, each once. */
typedef struct vocabulary {
    const char **words;
    size_t count;
} vocabulary;

static const char *word_at(const void *list, size_t i)
{
    const vocabulary *known = list;

    return i < known->count ? known->words[i] : NULL;
}

static void add_word(conf_memory *memory, vocabulary *known, const char *word)
{
    known->words = conf_grow(memory, known->words, known->count, sizeof *known->words);
    known->words[known->count++] = word;
}

static void add_words_of(conf_memory *memory, vocabulary *known, const conf_case *c)
{
    add_word(memory, known, c->id);
    add_word(memory, known, conf_case_level(c));
    if (c->rule != H1_RULE_NONE)
        add_word(memory, known, conf_format(memory, "%s", h1_rule_name(c->rule).text));
    for (size_t i = 0; i < c->tag_count; i++)
        add_word(memory, known, c->tags[i]);
    for (size_t i = 0; i < c->need_count; i++)
        add_word(memory, known, c->needs[i]->id);
}

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static vocabulary vocabulary_of(const conf_suite *suite)
{
    vocabulary known = {0};
    size_t kept = 0;

    for (size_t i = 0; i < suite->case_count; i++)
        add_words_of(suite->memory, &known, suite->cases[i]);
    if (known.count > 0)
        qsort(known.words, known.count, sizeof *known.words, by_letters);
    for (size_t i = 0; i < known.count; i++) {
        if (kept == 0 || strcmp(known.words[kept - 1], known.words[i]) != 0)
            known.words[kept++] = known.words[i];
    }
    known.count = kept;
    return known;
}

static void say_unknown(const conf_suite *suite, const char *word)
{
    vocabulary known = vocabulary_of(suite);

    fprintf(stderr, "h1 conform: '%s' is no case, pattern, section, tag, keyword, requirement or rule of a case", word);
    cli_nearest_say(word, strlen(word), word_at, &known, "");
    fputs("\n'h1 conform --list' lists the cases\n", stderr);
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
        say_unknown(suite, texts[i]);
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
