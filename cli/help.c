/* SPDX-License-Identifier: MIT */
/* See help.h. */
#include "cli/help.h"

#include <string.h>

enum {
    OPTION_COLUMNS = 32, /* for option and value, before the words on it */
    NAME_COLUMNS = 96,   /* of a line with names of options, */
    FIRST_COLUMNS = 27,  /* and of what stands before the first */
};

static void print_option(const cli_option *option)
{
    char left[96];
    const char *space = option->value != NULL ? " " : "";
    const char *value = option->value != NULL ? option->value : "";

    if (option->letter != 0)
        snprintf(left, sizeof left, "-%c, --%s%s%s", option->letter, option->name, space, value);
    else
        snprintf(left, sizeof left, "--%s%s%s", option->name, space, value);
    if (strlen(left) > OPTION_COLUMNS)
        printf("  %s\n  %-*s  %s\n", left, OPTION_COLUMNS, "", option->help);
    else
        printf("  %-*s  %s\n", OPTION_COLUMNS, left, option->help);
}

/* Options that --help only names; a page says what they do. */
static void print_names(const cli_option *options)
{
    size_t columns = 0;

    for (const cli_option *option = options; option->name != NULL; option++) {
        size_t wanted = strlen(option->name) + 3;
        if (option->help != NULL)
            continue;
        if (columns == 0) {
            fputs("  and, in docs/commands.md:", stdout);
            columns = FIRST_COLUMNS;
        }
        if (columns + wanted > NAME_COLUMNS) {
            fputs("\n ", stdout);
            columns = 1;
        }
        columns += wanted;
        printf(" --%s", option->name);
    }
    if (columns > 0)
        fputc('\n', stdout);
}

cli_status cli_help_command(const cli_command *command)
{
    printf("h1 %s%s%s\n%s\n", command->name, command->arguments[0] != '\0' ? " " : "", command->arguments,
           command->title);
    if (command->about != NULL)
        printf("\n%s\n", command->about);
    if (command->options->name != NULL)
        puts("\nOptions:");
    for (const cli_option *option = command->options; option->name != NULL; option++) {
        if (option->help != NULL)
            print_option(option);
    }
    print_names(command->options);
    puts("\nExamples:");
    for (size_t i = 0; i < 2; i++)
        printf("  h1 %s\n", command->examples[i]);
    return CLI_OK;
}

cli_status cli_help_all(const cli_command *const *commands, FILE *out)
{
    fputs("h1 COMMAND ...\nStrict HTTP/1.x: checks captures, tests implementations, parses messages.\n\nCommands:\n",
          out);
    for (size_t i = 0; commands[i] != NULL; i++)
        fprintf(out, "  %-9s  %s\n", commands[i]->name, commands[i]->title);
    fputs("\nExit status: 0 fine, 1 findings, 2 usage or damaged input, 3 our own fault, 4 nothing to conclude,\n"
          "130 interrupted. 'h1 COMMAND --help' tells more.\n"
          "\nExamples:\n"
          "  h1 check capture.pcapng             what is wrong with the HTTP/1 traffic in it\n"
          "  h1 explain bare-lf                  what a rule asks for, and why\n",
          out);
    return CLI_OK;
}
