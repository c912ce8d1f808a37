/* SPDX-License-Identifier: MIT */
/* See rule_list.h. */
#include "report/findings/rule_list.h"

#include <stdlib.h>
#include <string.h>

/* The number at *text, which moves behind it and one point. A letter, as of an appendix, comes after all numbers. */
static unsigned next_number(const char **text)
{
    unsigned number = 0;

    if (**text > '9')
        return 1000 + (unsigned)*(*text)++;
    while (**text >= '0' && **text <= '9')
        number = number * 10 + (unsigned)(*(*text)++ - '0');
    if (**text == '.')
        (*text)++;
    return number;
}

/* "5.2" before "5.10". */
static int compare_sections(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        unsigned x = next_number(&a);
        unsigned y = next_number(&b);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (*a != '\0') - (*b != '\0');
}

static int by_section(const void *left, const void *right)
{
    const h1_rule_info *a = *(const h1_rule_info *const *)left;
    const h1_rule_info *b = *(const h1_rule_info *const *)right;
    int order = (a->rfc[0] == '\0') - (b->rfc[0] == '\0');

    if (order == 0)
        order = strcmp(a->rfc, b->rfc);
    if (order == 0)
        order = compare_sections(a->section, b->section);
    return order != 0 ? order : (int)a->rule - (int)b->rule;
}

void report_rule_list_fill(report_rule_list *list, const bool *left_out)
{
    const h1_rule_info *info;

    list->count = 0;
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL && list->count < REPORT_RULE_NUMBERS; i++) {
        if (info->area != H1_AREA_FRAME && (left_out == NULL || !left_out[info->rule]))
            list->rules[list->count++] = info;
    }
    if (list->count > 0)
        qsort(list->rules, list->count, sizeof *list->rules, by_section);
}

size_t report_rule_list_section(const report_rule_list *list, size_t at)
{
    const h1_rule_info *first = list->rules[at];
    size_t count = 1;

    while (at + count < list->count && strcmp(list->rules[at + count]->rfc, first->rfc) == 0 &&
           strcmp(list->rules[at + count]->section, first->section) == 0)
        count++;
    return count;
}

void report_section_to(FILE *out, const void *what)
{
    const h1_rule_info *info = what;

    if (info->rfc[0] == '\0')
        fputs("limits of the reader", out);
    else
        fprintf(out, "%s section %s", info->rfc, info->section);
}
