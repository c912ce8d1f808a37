/* SPDX-License-Identifier: MIT */
/* See select.h. */
#include "cli/select.h"

#include <stdio.h>
#include <string.h>

#include "cli/nearest.h"

static bool is_word(cli_word word, const char *text)
{
    return strlen(text) == word.len && memcmp(text, word.text, word.len) == 0;
}

/* "chunk" means chunk-size-invalid, but not chunked-repeated; "chunk-" means the same. */
static bool is_name_prefix(cli_word word, const char *name)
{
    if (word.len > 0 && word.text[word.len - 1] == '-')
        word.len--;
    return word.len > 0 && strncmp(name, word.text, word.len) == 0 && (name[word.len] == '\0' || name[word.len] == '-');
}

static bool has_tag(cli_word word, unsigned tags)
{
    for (unsigned bit = 1; bit != 0 && bit <= tags; bit <<= 1) {
        if ((tags & bit) != 0 && h1_tag_name(bit) != NULL && is_word(word, h1_tag_name(bit)))
            return true;
    }
    return false;
}

/* "9112", "9112-6" and "9112-6.3" mean section 6.3 of RFC 9112. */
static bool is_section(cli_word word, const h1_rule_info *info)
{
    char full[64];
    const char *rfc = strncmp(info->rfc, "RFC ", 4) == 0 ? info->rfc + 4 : info->rfc;

    snprintf(full, sizeof full, "%s-%s", rfc, info->section);
    return rfc[0] != '\0' && strncmp(full, word.text, word.len) == 0 && word.len <= strlen(full) &&
           strchr("-.", full[word.len]) != NULL && word.len >= 4;
}

static bool means(cli_word word, const h1_rule_info *info)
{
    return h1_rule_by_name(word.text, word.len) == info->rule || is_name_prefix(word, h1_rule_name(info->rule).text) ||
           has_tag(word, info->tags) || is_word(word, h1_severity_name(info->severity)) ||
           is_word(word, h1_area_name(info->area)) || is_section(word, info);
}

static bool any_means(const cli_words *list, const h1_rule_info *info)
{
    for (size_t i = 0; i < list->count; i++) {
        if (means(list->words[i], info))
            return true;
    }
    return false;
}

const char *cli_rule_names(const void *list, size_t i)
{
    static h1_rule_text name;
    const h1_rule_info *info = h1_rule_at(i);

    (void)list;
    if (info == NULL)
        return NULL;
    name = h1_rule_name(info->rule);
    return name.text;
}

/* Rules, then tags. */
static const char *selectable_names(const void *list, size_t i)
{
    size_t rules = 0;

    while (h1_rule_at(rules) != NULL)
        rules++;
    return i < rules ? cli_rule_names(list, i) : h1_tag_name(1U << (i - rules));
}

/* Every word has to mean something, so that a slip of the finger doesn't silence a rule. */
static bool all_mean_something(const char *command, const cli_words *list)
{
    for (size_t w = 0; w < list->count; w++) {
        cli_word word = list->words[w];
        const h1_rule_info *info;
        bool found = false;
        for (size_t i = 0; !found && (info = h1_rule_at(i)) != NULL; i++)
            found = means(word, info);
        if (!found) {
            fprintf(stderr, "h1 %s: '%.*s' is no rule, prefix, tag, severity, area or section", command, (int)word.len,
                    word.text);
            cli_nearest_say(word.text, word.len, selectable_names, NULL, "");
            fputs("\n'h1 rules' lists the rules\n", stderr);
            return false;
        }
    }
    return true;
}

bool cli_selection_make(const char *command, cli_selection *selection, const cli_words *wanted,
                        const cli_words *unwanted)
{
    const h1_rule_info *info;

    memset(selection, 0, sizeof *selection);
    if (!all_mean_something(command, wanted) || !all_mean_something(command, unwanted))
        return false;
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++)
        selection->out[info->rule] = (wanted->count > 0 && !any_means(wanted, info)) || any_means(unwanted, info);
    return true;
}

bool cli_selection_has(const cli_selection *selection, h1_rule rule)
{
    return (size_t)rule < REPORT_RULE_NUMBERS && !selection->out[rule];
}
