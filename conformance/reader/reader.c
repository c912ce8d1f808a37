/* SPDX-License-Identifier: MIT */
/* See reader.h: files, lines and where cases begin and end. What stands on a line is read by keys.c, steps.c,
 * expectations.c and outcomes.c. */
#include "reader.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "reading.h"

enum { MOST_FILE = 8 * 1024 * 1024, MOST_DEPTH = 8 };

void conf_suite_init(conf_suite *suite, conf_memory *memory, const conf_ledger *ledger)
{
    *suite = (conf_suite){.memory = memory, .ledger = ledger};
}

/* ---- Cases ---- */

static void check_id(conf_reading *r)
{
    const conf_suite *suite = r->suite;

    for (size_t i = 0; i < suite->case_count; i++) {
        const conf_case *other = suite->cases[i];
        if (strcmp(other->id, r->c->id) == 0)
            conf_complain(r, "a case of this name stands at %s:%u; ids are unique", other->path, other->line);
    }
}

static void join_bytes(conf_reading *r, h1_side side)
{
    r->c->bytes[side] = conf_case_bytes(r->suite->memory, r->c, side, 0, &conf_parser_variables, &r->c->marks[side]);
}

static void end_case(conf_reading *r)
{
    conf_suite *suite = r->suite;

    if (r->c == NULL)
        return;
    join_bytes(r, H1_REQUESTS);
    join_bytes(r, H1_RESPONSES);
    r->c->value = (conf_bytes){r->value.at, r->value.len};
    if (suite->fault_count == r->faults_before)
        conf_check_case(r);
    if (suite->fault_count == r->faults_before) {
        suite->cases = conf_grow(suite->memory, suite->cases, suite->case_count, sizeof r->c);
        suite->cases[suite->case_count++] = r->c;
    }
    r->c = NULL;
}

static bool is_case_name(const char *name)
{
    return name[0] != '\0' && name[0] != '-' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(name);
}

static void begin_case(conf_reading *r, conf_words *words)
{
    const char *name = conf_slice_text(r, conf_word(words));
    conf_case *c;

    end_case(r);
    r->faults_before = r->suite->fault_count;
    if (!is_case_name(name))
        conf_complain(r, "expected a name of a-z, 0-9, '-' and '.' behind 'case'");
    conf_expect_done(words);
    c = conf_alloc(r->suite->memory, sizeof *c);
    c->name = name;
    c->id = conf_format(r->suite->memory, "%s-%s/%s", r->rfc, r->section, name);
    c->path = r->path;
    c->line = r->line;
    c->rfc = r->rfc;
    c->section = r->section;
    r->c = c;
    r->alternative = 0;
    r->once = 0;
    r->value = (conf_buffer){0};
    check_id(r);
}

static void begin_group(conf_reading *r, conf_words *words)
{
    const char *name = conf_slice_text(r, conf_word(words));
    conf_case *c = r->c;

    if (!is_case_name(name))
        conf_complain(r, "expected a name of a-z, 0-9, '-' and '.' behind 'alt'");
    conf_expect_done(words);
    for (size_t i = 0; i < c->alternative_count; i++) {
        if (strcmp(c->alternatives[i], name) == 0)
            conf_complain(r, "a group of this name stands in this case already");
    }
    c->alternatives = conf_grow(r->suite->memory, c->alternatives, c->alternative_count, sizeof name);
    c->alternatives[c->alternative_count++] = name;
    r->alternative = c->alternative_count;
    r->indent = 0;
}

/* ---- Lines ---- */

static void read_first_column(conf_reading *r, const char *text, size_t len)
{
    conf_words words = {r, text, text + len};
    conf_slice first = conf_word(&words);

    r->block = CONF_BLOCK_NONE;
    if (conf_slice_is(first, "case")) {
        begin_case(r, &words);
        return;
    }
    if (r->c == NULL) {
        conf_complain(r, "expected 'case NAME' or a comment before the first case");
        return;
    }
    r->alternative = 0;
    if (conf_slice_is(first, "alt"))
        begin_group(r, &words);
    else if (!conf_read_step(r, text, len))
        conf_read_key(r, text, len);
}

