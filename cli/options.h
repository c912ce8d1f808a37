/* SPDX-License-Identifier: MIT */
/* The options of a command: one table, from which a command line is read and --help is printed.
 *
 * Long options take their value behind "=" or as the next word, short ones as the next word or in the same one. Options
 * and words may be mixed; "--" ends the options; "-" is a word. Values are written through the table's pointers. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cli_kind {
    CLI_FLAG,    /* bool */
    CLI_TEXT,    /* const char * */
    CLI_NUMBER,  /* uint64_t: decimal digits */
    CLI_SECONDS, /* double: 30, 1.5, 30s, 5m, 2h */
    CLI_PERCENT, /* double: 2, 0.5, 2%; 100 at most */
    CLI_CHOICE,  /* unsigned: which of the words in `value`, from 0 */
    CLI_TEXTS,   /* cli_words: the option as often as wanted, a word each time */
    CLI_WORDS,   /* cli_words: words between commas, and the option as often as wanted */
} cli_kind;

enum {
    CLI_WORDS_MOST = 256,
};

/* A word of the command line, or a part of one. */
typedef struct cli_word {
    const char *text;
    size_t len;
} cli_word;

typedef struct cli_words {
    cli_word words[CLI_WORDS_MOST];
    size_t count;
} cli_words;

/* One option. A table ends with an entry whose name is NULL. */
typedef struct cli_option {
    const char *name; /* without dashes */
    char letter;      /* of the short form; 0: none */
    cli_kind kind;
    const char *value; /* what --help calls the value; for CLI_CHOICE the words themselves, "text|jsonl" */
    const char *help;  /* what it does, in at most sixty characters; NULL: --help only names it */
    void *target;
    bool *given; /* NULL, or set to true when the option was there */
} cli_option;

typedef enum cli_parsed {
    CLI_PARSED = 0,
    CLI_HELP_ASKED,
    CLI_WRONG, /* said on standard error, with the nearest option there is */
} cli_parsed;

/* Read a command line.
 *
 *   command  its name, for messages
 *   options  the table
 *   words    [*count] what follows the command's name; what isn't an option is moved to the front
 *   count    receives how many of those there are */
cli_parsed cli_options_read(const char *command, const cli_option *options, char **words, size_t *count);

#endif
