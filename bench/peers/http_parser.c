/* SPDX-License-Identifier: MIT */
/* http_parser, Debian's shared library. Where the head's end is wanted its callback pauses the parser, as the library
 * has no other way to say the place; not while time is taken. */
#include <http_parser.h>

#include "bench/contest.h"

typedef struct reader {
    http_parser parser;
    bench_spans spans;
    bench_tally *t;
    bool no_body;
    bool responses;
} reader;

static http_parser_settings settings;

static reader *reader_of(http_parser *parser)
{
    return parser->data;
}

static int on_begin(http_parser *parser)
{
    reader_of(parser)->spans.count = 0;
    return 0;
}

static int on_name(http_parser *parser, const char *at, size_t len)
{
    return bench_span_name(&reader_of(parser)->spans, at, len) ? 0 : -1;
}

static int on_value(http_parser *parser, const char *at, size_t len)
{
    bench_span_value(&reader_of(parser)->spans, at, len);
    return 0;
}

static int on_head(http_parser *parser)
{
    reader *r = reader_of(parser);

    r->t->heads++;
    r->t->fields += r->spans.count;
    if (r->t->wanted) {
        bench_add_spans(r->t, &r->spans);
        http_parser_pause(parser, 1);
    }
    return r->no_body ? 1 : 0;
}

static int on_body(http_parser *parser, const char *at, size_t len)
{
    reader *r = reader_of(parser);

    r->t->content += len;
    if (r->t->wanted)
        bench_add_content(r->t, at, len);
    return 0;
}

static bool take(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    reader *r = state;
    size_t at = seen;

    while (at < len) {
        at += http_parser_execute(&r->parser, &settings, (const char *)bytes + at, len - at);
        if (HTTP_PARSER_ERRNO(&r->parser) == HPE_OK)
            continue;
        if (HTTP_PARSER_ERRNO(&r->parser) != HPE_PAUSED)
            return false;
        /* It stops before the head's last LF, which it then reads a second time. */
        bench_add_end(t, bytes + at + 1);
        http_parser_pause(&r->parser, 0);
    }
    return true;
}

static bool play(const bench_input *in, bench_tally *t)
{
    static reader r;

    settings.on_message_begin = on_begin;
    settings.on_header_field = on_name;
    settings.on_header_value = on_value;
    settings.on_headers_complete = on_head;
    settings.on_body = on_body;
    r.t = t;
    r.no_body = in->responses;
    r.spans.count = 0;
    http_parser_init(&r.parser, in->responses ? HTTP_RESPONSE : HTTP_REQUEST);
    r.parser.data = &r;
    return bench_show(in, t, &r, take);
}

const bench_parser bench_http_parser = {.name = "http_parser", .package = "libhttp-parser2.9", .play = play};
