/* SPDX-License-Identifier: MIT */
/* Several events a call, the reference's way: an event at a time, and back to the kernel in use wherever a message may
 * start that it can read.
 *
 * The field sections of one batch stand behind each other in the caller's array. A section that isn't whole when the
 * batch ends goes on with the next call, which first moves its fields to the array's start; so no byte is looked at
 * again. Only where the array is full of earlier sections is the stream set back to where the section's message began,
 * and that is read again with the whole array before it. */
#include <h1/h1.h>

#include <string.h>

#include "parser/src/body/chunk_scan.h"
#include "parser/src/scan/scan.h"
#include "parser/src/stream_state.h"

/* Which fast path left off where the batch is: what it couldn't take is the reference's. */
enum path { NO_PATH, HEADS, CHUNKS };

typedef struct batch {
    h1_event *ev;
    size_t n, got;  /* events: room, filled */
    size_t used;    /* bytes */
    uint16_t taken; /* entries of the field array that earlier sections hold */
    enum path left_off;
    bool full; /* the array is full only because earlier sections stand in it; the event that said so isn't counted */
} batch;

/* Where a batch can be cut off again. */
typedef struct mark {
    h1_stream stream;
    size_t got, used;
} mark;

static void shift_fields(const h1_stream *s, uint32_t n, size_t by)
{
    for (uint32_t i = 0; i < n; i++) {
        s->fields[i].name_at += (uint32_t)by;
        s->fields[i].value_at += (uint32_t)by;
    }
}

/* The event counts from where this part of the batch began; make it count from the batch's first byte. */
static void relocate(const h1_stream *s, h1_event *ev, size_t by)
{
    h1_event_shift(ev, (uint32_t)by);
    if (ev->type == H1_HEAD)
        shift_fields(s, ev->head.fields, by);
    else if (ev->type == H1_TRAILERS)
        shift_fields(s, ev->trailers.fields, by);
}

static void give_fields(h1_stream *s, batch *b, uint16_t n)
{
    if (n == 0) /* no array may have been lent */
        return;
    s->fields += n;
    s->capacity = (uint16_t)(s->capacity - n);
    b->taken = (uint16_t)(b->taken + n);
}

/* Says where the event's section stands, and lets the next one begin behind it. */
static void place_section(h1_stream *s, batch *b, h1_event *ev)
{
    if (ev->type == H1_HEAD) {
        ev->head.first_field = b->taken;
        give_fields(s, b, ev->head.fields);
    } else if (ev->type == H1_TRAILERS) {
        ev->trailers.first_field = b->taken;
        give_fields(s, b, ev->trailers.fields);
    }
}

static void take_fields_back(h1_stream *s, const batch *b)
{
    if (b->taken == 0)
        return;
    s->fields -= b->taken;
    s->capacity = (uint16_t)(s->capacity + b->taken);
}

static bool reads_section(const h1_stream *s)
{
    return s->phase == H1I_PHASE_HEAD || s->phase == H1I_PHASE_LAST || s->phase == H1I_PHASE_TRAILERS;
}

/* The array is full only because earlier sections stand in it. */
static bool lacks_room(const batch *b, const h1_event *ev)
{
    bool fault = ev->type == H1_REFUSED || ev->type == H1_FAULT;
    return b->taken > 0 && fault && ev->fault.rule == H1_RULE_FIELD_ARRAY_FULL;
}

static bool goes_on(const h1_event *ev)
{
    return ev->type == H1_HEAD || ev->type == H1_DATA || ev->type == H1_CHUNK || ev->type == H1_TRAILERS ||
           ev->type == H1_END || ev->type == H1_FAULT;
}

static void go_back(h1_stream *s, batch *b, const mark *to)
{
    *s = to->stream;
    b->got = to->got;
    b->used = to->used;
}

/* Whether a section that isn't all here began behind others. */
static bool is_astray(const h1_stream *s, const batch *b)
{
    return b->taken > 0 && reads_section(s) && s->at > 0;
}

