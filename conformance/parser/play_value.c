/* SPDX-License-Identifier: MIT */
/* See play_value.h. */
#include "play_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/reader/grammars.h"

/* What a reading came to. */
typedef struct reading {
    h1_value result;
    size_t bad;
} reading;

/* Read the first len bytes, out of memory of their own so that a sanitizer sees a step too far. */
static reading read_beginning(const conf_case *c, size_t len)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);
    reading r = {H1_VALUE_NO_ROOM, 0};

    if (copy == NULL) {
        fputs("no memory to read a value\n", stderr);
        exit(3);
    }
    if (len > 0)
        memcpy(copy, c->value.at, len);
    r.result = c->grammar->read(copy, len, &r.bad);
    free(copy);
    return r;
}

static void put_reading(conf_memory *memory, conf_buffer *out, reading r)
{
    switch (r.result) {
    case H1_VALUE_OK:
    case H1_VALUE_NONE:
        conf_put(memory, out, "accept");
        return;
    case H1_VALUE_BYTE:
        conf_put(memory, out, "refuse at byte %zu: it fits nowhere", r.bad);
        return;
    case H1_VALUE_ENDS:
        conf_put(memory, out, "refuse at the end, byte %zu: more is due", r.bad);
        return;
    case H1_VALUE_RULED_OUT:
        conf_put(memory, out, "refuse at byte %zu: the grammar has it and an RFC rules it out", r.bad);
        return;
    case H1_VALUE_LONG:
    case H1_VALUE_NO_ROOM:
        conf_put(memory, out, "no answer: too long, or no room");
        return;
    }
}

static void report(conf_memory *memory, conf_result *result, const char *feeding, const char *due, reading r)
{
    conf_buffer actual = {0};

    put_reading(memory, &actual, r);
    conf_result_add(memory, result,
                    &(conf_difference){.block = "value",
                                       .line = result->c->value_line,
                                       .feeding = feeding,
                                       .expected = {(const uint8_t *)due, strlen(due)},
                                       .actual = {actual.at, actual.len}});
}

/* ---- The verdict and the place ---- */

/* Where a refusal shows: at the mark or, without one, where the value ends too early. */
static size_t place_due(const conf_case *c)
{
    return c->value_mark.kind == CONF_MARK_NONE ? c->value.len : c->value_mark.at;
}

static void judge_verdict(conf_memory *memory, conf_result *result, reading r)
{
    const conf_case *c = result->c;
    bool accepted = r.result == H1_VALUE_OK;

    if (accepted && !c->value_refused && r.bad != c->value.len)
        report(memory, result, "whole", "accept, with nothing left over", (reading){H1_VALUE_BYTE, r.bad});
    else if (accepted == c->value_refused)
        report(memory, result, "whole", c->value_refused ? "refuse" : "accept", r);
    else if (!accepted && r.bad != place_due(c))
        report(memory, result, "whole", conf_format(memory, "refuse at byte %zu", place_due(c)), r);
}

/* ---- Laws ---- */

/* White space at the end belongs to no value, so a beginning that ends with it shows nothing. */
static bool ends_in_blank(const conf_case *c, size_t len)
{
    return len > 0 && (c->value.at[len - 1] == ' ' || c->value.at[len - 1] == '\t');
}

/* Each beginning of the value, up to the byte that fits nowhere, begins something that fits. */
static bool judge_beginnings(conf_memory *memory, conf_result *result, reading whole)
{
    size_t good = whole.result == H1_VALUE_BYTE ? whole.bad : result->c->value.len;

    for (size_t len = 0; len < result->c->value.len; len++) {
        reading r = read_beginning(result->c, len);
        const char *feeding = conf_format(memory, "the first %zu bytes", len);
        result->feedings++;
        if (ends_in_blank(result->c, len) || (len > good && ends_in_blank(result->c, good + 1)))
            continue;
        if (len <= good && (r.result == H1_VALUE_BYTE || (r.result == H1_VALUE_ENDS && r.bad != len))) {
            report(memory, result, feeding, "accept, or refuse at the end: what follows makes it fit", r);
            return false;
        }
        if (len > good && (r.result != H1_VALUE_BYTE || r.bad != good)) {
            report(memory, result, feeding, conf_format(memory, "refuse at byte %zu, whatever follows it", good), r);
            return false;
        }
    }
    return true;
}

void conf_play_value(conf_memory *memory, const conf_case *c, conf_result *result)
{
    reading whole;

    result->c = c;
    result->feedings++;
    whole = read_beginning(c, c->value.len);
    judge_verdict(memory, result, whole);
    if (whole.result != H1_VALUE_RULED_OUT)
        judge_beginnings(memory, result, whole);
}
