/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: --parser, a run against somebody else's parser. */
#ifndef CLI_CONFORM_PARSER_H
#define CLI_CONFORM_PARSER_H

#include "cli/command.h"
#include "conformance/run.h"

/* Play a suite to a subject.
 *
 *   command  starts it, for /bin/sh -c
 *   seconds  patience with each answer
 *   run      receives the results
 *   target   receives its name, in the suite's memory
 *
 * CLI_UNUSABLE where it can't be greeted. What could not be compared is said on standard error. */
cli_status cli_conform_to_parser(const conf_suite *suite, const char *command, double seconds, conf_run *run,
                                 const char **target);

#endif
