/* SPDX-License-Identifier: MIT */
/* Fuzz target: a connection of the server. Oracles: however the bytes are cut, the same bytes are answered (but for
 * 100 (Continue), which is only said to a client that still waits); and all of them are responses that libh1 takes.
 *
 * An input is that of the stream targets (segmentation.h), so their seeds are its seeds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/cuts.h"
#include "fuzz/segmentation.h"
#include "server/core/tests/wire.h"

enum { ROUTES_MOST = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

/* Which answers are to HEAD: the parser of responses has to know. */
typedef struct asked {
    char heads[FUZZ_MOST_BYTES];
    size_t count;
} asked;

static void note(void *context, const srv_record *record)
{
    asked *a = context;
    bool head = record->head != NULL && (record->head->flags & H1_HEAD_HEAD) != 0;

    if (a->count + 1 < sizeof a->heads)
        a->heads[a->count++] = head ? 'H' : 'G';
    a->heads[a->count] = '\0';
}

static void echo(srv_exchange *x)
{
    srv_send(x, 200, "text/plain", x->content);
}

static void run(wire *w, asked *a, const uint8_t *input, size_t len, const size_t *cuts, size_t n_cuts)
{
    static srv_route routes[ROUTES_MOST];

    wire_begin(w);
    memcpy(routes, w->service.routes, w->service.route_count * sizeof routes[0]);
    routes[w->service.route_count] = (srv_route){.path = "/", .methods = SRV_ANY, .serve = echo};
    w->service.routes = routes;
    w->service.route_count++;
    w->service.context = a;
    w->service.record = note;
    w->service.limits.parser.http09 = (input[0] & FUZZ_PLAN_HTTP09) != 0;
    w->service.limits.content = 1000;
    a->count = 0;
    a->heads[0] = '\0';
    wire_feed(w, input + FUZZ_PLAN_BYTES, len - FUZZ_PLAN_BYTES, cuts, n_cuts, (input[0] & FUZZ_PLAN_END) != 0);
    if (!w->closed)
        wire_wait(w, 200000);
}

/* Every wait ends: with limits on everything, so does every connection. */
static void check(wire *w, const asked *a, bool http09)
{
    const char *said = wire_say(w, a->heads);

    if (w->closed && (http09 || w->full || !w->broken))
        return;
    fprintf(stderr, "read: %s\n%.*s\n", said, (int)w->out_len, (const char *)w->out);
    abort();
}

static void leave_out_continue(wire *w)
{
    static const char CONTINUE[] = "HTTP/1.1 100 Continue\r\n\r\n";
    const size_t len = sizeof CONTINUE - 1;

    for (size_t at = 0; at + len <= w->out_len;) {
        if (memcmp(w->out + at, CONTINUE, len) != 0) {
            at++;
            continue;
        }
        memmove(w->out + at, w->out + at + len, w->out_len - at - len);
        w->out_len -= len;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    static size_t cuts[FUZZ_MOST_BYTES];
    static asked a;
    wire whole = {.out = NULL}, pieces = {.out = NULL};
    bool http09;

    if (len < FUZZ_PLAN_BYTES || len > FUZZ_MOST_BYTES)
        return 0;
    http09 = (input[0] & FUZZ_PLAN_HTTP09) != 0;
    run(&whole, &a, input, len, NULL, 0);
    check(&whole, &a, http09);
    run(&pieces, &a, input, len, cuts, fuzz_cuts(cuts, len - FUZZ_PLAN_BYTES, input[1]));
    check(&pieces, &a, http09);
    leave_out_continue(&whole);
    leave_out_continue(&pieces);
    if (!whole.full && !pieces.full &&
        (whole.out_len != pieces.out_len || memcmp(whole.out, pieces.out, whole.out_len) != 0)) {
        fprintf(stderr, "read: whole:  %s\n%.*s\n", wire_say(&whole, NULL), (int)whole.out_len, (char *)whole.out);
        fprintf(stderr, "read: pieces: %s\n%.*s\n", wire_say(&pieces, NULL), (int)pieces.out_len, (char *)pieces.out);
        abort();
    }
    wire_end(&whole);
    wire_end(&pieces);
    return 0;
}