static void read_indented(conf_reading *r, size_t indent, const char *text, size_t len)
{
    conf_words words = {r, text, text + len};
    bool deeper = r->alternative == 0 || (r->indent != 0 && indent > r->indent);

    if (r->c == NULL) {
        conf_complain(r, "expected 'case NAME' or a comment before the first case");
    } else if (deeper && r->block == CONF_BLOCK_EXPECT) {
        conf_read_expectations(&words);
    } else if (deeper && r->block == CONF_BLOCK_OUTCOME) {
        conf_read_more_outcome(&words);
    } else if (r->alternative != 0) {
        if (r->indent == 0)
            r->indent = indent;
        if (indent != r->indent)
            conf_complain(r, "expected the indentation of the group's first line");
        r->block = CONF_BLOCK_NONE;
        if (!conf_read_step(r, text, len))
            conf_read_key(r, text, len);
    } else {
        conf_complain(r,
                      "nothing above this indented line takes one: expected a block such as 'parser >:' or 'alt NAME'");
    }
}

/* UTF-8 without control characters, as far as a text editor can be trusted with it: continuation bytes where they are
 * due and nowhere else. */
static bool is_text(const char *text, size_t len)
{
    unsigned due = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool follows = (byte & 0xC0) == 0x80;
        if (follows != (due > 0) || byte < 0x20 || byte == 0x7F || byte >= 0xF5 || byte == 0xC0 || byte == 0xC1)
            return false;
        if (follows)
            due--;
        else
            due = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    }
    return due == 0;
}

static bool has_gap(const char *text, size_t len)
{
    for (size_t i = 0; i + 3 <= len; i++) {
        if (memcmp(text + i, "???", 3) == 0)
            return true;
    }
    return false;
}

static void read_line(conf_reading *r, const char *text, size_t len)
{
    size_t indent = 0;

    if (!is_text(text, len)) {
        conf_complain(r, "expected UTF-8 text without TAB, CR and other control bytes; in bytes write \\t, \\r, \\xHH");
        return;
    }
    if (len == 0 || text[0] == '#')
        return;
    if (text[len - 1] == ' ') {
        conf_complain(r, "expected no blanks at the end of the line; a blank that is a byte is \\x20");
        return;
    }
    if (has_gap(text, len)) {
        conf_complain(r, "expected the gap ??? to be filled in; where three ? are meant write \\x3f??");
        return;
    }
    while (text[indent] == ' ')
        indent++;
    if (indent == 0)
        read_first_column(r, text, len);
    else
        read_indented(r, indent, text + indent, len - indent);
}

/* ---- Files ---- */

/* Where a path's folder begins: what stands before the last '/'. NULL where the path has none. */
static const char *folder_of(const char *path)
{
    const char *folder = strrchr(path, '/');

    while (folder != NULL && folder > path && folder[-1] != '/')
        folder--;
    return folder;
}

static bool is_rfc(const char *folder)
{
    return strncmp(folder, "rfc", 3) == 0 && strspn(folder + 3, "0123456789") == 4 && folder[7] == '/';
}

