/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: --parser, a run against somebody else's parser. */
#ifndef CLI_CONFORM_PARSER_H
#define CLI_CONFORM_PARSER_H

#include "cli/command.h"
#include "cli/conform.h"
#include "conformance/run.h"

/* Play a suite to a subject.
 *
 *   command  starts it, for /bin/sh -c
 *   seconds  patience with each answer
 *   run      receives the results
 *   untold   zeroed; receives what could not be compared, which is said on standard error, too
 *   target   receives its name, in the suite's memory
 *
 * CLI_UNUSABLE where it can't be greeted. */
cli_status cli_conform_to_parser(const conf_suite *suite, const char *command, double seconds, conf_run *run,
                                 cli_conform_untold *untold, const char **target);

#endif
