/* SPDX-License-Identifier: MIT */
/* See baseline.h. */
#include "cli/baseline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"

enum { LINE_MOST = 512 };

static void say_form(const char *who, const char *path, unsigned number, const char *form)
{
    char what[96];

    snprintf(what, sizeof what, "line %u: expected '%s'", number, form);
    cli_complain(who, path, what);
}

cli_status cli_baseline_read(const char *who, const char *path, const char *form, cli_baseline_line *take,
                             void *context)
{
    FILE *in = fopen(path, "re");
    cli_status status = CLI_OK;
    char line[LINE_MOST];
    unsigned number = 0;

    if (in == NULL) {
        cli_complain(who, path, strerror(errno));
        return CLI_UNUSABLE;
    }
    while (status == CLI_OK && fgets(line, sizeof line, in) != NULL) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] != '#' && line[0] != '\0')
            status = take(context, line);
    }
    if (status == CLI_UNUSABLE) {
        say_form(who, path, number, form);
    } else if (ferror(in)) {
        cli_complain(who, path, "it can't be read to its end");
        status = CLI_UNUSABLE;
    }
    fclose(in);
    return status;
}
