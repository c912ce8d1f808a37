/* SPDX-License-Identifier: MIT */
/* See body.h. The order of the tests is the order of RFC 9112 section 6.3. */
#include "parser/src/body/body.h"

#include "parser/src/stream_state.h"

/* Item 2: "Any 2xx (Successful) response to a CONNECT request implies that the connection will become a tunnel". */
static bool opens_tunnel(const h1_stream *s)
{
    if (s->side != H1_RESPONSES)
        return false;
    return s->status == 101 || (s->answers == H1_TO_CONNECT && s->status / 100 == 2);
}

bool h1i_ignores_framing_fields(const h1_stream *s)
{
    return opens_tunnel(s) && s->status != 101;
}

/* Item 1: responses without content by their status or their request. */
static bool has_no_content(const h1_stream *s)
{
    return s->status / 100 == 1 || s->status == 204 || s->status == 304 || s->answers == H1_TO_HEAD;
}

bool h1i_ends_with_head(const h1_stream *s)
{
    return opens_tunnel(s) || has_no_content(s);
}

/* Items 4 to 8, which read the fields. In a response without either, the content ends with the connection. */
static h1_framing framing_by_fields(const h1_stream *s)
{
    if (h1i_has(s, H1I_HAS_CODING)) {
        if (h1i_has(s, H1I_CHUNKED_LAST))
            return H1_FRAMING_CHUNKED;
        return s->side == H1_RESPONSES ? H1_FRAMING_CLOSE : H1_FRAMING_UNDECIDED;
    }
    if (h1i_has(s, H1I_HAS_LENGTH))
        return H1_FRAMING_LENGTH;
    return s->side == H1_RESPONSES ? H1_FRAMING_CLOSE : H1_FRAMING_NONE;
}

h1_framing h1i_framing_of(const h1_stream *s)
{
    if (s->side == H1_RESPONSES) {
        if (opens_tunnel(s))
            return H1_FRAMING_TUNNEL;
        if (has_no_content(s))
            return H1_FRAMING_NONE;
        if (s->answers == H1_TO_UNKNOWN)
            return H1_FRAMING_UNDECIDED;
    }
    if (h1i_has(s, H1I_STOP_AFTER_HEAD))
        return H1_FRAMING_UNDECIDED;
    return framing_by_fields(s);
}

/* RFC 9112 section 9.3, in its order; an interim response never ends a connection. */
bool h1i_keeps_alive(const h1_stream *s, h1_framing framing)
{
    if (s->side == H1_RESPONSES && s->status / 100 == 1)
        return true;
    if (framing == H1_FRAMING_CLOSE || s->version == H1I_VERSION_09 || h1i_has(s, H1I_SAYS_CLOSE))
        return false;
    return s->version >= H1I_VERSION_11 || h1i_has(s, H1I_SAYS_KEEP_ALIVE);
}
