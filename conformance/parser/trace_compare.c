/* SPDX-License-Identifier: MIT */
/* See trace.h: in which event two traces differ. */
#include "trace.h"

static bool same_span(h1_span a, h1_span b)
{
    return a.len == b.len && (a.len == 0 || a.at == b.at);
}

static bool same_fields(const conf_trace *a, const conf_event *x, const conf_trace *b, const conf_event *y)
{
    if (x->field_count != y->field_count)
        return false;
    for (size_t i = 0; i < x->field_count; i++) {
        const h1_field *f = &a->fields[x->first_field + i];
        const h1_field *g = &b->fields[y->first_field + i];
        if (f->name_at != g->name_at || f->name_len != g->name_len || f->id != g->id || f->flags != g->flags ||
            f->value_len != g->value_len || (f->value_len > 0 && f->value_at != g->value_at))
            return false;
    }
    return true;
}

static bool same_head(const h1_head *a, const h1_head *b)
{
    return same_span(a->method, b->method) && same_span(a->target, b->target) && same_span(a->reason, b->reason) &&
           a->content_length == b->content_length && a->status == b->status && a->fields == b->fields &&
           a->major == b->major && a->minor == b->minor && a->form == b->form && a->framing == b->framing &&
           a->flags == b->flags;
}

static bool same_event(const conf_trace *a, const conf_event *x, const conf_trace *b, const conf_event *y)
{
    const h1_event *e = &x->event;
    const h1_event *f = &y->event;

    if (e->type != f->type)
        return false;
    switch (e->type) {
    case H1_HEAD:
        return e->last == f->last && same_head(&e->head, &f->head) && same_fields(a, x, b, y);
    case H1_DATA:
        return e->last == f->last && e->chunk_start == f->chunk_start && e->chunk_end == f->chunk_end &&
               same_span(e->data, f->data);
    case H1_TUNNEL:
        return same_span(e->data, f->data);
    case H1_CHUNK:
        return e->chunk.size == f->chunk.size && same_span(e->chunk.ext, f->chunk.ext);
    case H1_TRAILERS:
        return same_fields(a, x, b, y);
    case H1_FAULT:
    case H1_REFUSED:
        return e->fault.rule == f->fault.rule && same_span(e->fault.span, f->fault.span) &&
               same_span(e->fault.second, f->fault.second);
    case H1_MORE:
    case H1_END:
    case H1_CLOSED:
    case H1_INCOMPLETE:
    case H1_STOPPED:
    case H1_WAIT:
        return true;
    }
    return false;
}

/* A violation comes with the piece that brings its deciding byte: the first one that ends at or behind it. */
static bool in_time(const conf_event *x, const conf_event *bytewise, const conf_pieces *pieces, size_t len)
{
    size_t due = len;

    if (pieces == NULL || (x->event.type != H1_FAULT && x->event.type != H1_REFUSED))
        return true;
    if (pieces->bytewise)
        return x->presented == bytewise->presented;
    for (size_t i = pieces->count; i > 0; i--) {
        if (pieces->cuts[i - 1] >= bytewise->presented)
            due = pieces->cuts[i - 1];
    }
    return x->presented == due;
}

size_t conf_trace_compare(const conf_trace *a, const conf_trace *b, const conf_pieces *pieces, size_t len)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!same_event(a, &a->events[i], b, &b->events[i]) || !in_time(&a->events[i], &b->events[i], pieces, len))
            return i;
    }
    if (a->count != b->count)
        return a->count < b->count ? a->count : b->count;
    return SIZE_MAX;
}

const char *conf_event_name(h1_event_type type)
{
    static const char *const names[] = {"MORE",       "HEAD",  "DATA",    "CHUNK",   "TRAILERS", "END",   "CLOSED",
                                        "INCOMPLETE", "FAULT", "REFUSED", "STOPPED", "WAIT",     "TUNNEL"};
    return names[type];
}

bool conf_event_is_last(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_INCOMPLETE || type == H1_REFUSED || type == H1_STOPPED;
}
