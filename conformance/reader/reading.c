/* SPDX-License-Identifier: MIT */
/* See reading.h: complaints, words, numbers, values and the names of rules. */
#include "reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conformance/distance.h"

void conf_complain(conf_reading *r, const char *format, ...)
{
    char text[512];
    conf_suite *suite = r->suite;
    const conf_fault *last = suite->fault_count > 0 ? &suite->faults[suite->fault_count - 1] : NULL;
    va_list args;

    /* The first slip of a line is the telling one; what follows it there is mostly its consequence. */
    if (last != NULL && last->path == r->path && last->line == r->line)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    suite->faults = conf_grow(suite->memory, suite->faults, suite->fault_count, sizeof *suite->faults);
    suite->faults[suite->fault_count++] = (conf_fault){r->path, r->line, conf_text(suite->memory, text, strlen(text))};
}

static void skip_blanks(conf_words *words)
{
    while (words->at < words->end && *words->at == ' ')
        words->at++;
}

conf_slice conf_word(conf_words *words)
{
    conf_slice word;

    skip_blanks(words);
    word.at = words->at;
    while (words->at < words->end && *words->at != ' ')
        words->at++;
    word.len = (size_t)(words->at - word.at);
    return word;
}

conf_slice conf_peek(const conf_words *words)
{
    conf_words copy = *words;

    return conf_word(&copy);
}

bool conf_done(const conf_words *words)
{
    return conf_peek(words).len == 0;
}

bool conf_expect_done(conf_words *words)
{
    conf_slice word = conf_peek(words);

    if (word.len == 0)
        return true;
    conf_complain(words->r, "nothing more is expected here, but there is '%.*s'", (int)word.len, word.at);
    return false;
}

bool conf_slice_is(conf_slice slice, const char *text)
{
    return slice.len == strlen(text) && memcmp(slice.at, text, slice.len) == 0;
}

char *conf_slice_text(conf_reading *r, conf_slice slice)
{
    return conf_text(r->suite->memory, slice.at, slice.len);
}

bool conf_read_number(conf_words *words, const char *what, uint64_t *number)
{
    conf_slice word = conf_word(words);

    *number = 0;
    for (size_t i = 0; i < word.len && word.len <= 9; i++) {
        if (word.at[i] < '0' || word.at[i] > '9')
            break;
        *number = *number * 10 + (uint64_t)(word.at[i] - '0');
        if (i + 1 == word.len)
            return true;
    }
    conf_complain(words->r, "expected %s, a number of at most nine digits, instead of '%.*s'", what, (int)word.len,
                  word.at);
    return false;
}

static bool unescape(conf_reading *r, const char *at, size_t len, conf_bytes *value)
{
    conf_buffer buffer = {0};
    size_t wrong;
    const char *expected = conf_bytes_read(r->suite->memory, at, len, &conf_parser_variables, &buffer, NULL, &wrong);

    if (expected != NULL) {
        conf_complain(r, "expected %s, at '%.*s'", expected, (int)(len - wrong), at + wrong);
        return false;
    }
    *value = (conf_bytes){buffer.at, buffer.len};
    return true;
}

static bool read_quoted(conf_words *words, conf_bytes *value)
{
    const char *start = ++words->at;

    while (words->at < words->end && *words->at != '"')
        words->at += *words->at == '\\' ? 2 : 1;
    if (words->at >= words->end) {
        conf_complain(words->r, "expected a \" that ends \"%.*s", (int)(words->end - start), start);
        words->at = words->end;
        return false;
    }
    words->at++;
    if (words->at < words->end && *words->at != ' ') {
        conf_complain(words->r, "expected a blank behind the closing \"; a \" inside is \\\"");
        return false;
    }
    return unescape(words->r, start, (size_t)(words->at - 1 - start), value);
}

bool conf_read_value(conf_words *words, bool rest, conf_bytes *value)
{
    conf_slice word;

    skip_blanks(words);
    if (words->at < words->end && *words->at == '"')
        return read_quoted(words, value);
    if (rest) {
        word = (conf_slice){words->at, (size_t)(words->end - words->at)};
        words->at = words->end;
    } else {
        word = conf_word(words);
        if (word.len == 0) {
            conf_complain(words->r, "expected a value");
            return false;
        }
    }
    return unescape(words->r, word.at, word.len, value);
}

static h1_rule nearest_rule(conf_slice word)
{
    h1_rule nearest = H1_RULE_NONE;
    unsigned least = CONF_DISTANCE_MOST + 1;
    const h1_rule_info *info;

    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        h1_rule_text name = h1_rule_name(info->rule);
        unsigned far = conf_name_distance(word.at, word.len, name.text);
        if (far < least) {
            least = far;
            nearest = info->rule;
        }
    }
    return nearest;
}

h1_rule conf_read_rule(conf_words *words)
{
    conf_slice word = conf_word(words);
    h1_rule rule = h1_rule_by_name(word.at, word.len);
    h1_rule nearest;

    if (rule != H1_RULE_NONE && conf_slice_is(word, h1_rule_name(rule).text))
        return rule;
    nearest = rule != H1_RULE_NONE ? rule : nearest_rule(word);
    if (word.len == 0)
        conf_complain(words->r, "expected the name of a rule (rules/rules.def)");
    else if (nearest != H1_RULE_NONE)
        conf_complain(words->r, "unknown rule '%.*s'; did you mean '%s'?", (int)word.len, word.at,
                      h1_rule_name(nearest).text);
    else
        conf_complain(words->r, "unknown rule '%.*s'; rules/rules.def has them all", (int)word.len, word.at);
    return H1_RULE_NONE;
}
