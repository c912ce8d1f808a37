/* SPDX-License-Identifier: MIT */
/* See conform_capture.h. A connection's bytes are gathered as flows.h brings them, and played when it is over; then
 * they are dropped, so that memory is bounded by the connections that are open at once. */
#include "cli/conform_capture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "conformance/parser/play_parser.h"
#include "pcap/classify.h"
#include "pcap/flows.h"
#include "pcap/fragments.h"
#include "pcap/source.h"

enum {
    STREAM_MOST = 1024 * 1024, /* bytes of a direction that are played */
    SAMPLED_ABOVE = 64 * 1024, /* bytes of a direction; beyond, single cuts are sampled */
    SINGLE_CUTS = 1024,        /* so many then */
    FLOWS_MEMORY = 256 * 1024 * 1024,
};

/* One direction, as far as it goes without a gap. */
typedef struct lane {
    uint8_t *bytes;
    size_t len, room;
    bool gap, cut; /* what follows is not here; is not kept */
} lane;

/* A connection being gathered. */
typedef struct stream {
    lane lanes[2];    /* by direction */
    conf_step *steps; /* [step_count] in the order of the capture; a side is a direction here */
    size_t step_count, step_room;
} stream;

/* A run over captures. */
typedef struct capturing {
    conf_suite *suite;
    conf_run *run;
    const char *path, *name; /* of the file */
    size_t gaps, sampled, cut;
    bool damaged, broken;
    void (*take)(void *context, conf_case *made, const conf_stream *stream); /* NULL: play them to libh1 */
    void *context;
} capturing;

/* ---- Gathering ---- */

static void *larger(capturing *c, void *old, size_t *room, size_t need, size_t size)
{
    size_t more = *room > 0 ? *room : 16;
    void *new;

    while (more < need)
        more *= 2;
    new = realloc(old, more * size);
    if (new == NULL) {
        c->broken = true;
        return old;
    }
    *room = more;
    return new;
}

static stream *stream_of(capturing *c, cap_flow *flow)
{
    if (flow->user == NULL && (flow->user = calloc(1, sizeof(stream))) == NULL)
        c->broken = true;
    return flow->user;
}

static void gather(void *context, cap_flow *flow, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when)
{
    capturing *c = context;
    stream *s = stream_of(c, flow);
    lane *l = s != NULL ? &s->lanes[dir] : NULL;

    (void)when;
    if (l == NULL || l->gap || l->cut)
        return;
    if (l->len + len > STREAM_MOST) {
        len = STREAM_MOST - l->len;
        l->cut = true;
    }
    if (l->len + len > l->room)
        l->bytes = larger(c, l->bytes, &l->room, l->len + len, 1);
    if (s->step_count == s->step_room)
        s->steps = larger(c, s->steps, &s->step_room, s->step_count + 1, sizeof *s->steps);
    if (c->broken || len == 0)
        return;
    memcpy(l->bytes + l->len, bytes, len);
    l->len += len;
    s->steps[s->step_count++] = (conf_step){.kind = CONF_STEP_BYTES, .side = (h1_side)dir, .size = len};
}

static void note_gap(void *context, cap_flow *flow, unsigned dir, uint64_t len, cap_gap_kind kind, const cap_when *when)
{
    stream *s = stream_of(context, flow);

    (void)len;
    (void)kind;
    (void)when;
    if (s != NULL)
        s->lanes[dir].gap = true;
}

static void note_unseen(void *context, cap_flow *flow, unsigned dir, const cap_when *when)
{
    note_gap(context, flow, dir, 0, CAP_GAP_LOST, when);
}

static void note_end(void *context, cap_flow *flow, unsigned dir, cap_end_kind kind, const cap_when *when)
{
    (void)context;
    (void)flow;
    (void)dir;
    (void)kind;
    (void)when;
}

/* ---- A stream as a case ---- */

/* Which direction has the requests; 2 where it isn't HTTP/1. */
static unsigned requests_in(const stream *s)
{
    for (unsigned dir = 0; dir < 2; dir++) {
        const lane *l = &s->lanes[dir];
        const lane *other = &s->lanes[1 - dir];
        if (l->len > 0 && cap_classify(l->bytes, l->len, true) == CAP_SPEAKS_REQUESTS)
            return dir;
        if (other->len > 0 && cap_classify(other->bytes, other->len, true) == CAP_SPEAKS_RESPONSES)
            return dir;
    }
    return 2;
}

