/* SPDX-License-Identifier: MIT */
/* See rules.h. The table is sorted by number, which its test checks, so that a row is found by bisection. */
#include "rules/rules.h"

#include <string.h>

static const h1_rule_info TABLE[] = {
#define H1_RULE(name, number, area, keyword, severity, rfc, section, status, tags, title, why)                         \
    {H1_RULE_##name,                                                                                                   \
     H1_AREA_##area,                                                                                                   \
     H1_KEYWORD_##keyword,                                                                                             \
     H1_SEVERITY_##severity,                                                                                           \
     (status),                                                                                                         \
     (tags),                                                                                                           \
     #name,                                                                                                            \
     (rfc),                                                                                                            \
     (section),                                                                                                        \
     (title),                                                                                                          \
     (why)},
#include "rules/rules.def"
#undef H1_RULE
};

enum { ROWS = sizeof TABLE / sizeof *TABLE };

const h1_rule_info *h1_rule_at(size_t i)
{
    return i < ROWS ? &TABLE[i] : NULL;
}

const h1_rule_info *h1_rule_info_of(h1_rule rule)
{
    size_t low = 0;
    size_t high = ROWS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (TABLE[middle].rule == rule)
            return &TABLE[middle];
        if (TABLE[middle].rule < rule)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static char printed(char symbol_char)
{
    if (symbol_char == '_')
        return '-';
    if (symbol_char >= 'A' && symbol_char <= 'Z')
        return (char)(symbol_char + ('a' - 'A'));
    return symbol_char;
}

h1_rule_text h1_rule_name(h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    const char *symbol = info != NULL ? info->symbol : "NONE";
    h1_rule_text name = {{0}};

    for (size_t i = 0; symbol[i] != '\0' && i + 1 < sizeof name.text; i++)
        name.text[i] = printed(symbol[i]);
    return name;
}

static bool same_name(const char *symbol, const char *name, size_t len)
{
    if (strlen(symbol) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (printed(symbol[i]) != printed(name[i]))
            return false;
    }
    return true;
}

static h1_rule rule_by_number(const char *digits, size_t len)
{
    const h1_rule_info *info;
    unsigned number = 0;

    if (len == 0 || len > 5)
        return H1_RULE_NONE;
    for (size_t i = 0; i < len; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return H1_RULE_NONE;
        number = number * 10 + (unsigned)(digits[i] - '0');
    }
    info = h1_rule_info_of((h1_rule)number);
    return info != NULL ? info->rule : H1_RULE_NONE;
}

h1_rule h1_rule_by_name(const char *name, size_t len)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (same_name(TABLE[i].symbol, name, len))
            return TABLE[i].rule;
    }
    return rule_by_number(name, len);
}

const char *h1_keyword_name(h1_rule_keyword keyword)
{
    static const char *const names[] = {"MUST", "SHOULD", "MAY", "ABNF", "LIMIT", "SECURITY"};
    return names[keyword];
}

const char *h1_severity_name(h1_rule_severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

const char *h1_area_name(h1_rule_area area)
{
    static const char *const names[] = {"parser", "frame", "message", "exchange", "capture"};
    return names[area];
}

const char *h1_tag_name(unsigned bit)
{
    switch ((h1_rule_tag)bit) {
    case H1_TAG_SMUGGLING:
        return "smuggling";
    case H1_TAG_SPLITTING:
        return "splitting";
    case H1_TAG_DOS:
        return "dos";
    case H1_TAG_INTEROP:
        return "interop";
    case H1_TAG_CACHE:
        return "cache";
    case H1_TAG_ROUTING:
        return "routing";
    case H1_TAG_NONE:
        break;
    }
    return NULL;
}
