/* SPDX-License-Identifier: MIT */
/* Checks of Cache-Control: its grammar, and how the arguments of the directives that RFC 9111 defines are written. */
#include "message.h"

#include <h1/values.h>

/* Directives whose argument is delta-seconds, RFC 9111 sections 5.2.1 and 5.2.2. Only those have a rule against quotes;
 * all six are known by name alone on the side where they mean something. */
typedef struct timed {
    const char *name;
    h1_side side;
    bool optional; /* max-stale may stand without an argument */
} timed;

static const timed TIMED[] = {
    {"max-age", H1_REQUESTS, false},  {"max-stale", H1_REQUESTS, true},  {"min-fresh", H1_REQUESTS, false},
    {"max-age", H1_RESPONSES, false}, {"s-maxage", H1_RESPONSES, false},
};

static const timed *timed_of(const check_run *run, const uint8_t *name, size_t len)
{
    for (size_t i = 0; i < sizeof TIMED / sizeof *TIMED; i++) {
        if (TIMED[i].side == run->message->side && h1_same_word(name, len, TIMED[i].name))
            return &TIMED[i];
    }
    return NULL;
}

static h1_span within(h1_span element, h1_span part)
{
    return (h1_span){element.at + part.at, part.len};
}

/* delta-seconds = 1*DIGIT                                                     RFC 9111 section 1.2.2
 * A sender generates the token form, never the quoted-string. Sections 5.2.1.1 to 5.2.1.3, 5.2.2.1 and 5.2.2.10. */
static void judge_seconds(const check_run *run, h1_span element, const h1_cache_directive *directive,
                          const timed *known)
{
    const uint8_t *argument = run->message->bytes + element.at + directive->argument.at;
    uint64_t seconds;
    size_t bad = 0;

    if (!directive->has_argument) {
        if (!known->optional)
            check_report(run, H1_RULE_CACHE_CONTROL_INVALID, element);
    } else if (directive->argument.len > 0 && argument[0] == '"') {
        check_report(run, H1_RULE_CACHE_DIRECTIVE_QUOTED, within(element, directive->argument));
    } else if (h1_number_read(argument, directive->argument.len, &seconds, &bad) != H1_VALUE_OK) {
        check_report(run, H1_RULE_CACHE_CONTROL_INVALID, within(element, directive->argument));
    }
}

/* A sender of no-cache="…" or private="…" should not generate the token form, RFC 9111 sections 5.2.2.4 and 5.2.2.7. */
static void judge_names(const check_run *run, h1_span element, const h1_cache_directive *directive)
{
    const uint8_t *bytes = run->message->bytes + element.at;
    const uint8_t *name = bytes + directive->name.at;
    bool qualified =
        h1_same_word(name, directive->name.len, "no-cache") || h1_same_word(name, directive->name.len, "private");

    if (run->message->side == H1_RESPONSES && qualified && directive->has_argument &&
        bytes[directive->argument.at] != '"')
        check_report(run, H1_RULE_CACHE_DIRECTIVE_UNQUOTED, within(element, directive->argument));
}

/* Cache-Control = #cache-directive                                            RFC 9111 section 5.2 */
static void cache_control(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    check_judge_lines(run, CHECK_CACHE_CONTROL, H1_RULE_CACHE_CONTROL_INVALID);
    while (check_next_element(run, CHECK_CACHE_CONTROL, &list, &element)) {
        h1_cache_directive directive;
        const timed *known;
        size_t bad = 0;
        if (!check_is_whole(list.line) ||
            h1_cache_directive_read(run->message->bytes + element.at, element.len, &directive, &bad) != H1_VALUE_OK)
            continue;
        known = timed_of(run, run->message->bytes + element.at + directive.name.at, directive.name.len);
        if (known != NULL)
            judge_seconds(run, element, &directive, known);
        judge_names(run, element, &directive);
    }
}

/* must-understand should be accompanied by no-store, for caches that don't know it. RFC 9111 section 5.2.2.3. */
static void must_understand(const check_run *run)
{
    const h1_field *line = check_first(run, CHECK_CACHE_CONTROL);

    if (check_lists(run, CHECK_CACHE_CONTROL, "must-understand") && !check_lists(run, CHECK_CACHE_CONTROL, "no-store"))
        check_report(run, H1_RULE_MUST_UNDERSTAND_ALONE, check_value_span(line));
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, cache_control},
    {CHECK_RESPONSE, must_understand},
};

const check_table check_caching_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
