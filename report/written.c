/* SPDX-License-Identifier: MIT */
/* See written.h. */
#include "report/written.h"

#include <stdlib.h>

char *report_written(report_writer *write, const void *what)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    if (out == NULL)
        return NULL;
    write(out, what);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