static const char *why_not(const cap_flow *flow, const stream *s)
{
    if (s == NULL || s->lanes[0].len + s->lanes[1].len == 0)
        return "it brought no byte, or begins with a gap";
    if (!flow->has_syn)
        return "the capture begins in its middle";
    return requests_in(s) == 2 ? "it speaks something else than HTTP/1" : NULL;
}

static conf_case *case_of(capturing *c, const cap_flow *flow)
{
    conf_memory *memory = c->suite->memory;
    conf_case *made = conf_alloc(memory, sizeof *made);
    char ends[2][64];

    cap_endpoint_text(&flow->ends[0], ends[0], sizeof ends[0]);
    cap_endpoint_text(&flow->ends[1], ends[1], sizeof ends[1]);
    made->name = conf_format(memory, "stream-%" PRIu64, flow->number);
    made->id = conf_format(memory, "%s/%s", c->name, made->name);
    made->title = conf_format(memory, "%s to %s, from packet %" PRIu64, ends[0], ends[1], flow->first.packet);
    made->path = c->path;
    made->line = (unsigned)flow->number;
    made->rfc = "capture";
    made->section = c->name;
    made->side = CONF_SIDE_EXCHANGE;
    made->origin = conf_format(memory, "capture %s stream %" PRIu64, c->name, flow->number);
    return made;
}

static conf_bytes bytes_of(const lane *l)
{
    return (conf_bytes){l->bytes, l->len};
}

/* Where the captured segments of a direction end. */
static conf_pieces pieces_of(conf_memory *memory, const stream *s, unsigned dir)
{
    size_t *cuts = conf_alloc(memory, (s->step_count + 1) * sizeof *cuts);
    size_t count = 0;
    size_t at = 0;

    for (size_t i = 0; i < s->step_count; i++) {
        if (s->steps[i].side != (h1_side)dir)
            continue;
        at += s->steps[i].size;
        if (at < s->lanes[dir].len)
            cuts[count++] = at;
    }
    return (conf_pieces){.cuts = cuts, .count = count};
}

static void count_parts(capturing *c, const stream *s)
{
    for (unsigned dir = 0; dir < 2; dir++) {
        c->gaps += s->lanes[dir].gap;
        c->cut += s->lanes[dir].cut;
        c->sampled += s->lanes[dir].len > SAMPLED_ABOVE;
    }
}

/* The sides of its steps are directions until now. */
static void turn_steps(stream *s, unsigned requests)
{
    for (size_t i = 0; i < s->step_count && requests == 1; i++)
        s->steps[i].side = (h1_side)(1 - s->steps[i].side);
}

static void hand_over(capturing *c, conf_case *made, stream *s)
{
    unsigned dir = requests_in(s);
    conf_stream handed = {{bytes_of(&s->lanes[dir]), bytes_of(&s->lanes[1 - dir])}, s->steps, s->step_count};

    for (unsigned side = 0; side < 2; side++) {
        const lane *l = &s->lanes[side == 0 ? dir : 1 - dir];
        for (unsigned mode = 0; mode < CONF_MODES; mode++)
            made->expects[mode][side].end = l->gap || l->cut ? CONF_END_OPEN : CONF_END_CLEAN;
    }
    turn_steps(s, dir);
    c->take(c->context, made, &handed);
}

/* A direction that isn't all here isn't told that it ends. */
static void play_stream(capturing *c, conf_case *made, stream *s)
{
    unsigned dir = requests_in(s);
    conf_memory scratch = {0};
    conf_pieces captured[2] = {pieces_of(&scratch, s, dir), pieces_of(&scratch, s, 1 - dir)};
    conf_feeding feeding = {
        .all_cuts = true, .most_cuts = SINGLE_CUTS, .sampled_above = SAMPLED_ABOVE, .captured = captured};
    conf_result result;

    for (unsigned side = 0; side < 2; side++) {
        const lane *l = &s->lanes[side == 0 ? dir : 1 - dir];
        made->bytes[side] = bytes_of(l);
        for (unsigned mode = 0; mode < CONF_MODES; mode++)
            made->expects[mode][side].end = l->gap || l->cut ? CONF_END_OPEN : CONF_END_CLEAN;
    }
    turn_steps(s, dir);
    made->steps = s->steps;
    made->step_count = s->step_count;
    result = conf_play_parser(c->suite->memory, made, &feeding);
    count_parts(c, s);
    conf_run_add(c->suite->memory, c->suite->ledger, c->run, &result);
    made->bytes[0] = made->bytes[1] = (conf_bytes){0};
    made->steps = NULL;
    made->step_count = 0;
    conf_memory_free(&scratch);
}

