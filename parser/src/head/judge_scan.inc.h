/* SPDX-License-Identifier: MIT */
/* The fast path behind the walk: what the marked lines of a request say, and its event. A part of head_scan.inc.h,
 * which includes it. Most heads say nothing but what nearly all say; others, and all responses, are judged by
 * head_scan.c. */

/* What a head says, beside H1I_SAYS_CLOSE and H1I_SAYS_KEEP_ALIVE. */
enum {
    NOT_HERE = 1 << 0,   /* no quick judgement: the reference's functions are to judge */
    LACKS_HOST = 1 << 1, /* no Host was seen */
    IS_OLD = 1 << 2      /* HTTP/1.0 */
};

SCAN_INLINE bool is_plain_host(const walk *w, const h1_field *field)
{
    return LIKELY(field->value_len <= LOOK) && LIKELY(run_at(w, &h1i_host_bytes, field->value_at) >= field->value_len);
}

/* What Connection says, where it says just one of two words. */
SCAN_INLINE uint32_t says(const uint8_t *value, uint32_t len)
{
    const uint64_t lower = H1I_EIGHT(' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ');

    if (len == 10 && (h1i_load64(value) | lower) == H1I_EIGHT('k', 'e', 'e', 'p', '-', 'a', 'l', 'i') &&
        (h1i_load32(value + 6) | (uint32_t)lower) == H1I_FOUR('l', 'i', 'v', 'e'))
        return H1I_SAYS_KEEP_ALIVE;
    if (len == 5 && (h1i_load32(value) | (uint32_t)lower) == H1I_FOUR('c', 'l', 'o', 's') && (value[4] | 0x20) == 'e')
        return H1I_SAYS_CLOSE;
    return NOT_HERE;
}

/* The marked lines of most requests: one Host without port, and Connection with one word. Returns what they and the
 * version say, nothing where that is what nearly all do, or NOT_HERE where they are others or others than that. */
SCAN_INLINE uint32_t judge_quickly(const walk *w, h1_field *const *marks, const start *line)
{
    uint32_t said = LIKELY(line->version == H1I_VERSION_11) ? LACKS_HOST : LACKS_HOST | IS_OLD;

    for (h1_field *const *mark = marks; mark != w->mark; mark++) {
        h1_field *field = *mark;
        if (LIKELY(field->name_len == 4)) {
            if (RARE((said & LACKS_HOST) == 0) || !is_plain_host(w, field))
                return NOT_HERE;
            said -= LACKS_HOST;
            field->id = H1_FIELD_HOST;
        } else if (field->name_len == 10) {
            if ((h1i_load64(w->buf + field->name_at + 2) | H1I_EIGHT(' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ')) !=
                H1I_EIGHT('n', 'n', 'e', 'c', 't', 'i', 'o', 'n'))
                continue;
            said |= says(w->buf + field->value_at, field->value_len);
            field->id = H1_FIELD_CONNECTION;
        } else if (h1i_scan_field_matters(w->buf, field)) {
            return NOT_HERE;
        }
    }
    return said;
}

/* HTTP/1.0 needs no Host. */
static inline bool is_judged(uint32_t said)
{
    return (said & NOT_HERE) == 0 && (said & (LACKS_HOST | IS_OLD)) != LACKS_HOST;
}

/* RFC 9112 section 9.3. */
static inline bool keeps_alive(uint32_t said)
{
    return (said & H1I_SAYS_CLOSE) == 0 && (said & (IS_OLD | H1I_SAYS_KEEP_ALIVE)) != IS_OLD;
}

/* The HEAD of a request of HTTP/1.1 without content that asks nothing of the connection: what all of these have in
 * common, which takes fewer steps to copy than to make, and what is this one's. */
static const h1_event PLAIN_REQUEST = {
    .type = H1_HEAD,
    .last = true,
    .head = {.major = 1, .minor = 1, .form = H1_FORM_ORIGIN, .framing = H1_FRAMING_NONE, .flags = H1_HEAD_KEEP_ALIVE},
};

SCAN_INLINE void put_plain_request(h1_event *ev, const walk *w, const start *line, const h1_field *first,
                                   uint32_t index)
{
    h1i_copy(ev, &PLAIN_REQUEST, sizeof *ev);
    ev->head.method = (h1_span){(uint32_t)line->at, (uint32_t)line->method_len};
    ev->head.target = (h1_span){(uint32_t)line->text, (uint32_t)(line->behind - line->text)};
    ev->head.first_field = (uint16_t)index;
    ev->head.fields = (uint16_t)(w->field - first);
    if (RARE(line->method_len == 4) && h1i_load32(w->buf + line->at) == H1I_FOUR('H', 'E', 'A', 'D'))
        ev->head.flags |= H1_HEAD_HEAD;
}

/* The same, where it is of HTTP/1.0 or asks for something. */
SCAN_INLINE void put_rare_request(h1_stream *s, h1_event *ev, uint32_t said)
{
    if ((said & IS_OLD) != 0)
        ev->head.minor = 0;
    if (!keeps_alive(said)) {
        ev->head.flags &= (uint8_t)~H1_HEAD_KEEP_ALIVE;
        s->phase = H1I_PHASE_LAST;
    }
}

/* All that isn't plain: the reference's functions judge the head and bring the stream behind it. What is handed over is
 * copied, so that the walk may stay in registers. */
SCAN_APART bool finish(h1_stream *s, walk w, start line, h1_field *const *marks, h1_field *first, h1_event *ev)
{
    h1i_scanned head = {
        .buf = w.buf,
        .at = (uint32_t)line.at,
        .method_len = (uint32_t)line.method_len,
        .text = {(uint32_t)line.text, (uint32_t)(line.behind - line.text)},
        .status = (uint16_t)line.status,
        .version = line.version,
        .plain = line.plain,
        .fields = first,
        .count = (uint32_t)(w.field - first),
    };

    for (h1_field *const *mark = marks; mark != w.mark; mark++)
        head.marked[head.marks++] = *mark;
    return h1i_scan_finish(s, &head, ev);
}
