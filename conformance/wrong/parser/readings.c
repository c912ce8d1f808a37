/* SPDX-License-Identifier: MIT */
/* See fault.h. Each of these breaks one thing that an RFC says of reading a message. */
#include <string.h>

#include "fault.h"

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* ---- Heads ---- */

static void keep_alive_always(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD)
        ev->head.flags |= H1_HEAD_KEEP_ALIVE;
}

static void connection_of_http11_alone(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.minor == 0)
        ev->head.flags = (uint8_t)(ev->head.flags & ~(unsigned)H1_HEAD_KEEP_ALIVE);
}

static void empty_reason(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)buf, (void)len;
    if (ev->type == H1_HEAD && s->side == H1_RESPONSES)
        ev->head.reason.len = 0;
}

static void version_one(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD)
        ev->head.major = ev->head.minor = 1;
}

static void target_without_query(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    const uint8_t *mark;

    (void)s, (void)len;
    if (ev->type != H1_HEAD)
        return;
    mark = memchr(buf + ev->head.target.at, '?', ev->head.target.len);
    if (mark != NULL)
        ev->head.target.len = (uint32_t)(mark - buf) - ev->head.target.at;
}

static void origin_form_only(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.form != H1_FORM_NONE)
        ev->head.form = H1_FORM_ORIGIN;
}

/* ---- Field lines ---- */

static void values_with_blanks(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    for (uint16_t i = 0; ev->type == H1_HEAD && i < ev->head.fields; i++) {
        h1_field *field = &s->fields[ev->head.first_field + i];
        while (field->value_at > 0 && is_blank(buf[field->value_at - 1])) {
            field->value_at--;
            field->value_len++;
        }
        while (field->value_at + field->value_len < len && is_blank(buf[field->value_at + field->value_len]))
            field->value_len++;
    }
}

static bool same_name(const uint8_t *buf, const h1_field *a, const h1_field *b)
{
    return a->name_len == b->name_len && memcmp(buf + a->name_at, buf + b->name_at, a->name_len) == 0;
}

/* Of several field lines with one name the last wins. */
static void last_of_a_name(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    h1_field *fields;

    (void)len;
    if (ev->type != H1_HEAD)
        return;
    fields = &s->fields[ev->head.first_field];
    for (uint16_t i = 1; i < ev->head.fields; i++) {
        if (same_name(buf, &fields[i - 1], &fields[i])) {
            memmove(&fields[i - 1], &fields[i], (size_t)(ev->head.fields - i) * sizeof *fields);
            ev->head.fields--;
            i--;
        }
    }
}

static void no_first_field(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.fields > 0) {
        ev->head.first_field++;
        ev->head.fields--;
    }
}

/* ---- Content ---- */

static void content_without_end(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_DATA && ev->last && ev->data.len > 0)
        ev->data.len--;
}

static void framed_by_length(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.framing == H1_FRAMING_CHUNKED)
        ev->head.framing = H1_FRAMING_LENGTH;
}

static void framed_by_close(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.framing == H1_FRAMING_LENGTH)
        ev->head.framing = H1_FRAMING_CLOSE;
}

static void framed_by_length_not_close(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && ev->head.framing == H1_FRAMING_CLOSE)
        ev->head.framing = H1_FRAMING_NONE;
}

static void no_content_until_close(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_HEAD && (ev->head.status == 204 || ev->head.status == 304))
        ev->head.framing = H1_FRAMING_CLOSE;
}

static void interim_is_final(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)buf, (void)len;
    if (ev->type == H1_HEAD && s->side == H1_RESPONSES && ev->head.status < 200)
        s->answers = H1_TO_NOTHING;
}

static void no_trailers(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_TRAILERS)
        ev->trailers.fields = 0;
}

static void refuse_chunk_extensions(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_CHUNK && ev->chunk.ext.len > 0)
        *ev = (h1_event){.type = H1_REFUSED, .fault.rule = H1_RULE_CHUNK_EXT_INVALID};
}

static void cut_short_is_whole(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_INCOMPLETE)
        ev->type = H1_CLOSED;
}

static void tunnel_is_cut_short(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len;
    if (ev->type == H1_TUNNEL && ev->data.len > 0)
        ev->data.len--;
}

/* ---- What is falsified beforehand ---- */

static void nothing(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev)
{
    (void)s, (void)buf, (void)len, (void)ev;
}

