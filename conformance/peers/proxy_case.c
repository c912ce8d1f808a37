/* SPDX-License-Identifier: MIT */
/* See proxy_case.h. */
#include "proxy_case.h"

#include <string.h>

bool conf_case_is_for_proxy(const conf_case *c)
{
    return conf_case_speaks_of(c, CONF_JUDGED_PROXY) || conf_case_speaks_of(c, CONF_JUDGED_UP) ||
           conf_case_speaks_of(c, CONF_JUDGED_DOWN);
}

/* RFC 9110 section 3.7: a proxy is chosen by its client, a gateway stands for an origin server. A row that names one of
 * the two binds no other. */
static bool binds_this(const conf_requirement *row, bool forward)
{
    static const char *const others[] = {"intermediary", "cache", "recipient", "sender", "client", "server"};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strstr(row->subject, others[i]) != NULL)
            return true;
    }
    return strstr(row->subject, forward ? "proxy" : "gateway") != NULL;
}

/* The rows that bind this kind of intermediary; the others don't count in the verdict. */
static void keep_binding(conf_memory *memory, conf_case *copy, bool forward)
{
    const conf_requirement **needs = conf_alloc(memory, (copy->need_count + 1) * sizeof *needs);
    size_t kept = 0;

    for (size_t i = 0; i < copy->need_count; i++) {
        if (binds_this(copy->needs[i], forward))
            needs[kept++] = copy->needs[i];
    }
    copy->needs = needs;
    copy->need_count = kept;
}

/* Text with each `from` in it replaced. */
static conf_bytes replaced(conf_memory *memory, conf_bytes text, const char *from, const char *to)
{
    size_t len = strlen(from);
    conf_buffer out = {0};

    for (size_t i = 0; i < text.len;) {
        bool here = text.len - i >= len && memcmp(text.at + i, from, len) == 0;
        conf_buffer_add(memory, &out, here ? (const uint8_t *)to : text.at + i, here ? strlen(to) : 1);
        i += here ? len : 1;
    }
    return (conf_bytes){out.at, out.len};
}

static const char ASK[] = "GET {target} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n";

/* A response case has no request of its own; through a forward proxy, a path alone asks for nothing. Where only what is
 * forwarded is looked at, the case's responses are for others: a good one is played. */
conf_case *conf_case_for_proxy(conf_memory *memory, const conf_case *c, bool forward)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);
    bool asks = c->bytes[H1_REQUESTS].len > 0;
    bool judged = conf_case_is_for_proxy(c);

    *copy = *c;
    copy->steps = conf_alloc(memory, (c->step_count + 1) * sizeof *copy->steps);
    copy->step_count = 0;
    if (!asks)
        copy->steps[copy->step_count++] =
            (conf_step){.kind = CONF_STEP_BYTES, .side = H1_REQUESTS, .text = ASK, .text_len = sizeof ASK - 1};
    for (size_t i = 0; i < c->step_count; i++) {
        conf_step step = c->steps[i];
        if (!judged && step.kind != CONF_STEP_PAUSE && step.side == H1_RESPONSES)
            continue;
        if (forward && step.kind == CONF_STEP_BYTES && step.side == H1_REQUESTS) {
            conf_bytes text = {(const uint8_t *)step.text, step.text_len};
            text = replaced(memory, text, " {path}", " {target}");
            step.text = (const char *)text.at;
            step.text_len = text.len;
        }
        copy->steps[copy->step_count++] = step;
    }
    keep_binding(memory, copy, forward);
    return copy;
}

static void fill_value(conf_memory *memory, const conf_variables *variables, conf_bytes *value)
{
    if (value->at == NULL)
        return;
    *value = replaced(memory, *value, conf_parser_variables.host, variables->host);
    *value = replaced(memory, *value, conf_parser_variables.origin, variables->origin);
}

/* The case's lines with hosts filled in as they were in its bytes. */
conf_case *conf_case_filled(conf_memory *memory, const conf_case *c, const conf_variables *variables)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);

    *copy = *c;
    copy->outcomes = conf_alloc(memory, (c->outcome_count + 1) * sizeof *copy->outcomes);
    for (size_t i = 0; i < c->outcome_count; i++) {
        conf_matches *matches = &copy->outcomes[i].matches;
        copy->outcomes[i] = c->outcomes[i];
        matches->at = conf_alloc(memory, (matches->count + 1) * sizeof *matches->at);
        for (size_t k = 0; k < matches->count; k++) {
            matches->at[k] = c->outcomes[i].matches.at[k];
            fill_value(memory, variables, &matches->at[k].value);
        }
    }
    return copy;
}

const char *conf_proxy_skips(conf_memory *memory, const conf_case *c, bool forward)
{
    bool requests = c->bytes[H1_REQUESTS].len > 0;
    conf_case copy = *c;

    if (c->side == CONF_SIDE_VALUE || c->side == CONF_SIDE_FRAME)
        return "nothing in it is for a proxy";
    if (!conf_case_is_for_proxy(c))
        return requests ? NULL : "nothing in it is for a proxy";
    if (conf_case_has_tag(c, forward ? "reverse" : "forward"))
        return forward ? "it is for gateways" : "it is for forward proxies";
    keep_binding(memory, &copy, forward);
    for (size_t i = 0; i < copy.need_count; i++) {
        if ((conf_requirement_roles(copy.needs[i]) & CONF_ROLE_PROXY) != 0)
            return NULL;
    }
    return forward ? "it binds gateways only" : "it binds forward proxies only";
}
