/* SPDX-License-Identifier: MIT */
/* http_parser as a subject, strict as its library is by default. Behind an upgrade it stops; where the peer has
 * declined it, it is given the rest. */
#include <http_parser.h>
#include <string.h>

#include "talk.h"

TALK_SAY(http_parser, on_begin, talk_begin())
TALK_SAY(http_parser, on_end, talk_end(TALK_UNKNOWN))
TALK_GIVE(http_parser, on_target, talk_more_target)
TALK_GIVE(http_parser, on_name, talk_more_name)
TALK_GIVE(http_parser, on_value, talk_more_value)
TALK_GIVE(http_parser, on_body, talk_body)

static int on_head(http_parser *p)
{
    const char *method = http_method_str(p->method);

    return talk_head(method, strlen(method), p->http_major, p->http_minor, p->status_code, http_should_keep_alive(p));
}

static void play(const talk_question *q)
{
    static const http_parser_settings calls = {.on_message_begin = on_begin,
                                               .on_url = on_target,
                                               .on_header_field = on_name,
                                               .on_header_value = on_value,
                                               .on_headers_complete = on_head,
                                               .on_body = on_body,
                                               .on_message_complete = on_end};
    const char *bytes = (const char *)q->bytes;
    bool going = true;
    size_t used = 0;
    http_parser p;

    http_parser_init(&p, q->response ? HTTP_RESPONSE : HTTP_REQUEST);
    for (size_t i = 0; i < q->cut_count && going; i++) {
        while (used < q->cuts[i] && going) {
            used += http_parser_execute(&p, &calls, bytes + used, q->cuts[i] - used);
            going = HTTP_PARSER_ERRNO(&p) == HPE_OK && !(p.upgrade && talk_tunnel());
        }
    }
    if (going && q->end)
        http_parser_execute(&p, &calls, "", 0);
    if (HTTP_PARSER_ERRNO(&p) == HPE_OK)
        talk_verdict(q->end ? "accept" : "more");
    else
        talk_verdict(HTTP_PARSER_ERRNO(&p) == HPE_INVALID_EOF_STATE ? "incomplete" : "refuse");
    talk_why(http_errno_description(HTTP_PARSER_ERRNO(&p)));
}

TALK_MAIN("http_parser", "2.9.4", TALK_CALLBACKS, play)
