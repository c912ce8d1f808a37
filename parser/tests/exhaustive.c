/* SPDX-License-Identifier: MIT */
/* Every short string over an alphabet of the grammar's edges, at every lane, in each place of a head: a kernel takes
 * the head exactly when the reference finds nothing wrong with it, and then says the same.
 *
 *   exhaustive LENGTH [LANES]     all strings of up to LENGTH symbols; at LANES lanes (64 unless told), spread over 64
 *
 * A lane is how many ordinary bytes stand before the string in its place, so that each lane of a look and of a block
 * meets each string. The head ends where the buffer ends, so looks near the end are among them, and buffers that are
 * shorter than a block. Chunk lines are exhaustive_chunks.c's. Exits 1 at the first difference, and says where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/src/scan/scan.h"
#include "parser/src/stream_state.h"
#include "parser/tests/short_strings.h"

enum { LANES = 64, MOST_BYTES = 256, FIELDS = 8, MOST_EVENTS = 2 };

static const char ALPHABET[] = {'\r', '\n', ' ', '\t', ':', 'a', '%', '/', '0', '\0', '\x7f', '\x80', ',', '"'};

static const struct context {
    const char *name;
    h1_side side;
    const char *before, *behind;
    char pad;
    unsigned most_lanes; /* beyond, a kernel may leave the head to the reference */
} CONTEXTS[] = {
    {"method", H1_REQUESTS, "", " / HTTP/1.1\r\nHost: b\r\n\r\n", 'M', 24},
    {"target", H1_REQUESTS, "GET /", " HTTP/1.1\r\nHost: b\r\n\r\n", 't', LANES},
    {"field name", H1_REQUESTS, "GET / HTTP/1.1\r\nHost: b\r\n", ": v\r\n\r\n", 'n', LANES},
    {"field value", H1_REQUESTS, "GET / HTTP/1.1\r\nHost: b\r\nF: ", "\r\n\r\n", 'v', LANES},
    {"host", H1_REQUESTS, "GET / HTTP/1.1\r\nHost:", "\r\nA: b\r\n\r\n", 'h', LANES},
    {"connection", H1_REQUESTS, "GET / HTTP/1.1\r\nConnection: close,", "\r\nHost: b\r\n\r\n", 'c', LANES},
    {"reason", H1_RESPONSES, "HTTP/1.1 200 ", "\r\nA: b\r\n\r\n", 'r', LANES},
    {"response value", H1_RESPONSES, "HTTP/1.1 204 No Content\r\nA:", "\r\nB: c\r\n\r\n", 'v', LANES},
};

typedef struct text {
    uint8_t bytes[MOST_BYTES];
    size_t len;
} text;

/* What was said of a head. */
typedef struct answer {
    bool taken; /* as a whole, without a fault */
    size_t used;
    h1_event ev;
    h1_field fields[FIELDS];
} answer;

static unsigned long compared;

static void put(text *t, const char *bytes, size_t len)
{
    memcpy(t->bytes + t->len, bytes, len);
    t->len += len;
}

static text compose(const struct context *c, unsigned lane, const char *string, size_t len)
{
    text t = {.len = 0};

    put(&t, c->before, strlen(c->before));
    memset(t.bytes + t.len, c->pad, lane);
    t.len += lane;
    put(&t, string, len);
    put(&t, c->behind, strlen(c->behind));
    return t;
}

static void begin(h1_stream *s, const struct context *c, answer *a)
{
    memset(a, 0, sizeof *a);
    h1_stream_init(s, c->side, H1_STRICT, NULL);
    h1_stream_fields(s, a->fields, FIELDS);
    h1_stream_expect(s, H1_TO_OTHER);
    s->phase = H1I_PHASE_HEAD; /* no string here starts another protocol */
}

static void ask_reference(const struct context *c, const uint8_t *bytes, size_t len, answer *a)
{
    h1_stream s;

    begin(&s, c, a);
    a->used = h1i_next(&s, bytes, len, false, &a->ev);
    a->taken = a->ev.type == H1_HEAD;
}

/* For one event or for two, of which there is one: kernels have a walk for each. */
static void ask_kernel(const h1i_kernel *kernel, const struct context *c, const uint8_t *bytes, size_t len, size_t n,
                       answer *a)
{
    h1_event ev[MOST_EVENTS];
    h1_stream s;
    size_t got;

    begin(&s, c, a);
    ev[0] = a->ev;
    a->used = kernel->next_n(&s, bytes, len, H1I_COME_BACK, ev, n, &got);
    a->taken = got == 1;
    a->ev = ev[0];
}

