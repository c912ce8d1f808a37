/* SPDX-License-Identifier: MIT */
/* See liberties.h. This is the table that makes "strict" and "audit" two readings of one grammar: what is tolerated by
 * strict, and how far audit reads on. A rule that isn't listed is refused by strict and stopped at by audit. The
 * reasons, row by row with their clauses, stand in docs/liberties.md. */
#include "parser/src/liberties.h"

#include "parser/src/body/body.h"
#include "parser/src/stream_state.h"

enum tolerance {
    REFUSED = 0,
    BY_CLIENTS = 1, /* tolerated in responses: RFC 9112 obliges a user agent to read on */
    BY_ALL = 2,
};

static const struct liberty {
    uint16_t rule;
    uint8_t strict; /* enum tolerance */
    uint8_t audit;  /* h1i_consequence */
} LIBERTIES[] = {
    {H1_RULE_BARE_LF, REFUSED, H1I_GO_ON},
    {H1_RULE_BARE_CR, REFUSED, H1I_GO_ON},
    {H1_RULE_EMPTY_LINE_BEFORE_REQUEST, BY_ALL, H1I_GO_ON},
    {H1_RULE_EMPTY_LINE_BEFORE_STATUS, REFUSED, H1I_GO_ON},
    {H1_RULE_START_LINE_WHITESPACE, REFUSED, H1I_GO_ON},
    {H1_RULE_WHITESPACE_BEFORE_FIELDS, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_BYTE, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_PERCENT, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_FRAGMENT, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_FORM, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_USERINFO, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_HOST_EMPTY, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_PORT, REFUSED, H1I_GO_ON},
    {H1_RULE_TARGET_HOST_NUL, REFUSED, H1I_GO_ON},
    {H1_RULE_HTTP_VERSION_MINOR, BY_ALL, H1I_GO_ON},
    {H1_RULE_STATUS_CODE_RANGE, BY_ALL, H1I_GO_ON},
    {H1_RULE_STATUS_SPACE, REFUSED, H1I_GO_ON},
    {H1_RULE_REASON_BYTE, REFUSED, H1I_GO_ON},
    {H1_RULE_FIELD_COLON_MISSING, REFUSED, H1I_GO_ON},
    {H1_RULE_FIELD_NAME_INVALID, REFUSED, H1I_GO_ON},
    {H1_RULE_FIELD_SPACE_BEFORE_COLON, BY_CLIENTS, H1I_GO_ON},
    {H1_RULE_FIELD_NAME_EMPTY, REFUSED, H1I_GO_ON},
    {H1_RULE_OBS_FOLD, BY_CLIENTS, H1I_GO_ON},
    {H1_RULE_FIELD_VALUE_NUL, REFUSED, H1I_GO_ON},
    {H1_RULE_FIELD_VALUE_CONTROL, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_MISSING, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_REPEATED, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_INVALID, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_USERINFO, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_PORT, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_NUL, REFUSED, H1I_GO_ON},
    {H1_RULE_HOST_MISMATCH, BY_ALL, H1I_GO_ON},
    {H1_RULE_CONNECTION_INVALID, REFUSED, H1I_GO_ON},
    {H1_RULE_LIST_EMPTY_ELEMENT, BY_ALL, H1I_GO_ON},
    {H1_RULE_CONTENT_LENGTH_INVALID, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CONTENT_LENGTH_DIFFERS, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CONTENT_LENGTH_REPEATED, REFUSED, H1I_GO_ON},
    {H1_RULE_CONTENT_LENGTH_LIMIT, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CONTENT_LENGTH_WITH_TRANSFER_ENCODING, REFUSED, H1I_STOP_BEHIND_MESSAGE},
    {H1_RULE_TRANSFER_ENCODING_IN_HTTP10, REFUSED, H1I_STOP_BEHIND_MESSAGE},
    {H1_RULE_TRANSFER_ENCODING_NOT_CHUNKED, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CHUNKED_REPEATED, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CHUNKED_PARAMETERS, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_TRANSFER_ENCODING_INVALID, REFUSED, H1I_STOP_BEHIND_HEAD},
    {H1_RULE_CHUNK_EXT_WHITESPACE, BY_ALL, H1I_GO_ON},
    {H1_RULE_TRAILER_FORBIDDEN, BY_ALL, H1I_GO_ON},
};

static const struct liberty *liberty_of(unsigned rule)
{
    for (size_t i = 0; i < sizeof LIBERTIES / sizeof *LIBERTIES; i++) {
        if (LIBERTIES[i].rule == rule)
            return &LIBERTIES[i];
    }
    return NULL;
}

/* Audit stops where a general "goes on" would have to guess. */
static bool stops_here(const h1_stream *s)
{
    if (s->rule == H1_RULE_BARE_CR)
        return s->phase == H1I_PHASE_CHUNK_LINE || s->phase == H1I_PHASE_CHUNK_END;
    if (h1i_has(s, H1I_IS_CONNECT) && s->state == H1I_TARGET)
        return s->rule == H1_RULE_TARGET_FORM || s->rule == H1_RULE_TARGET_PORT || s->rule == H1_RULE_TARGET_HOST_NUL;
    return false;
}

/* Audit: faults of fields that the framing of this response ignores anyway don't end its reading. */
static bool framing_ignores_fields(const h1_stream *s)
{
    return s->side == H1_RESPONSES && h1i_ends_with_head(s);
}

h1i_consequence h1i_consequence_of(const h1_stream *s)
{
    const struct liberty *liberty = liberty_of(s->rule);

    if (!h1i_audits(s)) {
        bool tolerated = liberty != NULL &&
                         (liberty->strict == BY_ALL || (liberty->strict == BY_CLIENTS && s->side == H1_RESPONSES));
        return tolerated ? H1I_GO_ON : H1I_REFUSE;
    }
    if (liberty == NULL || stops_here(s))
        return H1I_STOP;
    if (liberty->audit != H1I_GO_ON && framing_ignores_fields(s))
        return H1I_GO_ON;
    return (h1i_consequence)liberty->audit;
}
