/* SPDX-License-Identifier: MIT */
/* What only a whole case shows: keys that are missing or do not go together. Complaints stand at the line at fault, or
 * at the case's first. */
#include "reading.h"

static void complain_at(conf_reading *r, unsigned line, const char *text)
{
    unsigned here = r->line;

    r->line = line;
    conf_complain(r, "%s", text);
    r->line = here;
}

static void check_keys(conf_reading *r)
{
    const conf_case *c = r->c;

    if (c->title == NULL)
        complain_at(r, c->line, "expected 'title:' in this case");
    if (c->need_count == 0)
        complain_at(r, c->line, "expected 'needs:' with at least one requirement in this case");
    if (!c->has_side)
        complain_at(r, c->line, "expected 'side:' in this case");
    if (c->side == CONF_SIDE_VALUE && (c->grammar == NULL || c->value_line == 0))
        complain_at(r, c->line, "expected 'value: GRAMMAR', '= BYTES' and 'accept' or 'refuse' for side: value");
    if (c->side == CONF_SIDE_VALUE && (c->step_count > 0 || c->rule != H1_RULE_NONE || c->near_count > 0))
        complain_at(r, c->line, "expected no bytes of a direction and no rule in a case of side: value");
    if (c->side != CONF_SIDE_VALUE && (c->grammar != NULL || c->value_line != 0 || c->value.len > 0))
        complain_at(r, c->line, "expected side: value where there are 'value:', '= BYTES', or a verdict on a value");
    if (c->side != CONF_SIDE_FRAME && (c->plain || c->frames > 0 || c->dictionary > 0))
        complain_at(r, c->line, "expected side: frame for limits: plain, frames and dictionary");
    if (c->side == CONF_SIDE_REQUEST && c->bytes[H1_RESPONSES].len > 0)
        complain_at(r, c->line, "expected side: exchange where both sides send bytes");
}

static bool expects_rule(const conf_expect *expect, h1_rule rule)
{
    if (expect->end == CONF_END_REFUSED && expect->refusal == rule)
        return true;
    for (size_t i = 0; i < expect->fault_count; i++) {
        if (expect->faults[i] == rule)
            return true;
    }
    return false;
}

/* Does anything in the case wait for the rule? */
static bool rule_is_due(const conf_case *c, h1_rule rule)
{
    for (size_t i = 0; i < c->check_count; i++) {
        if (c->checks[i] == rule)
            return true;
    }
    for (unsigned mode = 0; mode < CONF_MODES; mode++) {
        if (expects_rule(&c->expects[mode][H1_REQUESTS], rule) || expects_rule(&c->expects[mode][H1_RESPONSES], rule))
            return true;
    }
    return false;
}

static void check_one_mark(conf_reading *r, const conf_mark *mark, size_t len)
{
    if (mark->kind == CONF_MARK_OPEN)
        complain_at(r, r->c->line, "expected \\^] behind \\^[ in this case; a mark before the byte [ is \\^\\x5b");
    else if (mark->kind == CONF_MARK_POINT && mark->at >= len && r->c->side != CONF_SIDE_FRAME)
        complain_at(r, r->c->line, "expected a byte behind \\^ in this case");
}

static bool is_parser_rule(h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);

    return info == NULL || info->area == H1_AREA_PARSER || info->area == H1_AREA_FRAME;
}

/* A parser finds its own rules; those of a message or an exchange are the checks'. */
static void check_areas(conf_reading *r)
{
    const conf_case *c = r->c;

    for (size_t i = 0; i < c->check_count; i++) {
        if (is_parser_rule(c->checks[i]))
            complain_at(r, c->line, "expected rules of messages and exchanges behind 'check:', not a parser's");
    }
    for (unsigned block = 0; block < 2 * CONF_MODES; block++) {
        const conf_expect *expect = &c->expects[block / 2][block % 2];
        bool own = is_parser_rule(expect->refusal);
        for (size_t i = 0; i < expect->fault_count; i++)
            own = own && is_parser_rule(expect->faults[i]);
        if (!own)
            complain_at(r, expect->line, "expected a parser's rules in this block; the others go behind 'check:'");
    }
}

static unsigned marks_of(const conf_case *c)
{
    const conf_mark *const marks[] = {&c->marks[H1_REQUESTS], &c->marks[H1_RESPONSES], &c->value_mark};
    unsigned count = 0;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        count += marks[i]->kind != CONF_MARK_NONE ? 1 : 0;
    return count;
}

static void check_marks(conf_reading *r)
{
    const conf_case *c = r->c;
    unsigned marked = marks_of(c);

    check_one_mark(r, &c->marks[H1_REQUESTS], c->bytes[H1_REQUESTS].len);
    check_one_mark(r, &c->marks[H1_RESPONSES], c->bytes[H1_RESPONSES].len);
    check_one_mark(r, &c->value_mark, c->value.len);
    if (c->side == CONF_SIDE_VALUE) {
        if (marked > 0 && !c->value_refused)
            complain_at(r, c->line, "expected 'refuse' where a byte of the value is marked");
        return;
    }
    if (c->rule == H1_RULE_NONE && marked > 0)
        complain_at(r, c->line, "expected 'rule:' where bytes are marked: the mark is the place of that rule");
    if (c->rule != H1_RULE_NONE && marked == 0)
        complain_at(r, c->rule_line, "expected a mark, \\^ or \\^[ … \\^], at the place of this rule");
    if (marked > 1)
        complain_at(r, c->line, "expected one mark: the rule has one place");
}

