/* SPDX-License-Identifier: MIT */
/* llhttp, from the C sources that Debian's node-llhttp installs. Strict: no leniency flag is set. Where the head's end
 * is wanted its callback pauses the parser, as the library has no other way to say the place; not while time is taken.
 */
#include <llhttp.h>

#include "bench/contest.h"

typedef struct reader {
    llhttp_t parser;
    bench_spans spans;
    bench_tally *t;
    bool no_body;
} reader;

static reader *reader_of(llhttp_t *parser)
{
    return parser->data;
}

static int on_begin(llhttp_t *parser)
{
    reader_of(parser)->spans.count = 0;
    return 0;
}

static int on_name(llhttp_t *parser, const char *at, size_t len)
{
    return bench_span_name(&reader_of(parser)->spans, at, len) ? 0 : -1;
}

static int on_value(llhttp_t *parser, const char *at, size_t len)
{
    bench_span_value(&reader_of(parser)->spans, at, len);
    return 0;
}

static int on_head(llhttp_t *parser)
{
    reader *r = reader_of(parser);

    r->t->heads++;
    r->t->fields += r->spans.count;
    if (r->t->wanted) {
        bench_add_spans(r->t, &r->spans);
        llhttp_pause(parser);
        return HPE_PAUSED;
    }
    return r->no_body ? 1 : 0;
}

static int on_body(llhttp_t *parser, const char *at, size_t len)
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
    const char *at = (const char *)bytes + seen;
    const char *end = (const char *)bytes + len;

    for (;;) {
        const llhttp_errno_t error = llhttp_execute(&r->parser, at, (size_t)(end - at));
        if (error == HPE_OK)
            return true;
        if (error != HPE_PAUSED)
            return false;
        at = llhttp_get_error_pos(&r->parser);
        bench_add_end(t, (const uint8_t *)at);
        llhttp_resume(&r->parser);
        if (r->no_body) /* what a pausing callback can't say; each of these comes alone */
            llhttp_reset(&r->parser);
    }
}

static bool play(const bench_input *in, bench_tally *t)
{
    static llhttp_settings_t settings;
    static reader r;

    if (settings.on_message_begin == NULL) {
        llhttp_settings_init(&settings);
        settings.on_message_begin = on_begin;
        settings.on_header_field = on_name;
        settings.on_header_value = on_value;
        settings.on_headers_complete = on_head;
        settings.on_body = on_body;
    }
    r.t = t;
    r.no_body = in->responses;
    r.spans.count = 0;
    llhttp_init(&r.parser, in->responses ? HTTP_RESPONSE : HTTP_REQUEST, &settings);
    r.parser.data = &r;
    return bench_show(in, t, &r, take);
}

const bench_parser bench_llhttp = {.name = "llhttp", .package = "node-llhttp", .play = play};
