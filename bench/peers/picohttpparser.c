/* SPDX-License-Identifier: MIT */
/* picohttpparser as Debian has it: inside libh2o, which exports its functions but ships no header for them, so their
 * shapes are declared here. Debian builds it without SSE4.2. It is told how much it had seen at the last call. Its
 * decoder of chunked bodies works in place, so it is given a copy; the copying is part of its time. */
#include <string.h>
#include <sys/types.h>

#include "bench/contest.h"

struct phr_header {
    const char *name;
    size_t name_len;
    const char *value;
    size_t value_len;
};
struct phr_chunked_decoder {
    size_t bytes_left_in_chunk;
    char consume_trailer, hex_count, state;
};
int phr_parse_request(const char *buf, size_t len, const char **method, size_t *method_len, const char **path,
                      size_t *path_len, int *minor, struct phr_header *headers, size_t *count, size_t last_len);
int phr_parse_response(const char *buf, size_t len, int *minor, int *status, const char **msg, size_t *msg_len,
                       struct phr_header *headers, size_t *count, size_t last_len);
ssize_t phr_decode_chunked(struct phr_chunked_decoder *decoder, char *buf, size_t *len);

enum { MALFORMED = -1, PARTIAL = -2 };

static struct phr_header headers[BENCH_FIELDS];
static char body[1 << 20];

static void add_head(bench_tally *t, size_t count, const uint8_t *end)
{
    for (size_t i = 0; i < count; i++)
        bench_add_field(t, headers[i].name, headers[i].name_len, headers[i].value, headers[i].value_len);
    bench_add_end(t, end);
}

static int parse(bool response, const uint8_t *bytes, size_t len, size_t seen, size_t *count)
{
    const char *text[2];
    size_t text_len[2];
    int minor;
    int status;

    *count = BENCH_FIELDS;
    if (response)
        return phr_parse_response((const char *)bytes, len, &minor, &status, &text[0], &text_len[0], headers, count,
                                  seen);
    return phr_parse_request((const char *)bytes, len, &text[0], &text_len[0], &text[1], &text_len[1], &minor, headers,
                             count, seen);
}

static bool decode(const uint8_t *bytes, size_t len, bench_tally *t)
{
    struct phr_chunked_decoder decoder = {.consume_trailer = 1};
    size_t size = len;

    if (len > sizeof body)
        return false;
    memcpy(body, bytes, len);
    if (phr_decode_chunked(&decoder, body, &size) < 0)
        return false;
    t->content += size;
    if (t->wanted)
        bench_add_content(t, body, size);
    return true;
}

static bool take(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    const bench_input *in = state;
    size_t at = 0;

    while (at < len) {
        size_t count;
        const int used = parse(in->responses, bytes + at, len - at, seen, &count);
        if (used == PARTIAL)
            return true;
        if (used < 0)
            return false;
        at += (size_t)used;
        t->heads++;
        t->fields += count;
        if (t->wanted)
            add_head(t, count, bytes + at);
        if (in->group == BENCH_CHUNKED)
            return decode(bytes + at, len - at, t);
    }
    return true;
}

static bool play(const bench_input *in, bench_tally *t)
{
    bench_input copy = *in;
    return bench_show(in, t, &copy, take);
}

const bench_parser bench_picohttpparser = {.name = "picohttpparser", .package = "libh2o0.13", .play = play};