static bool is_of_frames(const conf_match *match)
{
    return match->kind >= CONF_MATCH_DICT && match->kind <= CONF_MATCH_REPLY;
}

/* Frames have dictionaries and payloads, messages have the rest; a decoder has no audit mode. */
static void check_frame_block(conf_reading *r, const conf_expect *expect, conf_mode mode, h1_side side)
{
    bool framed = r->c->side == CONF_SIDE_FRAME;

    if (framed && mode == CONF_MODE_AUDIT && expect->line != 0)
        complain_at(r, expect->line, "expected no 'audit' of frames: after a fault nothing of them is read");
    if (framed && (expect->fault_count > 0 || (expect->ended && expect->end == CONF_END_INCOMPLETE)))
        complain_at(r, expect->line, "expected 'refuse RULE' of frames: also where they are cut short");
    for (size_t i = 0; i < expect->message_count; i++) {
        const conf_matches *matches = &expect->messages[i].matches;
        for (size_t k = 0; k < matches->count; k++) {
            const conf_match *match = &matches->at[k];
            if (is_of_frames(match) != framed)
                complain_at(r, match->line,
                            framed ? "expected dict, payload or reply of a frame"
                                   : "expected side: frame for dict, payload and reply");
            else if (match->kind == CONF_MATCH_REPLY && side == H1_REQUESTS)
                complain_at(r, match->line, "expected 'reply' in 'parser <': replies go to the sender");
        }
    }
}

static void check_rules(conf_reading *r)
{
    const conf_case *c = r->c;

    if (c->rule != H1_RULE_NONE && h1_rule_info_of(c->rule)->area != H1_AREA_CAPTURE && !rule_is_due(c, c->rule))
        complain_at(r, c->rule_line,
                    "expected something that waits for this rule: 'parser >: refuse', 'audit >: fault' or 'check:'");
    for (size_t i = 0; i < c->near_count; i++) {
        if (rule_is_due(c, c->near[i]))
            complain_at(r, c->line, "a near miss of a rule cannot expect that rule");
    }
    for (unsigned side = 0; side < 2 && c->near_count > 0; side++) {
        if (c->expects[CONF_MODE_STRICT][side].end == CONF_END_REFUSED)
            complain_at(r, c->expects[CONF_MODE_STRICT][side].line, "expected a near miss to be accepted");
    }
}

/* A stream that ends before its first byte is a case too; of both directions one has bytes. */
static bool may_be_empty(const conf_case *c, h1_side side)
{
    return c->side == (side == H1_REQUESTS ? CONF_SIDE_REQUEST : CONF_SIDE_RESPONSE);
}

static void check_blocks(conf_reading *r)
{
    const conf_case *c = r->c;
    bool any = c->outcome_count > 0 || c->check_count > 0 || c->near_count > 0 || c->value_line != 0;

    for (unsigned mode = 0; mode < CONF_MODES; mode++) {
        for (unsigned side = 0; side < 2; side++) {
            const conf_expect *expect = &c->expects[mode][side];
            check_frame_block(r, expect, (conf_mode)mode, (h1_side)side);
            any = any || expect->line != 0;
            if (expect->line != 0 && !expect->ended && expect->fault_count == 0 && expect->message_count == 0)
                complain_at(r, expect->line,
                            "expected accept, refuse RULE, incomplete, fault RULE, message 1 or then in this block");
            if (expect->line != 0 && c->bytes[side].len == 0 && !may_be_empty(c, (h1_side)side))
                complain_at(r, expect->line, "expected bytes in this direction");
            if (mode == CONF_MODE_STRICT && expect->end == CONF_END_STOPPED)
                complain_at(r, expect->line, "only 'audit' stops; 'parser' refuses");
        }
    }
    if (!any)
        complain_at(r, c->line, "expected what is due in this case: 'parser', 'audit', 'check', 'server' …");
}

static unsigned roles_bound(const conf_case *c)
{
    unsigned roles = 0;

    for (size_t i = 0; i < c->need_count; i++)
        roles |= conf_requirement_roles(c->needs[i]);
    return roles;
}

/* The side whose bytes a role gets, and the roles that a line judges. */
static void check_outcomes(conf_reading *r)
{
    const conf_case *c = r->c;
    unsigned bound = roles_bound(c);

    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        bool server = outcome->judged == CONF_JUDGED_SERVER;
        bool client = outcome->judged == CONF_JUDGED_CLIENT;
        if (server && (bound & CONF_ROLE_SERVER) == 0)
            complain_at(r, outcome->line, "expected a requirement in 'needs:' that binds a server");
        if (client && (bound & CONF_ROLE_CLIENT) == 0)
            complain_at(r, outcome->line, "expected a requirement in 'needs:' that binds a client");
        if (!server && !client && (bound & CONF_ROLE_PROXY) == 0)
            complain_at(r, outcome->line, "expected a requirement in 'needs:' that binds a proxy");
        if (!server && !client && c->side != CONF_SIDE_PROXY)
            complain_at(r, outcome->line, "expected side: proxy for what a proxy may do");
        if (server && c->bytes[H1_REQUESTS].len == 0)
            complain_at(r, outcome->line, "expected bytes behind '> ' for a server");
        if (client && c->bytes[H1_RESPONSES].len == 0)
            complain_at(r, outcome->line, "expected bytes behind '< ' for a client");
    }
}

void conf_check_case(conf_reading *r)
{
    check_keys(r);
    check_marks(r);
    check_rules(r);
    check_blocks(r);
    check_areas(r);
    check_outcomes(r);
}
