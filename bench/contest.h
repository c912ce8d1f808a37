/* SPDX-License-Identifier: MIT */
/* What a contestant of bench-parser is given and what it has to deliver: of every field the span of its name and of its
 * value, of every head its end, of every chunked body its content.
 *
 * An adapter is one file under peers/. It plays a connection: it is shown messages as they would arrive and calls its
 * parser as that parser's users do. While time is taken it only counts; outside of that it makes a checksum of all
 * that the parser delivered, which has to be the same for all. */
#ifndef BENCH_CONTEST_H
#define BENCH_CONTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum bench_group { BENCH_HEAD, BENCH_CHUNKED, BENCH_PIECES } bench_group;

/* Messages and the way in which they arrive. */
typedef struct bench_input {
    const char *name;
    bench_group group;
    bool responses;       /* each answers a HEAD request, so none has a body */
    bool at_once;         /* all messages are there at the first call (pipelined), not one a call */
    const uint8_t *bytes; /* [len] */
    size_t len;
    const size_t *ends; /* [messages] offset behind each message */
    size_t messages;
    size_t piece; /* bytes by which a message grows from call to call; 0: it comes whole */
    size_t times; /* how often one connection carries the messages */
} bench_input;

/* What was delivered. The counts are kept always, the sum only when it is wanted. */
typedef struct bench_tally {
    uint64_t heads, fields, content; /* content in bytes */
    bool wanted;
    uint64_t sum;
    const uint8_t *origin; /* what offsets in the sum count from */
} bench_tally;

typedef struct bench_parser {
    const char *name;
    const char *package;                  /* Debian's name of what it comes from; NULL for our own */
    bool limit;                           /* no parser: what memory and one look at each byte cost */
    const char *kernel;                   /* libh1: the kernel to force; NULL for others */
    bool (*takes)(const bench_input *in); /* NULL: everything */
    /* Plays the input in->times times over one connection; returns false when something was refused. */
    bool (*play)(const bench_input *in, bench_tally *t);
} bench_parser;

/* All that were built in, libh1 first, the limits last; at most BENCH_PARSERS. Each peer may be missing. */
enum { BENCH_PARSERS = 16, BENCH_FIELDS = 128 };
size_t bench_parsers(const bench_parser **list);
extern const bench_parser bench_picohttpparser, bench_llhttp, bench_http_parser, bench_libhtp, bench_httparse;
extern const bench_parser bench_limits[];
extern const size_t bench_limit_count;

/* Adds the kernels of libh1 to list, the default one first; returns how many. */
size_t bench_h1_parsers(const bench_parser **list);

/* What is added to the sum: bytes with their number, an offset, content however it is cut. Only with t->wanted. */
void bench_add_field(bench_tally *t, const void *name, size_t name_len, const void *value, size_t value_len);
void bench_add_end(bench_tally *t, const uint8_t *end);
void bench_add_content(bench_tally *t, const void *bytes, size_t len);

/* For parsers that call back with parts of a name or of a value: joins the parts, which lie behind each other. */
typedef struct bench_spans {
    struct {
        const char *name, *value;
        size_t name_len, value_len;
    } field[BENCH_FIELDS];
    size_t count;
    bool in_value;
} bench_spans;

static inline bool bench_span_name(bench_spans *s, const char *at, size_t len)
{
    if (s->count == 0 || s->in_value) {
        if (s->count == BENCH_FIELDS)
            return false;
        s->field[s->count].name = at;
        s->field[s->count].name_len = 0;
        s->field[s->count].value = at;
        s->field[s->count].value_len = 0;
        s->count++;
        s->in_value = false;
    }
    s->field[s->count - 1].name_len += len;
    return true;
}

static inline void bench_span_value(bench_spans *s, const char *at, size_t len)
{
    if (!s->in_value) {
        s->field[s->count - 1].value = at;
        s->in_value = true;
    }
    s->field[s->count - 1].value_len += len;
}

void bench_add_spans(bench_tally *t, const bench_spans *s);

/* Takes bytes [len] of one message, or of all at once, of which the first seen were there at the last call. */
typedef bool bench_take(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t);

/* Shows a connection's messages to take, in the manner of the input. Inlined, so that take is no indirect call. */
static inline __attribute__((always_inline)) bool bench_show(const bench_input *in, bench_tally *t, void *state,
                                                             bench_take *take)
{
    for (size_t time = 0; time < in->times; time++) {
        size_t start = 0;
        if (in->at_once) {
            if (!take(state, in->bytes, in->len, 0, t))
                return false;
            continue;
        }
        for (size_t i = 0; i < in->messages; i++) {
            const size_t len = in->ends[i] - start;
            size_t seen = 0;
            while (in->piece != 0 && seen + in->piece < len) {
                if (!take(state, in->bytes + start, seen + in->piece, seen, t))
                    return false;
                seen += in->piece;
            }
            if (!take(state, in->bytes + start, len, seen, t))
                return false;
            start = in->ends[i];
        }
    }
    return true;
}

#endif