const wrong_fault wrong_readings[] = {
    {WRONG_READS, H1_RULE_NONE, keep_alive_always, "every-connection-kept-alive", "9110-7.6.1-P01 9112-9.3-P02"},
    {WRONG_READS, H1_RULE_NONE, connection_of_http11_alone, "connection-of-http11-alone", "9110-5.1-P02"},
    {WRONG_READS, H1_RULE_NONE, empty_reason, "empty-reason", "9112-4-P01"},
    {WRONG_READS, H1_RULE_NONE, version_one, "every-version-as-1.1", "9112-C.2.1-P01"},
    {WRONG_READS, H1_RULE_NONE, target_without_query, "target-without-query", "9112-3.2.1-01"},
    {WRONG_READS, H1_RULE_NONE, origin_form_only, "every-target-as-origin-form",
     "9112-3.2.2-06 9112-3.2.3-01 9112-3.2.4-01 9112-C.2.1-P01 3986-3.1-P01"},
    {WRONG_READS, H1_RULE_NONE, values_with_blanks, "values-with-their-blanks",
     "9112-5.1-P02 9112-5.1-P03 9110-5.5-P01 6265-4.2.1-A01"},
    {WRONG_READS, H1_RULE_NONE, last_of_a_name, "last-field-of-a-name", "9110-5.3-P01 6265-3-04"},
    {WRONG_READS, H1_RULE_NONE, no_first_field, "without-the-first-field",
     "9110-5.1-02 9110-5.3-P02 9110-7.2-02 9110-5.5-03 9110-6.3-P01"},
    {WRONG_READS, H1_RULE_NONE, content_without_end, "content-one-byte-short",
     "9112-6.3-P06 9110-9.3.1-P01 9112-6.2-P01 9112-6-A01"},
    {WRONG_READS, H1_RULE_NONE, framed_by_length, "chunked-as-length",
     "9112-6.1-01 9112-7.1-02 9112-7-P01 9112-7.1-P01"},
    {WRONG_READS, H1_RULE_NONE, framed_by_close, "length-as-until-close", "9112-6.3-P06 9112-6-P01"},
    {WRONG_READS, H1_RULE_NONE, framed_by_length_not_close, "until-close-as-no-content",
     "9112-6.3-P05 9112-6.3-P08 9112-6.1-04"},
    {WRONG_READS, H1_RULE_NONE, no_trailers, "no-trailers", "9112-7.1.2-02 9110-6.5-P01"},
    {WRONG_READS, H1_RULE_NONE, refuse_chunk_extensions, "no-chunk-extensions",
     "9112-7.1.1-01 9110-5.6.4-01 9112-7.1.3-P01"},
    {WRONG_READS, H1_RULE_NONE, cut_short_is_whole, "cut-short-as-whole", "9112-6.3-08 9112-8-P02"},
    {WRONG_READS, H1_RULE_NONE, tunnel_is_cut_short, "tunnel-one-byte-short",
     "9110-9.3.6-P01 9112-6.3-P02 9110-7.8-P01"},
    {WRONG_READS, H1_RULE_NONE, no_content_until_close, "no-content-as-until-close",
     "9110-15.3.5-P01 9110-15.4.5-P01 9110-6.4.1-P01 9112-6-P02"},
    {WRONG_READS, H1_RULE_NONE, interim_is_final, "interim-as-final", "9110-15.2-02 9112-9.2-02"},
    {WRONG_READS, H1_RULE_NONE, nothing, "lines-to-4000-bytes", "9112-3-04 9110-4.1-01"},
    {WRONG_READS, H1_RULE_NONE, nothing, "head-answered-as-get", "9112-6.1-P03 9110-6-01 9112-9.2-02 9112-6-P02"},
    {WRONG_READS, H1_RULE_NONE, nothing, "connect-answered-as-get", "9112-6.3-01 9110-9.3.6-07 9112-6.3-P02"},
    {WRONG_READS, H1_RULE_NONE, nothing, "get-answered-as-head", "9110-6-01"},
    {WRONG_READS, H1_RULE_NONE, nothing, "http-behind-upgrade", "9110-7.8-P02"},
    {WRONG_READS, H1_RULE_NONE, nothing, "frames-behind-a-fault", "h1f1-1-08"},
    {WRONG_READS, H1_RULE_NONE, nothing, "known-keys-only", "h1f1-2-10"},
    {WRONG_READS, H1_RULE_NONE, nothing, "names-in-every-profile", "h1f1-3-06"},
    {0},
};

static bool is_now(const char *name)
{
    return wrong_now.kind == WRONG_READS && strcmp(wrong_now.name, name) == 0;
}

h1_answers wrong_answers(h1_answers answers)
{
    if (answers == H1_TO_HEAD && is_now("head-answered-as-get"))
        return H1_TO_OTHER;
    if (answers == H1_TO_CONNECT && is_now("connect-answered-as-get"))
        return H1_TO_OTHER;
    if (answers == H1_TO_OTHER && is_now("get-answered-as-head"))
        return H1_TO_HEAD;
    return answers;
}

const h1_limits *wrong_limits(const h1_limits *limits)
{
    static h1_limits narrow;

    if (!is_now("lines-to-4000-bytes"))
        return limits;
    narrow = limits != NULL ? *limits : h1_default_limits;
    narrow.start_line = narrow.target = 4000;
    return &narrow;
}

/* ---- Frames ---- */

bool wrong_is_of_frames(void)
{
    return is_now("frames-behind-a-fault") || is_now("known-keys-only") || is_now("names-in-every-profile");
}

void wrong_frame(const uint8_t *buf, frame_event *ev)
{
    const uint8_t *dictionary = buf + ev->span.at;
    bool strange = ev->type == FRAME_DICT && memmem(dictionary, ev->span.len, "\"x\"", 3) != NULL;
    bool path = ev->type == FRAME_DICT && memmem(dictionary, ev->span.len, "../", 3) != NULL;

    if (is_now("frames-behind-a-fault") && ev->type == FRAME_REFUSED)
        ev->type = FRAME_CLOSED;
    if ((is_now("known-keys-only") && strange) || (is_now("names-in-every-profile") && path)) {
        ev->type = FRAME_REFUSED;
        ev->rule = H1_RULE_FRAME_NAME_NOT_PLAIN;
    }
}

h1_resume wrong_resume(h1_resume as)
{
    return is_now("http-behind-upgrade") ? H1_AS_HTTP : as;
}
