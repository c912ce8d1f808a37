/* SPDX-License-Identifier: MIT */
/* See frame_trace.h. */
#include "frame_trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/verdict.h"
#include "framing/reply.h"

/* A decoder being fed: bytes up to `done` are consumed, those up to `here` have arrived. */
typedef struct feeding {
    conf_memory *memory;
    const conf_case *c;
    h1_side side;
    conf_bytes bytes;
    frame_decoder decoder;
    size_t done, here;
    conf_frame_trace trace;
} feeding;

/* One call, out of memory that ends where the bytes end. */
static frame_event call(feeding *f, bool end)
{
    size_t len = f->here - f->done;
    uint8_t *copy = malloc(len > 0 ? len : 1);
    frame_event event;
    size_t used;

    if (copy == NULL) {
        fputs("no memory to read a frame\n", stderr);
        exit(3);
    }
    if (len > 0)
        memcpy(copy, f->bytes.at + f->done, len);
    used = frame_next(&f->decoder, copy, len, end, &event);
    free(copy);
    event.span.at += f->done;
    if (used > len)
        f->trace.broken = "consumed more bytes than there were";
    f->done += used <= len ? used : len;
    return event;
}

static void begin_frame(feeding *f, const frame_event *event)
{
    frame_reply reply;
    conf_frame frame = {.dictionary_at = event->span.at,
                        .dictionary_len = event->span.len,
                        .payload_at = event->span.at + event->span.len};

    f->trace.frames = conf_grow(f->memory, f->trace.frames, f->trace.count, sizeof frame);
    f->trace.frames[f->trace.count++] = frame;
    if (f->side == H1_RESPONSES && !frame_reply_read(f->bytes.at + event->span.at, event->span.len, &reply)) {
        f->trace.last = FRAME_REFUSED;
        f->trace.rule = H1_RULE_FRAME_REPLY_INVALID;
        f->trace.at = event->span.at;
        f->trace.len = event->span.len;
    }
}

static void take(feeding *f, const frame_event *event)
{
    conf_frame *frame = f->trace.count > 0 ? &f->trace.frames[f->trace.count - 1] : NULL;

    switch (event->type) {
    case FRAME_DICT:
        begin_frame(f, event);
        return;
    case FRAME_DATA:
        if (frame == NULL || frame->payload_at + frame->payload_len != event->span.at)
            f->trace.broken = "gave payload that is no frame's, or not the next";
        else
            frame->payload_len += event->span.len;
        return;
    case FRAME_END:
        if (frame != NULL)
            frame->complete = true;
        return;
    case FRAME_REFUSED:
    case FRAME_INCOMPLETE:
        f->trace.rule = event->rule;
        f->trace.at = event->span.at;
        f->trace.len = event->span.len;
        break;
    case FRAME_CLOSED:
    case FRAME_MORE:
        break;
    }
    f->trace.last = event->type;
}

/* All events that the bytes up to `to` bring. Returns false when reading is over. */
static bool feed(feeding *f, size_t to, bool end)
{
    f->here = to;
    for (;;) {
        frame_event event = call(f, end);
        frame_event again;
        take(f, &event);
        if (event.type == FRAME_MORE && !end)
            return f->trace.broken == NULL;
        if (event.type == FRAME_MORE)
            f->trace.broken = "wants more behind the end";
        if (f->trace.broken != NULL || f->trace.rule == H1_RULE_FRAME_REPLY_INVALID)
            return false;
        if (event.type != FRAME_CLOSED && event.type != FRAME_INCOMPLETE && event.type != FRAME_REFUSED)
            continue;
        again = call(f, end);
        if (again.type != event.type || again.rule != event.rule)
            f->trace.broken = "does not give its last event again";
        return false;
    }
}

conf_frame_trace conf_frame_trace_of(conf_memory *memory, const conf_case *c, h1_side side, const conf_pieces *pieces)
{
    feeding f = {.memory = memory, .c = c, .side = side, .bytes = c->bytes[side]};
    bool open = c->expects[CONF_MODE_STRICT][side].end == CONF_END_OPEN;
    bool going = true;

    frame_decoder_init(&f.decoder, c->plain || side == H1_RESPONSES ? FRAME_PLAIN : FRAME_UPLOAD,
                       c->dictionary > 0 ? c->dictionary : FRAME_DICTIONARY_MOST, c->frames);
    for (size_t i = 1; going && pieces->bytewise && i < f.bytes.len; i++)
        going = feed(&f, i, false);
    for (size_t i = 0; going && i < pieces->count; i++)
        going = feed(&f, pieces->cuts[i], false);
    if (going && feed(&f, f.bytes.len, false) && !open)
        feed(&f, f.bytes.len, true);
    return f.trace;
}

bool conf_frame_trace_same(const conf_frame_trace *a, const conf_frame_trace *b)
{
    if (a->count != b->count || a->last != b->last || a->rule != b->rule || a->at != b->at || a->len != b->len ||
        (a->broken == NULL) != (b->broken == NULL))
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const conf_frame *x = &a->frames[i];
        const conf_frame *y = &b->frames[i];
        if (x->dictionary_at != y->dictionary_at || x->dictionary_len != y->dictionary_len ||
            x->payload_at != y->payload_at || x->payload_len != y->payload_len || x->complete != y->complete)
            return false;
    }
    return true;
}

void conf_put_frame_end(conf_memory *memory, conf_buffer *out, frame_event_type last, h1_rule rule, size_t frames)
{
    switch (last) {
    case FRAME_REFUSED:
    case FRAME_INCOMPLETE:
        conf_put(memory, out, "refuse %s", h1_rule_name(rule).text);
        break;
    case FRAME_CLOSED:
        conf_put(memory, out, "the stream ends between frames");
        break;
    case FRAME_MORE:
    case FRAME_DICT:
    case FRAME_DATA:
    case FRAME_END:
        conf_put(memory, out, "the decoder waits for more (open)");
        break;
    }
    conf_put(memory, out, ", behind %zu frame%s", frames, frames == 1 ? "" : "s");
}
