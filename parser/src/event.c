/* SPDX-License-Identifier: MIT */
/* What is asked of an event once it is out: to count from elsewhere, and what its request's response answers. */
#include <h1/h1.h>

static void shift(h1_span *span, uint32_t by)
{
    span->at += by;
}

void h1_event_shift(h1_event *ev, uint32_t by)
{
    switch (ev->type) {
    case H1_HEAD:
        shift(&ev->head.method, by);
        shift(&ev->head.target, by);
        shift(&ev->head.reason, by);
        break;
    case H1_DATA:
    case H1_TUNNEL:
        shift(&ev->data, by);
        break;
    case H1_CHUNK:
        shift(&ev->chunk.ext, by);
        break;
    case H1_FAULT:
    case H1_REFUSED:
        shift(&ev->fault.span, by);
        shift(&ev->fault.second, by);
        break;
    case H1_MORE:
    case H1_TRAILERS:
    case H1_END:
    case H1_CLOSED:
    case H1_INCOMPLETE:
    case H1_STOPPED:
    case H1_WAIT:
        break;
    }
}

h1_answers h1_answers_to(const h1_head *request)
{
    if (request->major == 0)
        return H1_TO_09;
    if ((request->flags & H1_HEAD_CONNECT) != 0)
        return H1_TO_CONNECT;
    return (request->flags & H1_HEAD_HEAD) != 0 ? H1_TO_HEAD : H1_TO_OTHER;
}
