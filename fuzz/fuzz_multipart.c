/* SPDX-License-Identifier: MIT */
/* Fuzz target: a form in parts (multipart/form-data). Oracles: however the bytes are cut, the same parts with the same
 * data and the same fault at the same byte; no part has the delimiter in its data; data are never more than the bytes.
 *
 * An input is two bytes of plan, then the content's bytes:
 *   byte 0  which boundary (BOUNDARIES)
 *   byte 1  where to cut: 0 before every byte, else the seed of a row of random cuts */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/cuts.h"
#include "server/routes/multipart.h"

enum {
    PLAN_BYTES = 2,
    MOST_BYTES = 4096,
    EVENT_MOST = 3 * (SRV_PART_NAME_MOST + 1) + 2, /* what is written of a part, beside its data */
};

static const char *const BOUNDARIES[] = {"B", "--", "a--a", "0123456789012345678901234567890123456789"};

/* What was said, without where it was cut. */
typedef struct said {
    char bytes[MOST_BYTES + (SRV_PARTS_MOST + 3) * EVENT_MOST];
    size_t len, data;
    char delimiter[SRV_BOUNDARY_MOST + 5];
} said;

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

static void hold(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "read: %s\n", what);
    abort();
}

static void say(said *s, const void *bytes, size_t len)
{
    hold(len <= sizeof s->bytes - s->len, "more is said than so many bytes can hold");
    memcpy(s->bytes + s->len, bytes, len);
    s->len += len;
}

static void say_part(said *s, const srv_part *part)
{
    say(s, "P", 1);
    say(s, part->name, strlen(part->name) + 1);
    say(s, part->file_name, strlen(part->file_name) + 1);
    say(s, part->media_type, strlen(part->media_type) + 1);
    say(s, part->is_file ? "f" : "-", 1);
    s->data = s->len;
}

static void note(said *s, const srv_multipart *m, const srv_multipart_event *ev)
{
    switch (ev->type) {
    case SRV_MULTIPART_PART:
        say_part(s, &m->part);
        break;
    case SRV_MULTIPART_DATA:
        hold(ev->data.len > 0, "data without a byte");
        say(s, ev->data.at, ev->data.len);
        break;
    case SRV_MULTIPART_PART_END:
        hold(memmem(s->bytes + s->data, s->len - s->data, s->delimiter, strlen(s->delimiter)) == NULL,
             "a part has the delimiter in its data");
        say(s, "]", 1);
        break;
    case SRV_MULTIPART_END:
        say(s, ".", 1);
        break;
    case SRV_MULTIPART_FAULT:
        say(s, &m->at, sizeof m->at);
        say(s, ev->fault, strlen(ev->fault));
        break;
    case SRV_MULTIPART_MORE:
        break;
    }
}

static void run(said *s, unsigned boundary, const uint8_t *bytes, size_t len, const size_t *cuts, size_t n_cuts)
{
    static srv_multipart m;
    srv_multipart_event ev = {.type = SRV_MULTIPART_MORE};
    char type[128];
    int type_len = snprintf(type, sizeof type, "multipart/form-data; boundary=\"%s\"", BOUNDARIES[boundary]);

    s->len = s->data = 0;
    snprintf(s->delimiter, sizeof s->delimiter, "\r\n--%s", BOUNDARIES[boundary]);
    hold(srv_multipart_init(&m, (h1_bytes){type, (size_t)type_len}), "the boundary is refused");
    for (size_t i = 0, at = 0; i <= n_cuts && ev.type != SRV_MULTIPART_FAULT; i++) {
        size_t to = i < n_cuts ? cuts[i] : len;
        do {
            size_t used = srv_multipart_next(&m, bytes + at, to - at, &ev);
            hold(used <= to - at, "more is done with than was given");
            at += used;
            note(s, &m, &ev);
        } while (ev.type != SRV_MULTIPART_MORE && ev.type != SRV_MULTIPART_FAULT);
        hold(at == to || ev.type == SRV_MULTIPART_FAULT, "bytes are left over");
    }
    say(s, srv_multipart_is_whole(&m) ? "." : "~", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    static said whole, pieces;
    static size_t cuts[MOST_BYTES];
    unsigned boundary;

    if (len < PLAN_BYTES || len > MOST_BYTES)
        return 0;
    boundary = input[0] % (sizeof BOUNDARIES / sizeof BOUNDARIES[0]);
    run(&whole, boundary, input + PLAN_BYTES, len - PLAN_BYTES, NULL, 0);
    run(&pieces, boundary, input + PLAN_BYTES, len - PLAN_BYTES, cuts, fuzz_cuts(cuts, len - PLAN_BYTES, input[1]));
    if (whole.len != pieces.len || memcmp(whole.bytes, pieces.bytes, whole.len) != 0) {
        fprintf(stderr, "event 0 differs\n  whole:  %zu bytes said\n  pieces: %zu bytes said\n", whole.len, pieces.len);
        abort();
    }
    return 0;
}
