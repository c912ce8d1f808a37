/* SPDX-License-Identifier: MIT */
/* h1: one command over all rooms. Here is the table of commands; each is in the file of its name. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/nearest.h"
#include "report/escape.h"

static const cli_command *const COMMANDS[] = {
    &cli_check, &cli_list, &cli_show,  &cli_parse, &cli_conform, &cli_coverage, &cli_explain,
    &cli_rules, &cli_url,  &cli_serve, &cli_send,  &cli_receive, &cli_version,  NULL,
};

static const char *command_name(const void *list, size_t i)
{
    const cli_command *const *commands = list;

    return commands[i] != NULL ? commands[i]->name : NULL;
}

static const cli_command *find_command(const char *name)
{
    for (size_t i = 0; COMMANDS[i] != NULL; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0)
            return COMMANDS[i];
    }
    return NULL;
}

cli_status cli_usage(const cli_command *command, const char *format, ...)
{
    char said[1024]; /* with the user's own words, which may hold what acts on a terminal */
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
    fprintf(stderr, "h1 %s: ", command->name);
    report_escape_to(stderr, (const uint8_t *)said, strlen(said));
    fprintf(stderr, "\n'h1 %s --help' tells more\n", command->name);
    return CLI_UNUSABLE;
}

cli_status cli_no_memory(void)
{
    fputs("h1: out of memory\n", stderr);
    return CLI_INTERNAL;
}

static cli_status unknown_command(const char *name)
{
    fputs("h1: there is no command '", stderr);
    report_escape_to(stderr, (const uint8_t *)name, strlen(name));
    fputc('\'', stderr);
    cli_nearest_say(name, strlen(name), command_name, COMMANDS, "h1 ");
    fputs("\n'h1 --help' lists the commands\n", stderr);
    return CLI_UNUSABLE;
}

static cli_status run_command(const cli_command *command, char **words, size_t count)
{
    switch (cli_options_read(command->name, command->options, words, &count)) {
    case CLI_HELP_ASKED:
        return cli_help_command(command);
    case CLI_WRONG:
        return CLI_UNUSABLE;
    case CLI_PARSED:
        break;
    }
    words[count] = NULL;
    return command->run(words, count);
}

/* Every result has left the house, or it is our fault that it didn't. */
static cli_status flushed(cli_status status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (status != CLI_INTERNAL)
        perror("h1: cannot write to standard output");
    return CLI_INTERNAL;
}

static cli_status run(char **words, size_t count)
{
    const char *name = count > 0 ? words[0] : "";
    const cli_command *command;

    if (name[0] == '\0') {
        cli_help_all(COMMANDS, stderr);
        return CLI_UNUSABLE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (strcmp(name, "help") == 0 && count == 1))
        return cli_help_all(COMMANDS, stdout);
    if (strcmp(name, "--version") == 0)
        return cli_version.run(words + count, 0);
    if (strcmp(name, "help") == 0) {
        command = find_command(words[1]);
        return command != NULL ? cli_help_command(command) : unknown_command(words[1]);
    }
    command = find_command(name);
    return command != NULL ? run_command(command, words + 1, count - 1) : unknown_command(name);
}

int main(int argc, char **argv)
{
    return (int)flushed(run(argv + 1, argc > 0 ? (size_t)argc - 1 : 0));
}
