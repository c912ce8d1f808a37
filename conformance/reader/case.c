/* SPDX-License-Identifier: MIT */
/* See case.h. */
#include "case.h"

#include <string.h>

const char *conf_side_name(conf_case_side side)
{
    static const char *const names[] = {"request", "response", "exchange", "proxy", "value", "frame"};
    return names[side];
}

conf_bytes conf_case_bytes(conf_memory *memory, const conf_case *c, h1_side side, size_t alternative,
                           const conf_variables *variables, conf_mark *mark)
{
    conf_buffer buffer = {0};
    size_t at;

    *mark = (conf_mark){0};
    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *step = &c->steps[i];
        if (step->kind != CONF_STEP_BYTES || step->side != side)
            continue;
        if (step->alternative != 0 && step->alternative != alternative)
            continue;
        conf_bytes_read(memory, step->text, step->text_len, variables, &buffer, mark, &at);
    }
    return (conf_bytes){buffer.at, buffer.len};
}

bool conf_match_has_status(const conf_match *match, unsigned status)
{
    for (size_t i = 0; i < match->range_count; i++) {
        if (status >= match->ranges[i].low && status <= match->ranges[i].high)
            return true;
    }
    return false;
}

bool conf_case_needs(const conf_case *c, const conf_requirement *row)
{
    for (size_t i = 0; i < c->need_count; i++) {
        if (c->needs[i] == row)
            return true;
    }
    return false;
}

bool conf_case_has_tag(const conf_case *c, const char *tag)
{
    for (size_t i = 0; i < c->tag_count; i++) {
        if (strcmp(c->tags[i], tag) == 0)
            return true;
    }
    return false;
}

bool conf_case_speaks_of(const conf_case *c, conf_judged judged)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        if (c->outcomes[i].judged == judged)
            return true;
    }
    return false;
}

bool conf_case_is_about(const conf_case *c, h1_rule rule)
{
    if (c->rule == rule)
        return true;
    for (size_t i = 0; i < c->check_count; i++) {
        if (c->checks[i] == rule)
            return true;
    }
    return false;
}