static bool same_span(h1_span a, h1_span b)
{
    return a.len == b.len && (a.len == 0 || a.at == b.at);
}

static bool same_head(const h1_head *a, const h1_head *b)
{
    return same_span(a->method, b->method) && same_span(a->target, b->target) && same_span(a->reason, b->reason) &&
           a->content_length == b->content_length && a->status == b->status && a->fields == b->fields &&
           a->major == b->major && a->minor == b->minor && a->form == b->form && a->framing == b->framing &&
           a->flags == b->flags;
}

static bool same_answer(const answer *a, const answer *b)
{
    return a->used == b->used && a->ev.type == b->ev.type && a->ev.last == b->ev.last &&
           same_head(&a->ev.head, &b->ev.head) &&
           memcmp(a->fields, b->fields, a->ev.head.fields * sizeof *a->fields) == 0;
}

static void complain(const char *kernel, const struct context *c, unsigned lane, const text *t, const char *what)
{
    printf("%s, %s, lane %u: %s\n", kernel, c->name, lane, what);
    for (size_t i = 0; i < t->len; i++)
        printf(t->bytes[i] < 0x20 || t->bytes[i] > 0x7E ? "\\x%02x" : "%c", t->bytes[i]);
    printf("\n");
    exit(1);
}

static void compare_kernel(const h1i_kernel *kernel, const struct context *c, unsigned lane, const text *t,
                           const uint8_t *bytes, const answer *reference)
{
    static answer fast;

    for (size_t n = 1; n <= MOST_EVENTS; n++) {
        ask_kernel(kernel, c, bytes, t->len, n, &fast);
        compared++;
        if (fast.taken && !(reference->taken && same_answer(reference, &fast)))
            complain(kernel->name, c, lane, t, reference->taken ? "differs from the reference" : "takes a fault");
        if (!fast.taken && reference->taken && lane < c->most_lanes)
            complain(kernel->name, c, lane, t, "leaves a head without fault");
    }
}

/* In a buffer of its own, so that a sanitizer sees each byte that is read beyond. */
static void compare(const struct context *c, unsigned lane, const char *string, size_t len,
                    const h1i_kernel *const *kernels, size_t n)
{
    static answer reference;
    text t = compose(c, lane, string, len);
    uint8_t *bytes = malloc(t.len);

    if (bytes == NULL)
        exit(2);
    memcpy(bytes, t.bytes, t.len);
    ask_reference(c, bytes, t.len, &reference);
    for (size_t k = 0; k < n; k++)
        compare_kernel(kernels[k], c, lane, &t, bytes, &reference);
    free(bytes);
}

static void compare_all(const char *string, size_t len, unsigned step, const h1i_kernel *const *kernels, size_t n)
{
    for (size_t i = 0; i < sizeof CONTEXTS / sizeof *CONTEXTS; i++) {
        for (unsigned lane = 0; lane < LANES; lane += step)
            compare(&CONTEXTS[i], lane, string, len, kernels, n);
    }
}

int main(int argc, char **argv)
{
    const h1i_kernel *kernels[8];
    size_t n = 0;
    size_t longest = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    const char *chosen; /* before any is forced */
    unsigned long lanes = argc > 2 ? strtoul(argv[2], NULL, 10) : LANES;

    if (longest > SHORT_STRING_MOST || lanes == 0 || lanes > LANES)
        return 2;
    chosen = h1_kernel_in_use();
    for (size_t i = 0; h1_kernel_name(i) != NULL; i++) {
        if (h1i_scan_force(h1_kernel_name(i)))
            kernels[n++] = h1i_scan_kernel();
    }
    for (size_t len = 0; len <= longest; len++) {
        short_string string = short_string_first(ALPHABET, sizeof ALPHABET, len);
        do
            compare_all(string.bytes, len, LANES / (unsigned)lanes, kernels, n);
        while (short_string_next(&string));
    }
    printf("%lu heads compared, strings up to %zu, %zu kernels, %s in use\n", compared, longest, n, chosen);
    return compared > 0 ? 0 : 1;
}
