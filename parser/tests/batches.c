/* SPDX-License-Identifier: MIT */
#include "parser/tests/batches.h"

#include <stdlib.h>
#include <string.h>

#include "parser/src/scan/scan.h"

typedef struct reader {
    h1_stream stream;
    h1_field fields[BATCHES_FIELDS];
    h1_event ev[BATCHES_EVENTS];
    size_t used, got;
} reader;

/* The processor is asked once for each: where it is a virtual one, that takes longer than what is compared. */
static const h1i_kernel *kernel_of(const char *name)
{
    static const h1i_kernel *known[8];
    static size_t count;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i]->name, name) == 0)
            return known[i];
    }
    if (count == sizeof known / sizeof *known || !h1i_scan_force(name))
        return NULL;
    known[count] = h1i_scan_kernel();
    return known[count++];
}

static void begin(reader *r, const batches_plan *plan)
{
    h1_stream_init(&r->stream, plan->side, plan->mode, plan->limits);
    h1_stream_fields(&r->stream, r->fields, plan->capacity);
    h1_stream_expect(&r->stream, H1_TO_OTHER);
}

static void read_batch(reader *r, const char *kernel, const uint8_t *bytes, size_t len, size_t n)
{
    const h1i_kernel *by = kernel_of(kernel);

    if (by == NULL)
        abort();
    memset(r->ev, 0xEE, sizeof r->ev);
    h1i_scan_use(by);
    r->used = h1_next_n(&r->stream, bytes, len, false, r->ev, n, &r->got);
}

static bool same_span(h1_span a, h1_span b)
{
    return a.at == b.at && a.len == b.len;
}

static bool same_section(const reader *a, const reader *b, uint16_t first, uint16_t n)
{
    return memcmp(&a->fields[first], &b->fields[first], n * sizeof *a->fields) == 0;
}

/* A request has no reason-phrase, so nobody asks where it stands. */
static bool same_head(const reader *a, const reader *b, const h1_head *e, const h1_head *f)
{
    return same_span(e->method, f->method) && same_span(e->target, f->target) && e->status == f->status &&
           (e->status == 0 || same_span(e->reason, f->reason)) && e->content_length == f->content_length &&
           e->first_field == f->first_field && e->fields == f->fields && e->major == f->major && e->minor == f->minor &&
           e->form == f->form && e->framing == f->framing && e->flags == f->flags &&
           same_section(a, b, e->first_field, e->fields);
}

static bool same_event(const reader *a, const reader *b, const h1_event *e, const h1_event *f)
{
    if (e->type != f->type || e->last != f->last || e->chunk_start != f->chunk_start || e->chunk_end != f->chunk_end)
        return false;
    if (e->type == H1_HEAD)
        return same_head(a, b, &e->head, &f->head);
    if (e->type == H1_TRAILERS)
        return e->trailers.first_field == f->trailers.first_field && e->trailers.fields == f->trailers.fields &&
               same_section(a, b, e->trailers.first_field, e->trailers.fields);
    if (e->type == H1_DATA || e->type == H1_TUNNEL)
        return same_span(e->data, f->data);
    if (e->type == H1_CHUNK)
        return e->chunk.size == f->chunk.size && same_span(e->chunk.ext, f->chunk.ext);
    if (e->type == H1_FAULT || e->type == H1_REFUSED)
        return e->fault.rule == f->fault.rule && same_span(e->fault.span, f->fault.span) &&
               same_span(e->fault.second, f->fault.second);
    return true;
}

static const char *difference(const reader *a, const reader *b)
{
    if (a->got != b->got)
        return "how many events there are";
    for (size_t i = 0; i < a->got; i++) {
        if (!same_event(a, b, &a->ev[i], &b->ev[i]))
            return "an event";
    }
    return a->used != b->used ? "how far they read" : NULL;
}

/* One call to each, over a copy that ends where the bytes end. */
static const char *call_both(reader *a, reader *b, const char *kernel, const uint8_t *bytes, size_t len, size_t n)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);

    if (copy == NULL)
        abort();
    memcpy(copy, bytes, len);
    read_batch(a, "none", copy, len, n);
    read_batch(b, kernel, copy, len, n);
    free(copy);
    return difference(a, b);
}

const char *batches_difference(const batches_plan *plan, const char *kernel, const uint8_t *bytes, size_t len)
{
    static reader a;
    static reader b;
    const char *found = NULL;
    size_t at = 0;
    size_t here = 0;

    begin(&a, plan);
    begin(&b, plan);
    while (here < len && found == NULL) {
        here = plan->piece > 0 && len - here > plan->piece ? here + plan->piece : len;
        do {
            found = call_both(&a, &b, kernel, bytes + at, here - at, plan->events);
            at += a.used;
        } while (a.used > 0 && found == NULL);
    }
    return found;
}

const char *batches_of_kernels(const batches_plan *plan, const uint8_t *bytes, size_t len, const char **kernel)
{
    for (size_t i = 0; (*kernel = h1_kernel_name(i)) != NULL; i++) {
        const char *found = kernel_of(*kernel) != NULL ? batches_difference(plan, *kernel, bytes, len) : NULL;
        if (found != NULL)
            return found;
    }
    return NULL;
}
