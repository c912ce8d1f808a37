/* SPDX-License-Identifier: MIT */
/* A command of h1, and how it ends. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"

/* Exit statuses, the same for every command. */
typedef enum cli_status {
    CLI_OK = 0,            /* something was judged or shown, and nothing is at or above --fail-on */
    CLI_FINDINGS = 1,      /* findings; also where the input was damaged as well */
    CLI_UNUSABLE = 2,      /* the command line is wrong, or the input unusable or damaged without findings */
    CLI_INTERNAL = 3,      /* our own fault: out of memory, output can't be written */
    CLI_NOTHING = 4,       /* nothing could be concluded */
    CLI_INTERRUPTED = 130, /* by a signal; what was found so far was written out */
} cli_status;

/* One command. */
typedef struct cli_command {
    const char *name;
    const char *arguments;     /* what follows the name, for --help */
    const char *title;         /* what it does, in a line */
    const char *about;         /* some lines more; NULL for none */
    const cli_option *options; /* its table, ended by an entry without name */
    const char *examples[2];   /* what --help ends with: a command line without "h1 " and, behind two blanks, why */
    /* Do it. `words` are the [count] arguments that aren't options, `words[count]` is NULL. */
    cli_status (*run)(char **words, size_t count);
} cli_command;

/* The commands that there are, each in the file of its name. */
extern const cli_command cli_check, cli_conform, cli_coverage, cli_explain, cli_list, cli_parse, cli_receive, cli_rules,
    cli_send, cli_serve, cli_show, cli_url, cli_version;

/* Say on standard error that the command line is wrong, in printf's manner, and where to find help. */
cli_status cli_usage(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Say on standard error that memory is short. */
cli_status cli_no_memory(void);

#endif
