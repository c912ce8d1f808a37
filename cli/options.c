/* SPDX-License-Identifier: MIT */
/* See options.h. */
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

#include "cli/nearest.h"
#include "report/escape.h"

/* Where reading has come. */
typedef struct reading {
    const char *command;
    const cli_option *options;
    char **words;
    size_t count, next;
} reading;

static const char *option_name(const void *options, size_t i)
{
    return ((const cli_option *)options)[i].name;
}

static cli_parsed unknown(const reading *r, const char *word, size_t len)
{
    fprintf(stderr, "h1 %s: there is no option ", r->command);
    report_escape_to(stderr, (const uint8_t *)word, len);
    if (strncmp(word, "--", 2) == 0)
        cli_nearest_say(word + 2, len - 2, option_name, r->options, "--");
    fprintf(stderr, "\n'h1 %s --help' lists the options\n", r->command);
    return CLI_WRONG;
}

static cli_parsed wrong_value(const reading *r, const cli_option *option, const char *value, const char *due)
{
    fprintf(stderr, "h1 %s: --%s takes %s, not '%s'\n", r->command, option->name, due, value);
    return CLI_WRONG;
}

static bool read_number(const char *text, uint64_t *number)
{
    uint64_t sum = 0;

    for (const char *digit = text; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || sum > (UINT64_MAX - 9) / 10)
            return false;
        sum = sum * 10 + (uint64_t)(*digit - '0');
    }
    *number = sum;
    return *text != '\0';
}

/* Digits, and at most one point with digits behind it. *text is moved behind them. */
static bool read_decimal(const char **text, double *number)
{
    double sum = 0, place = 0;
    const char *at = *text;

    for (; (*at >= '0' && *at <= '9') || (*at == '.' && place == 0 && at > *text); at++) {
        if (*at == '.') {
            place = 1;
            continue;
        }
        place /= 10;
        sum = place > 0 ? sum + place * (*at - '0') : sum * 10 + (*at - '0');
    }
    if (at == *text || at[-1] == '.')
        return false;
    *text = at;
    *number = sum;
    return true;
}

static bool read_seconds(const char *text, double *seconds)
{
    if (!read_decimal(&text, seconds))
        return false;
    *seconds *= *text == 'm' ? 60 : *text == 'h' ? 3600 : 1;
    return *text == '\0' || (strchr("smh", *text) != NULL && text[1] == '\0');
}

static bool read_percent(const char *text, double *percent)
{
    return read_decimal(&text, percent) && *percent <= 100 && (*text == '\0' || strcmp(text, "%") == 0);
}

/* Which of the words between bars it is. */
static bool read_choice(const char *choices, const char *value, unsigned *which)
{
    size_t len = strlen(value);

    for (unsigned i = 0; len > 0; i++) {
        size_t word = strcspn(choices, "|");
        if (word == len && memcmp(choices, value, len) == 0) {
            *which = i;
            return true;
        }
        if (choices[word] == '\0')
            return false;
        choices += word + 1;
    }
    return false;
}

static bool read_list(const char *value, cli_words *list)
{
    for (;;) {
        size_t len = strcspn(value, ",");
        if (len == 0 || list->count == CLI_WORDS_MOST)
            return false;
        list->words[list->count++] = (cli_word){value, len};
        if (value[len] == '\0')
            return true;
        value += len + 1;
    }
}

static bool add_text(const char *value, cli_words *list)
{
    if (list->count == CLI_WORDS_MOST)
        return false;
    list->words[list->count++] = (cli_word){value, strlen(value)};
    return true;
}

static cli_parsed set_value(const reading *r, const cli_option *option, const char *value)
{
    if (option->given != NULL)
        *option->given = true;
    switch (option->kind) {
    case CLI_FLAG:
        *(bool *)option->target = true;
        break;
    case CLI_TEXT:
        *(const char **)option->target = value;
        break;
    case CLI_NUMBER:
        if (!read_number(value, option->target))
            return wrong_value(r, option, value, "a number");
        break;
    case CLI_SECONDS:
        if (!read_seconds(value, option->target))
            return wrong_value(r, option, value, "a time such as 30s, 5m or 1h");
        break;
    case CLI_PERCENT:
        if (!read_percent(value, option->target))
            return wrong_value(r, option, value, "a percentage such as 2 or 0.5");
        break;
    case CLI_CHOICE:
        if (!read_choice(option->value, value, option->target))
            return wrong_value(r, option, value, option->value);
        break;
    case CLI_TEXTS:
        if (!add_text(value, option->target))
            return wrong_value(r, option, value, "at most 256 of them");
        break;
    case CLI_WORDS:
        if (!read_list(value, option->target))
            return wrong_value(r, option, value, "words with a comma between them");
        break;
    }
    return CLI_PARSED;
}

/* The value in the same word, else the next word. */
static cli_parsed take_value(reading *r, const cli_option *option, const char *value)
{
    if (option->kind == CLI_FLAG && value == NULL)
        return set_value(r, option, "");
    if (option->kind == CLI_FLAG) {
        fprintf(stderr, "h1 %s: --%s takes no value\n", r->command, option->name);
        return CLI_WRONG;
    }
    if (value == NULL && r->next == r->count) {
        fprintf(stderr, "h1 %s: --%s needs a value: %s\n", r->command, option->name, option->value);
        return CLI_WRONG;
    }
    return set_value(r, option, value != NULL ? value : r->words[r->next++]);
}

static cli_parsed read_long(reading *r, const char *word)
{
    size_t len = strcspn(word, "=");

    for (const cli_option *option = r->options; option->name != NULL; option++) {
        if (strlen(option->name) == len - 2 && memcmp(option->name, word + 2, len - 2) == 0)
            return take_value(r, option, word[len] == '=' ? word + len + 1 : NULL);
    }
    return unknown(r, word, len);
}

static cli_parsed read_short(reading *r, const char *word)
{
    for (const cli_option *option = r->options; option->name != NULL; option++) {
        if (option->letter != 0 && option->letter == word[1])
            return take_value(r, option, word[2] != '\0' ? word + 2 : NULL);
    }
    return unknown(r, word, strlen(word));
}

cli_parsed cli_options_read(const char *command, const cli_option *options, char **words, size_t *count)
{
    reading r = {command, options, words, *count, 0};
    size_t kept = 0;
    bool ended = false;

    while (r.next < r.count) {
        char *word = words[r.next++];
        cli_parsed parsed = CLI_PARSED;
        if (ended || word[0] != '-' || word[1] == '\0')
            words[kept++] = word;
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
            return CLI_HELP_ASKED;
        else
            parsed = word[1] == '-' ? read_long(&r, word) : read_short(&r, word);
        if (parsed != CLI_PARSED)
            return parsed;
    }
    *count = kept;
    return CLI_PARSED;
}
