/* SPDX-License-Identifier: MIT */
/* Inside h1 check: what was read, as reports name it. */
#ifndef CLI_CHECK_INPUTS_H
#define CLI_CHECK_INPUTS_H

#include "cli/digest.h"
#include "report/report.h"

typedef struct check_inputs {
    report_input *inputs; /* [count] */
    cli_digest_text *hashes;
    size_t count;
} check_inputs;

/* List files, or what isn't one ("-", an interface).
 *
 *   names   [count] borrowed; NULL is passed over
 *   hashed  read each regular file once more for its SHA-256
 *
 * False where memory is short. */
bool check_inputs_list(check_inputs *inputs, const char *const *names, size_t count, bool hashed);

void check_inputs_free(check_inputs *inputs);

#endif
