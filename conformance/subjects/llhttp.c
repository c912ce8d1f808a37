/* SPDX-License-Identifier: MIT */
/* llhttp as a subject, built in its strict mode, with no leniency flag set. Behind an upgrade it pauses; where the peer
 * has declined it, it is told to go on. */
#include <llhttp.h>
#include <string.h>

#include "talk.h"

TALK_SAY(llhttp_t, on_begin, talk_begin())
TALK_SAY(llhttp_t, on_end, talk_end(TALK_UNKNOWN))
TALK_GIVE(llhttp_t, on_target, talk_more_target)
TALK_GIVE(llhttp_t, on_name, talk_more_name)
TALK_GIVE(llhttp_t, on_value, talk_more_value)
TALK_GIVE(llhttp_t, on_body, talk_body)

static int on_head(llhttp_t *p)
{
    const char *method = llhttp_method_name(p->method);

    return talk_head(method, strlen(method), p->http_major, p->http_minor, p->status_code, llhttp_should_keep_alive(p));
}

static void play(const talk_question *q)
{
    static const llhttp_settings_t calls = {.on_message_begin = on_begin,
                                            .on_url = on_target,
                                            .on_header_field = on_name,
                                            .on_header_value = on_value,
                                            .on_headers_complete = on_head,
                                            .on_body = on_body,
                                            .on_message_complete = on_end};
    const char *at = (const char *)q->bytes;
    llhttp_errno_t error = HPE_OK;
    llhttp_t p;

    llhttp_init(&p, q->response ? HTTP_RESPONSE : HTTP_REQUEST, &calls);
    for (size_t i = 0; i < q->cut_count && error == HPE_OK; i++) {
        const char *cut = (const char *)q->bytes + q->cuts[i];
        while ((error = llhttp_execute(&p, at, (size_t)(cut - at))) == HPE_PAUSED_UPGRADE && !talk_tunnel()) {
            at = llhttp_get_error_pos(&p);
            llhttp_resume_after_upgrade(&p);
        }
        at = cut;
    }
    if (error == HPE_OK && q->end)
        error = llhttp_finish(&p);
    if (error == HPE_OK || error == HPE_PAUSED_UPGRADE)
        talk_verdict(q->end ? "accept" : "more");
    else
        talk_verdict(error == HPE_INVALID_EOF_STATE ? "incomplete" : "refuse"), talk_why(llhttp_errno_name(error));
}

TALK_MAIN("llhttp", "8.1.0", TALK_CALLBACKS, play)
