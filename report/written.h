/* SPDX-License-Identifier: MIT */
/* What a function writes, as a text: for writers that need in one piece what others write to a stream. */
#ifndef REPORT_WRITTEN_H
#define REPORT_WRITTEN_H

#include <stdio.h>

typedef void report_writer(FILE *out, const void *what);

/* The text that `write` writes of `what`, in malloc's memory; NULL where that is short. */
char *report_written(report_writer *write, const void *what);

#endif
