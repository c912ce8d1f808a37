/* SPDX-License-Identifier: MIT */
/* See conform_parser.h. */
#include "cli/conform_parser.h"

#include <stdio.h>

#include "cli/interrupt.h"
#include "conformance/parser/judge_message.h"
#include "conformance/parser/play_subject.h"

/* What the subject said that it can't tell, and what of the cases was therefore not compared. */
static void say_untold(const char *name, const cli_conform_untold *untold)
{
    const char *between = ": it can't tell ";

    fprintf(stderr, "h1 conform: %s", name);
    for (unsigned bit = 1; bit <= CONF_FILLS_KEEP; bit <<= 1) {
        if ((untold->members & bit) == 0)
            continue;
        fprintf(stderr, "%s%s", between, conf_fills_name(bit));
        between = ", ";
    }
    between = "; not compared: ";
    for (size_t kind = 0; kind <= CONF_MATCH_BYTES; kind++) {
        if (untold->tally.matchers[kind] == 0)
            continue;
        fprintf(stderr, "%s%s %zu times", between, conf_match_name((conf_match_kind)kind),
                untold->tally.matchers[kind]);
        between = ", ";
    }
    if (untold->tally.bytewise > 0)
        fprintf(stderr, "; %zu inputs too long to be fed byte by byte", untold->tally.bytewise);
    if (untold->starts > 1)
        fprintf(stderr, "; started %u times", untold->starts);
    fputc('\n', stderr);
}

cli_status cli_conform_to_parser(const conf_suite *suite, const char *command, double seconds, conf_run *run,
                                 cli_conform_untold *untold, const char **target)
{
    const char *trouble;
    conf_subject *subject = conf_subject_start(suite->memory, command, (unsigned)(seconds * 1000), &trouble);

    if (subject == NULL) {
        fprintf(stderr, "h1 conform: '%s' is no subject: %s\n", command, trouble);
        return CLI_UNUSABLE;
    }
    for (size_t i = 0; i < suite->case_count; i++) {
        conf_result result = conf_play_subject(suite->memory, subject, suite->cases[i], &untold->tally);
        if (cli_interrupted) /* which may be why there was no answer */
            break;
        conf_run_add(suite->memory, suite->ledger, run, &result);
    }
    *target = conf_subject_name(subject);
    untold->members = ~conf_subject_fills(subject) & (2 * CONF_FILLS_KEEP - 1);
    untold->starts = conf_subject_starts(subject);
    say_untold(*target, untold);
    conf_subject_end(subject);
    return CLI_OK;
}
