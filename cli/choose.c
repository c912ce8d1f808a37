/* SPDX-License-Identifier: MIT */
/* See choose.h. */
#include "cli/choose.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "framing/frame.h"
#include "report/count.h"
#include "report/escape.h"

/* Files that are no hidden ones. */
static bool is_file(const struct dirent *entry)
{
    struct stat about;

    return entry->d_name[0] != '.' && stat(entry->d_name, &about) == 0 && S_ISREG(about.st_mode);
}

static bool has_plain_name(const struct dirent *entry)
{
    return frame_name_check((const uint8_t *)entry->d_name, strlen(entry->d_name)) == H1_RULE_NONE;
}

static int is_offered(const struct dirent *entry)
{
    return is_file(entry) && has_plain_name(entry);
}

static int is_left_out(const struct dirent *entry)
{
    return is_file(entry) && !has_plain_name(entry);
}

static void free_entries(struct dirent **entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
}

static void count_left_out(void)
{
    struct dirent **entries = NULL;
    int found = scandir(".", &entries, is_left_out, NULL);

    if (found > 0)
        fprintf(stderr, "%d more can't be sent: a name has to be plain UTF-8\n", found);
    free_entries(entries, found > 0 ? (size_t)found : 0);
}

static void print_list(struct dirent **entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stat about = {0};
        stat(entries[i]->d_name, &about);
        fprintf(stderr, "%4zu  ", i + 1);
        report_escape_to(stderr, (const uint8_t *)entries[i]->d_name, strlen(entries[i]->d_name));
        fprintf(stderr, "  %s\n", report_bytes_of((uint64_t)about.st_size).text);
    }
}

/* The number of a word of digits; 0, which nothing has, for every other word. */
static size_t number_of(const char *word, size_t len)
{
    size_t number = 0;

    for (size_t i = 0; i < len; i++) {
        if (word[i] < '0' || word[i] > '9' || number > 1000000)
            return 0;
        number = number * 10 + (size_t)(word[i] - '0');
    }
    return number;
}

/* The next word of an answer; its length, 0 when there is none. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " ,\t\r\n");
    return strcspn(*at, " ,\t\r\n");
}

/* Put the names chosen into `chosen`. Returns false, with a word on standard error, where the answer is none. */
static bool read_answer(const char *answer, struct dirent **entries, size_t count, cli_chosen *chosen)
{
    size_t len;

    chosen->count = 0;
    for (const char *at = answer; (len = next_word(&at)) > 0; at += len) {
        size_t number = number_of(at, len);
        if (number == 0 || number > count) {
            fputs("'", stderr);
            report_escape_cut_to(stderr, (const uint8_t *)at, len, 40);
            fprintf(stderr, "' is not one of the numbers 1 to %zu\n", count);
            return false;
        }
        for (size_t i = 0; i < chosen->count; i++) {
            if (chosen->names[i] == entries[number - 1]->d_name) {
                fprintf(stderr, "%zu is there twice\n", number);
                return false;
            }
        }
        chosen->names[chosen->count++] = entries[number - 1]->d_name;
    }
    return true;
}

static cli_status ask(struct dirent **entries, size_t count, cli_chosen *chosen)
{
    char *answer = NULL;
    size_t room = 0;

    do {
        fputs("Send which? Numbers with blanks between them; Enter quits: ", stderr);
        if (getline(&answer, &room, stdin) < 0) {
            free(answer);
            fputs("\nh1 send: no file was chosen\n", stderr);
            chosen->count = 0;
            return CLI_UNUSABLE;
        }
    } while (!read_answer(answer, entries, count, chosen));
    free(answer);
    return CLI_OK;
}

/* The names outlive the list of entries. */
static cli_status copy_names(cli_chosen *chosen)
{
    size_t count = chosen->count;

    for (size_t i = 0; i < count; i++) {
        chosen->names[i] = strdup(chosen->names[i]);
        if (chosen->names[i] == NULL) {
            chosen->count = i;
            return cli_no_memory();
        }
    }
    return CLI_OK;
}

cli_status cli_choose(cli_chosen *chosen)
{
    struct dirent **entries = NULL;
    int found = scandir(".", &entries, is_offered, alphasort);
    size_t count = found > 0 ? (size_t)found : 0;
    cli_status status = CLI_UNUSABLE;

    *chosen = (cli_chosen){0};
    if (found < 0) {
        fprintf(stderr, "h1 send: the current folder: %s\n", strerror(errno));
        return CLI_UNUSABLE;
    }
    if (count == 0)
        fputs("h1 send: no file in the current folder can be sent\n", stderr);
    print_list(entries, count);
    count_left_out();
    chosen->names = count > 0 ? calloc(count, sizeof *chosen->names) : NULL;
    if (count > 0 && chosen->names == NULL)
        status = cli_no_memory();
    if (chosen->names != NULL) {
        status = ask(entries, count, chosen);
        if (status == CLI_OK)
            status = copy_names(chosen);
    }
    free_entries(entries, count);
    return status;
}

void cli_chosen_free(cli_chosen *chosen)
{
    for (size_t i = 0; i < chosen->count; i++)
        free(chosen->names[i]);
    free(chosen->names);
    *chosen = (cli_chosen){0};
}
