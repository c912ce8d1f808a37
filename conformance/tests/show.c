/* SPDX-License-Identifier: MIT */
/* See show.h. */
#include "show.h"

#include <stdio.h>

static void show_bytes(const char *what, conf_bytes bytes)
{
    printf("    %s: ", what);
    for (size_t i = 0; i < bytes.len; i++)
        printf(bytes.at[i] >= ' ' && bytes.at[i] <= '~' ? "%c" : "\\x%02x", bytes.at[i]);
    putchar('\n');
}

void show_result(const conf_result *result, size_t most)
{
    for (size_t i = 0; i < result->difference_count && i < most; i++) {
        const conf_difference *d = &result->differences[i];
        printf("%s:%u: %s: %s: (%s)\n", result->c->path, d->line, result->c->id, d->block, d->feeding);
        show_bytes("expected", d->expected);
        show_bytes("actual  ", d->actual);
    }
}

void show_faults(const conf_suite *suite)
{
    for (size_t i = 0; i < suite->fault_count; i++)
        printf("%s:%u: %s\n", suite->faults[i].path, suite->faults[i].line, suite->faults[i].text);
}
