/* SPDX-License-Identifier: MIT */
/* See origin.h. */
#include "origin.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/net/outcome_judge.h"

/* One connection from the proxy. */
typedef struct link {
    conf_origin *origin;
    conf_wire *wire;
    size_t answered; /* requests on it that are answered, or are being */
    bool refused;    /* what came can't be read on, and was answered with 400 */
    bool continued;  /* a 100 was sent to the request that isn't complete yet */
    bool over;
    conf_observed observed;
} link;

struct conf_origin {
    conf_net *net;
    conf_memory *memory;
    conf_listener *listener;
    conf_origin_case playing; /* .c NULL: between cases */
    conf_parts parts;         /* of the case; a proxy may ask for each on another connection */
    size_t next_part;
    size_t answered; /* of the case's requests, on all connections */
    bool scripted;   /* parts are chosen */
    link **links;
    size_t link_count, links_over;
    uint64_t last;
    conf_origin_seen seen;
    void (*ended)(void *context, conf_origin_seen *seen);
    void *context;
};

/* ---- Whose request ---- */

static bool holds(conf_bytes bytes, const char *word)
{
    return bytes.len > 0 && memmem(bytes.at, bytes.len, word, strlen(word)) != NULL;
}

static bool ends_with(conf_bytes bytes, conf_bytes end)
{
    return end.len > 0 && bytes.len >= end.len && memcmp(bytes.at + bytes.len - end.len, end.at, end.len) == 0;
}

/* A proxy may have turned an absolute target into a path, or the other way round. */
static bool was_asked(const conf_asked *asked, conf_bytes target)
{
    for (size_t i = 0; i < asked->count; i++) {
        if (ends_with(asked->at[i].target, target) || ends_with(target, asked->at[i].target))
            return true;
    }
    return false;
}

static conf_bytes target_of(const conf_observed *observed, const conf_seen *request)
{
    return (conf_bytes){observed->bytes + request->head->target.at, request->head->target.len};
}

static void attribute(conf_origin *origin, conf_bytes target)
{
    const conf_origin_case *playing = &origin->playing;

    origin->seen.requests++;
    if (playing->canary != NULL && holds(target, playing->canary))
        origin->seen.canary = true;
    else if (!holds(target, playing->token) && !was_asked(playing->asked, target))
        origin->seen.unattributed++;
}

/* ---- What is answered ---- */

/* The group whose "up:" lines fit what has come; else the first with bytes of the server; else none. */
static size_t choose_group(conf_origin *origin, const conf_observed *observed)
{
    const conf_case *c = origin->playing.c;
    conf_conduct conduct = {.judged = CONF_JUDGED_UP, .observed = observed};
    size_t with_bytes = 0;

    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        conf_buffer expected = {0};
        conf_buffer actual = {0};
        if (outcome->judged != CONF_JUDGED_UP || outcome->never || outcome->alternative == 0)
            continue;
        if (conf_outcome_fits(origin->memory, outcome, &conduct, &expected, &actual))
            return outcome->alternative;
    }
    for (size_t i = c->step_count; i > 0; i--) {
        const conf_step *step = &c->steps[i - 1];
        if (step->alternative > 0 && step->side == H1_RESPONSES && step->kind == CONF_STEP_BYTES)
            with_bytes = step->alternative;
    }
    return with_bytes;
}

static void play_text(link *l, const char *text)
{
    conf_move *move = conf_alloc(l->origin->memory, sizeof *move);

    *move = (conf_move){.kind = CONF_MOVE_WRITE, .bytes = {(const uint8_t *)text, strlen(text)}};
    conf_wire_play(l->wire, move, 1);
}

/* A response where the case has none: whole and valid, so that nothing that is wrong behind it is the origin's. */
static void play_good(link *l, const h1_head *request)
{
    static const char head[] =
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n";
    const char *status = (request->flags & H1_HEAD_CONNECT) != 0 ? "501 Not Implemented" : "200 OK";
    const char *body = (request->flags & H1_HEAD_HEAD) != 0 ? "" : "ok";

    play_text(l, conf_format(l->origin->memory, "HTTP/1.1 %s\r\n%s%s", status, head, body));
}

static void begin_script(link *l, const conf_observed *observed)
{
    conf_origin *origin = l->origin;
    const conf_origin_case *playing = &origin->playing;
    size_t group = choose_group(origin, observed);
    conf_mark mark;
    conf_bytes bytes = conf_case_bytes(origin->memory, playing->c, H1_RESPONSES, group, &playing->variables, &mark);
    conf_move *move = conf_alloc(origin->memory, sizeof *move);

    origin->scripted = true;
    origin->parts = conf_parts_of_server(origin->memory, playing->c, group, &playing->variables);
    if (origin->parts.count == 0 || origin->parts.at[origin->parts.count - 1].ends ||
        conf_after_responses(origin->memory, playing->c, bytes) == CONF_AFTER_STAY)
        return;
    *move = (conf_move){.kind = CONF_MOVE_HALF_CLOSE};
    conf_moves_add(origin->memory, &origin->parts.at[origin->parts.count - 1].moves, move);
}