static mark mark_of(const h1_stream *s, const batch *b)
{
    return (mark){*s, b->got, b->used};
}

/* What the kernel read stands at `at`, and its sections behind those that are there. */
static void take_over(h1_stream *s, batch *b, size_t at, size_t got)
{
    for (size_t i = 0; i < got; i++) {
        h1_event *ev = &b->ev[b->got++];
        relocate(s, ev, at);
        place_section(s, b, ev);
    }
}

/* Read chunks by their fast path. Returns false when there was none that it could read. */
static bool read_chunks(h1_stream *s, const uint8_t *buf, size_t len, batch *b)
{
    const size_t at = b->used;
    size_t got;

    b->used = h1i_scan_chunks(s, buf, len, at, &b->ev[b->got], b->n - b->got, &got);
    b->got += got;
    return b->used > at;
}

/* Read messages by the kernel. Returns false when there was none that it could read. */
static bool read_messages(h1_stream *s, const uint8_t *buf, size_t len, batch *b)
{
    const size_t at = b->used;
    size_t got = 0;

    b->used += h1i_scan_kernel()->next_n(s, buf + at, len - at, H1I_COME_BACK, &b->ev[b->got], b->n - b->got, &got);
    take_over(s, b, at, got);
    return got > 0;
}

/* The fast path that may begin in the phase. */
static enum path path_of(const h1_stream *s)
{
    if (s->phase >= H1I_PHASE_CHUNK_LINE && s->phase <= H1I_PHASE_CHUNK_END)
        return CHUNKS;
    return s->phase == H1I_PHASE_HEAD ? HEADS : NO_PATH;
}

/* Read on by a fast path, where one may begin here that hasn't just left off, and never for the reference alone.
 * Returns false when none could read anything. */
static bool read_quickly(h1_stream *s, const uint8_t *buf, size_t len, batch *b)
{
    enum path path = path_of(s);

    if (b->used == len || path == NO_PATH || path == b->left_off || h1i_scan_kernel()->controls == NULL)
        return false;
    b->left_off = path;
    return path == CHUNKS ? read_chunks(s, buf, len, b) : s->at == 0 && read_messages(s, buf, len, b);
}

/* Read one event by the reference. Returns false when the batch ends. */
static bool read_one(h1_stream *s, const uint8_t *buf, size_t len, bool end, batch *b)
{
    h1_event *next = &b->ev[b->got];
    const size_t at = b->used;

    b->used += h1i_next(s, buf + at, len - at, end, next);
    b->full = lacks_room(b, next);
    if (b->full)
        return false;
    relocate(s, next, at);
    b->got++;
    place_section(s, b, next);
    return goes_on(next);
}

/* The section that the last batch left behind others goes on at the array's start. Those others have been seen. */
static void bring_home(h1_stream *s)
{
    size_t room = (size_t)s->capacity - s->astray;

    if (s->astray == 0)
        return;
    /* with the field that is being read */
    memmove(s->fields, s->fields + s->astray, (s->count < room ? s->count + 1u : room) * sizeof *s->fields);
    s->astray = 0;
}

size_t h1i_next_n_reference(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                            size_t *got, size_t used, uint16_t taken)
{
    static const uint8_t nothing[1];
    batch b = {ev, n, *got, used, 0, HEADS, false};
    mark before;

    buf = buf != NULL ? buf : nothing;
    bring_home(s);
    give_fields(s, &b, taken);
    before = mark_of(s, &b);
    while (b.got < b.n) {
        if (read_quickly(s, buf, len, &b))
            continue;
        b.left_off = NO_PATH;
        if (s->at == 0 && b.taken > 0)
            before = mark_of(s, &b);
        if (!read_one(s, buf, len, (how & H1I_END) != 0, &b))
            break;
    }
    if (b.full)
        go_back(s, &b, &before);
    else if (is_astray(s, &b))
        s->astray = b.taken;
    take_fields_back(s, &b);
    *got = b.got;
    return b.used;
}