/* rfcNNNN/SECTION-slug.case; frames/SECTION-slug.case for docs/framing.md; seeds.case, which is of no section */
static bool read_path(conf_reading *r)
{
    const char *base = strrchr(r->path, '/');
    const char *dash = base != NULL ? strchr(base, '-') : NULL;
    const char *folder = folder_of(r->path);
    size_t len = strlen(r->path);
    bool of_frames = folder != NULL && strncmp(folder, "frames/", 7) == 0;

    if (base != NULL && strcmp(base, "/seeds.case") == 0) {
        r->rfc = "seeds";
        r->section = "0";
        return true;
    }
    if (dash == NULL || dash == base + 1 || len < 5 || strcmp(r->path + len - 5, ".case") != 0 ||
        !(of_frames || is_rfc(folder))) {
        conf_complain(r, "expected a path that ends in rfcNNNN/SECTION-slug.case, such as rfc9112/6.3-body.case");
        return false;
    }
    r->rfc = of_frames ? "h1f1" : conf_text(r->suite->memory, folder + 3, 4);
    r->section = conf_text(r->suite->memory, base + 1, (size_t)(dash - base - 1));
    return true;
}

void conf_suite_read_text(conf_suite *suite, const char *path, const char *text, size_t len)
{
    conf_reading r = {.suite = suite, .path = conf_text(suite->memory, path, strlen(path))};
    const char *end = text + len;
    size_t cases = suite->case_count;
    size_t faults = suite->fault_count;

    suite->file_count++;
    if (!read_path(&r))
        return;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline != NULL ? newline : end;
        r.line++;
        read_line(&r, text, (size_t)(line_end - text));
        text = newline != NULL ? newline + 1 : end;
    }
    end_case(&r);
    if (suite->case_count == cases && suite->fault_count == faults)
        conf_complain(&r, "expected at least one case in the file");
}

static void file_fault(conf_suite *suite, const char *path, const char *why)
{
    conf_reading r = {.suite = suite, .path = conf_text(suite->memory, path, strlen(path))};

    conf_complain(&r, "%s", why);
}

void conf_suite_read_file(conf_suite *suite, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text;
    size_t len;

    if (file == NULL) {
        file_fault(suite, path, strerror(errno));
        return;
    }
    text = malloc(MOST_FILE);
    len = text != NULL ? fread(text, 1, MOST_FILE, file) : 0;
    if (text == NULL || ferror(file))
        file_fault(suite, path, strerror(errno));
    else if (len == MOST_FILE)
        file_fault(suite, path, "expected a case file of less than 8 MiB");
    else
        conf_suite_read_text(suite, path, text, len);
    free(text);
    fclose(file);
}

/* ---- Folders ---- */

typedef struct paths {
    char **at;
    size_t count;
} paths;

static void collect(conf_suite *suite, const char *directory, unsigned depth, paths *found)
{
    DIR *folder = opendir(directory);
    const struct dirent *entry;

    if (folder == NULL) {
        file_fault(suite, directory, strerror(errno));
        return;
    }
    while ((entry = readdir(folder)) != NULL) {
        char *path = conf_format(suite->memory, "%s/%s", directory, entry->d_name);
        size_t len = strlen(path);
        struct stat status;
        if (entry->d_name[0] == '.' || stat(path, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode) && depth < MOST_DEPTH) {
            collect(suite, path, depth + 1, found);
        } else if (S_ISREG(status.st_mode) && len > 5 && strcmp(path + len - 5, ".case") == 0) {
            found->at = conf_grow(suite->memory, found->at, found->count, sizeof path);
            found->at[found->count++] = path;
        }
    }
    closedir(folder);
}

/* Sections in the order of their numbers: 6.3.1 before 6.10, so strverscmp. */
static int by_number(const void *a, const void *b)
{
    return strverscmp(*(char *const *)a, *(char *const *)b);
}

void conf_suite_read_tree(conf_suite *suite, const char *directory)
{
    paths found = {0};
    size_t len = strlen(directory);

    while (len > 1 && directory[len - 1] == '/')
        len--;
    collect(suite, conf_text(suite->memory, directory, len), 0, &found);
    if (found.count == 0)
        file_fault(suite, directory, "expected a directory with case files, *.case");
    else
        qsort(found.at, found.count, sizeof *found.at, by_number);
    for (size_t i = 0; i < found.count; i++)
        conf_suite_read_file(suite, found.at[i]);
}
