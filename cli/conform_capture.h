/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: --capture, the streams of captures as cases. */
#ifndef CLI_CONFORM_CAPTURE_H
#define CLI_CONFORM_CAPTURE_H

#include "cli/command.h"
#include "conformance/run.h"

/* Play every stream of captures to libh1: whole, byte by byte, cut as it was captured, and cut at every single place.
 *
 *   suite   without cases; its file_count is set
 *   files   [count] captures
 *   run     receives a result for each connection; what isn't HTTP/1 is skipped and says why
 *   damaged receives whether a file can't be read to its end; what could be read was played
 *
 * What was played in part (behind gaps, sampled cuts, streams too long) is said on standard error. */
cli_status cli_conform_captures(conf_suite *suite, const char *const *files, size_t count, conf_run *run,
                                bool *damaged);

#endif
