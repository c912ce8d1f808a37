/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: --capture, the streams of captures as cases. */
#ifndef CLI_CONFORM_CAPTURE_H
#define CLI_CONFORM_CAPTURE_H

#include "cli/command.h"
#include "cli/conform_peers.h"
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

/* A captured connection of HTTP/1, for the call only. */
typedef struct conf_stream {
    conf_bytes bytes[2];    /* by h1_side, as far as they go without a gap */
    const conf_step *steps; /* [step_count] the segments of both sides in the order of the capture: side and size */
    size_t step_count;
} conf_stream;

/* Hand over every connection of HTTP/1 in captures, instead of playing it to libh1.
 *
 *   take  made has no bytes, steps and lines; made->expects says by .end which side isn't all there */
cli_status cli_conform_streams(conf_suite *suite, const char *const *files, size_t count,
                               void (*take)(void *context, conf_case *made, const conf_stream *stream), void *context,
                               conf_run *run, bool *damaged);

/* Play the first response of every captured connection to a client. As cli_conform_to_client(). */
cli_status cli_conform_captures_to_client(conf_suite *suite, const char *const *files, size_t count,
                                          const cli_conform_client *client, conf_run *run, bool *damaged,
                                          const char **target);

#endif
