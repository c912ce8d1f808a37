/* SPDX-License-Identifier: MIT */
/* What reading a capture took: --statistics. */
#ifndef CLI_STATISTICS_H
#define CLI_STATISTICS_H

#include <stdbool.h>
#include <stdio.h>

#include "pcap/judge.h"

/* Write it as text, or as one line of JSON. */
void cli_statistics_write(FILE *out, const cap_totals *totals, bool json);

#endif
