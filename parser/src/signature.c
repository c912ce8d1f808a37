/* SPDX-License-Identifier: MIT */
/* See signature.h. */
#include "parser/src/signature.h"

#include "parser/src/looks.h"
#include "rules/rules.h"

/* The HTTP/2 preface goes on, but its first line is no HTTP/1 request (RFC 9113 section 3.4). A PROXY protocol header
 * of version 1 names its family, one of version 2 starts with twelve fixed bytes. */
static const struct signature {
    uint16_t rule;
    uint8_t len;
    const char *bytes;
} SIGNATURES[] = {
    {H1_RULE_HTTP2_PREFACE, 16, "PRI * HTTP/2.0\r\n"}, {H1_RULE_TLS_RECORD, 3, "\x16\x03\x04"},
    {H1_RULE_PROXY_PROTOCOL, 11, "PROXY TCP4 "},       {H1_RULE_PROXY_PROTOCOL, 11, "PROXY TCP6 "},
    {H1_RULE_PROXY_PROTOCOL, 13, "PROXY UNKNOWN"},     {H1_RULE_PROXY_PROTOCOL, 12, "\r\n\r\n\0\r\nQUIT\n"},
};

/* A TLS record of type handshake (22), whose version is 3 and a minor one up to 4. */
static bool byte_fits(const struct signature *signature, uint32_t i, uint8_t byte)
{
    if (signature->rule == H1_RULE_TLS_RECORD && i == 2)
        return byte <= (uint8_t)signature->bytes[2];
    return byte == (uint8_t)signature->bytes[i];
}

/* How many bytes agree; those before `from` are known to. */
static uint32_t agreement(const struct signature *signature, const uint8_t *bytes, uint32_t from, uint32_t len)
{
    uint32_t i = from;

    while (i < len && i < signature->len && byte_fits(signature, i, bytes[i]))
        i++;
    return i;
}

bool h1i_signature_may_start(const uint8_t *bytes)
{
    for (size_t i = 0; i < sizeof SIGNATURES / sizeof *SIGNATURES; i++) {
        if (agreement(&SIGNATURES[i], bytes, 0, 2) == 2)
            return true;
    }
    return false;
}

h1i_signature_result h1i_signature(h1i_signature_state *state, const uint8_t *bytes, uint32_t len, h1_rule *rule)
{
    uint32_t most = state->seen;

    for (uint32_t i = 0; i < sizeof SIGNATURES / sizeof *SIGNATURES; i++) {
        uint32_t same;
        if ((state->ruled_out & 1u << i) != 0)
            continue;
        same = agreement(&SIGNATURES[i], bytes, state->seen, len);
        most = same > most ? same : most;
        if (same == SIGNATURES[i].len) {
            *rule = (h1_rule)SIGNATURES[i].rule;
            state->seen = same;
            return H1I_SIGNATURE_FOUND;
        }
        if (same < len)
            state->ruled_out |= 1u << i;
    }
    H1I_LOOK(bytes + state->seen, (most < len ? most + 1 : len) - state->seen);
    state->seen = most;
    return most == len ? H1I_SIGNATURE_MAYBE : H1I_SIGNATURE_NONE;
}