static void play_closed(void *context, cap_flow *flow)
{
    capturing *c = context;
    stream *s = flow->user;
    const char *reason = cli_interrupted ? CONF_WAS_INTERRUPTED : why_not(flow, s);
    conf_case *made = case_of(c, flow);

    if (reason != NULL)
        conf_run_add(c->suite->memory, c->suite->ledger, c->run,
                     &(conf_result){.c = made, .state = CONF_SKIP, .reason = reason});
    else if (!c->broken && c->take != NULL)
        hand_over(c, made, s);
    else if (!c->broken)
        play_stream(c, made, s);
    if (s != NULL) {
        free(s->lanes[0].bytes);
        free(s->lanes[1].bytes);
        free(s->steps);
    }
    free(s);
}

/* ---- Files ---- */

static void say_fault(capturing *c, const cap_fault *fault)
{
    char text[256];

    cap_fault_text(fault, text, sizeof text);
    cli_complain("h1 conform", c->path, text);
    c->damaged = true;
}

static void read_packets(capturing *c, cap_source *source, cap_flows *flows)
{
    cap_fragments fragments = {0};
    cap_packet packet;
    cap_fault fault = {0};
    cap_code code;

    while ((code = cap_source_next(source, &packet, &fault)) == CAP_OK && !c->broken && !cli_interrupted) {
        cap_segment segment;
        cap_when when = {.packet = packet.number, .time = packet.time, .timed = packet.timed};
        if (cap_segment_find(&packet, &fragments, &segment) == CAP_LOOKED_AT &&
            cap_flows_segment(flows, &segment, &when) != CAP_OK)
            c->broken = true;
    }
    if (code != CAP_OK && code != CAP_END)
        say_fault(c, &fault);
    cap_flows_finish(flows);
    cap_fragments_close(&fragments);
}

static void read_file(capturing *c, const char *path)
{
    const cap_sink sink = {c, gather, note_gap, note_unseen, note_end, play_closed};
    cap_memory memory = {.limit = FLOWS_MEMORY};
    cap_fault fault = {0};
    cap_flows *flows;
    cap_source source;

    c->path = path;
    c->name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    c->suite->file_count++;
    if (cap_source_open(&source, path, NULL, NULL, &fault) != CAP_OK) {
        say_fault(c, &fault);
        return;
    }
    flows = cap_flows_open(&memory, &sink);
    c->broken = flows == NULL;
    if (flows != NULL)
        read_packets(c, &source, flows);
    cap_flows_close(flows);
    cap_source_close(&source);
}

static cli_status read_files(capturing *c, const char *const *files, size_t count, bool *damaged)
{
    for (size_t i = 0; i < count && !c->broken && !cli_interrupted; i++)
        read_file(c, files[i]);
    if (c->broken)
        return cli_no_memory();
    *damaged = c->damaged;
    return CLI_OK;
}

cli_status cli_conform_streams(conf_suite *suite, const char *const *files, size_t count,
                               void (*take)(void *context, conf_case *made, const conf_stream *stream), void *context,
                               conf_run *run, bool *damaged)
{
    capturing c = {.suite = suite, .run = run, .take = take, .context = context};

    return read_files(&c, files, count, damaged);
}

cli_status cli_conform_captures(conf_suite *suite, const char *const *files, size_t count, conf_run *run, bool *damaged)
{
    capturing c = {.suite = suite, .run = run};
    cli_status status;

    cli_interrupt_catch();
    status = read_files(&c, files, count, damaged);
    if (c.gaps + c.sampled + c.cut > 0)
        fprintf(stderr,
                "h1 conform: of the directions %zu were played up to a gap, %zu have more than 64 KiB, so %d of their "
                "cuts were sampled, and %zu were played in their first MiB only\n",
                c.gaps, c.sampled, SINGLE_CUTS, c.cut);
    return status;
}
