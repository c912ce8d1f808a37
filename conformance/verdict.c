/* SPDX-License-Identifier: MIT */
/* See verdict.h. */
#include "verdict.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *conf_state_name(conf_state state)
{
    static const char *const names[] = {"pass", "fail", "warn", "allowed", "skip", "inconclusive", "error"};
    return names[state];
}

const char *conf_case_level(const conf_case *c)
{
    static const char *const levels[] = {"MUST", "SHOULD", "ABNF", "MAY", "PROSE"};

    for (size_t level = 0; level < sizeof levels / sizeof *levels; level++) {
        for (size_t i = 0; i < c->need_count; i++) {
            if (strncmp(c->needs[i]->level, levels[level], strlen(levels[level])) == 0)
                return levels[level];
        }
    }
    return "PROSE";
}

void conf_result_add(conf_memory *memory, conf_result *result, const conf_difference *difference)
{
    result->state = CONF_FAIL;
    result->differences = conf_grow(memory, result->differences, result->difference_count, sizeof *result->differences);
    result->differences[result->difference_count++] = *difference;
}

void conf_result_add_live(conf_memory *memory, conf_result *result, const char *block, const char *expected,
                          const char *actual)
{
    conf_difference d = {.block = block,
                         .line = result->c->line,
                         .feeding = "live",
                         .expected = {(const uint8_t *)expected, strlen(expected)},
                         .actual = {(const uint8_t *)actual, strlen(actual)}};

    conf_result_add(memory, result, &d);
}

void conf_put(conf_memory *memory, conf_buffer *buffer, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    conf_buffer_add(memory, buffer, (const uint8_t *)text, strlen(text));
}
