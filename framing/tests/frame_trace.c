/* SPDX-License-Identifier: MIT */
/* See frame_trace.h. */
#include "frame_trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A reading: the bytes from `done` to `here` have been presented and not consumed. */
typedef struct reading {
    frame_trace *t;
    frame_decoder decoder;
    const uint8_t *bytes;
    size_t done, here;
} reading;

static bool is_last(frame_event_type type)
{
    return type == FRAME_CLOSED || type == FRAME_INCOMPLETE || type == FRAME_REFUSED;
}

static void write_down(frame_trace *t, const frame_event *ev, uint64_t base)
{
    frame_trace_event *last = t->count > 0 ? &t->events[t->count - 1] : NULL;
    frame_trace_event new = {.type = ev->type, .rule = ev->rule, .at = base + ev->span.at, .len = ev->span.len};

    if (ev->type == FRAME_MORE)
        return;
    if (ev->type == FRAME_DATA && last != NULL && last->type == FRAME_DATA && last->at + last->len == new.at) {
        last->len += new.len;
        return;
    }
    if (ev->type == FRAME_DICT)
        new.says = ev->dictionary;
    if (t->count == FRAME_TRACE_MOST)
        t->overflowed = true;
    else
        t->events[t->count++] = new;
}

/* One call, on a copy that ends where the bytes end. */
static frame_event step(reading *r, bool end)
{
    size_t len = r->here - r->done;
    uint8_t *copy = malloc(len > 0 ? len : 1);
    frame_event ev = {0};
    uint64_t base = frame_decoder_offset(&r->decoder);
    size_t used;

    if (copy == NULL)
        abort();
    memcpy(copy, r->bytes + r->done, len);
    used = frame_next(&r->decoder, copy, len, end, &ev);
    free(copy);
    if (used > len)
        r->t->broke = "more bytes consumed than there were";
    else if (base != r->done || frame_decoder_offset(&r->decoder) != r->done + used)
        r->t->broke = "the decoder's offset is not that of its bytes";
    else if (ev.type != FRAME_INCOMPLETE && ev.span.at + ev.span.len > len && ev.type != FRAME_REFUSED)
        r->t->broke = "a span leaves the buffer";
    else if (ev.type == FRAME_MORE && len >= FRAME_HEADER + (size_t)r->decoder.dictionary_most)
        r->t->broke = "MORE without progress, and the longest head would fit";
    r->done += used <= len ? used : len;
    return ev;
}

static bool same_event(const frame_event *a, const frame_event *b)
{
    return a->type == b->type && a->rule == b->rule && a->span.at == b->span.at && a->span.len == b->span.len;
}

/* All events that the bytes up to `here` bring. Returns true when there is one that ends the reading. */
static bool drain(reading *r, bool end)
{
    for (;;) {
        uint64_t base = frame_decoder_offset(&r->decoder);
        frame_event ev = step(r, end);
        write_down(r->t, &ev, base);
        if (is_last(ev.type)) {
            frame_event again = step(r, end);
            if (!same_event(&ev, &again))
                r->t->broke = "the last event is not given again";
        }
        if (is_last(ev.type) || ev.type == FRAME_MORE || r->t->broke != NULL || r->t->overflowed)
            return ev.type != FRAME_MORE;
    }
}

void frame_trace_run(frame_trace *t, const frame_trace_plan *plan, const uint8_t *bytes, size_t len, const size_t *cuts,
                     size_t n_cuts)
{
    reading r = {.t = t, .bytes = bytes};

    t->count = 0;
    t->overflowed = false;
    t->broke = NULL;
    frame_decoder_init(&r.decoder, plan->profile, plan->dictionary_most, plan->frames_most);
    for (size_t i = 0; i < n_cuts; i++) {
        r.here = cuts[i];
        if (drain(&r, false))
            return;
    }
    r.here = len;
    drain(&r, plan->end);
}

static bool same(const frame_trace_event *a, const frame_trace_event *b)
{
    return a->type == b->type && a->rule == b->rule && a->at == b->at && a->len == b->len &&
           a->says.file_size == b->says.file_size && a->says.has_size == b->says.has_size &&
           a->says.name_len == b->says.name_len && memcmp(a->says.file_name, b->says.file_name, a->says.name_len) == 0;
}

size_t frame_trace_difference(const frame_trace *a, const frame_trace *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        if (i >= a->count || i >= b->count || !same(&a->events[i], &b->events[i]))
            return i;
    }
    return SIZE_MAX;
}

const char *frame_trace_line(const frame_trace *t, size_t i)
{
    static const char *const names[] = {"MORE", "DICT", "DATA", "END", "CLOSED", "INCOMPLETE", "REFUSED"};
    static char lines[2][160];
    static unsigned turn;
    char *line = lines[turn++ % 2];
    const frame_trace_event *ev = &t->events[i];

    if (i >= t->count)
        return "(nothing)";
    snprintf(line, sizeof lines[0], "%s %s at %" PRIu64 ", %" PRIu64 " bytes, file_size %" PRIu64 ", name of %zu bytes",
             names[ev->type], h1_rule_name(ev->rule).text, ev->at, ev->len, ev->says.file_size, ev->says.name_len);
    return line;
}
