/* SPDX-License-Identifier: MIT */
/* See output.h. */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/escape.h"

void cli_complain(const char *who, const char *file, const char *what)
{
    fprintf(stderr, "%s: ", who);
    report_escape_to(stderr, (const uint8_t *)file, strlen(file));
    fprintf(stderr, ": %s\n", what);
}

void cli_cannot_write(const char *file, const char *why)
{
    fputs("h1: cannot write ", stderr);
    report_escape_to(stderr, (const uint8_t *)file, strlen(file));
    fprintf(stderr, ": %s\n", why);
}

/* https://no-color.org: set and not empty. */
static bool colour_wanted(FILE *stream, cli_colour_choice colour)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (colour == CLI_COLOUR_NEVER || (no_color != NULL && no_color[0] != '\0'))
        return false;
    if (colour == CLI_COLOUR_ALWAYS)
        return true;
    return isatty(fileno(stream)) == 1 && term != NULL && strcmp(term, "dumb") != 0;
}

cli_status cli_output_open(cli_output *output, const char *path, cli_colour_choice colour)
{
    output->path = path != NULL && strcmp(path, "-") != 0 ? path : NULL;
    output->stream = output->path != NULL ? fopen(output->path, "we") : stdout;
    if (output->stream == NULL) {
        cli_cannot_write(path, strerror(errno));
        return CLI_UNUSABLE;
    }
    output->colour = colour_wanted(output->stream, colour);
    return CLI_OK;
}

cli_status cli_output_close(cli_output *output, cli_status status)
{
    int earlier = ferror(output->stream);
    int failed = output->path != NULL ? fclose(output->stream) : fflush(output->stream);

    if (earlier == 0 && failed == 0)
        return status;
    cli_cannot_write(output->path != NULL ? output->path : "to standard output",
                     failed != 0 ? strerror(errno) : "output error");
    return CLI_INTERNAL;
}
