/* SPDX-License-Identifier: MIT */
/* Reads the inputs, and finds with libh1 where each message ends, so that no contestant has to. A file that libh1
 * refuses, or whose messages have bodies that aren't chunked, is not measured but an error. */
#include "bench/input.h"

#include <h1/h1.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 24, FIELDS = 100, CONNECTION = 64, PATH = 4096 };

static bool wrong(const char *name, const char *why)
{
    fprintf(stderr, "bench-parser: %s: %s\n", name, why);
    return false;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static uint8_t *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file != NULL ? malloc(MOST_BYTES) : NULL;

    if (bytes == NULL) {
        wrong(path, file == NULL ? strerror(errno) : "no memory");
    } else {
        *len = fread(bytes, 1, MOST_BYTES, file);
        if (ferror(file) || *len == 0 || *len == MOST_BYTES) {
            wrong(path, *len == 0 ? "nothing could be read" : "longer than 16 MiB, or not read to its end");
            free(bytes);
            bytes = NULL;
        }
    }
    if (file != NULL)
        fclose(file);
    return bytes;
}

static bool cannot_play(const bench_input *in, size_t at, const h1_event *ev)
{
    if (ev->type == H1_REFUSED)
        fprintf(stderr, "bench-parser: %s: refused at byte %zu: %s\n", in->name, at + ev->fault.span.at,
                h1_rule_name(ev->fault.rule).text);
    else if (ev->type == H1_HEAD)
        wrong(in->name, "a body that is not chunked; only heads and chunked bodies are measured");
    else
        wrong(in->name, "its last message is not complete");
    return false;
}

/* Where messages end, and whether one has a chunked body. */
static bool cut(bench_input *in)
{
    static h1_field fields[FIELDS];
    size_t room = 16;
    size_t *ends = malloc(room * sizeof *ends);
    h1_stream s;
    h1_event ev;

    h1_stream_init(&s, in->responses ? H1_RESPONSES : H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    for (size_t at = 0; ends != NULL && at < in->len;) {
        h1_stream_expect(&s, H1_TO_HEAD);
        const size_t used = h1_next(&s, in->bytes + at, in->len - at, false, &ev);
        const bool body = ev.type == H1_HEAD && !ev.last;
        if (used == 0 || ev.type == H1_REFUSED || (body && ev.head.framing != H1_FRAMING_CHUNKED)) {
            free(ends);
            return cannot_play(in, at, &ev);
        }
        at += used;
        if (body)
            in->group = BENCH_CHUNKED;
        if (!(ev.type == H1_HEAD && ev.last) && ev.type != H1_END)
            continue;
        if (in->messages == room) {
            room *= 2;
            ends = realloc(ends, room * sizeof *ends);
            if (ends == NULL)
                break;
        }
        ends[in->messages++] = at;
    }
    in->ends = ends;
    return ends != NULL || wrong(in->name, "no memory");
}

static bool add(bench_inputs *list, const bench_input *in)
{
    if (list->count == BENCH_INPUTS)
        return wrong(in->name, "too many inputs");
    list->input[list->count++] = *in;
    return true;
}

/* The file once for each size of piece. */
static bool add_pieces(bench_inputs *list, const bench_input *in)
{
    static const size_t sizes[] = {1, 64, 256, 1460};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const size_t room = strlen(in->name) + 24;
        char *name = malloc(room);
        bench_input one = *in;
        if (name == NULL)
            return wrong(in->name, "no memory");
        snprintf(name, room, "%s-by-%zu", in->name, sizes[i]);
        one.name = name;
        one.group = BENCH_PIECES;
        one.piece = sizes[i];
        if (!add(list, &one))
            return false;
    }
    return true;
}

static bool add_messages(bench_inputs *list, const char *name, const uint8_t *bytes, size_t len)
{
    bench_input in = {.name = name, .bytes = bytes, .len = len, .times = 1};

    in.responses = len > 5 && memcmp(bytes, "HTTP/", 5) == 0;
    if (!cut(&in))
        return false;
    if (starts(name, "pieces"))
        return add_pieces(list, &in);
    in.name = strdup(name);
    in.at_once = starts(name, "pipelined");
    if (in.group == BENCH_HEAD && !in.at_once && in.messages < CONNECTION)
        in.times = CONNECTION / in.messages;
    return in.name != NULL ? add(list, &in) : wrong(name, "no memory");
}

bool bench_load(bench_inputs *list, const char *path)
{
    size_t len;
    uint8_t *bytes = read_file(path, &len);

    if (bytes != NULL && add_messages(list, base_of(path), bytes, len))
        return true;
    free(bytes);
    return false;
}

bool bench_load_usual(bench_inputs *list, const char *folder)
{
    static const char *const usual[] = {
        "browser-get", "browser-large", "cdn-response", "smallest-get", "curl-get",   "pipelined-small",
        "cookie-4k",   "fields-30",     "fields-100",   "chunked-16",   "chunked-64", "pieces-8k",
    };
    char path[PATH];
    size_t len;
    uint8_t *requests = bench_make_requests(&len);

    if (requests == NULL || !add_messages(list, "requests-1024", requests, len))
        return false;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, usual[i]);
        if (!bench_load(list, path))
            return false;
    }
    return true;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

bool bench_load_malformed(bench_inputs *list, const char *folder)
{
    struct dirent **entries;
    const int count = scandir(folder, &entries, not_hidden, alphasort);
    char path[PATH];

    if (count <= 0)
        return wrong(folder, count < 0 ? strerror(errno) : "no file");
    for (int i = 0; i < count; i++) {
        bench_input in = {.messages = 1, .times = 1, .name = strdup(entries[i]->d_name)};
        size_t *end = malloc(sizeof *end);
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        in.bytes = read_file(path, &in.len);
        in.ends = end;
        if (in.name == NULL || end == NULL || in.bytes == NULL || !add(list, &in))
            return false;
        *end = in.len;
        free(entries[i]);
    }
    free(entries);
    return true;
}