static void play_due_parts(link *l, size_t requests)
{
    conf_origin *origin = l->origin;

    while (origin->next_part < origin->parts.count && origin->parts.at[origin->next_part].awaits <= requests) {
        const conf_part *part = &origin->parts.at[origin->next_part++];
        conf_wire_play(l->wire, part->moves.at, part->moves.count);
    }
}

static void answer(link *l, const conf_observed *observed, const conf_seen *request)
{
    conf_origin *origin = l->origin;
    conf_bytes target = target_of(observed, request);
    bool canary = origin->playing.canary != NULL && holds(target, origin->playing.canary);

    attribute(origin, target);
    l->answered++;
    l->continued = false;
    origin->answered += canary ? 0 : 1;
    if (!origin->scripted && !canary)
        begin_script(l, observed);
    if (canary || origin->next_part == origin->parts.count)
        play_good(l, request->head);
    else
        play_due_parts(l, origin->answered);
}

/* A request that isn't complete yet and asks for 100 (Continue): the case's own, the case's final response where its
 * client never sends the content, or one of ours. */
static void answer_expectation(link *l, const conf_observed *observed)
{
    conf_origin *origin = l->origin;
    const conf_seen *last = observed->messages.count > 0 ? &observed->messages.at[observed->messages.count - 1] : NULL;
    const conf_part *part;

    if (last == NULL || last->complete || (last->head->flags & H1_HEAD_EXPECT_CONTINUE) == 0 || l->continued)
        return;
    l->continued = true;
    if (!origin->scripted)
        begin_script(l, observed);
    part = origin->next_part < origin->parts.count ? &origin->parts.at[origin->next_part] : NULL;
    if (part != NULL && part->moves.count > 0 &&
        (origin->playing.asked->unfinished || holds(part->moves.at[0].bytes, "HTTP/1.1 1")))
        play_due_parts(l, origin->answered + 1);
    else
        play_text(l, "HTTP/1.1 100 Continue\r\n\r\n");
}

/* What can't be read any further, any origin server answers with 400; a proxy waits for that. */
static void refuse(link *l, const conf_observed *observed)
{
    static const conf_move close = {.kind = CONF_MOVE_HALF_CLOSE};

    if (l->refused || (observed->trace.last != H1_STOPPED && observed->trace.last != H1_REFUSED))
        return;
    l->refused = true;
    play_text(l, "HTTP/1.1 400 Bad Request\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\n"
                 "Content-Length: 0\r\n\r\n");
    conf_wire_play(l->wire, &close, 1);
}

/* ---- Connections ---- */

static bool settled(void *context, conf_wire *wire)
{
    link *l = context;
    conf_observed *observed = conf_wire_seen(wire);
    const conf_seen *request;

    l->wire = wire;
    l->origin->last = conf_net_now(l->origin->net);
    if (l->origin->playing.c == NULL)
        return true;
    while ((request = conf_observed_final(observed, l->answered)) != NULL)
        answer(l, observed, request);
    answer_expectation(l, observed);
    refuse(l, observed);
    return conf_observed_closed(observed) && conf_wire_done(wire);
}

static void gather(conf_origin *origin)
{
    for (size_t i = 0; i < origin->link_count; i++) {
        link *l = origin->links[i];
        if (l->observed.received.len == 0) {
            conf_observed_free(&l->observed);
            continue;
        }
        origin->seen.wires =
            conf_grow(origin->memory, origin->seen.wires, origin->seen.wire_count, sizeof *origin->seen.wires);
        origin->seen.wires[origin->seen.wire_count++] = l->observed;
    }
}

static void end_if_over(conf_origin *origin)
{
    void (*ended)(void *context, conf_origin_seen *seen) = origin->ended;

    if (ended == NULL || origin->links_over < origin->link_count)
        return;
    origin->ended = NULL;
    gather(origin);
    ended(origin->context, &origin->seen);
}

static void link_over(void *context, conf_wire *wire)
{
    link *l = context;

    l->observed = *conf_wire_seen(wire);
    l->over = true;
    l->wire = NULL;
    l->origin->links_over++;
    end_if_over(l->origin);
}

static bool accepted(void *context, conf_plan *plan)
{
    conf_origin *origin = context;
    link *l;

    if (origin->playing.c == NULL)
        return false;
    l = conf_alloc(origin->memory, sizeof *l);
    l->origin = origin;
    origin->links = conf_grow(origin->memory, origin->links, origin->link_count, sizeof l);
    origin->links[origin->link_count++] = l;
    *plan = (conf_plan){.reads = H1_REQUESTS,
                        .mode = H1_AUDIT,
                        .milliseconds = origin->playing.milliseconds,
                        .settled = settled,
                        .over = link_over,
                        .context = l};
    return true;
}

