/* SPDX-License-Identifier: MIT */
/* libh1 itself as a subject, in strict mode. */
#include <string.h>

#include "h1/words.h"
#include "talk.h"

static h1_answers answers(const char *to)
{
    return to == NULL                   ? H1_TO_NOTHING
           : strcmp(to, "HEAD") == 0    ? H1_TO_HEAD
           : strcmp(to, "CONNECT") == 0 ? H1_TO_CONNECT
                                        : H1_TO_OTHER;
}

static void tell_head(const uint8_t *at, const h1_head *h, const h1_field *fields)
{
    static uint8_t value[1 << 16];
    size_t len, bad;

    talk_begin();
    talk_head(at + h->method.at, h->method.len, h->major, h->minor, h->status, (h->flags & H1_HEAD_KEEP_ALIVE) != 0);
    talk_text("target", at + h->target.at, h->target.len);
    for (size_t i = 0; i < h->fields; i++) {
        h1_unfold(at + fields[i].value_at, fields[i].value_len, value, sizeof value, &len, &bad);
        talk_field(at + fields[i].name_at, fields[i].name_len, value, len);
    }
}

static void play(const talk_question *q)
{
    static const char *const verdicts[H1_TUNNEL + 8] = {/* of the events that are the last */
                                                        [H1_MORE] = "more",
                                                        [H1_REFUSED] = "refuse",
                                                        [H1_CLOSED] = "accept",
                                                        [H1_INCOMPLETE] = "incomplete"};
    size_t used = 0;
    h1_field fields[128];
    h1_event ev = {0};
    h1_stream s;

    h1_stream_init(&s, q->response ? H1_RESPONSES : H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, 128);
    for (size_t i = 0; i < q->cut_count && (ev.type == H1_MORE || verdicts[ev.type] == NULL); i += ev.type == H1_MORE) {
        const uint8_t *at = q->bytes + used;
        h1_stream_expect(&s, answers(talk_asked()));
        used += h1_next(&s, at, q->cuts[i] - used, q->end && i + 1 == q->cut_count, &ev);
        if (ev.type == H1_HEAD)
            tell_head(at, &ev.head, fields);
        if (ev.type == H1_DATA)
            talk_body(at + ev.data.at, ev.data.len);
        if (ev.type == H1_END || (ev.type == H1_HEAD && ev.last))
            talk_end(used);
        if (ev.type == H1_WAIT)
            h1_stream_resume(&s, talk_tunnel() ? H1_AS_TUNNEL : H1_AS_HTTP);
    }
    talk_verdict(verdicts[ev.type]);
}

TALK_MAIN("libh1", "of this tree", TALK_ALL, play)