conf_origin *conf_origin_new(conf_net *net, conf_memory *memory, unsigned port, const char **error)
{
    conf_origin *origin = conf_alloc(memory, sizeof *origin);

    origin->net = net;
    origin->memory = memory;
    origin->listener = conf_net_listen(net, port, accepted, origin, error);
    return origin->listener != NULL ? origin : NULL;
}

void conf_origin_begin(conf_origin *origin, const conf_origin_case *playing)
{
    origin->playing = *playing;
    origin->links = NULL;
    origin->link_count = origin->links_over = 0;
    origin->parts = (conf_parts){0};
    origin->next_part = origin->answered = 0;
    origin->scripted = false;
    origin->last = 0;
    origin->seen = (conf_origin_seen){0};
}

uint64_t conf_origin_last(const conf_origin *origin)
{
    return origin->last;
}

size_t conf_origin_requests(const conf_origin *origin)
{
    return origin->seen.requests;
}

/* A connection that never told its owner anything has no wire to drop yet: settled() drops it at its first byte. */
void conf_origin_end(conf_origin *origin, void (*ended)(void *context, conf_origin_seen *seen), void *context)
{
    origin->playing.c = NULL;
    origin->ended = ended;
    origin->context = context;
    for (size_t i = 0; i < origin->link_count; i++) {
        if (!origin->links[i]->over && origin->links[i]->wire != NULL)
            conf_wire_drop(origin->links[i]->wire);
    }
    end_if_over(origin);
}

void conf_origin_close(conf_origin *origin)
{
    conf_listener_close(origin->listener);
}

/* ---- What came, as one ---- */

static void shift(h1_span *span, uint32_t by)
{
    span->at += by;
}

/* Messages whose spans count from the joined bytes. */
static void add_messages(conf_memory *memory, conf_observed *joined, const conf_observed *wire, uint32_t by)
{
    for (size_t i = 0; i < wire->messages.count; i++) {
        conf_seen seen = wire->messages.at[i];
        h1_head *head = conf_alloc(memory, sizeof *head);
        h1_field *fields = conf_alloc(memory, (size_t)(seen.head->fields + 1) * sizeof *fields);
        h1_field *trailers = conf_alloc(memory, (seen.trailer_count + 1) * sizeof *trailers);
        *head = *seen.head;
        shift(&head->method, by);
        shift(&head->target, by);
        for (size_t k = 0; k < head->fields; k++) {
            fields[k] = seen.fields[k];
            fields[k].name_at += by;
            fields[k].value_at += by;
        }
        for (size_t k = 0; k < seen.trailer_count; k++) {
            trailers[k] = seen.trailers[k];
            trailers[k].name_at += by;
            trailers[k].value_at += by;
        }
        seen.head = head;
        seen.fields = fields;
        seen.trailers = trailers;
        joined->messages.at = conf_grow(memory, joined->messages.at, joined->messages.count, sizeof seen);
        joined->messages.at[joined->messages.count++] = seen;
        joined->messages.complete += seen.complete ? 1 : 0;
    }
}

/* The first violation stands for all: an event of its own, in a trace that can be freed like any. */
static void add_fault(conf_observed *joined, const conf_observed *wire, uint32_t by)
{
    const h1_fault *fault = conf_observed_fault(wire);

    if (fault == NULL || joined->trace.count > 0)
        return;
    joined->trace.events = calloc(1, sizeof *joined->trace.events);
    if (joined->trace.events == NULL)
        abort();
    joined->trace.count = joined->trace.room = 1;
    joined->trace.events[0].event.type = H1_FAULT;
    joined->trace.events[0].event.fault = *fault;
    shift(&joined->trace.events[0].event.fault.span, by);
}

conf_observed conf_origin_joined(conf_memory *memory, const conf_origin_seen *seen, h1_mode mode)
{
    conf_observed joined = {.side = H1_REQUESTS, .mode = mode, .ending = CONF_ENDED};

    for (size_t i = 0; i < seen->wire_count; i++) {
        conf_observed wire = seen->wires[i];
        uint32_t by = (uint32_t)joined.received.len;
        wire.mode = mode;
        wire.trace = (conf_trace){0};
        conf_observed_read(memory, &wire);
        conf_buffer_add(memory, &joined.received, wire.received.at, wire.received.len);
        add_messages(memory, &joined, &wire, by);
        add_fault(&joined, &wire, by);
        conf_observed_free(&wire);
    }
    joined.bytes = joined.received.at;
    return joined;
}
