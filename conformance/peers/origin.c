/* SPDX-License-Identifier: MIT */
/* See origin.h. */
#include "origin.h"

#include <string.h>

#include "conformance/net/outcome_judge.h"

/* One connection from the proxy. */
typedef struct link {
    conf_origin *origin;
    conf_origin_play *play; /* whose it is; NULL while nothing has come that tells */
    conf_wire *wire;        /* NULL while it has told its owner nothing, and when it is over */
    size_t answered;        /* requests on it that are answered, or are being */
    bool refused;           /* what came can't be read on, and was answered with 400 */
    bool continued;         /* a 100 was sent to the request that isn't complete yet */
    bool over;
    conf_observed observed; /* good when it is over */
} link;

/* One case that is being played. */
struct conf_origin_play {
    conf_origin *origin;
    conf_origin_case playing;
    conf_parts parts; /* of the case; a proxy may ask for each on another connection */
    size_t next_part;
    size_t answered; /* of the case's requests, on all connections */
    bool scripted;   /* parts are chosen */
    uint64_t last;
    conf_origin_seen seen;
    void (*ended)(void *context, conf_origin_seen *seen); /* NULL: it goes on */
    void *context;
};

struct conf_origin {
    conf_net *net;
    conf_memory *memory;
    conf_listener *listener;
    conf_origin_play **plays; /* [play_count] those that go on */
    size_t play_count;
    link **links; /* [link_count] those of plays that aren't told of yet, and those that are nobody's */
    size_t link_count;
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

/* What CONF_ORIGIN_FIELD says; nothing where it is missing. */
static conf_bytes token_of(const conf_observed *observed, const conf_seen *request)
{
    static const conf_bytes name = {(const uint8_t *)CONF_ORIGIN_FIELD, sizeof CONF_ORIGIN_FIELD - 1};
    const h1_field *field = conf_seen_field(request, observed->bytes, name);

    return field != NULL ? (conf_bytes){observed->bytes + field->value_at, field->value_len} : (conf_bytes){0};
}

/* A token stands in a request's path or in its field. */
static bool has_token(const conf_observed *observed, const conf_seen *request, const char *token)
{
    return token != NULL && (holds(target_of(observed, request), token) || holds(token_of(observed, request), token));
}

static void attribute(conf_origin_play *play, const conf_observed *observed, const conf_seen *request)
{
    const conf_origin_case *playing = &play->playing;

    play->seen.requests++;
    if (has_token(observed, request, playing->canary))
        play->seen.canary = true;
    else if (!has_token(observed, request, playing->token) && !was_asked(playing->asked, target_of(observed, request)))
        play->seen.unattributed++;
}

/* Something came that may be any case's that is being played: none of them proves anything. */
static void confuse(conf_origin *origin)
{
    for (size_t i = 0; i < origin->play_count && origin->play_count > 1; i++)
        origin->plays[i]->seen.confused = true;
}

/* The case that bytes of a connection belong to: the only one, or the one whose token is in them. */
static conf_origin_play *play_of(const conf_origin *origin, conf_bytes bytes)
{
    if (origin->play_count == 1)
        return origin->plays[0];
    for (size_t i = 0; i < origin->play_count; i++) {
        const conf_origin_case *playing = &origin->plays[i]->playing;
        if (holds(bytes, playing->token) || (playing->canary != NULL && holds(bytes, playing->canary)))
            return origin->plays[i];
    }
    return NULL;
}

/* Side by side, a proxy may send another case's request on a connection that one has used. */
static void note_stranger(const link *l, const conf_observed *observed, const conf_seen *request)
{
    const conf_origin_case *playing = &l->play->playing;

    if (!has_token(observed, request, playing->token) && !has_token(observed, request, playing->canary))
        confuse(l->origin);
}

/* ---- What is answered ---- */

/* The group whose "up:" lines fit what has come; else the first with bytes of the server; else none. */
static size_t choose_group(const conf_origin_play *play, const conf_observed *observed)
{
    const conf_case *c = play->playing.c;
    conf_conduct conduct = {.judged = CONF_JUDGED_UP, .observed = observed};
    size_t with_bytes = 0;

    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        conf_buffer expected = {0};
        conf_buffer actual = {0};
        if (outcome->judged != CONF_JUDGED_UP || outcome->never || outcome->alternative == 0)
            continue;
        if (conf_outcome_fits(play->origin->memory, outcome, &conduct, &expected, &actual))
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
static void play_good(link *l, const h1_head *request, const char *content)
{
    static const char head[] = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n";
    const char *status = (request->flags & H1_HEAD_CONNECT) != 0 ? "501 Not Implemented" : "200 OK";
    const char *body = (request->flags & H1_HEAD_HEAD) != 0 ? "" : content;

    play_text(l, conf_format(l->origin->memory, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, head,
                             strlen(content), body));
}

static void begin_script(link *l, const conf_observed *observed)
{
    conf_memory *memory = l->origin->memory;
    conf_origin_play *play = l->play;
    const conf_origin_case *playing = &play->playing;
    size_t group = choose_group(play, observed);
    conf_mark mark;
    conf_bytes bytes = conf_case_bytes(memory, playing->c, H1_RESPONSES, group, &playing->variables, &mark);
    conf_move *move = conf_alloc(memory, sizeof *move);

    play->scripted = true;
    play->parts = conf_parts_of_server(memory, playing->c, group, &playing->variables);
    if (play->parts.count == 0 || play->parts.at[play->parts.count - 1].ends ||
        conf_after_responses(memory, playing->c, bytes) == CONF_AFTER_STAY)
        return;
    *move = (conf_move){.kind = CONF_MOVE_HALF_CLOSE};
    conf_moves_add(memory, &play->parts.at[play->parts.count - 1].moves, move);
}

static void play_due_parts(link *l, size_t requests)
{
    conf_origin_play *play = l->play;

    while (play->next_part < play->parts.count && play->parts.at[play->next_part].awaits <= requests) {
        const conf_part *part = &play->parts.at[play->next_part++];
        conf_wire_play(l->wire, part->moves.at, part->moves.count);
    }
}

static void answer(link *l, const conf_observed *observed, const conf_seen *request)
{
    conf_origin_play *play = l->play;
    const char *canary = has_token(observed, request, play->playing.canary) ? play->playing.canary : NULL;

    note_stranger(l, observed, request);
    attribute(play, observed, request);
    l->answered++;
    l->continued = false;
    play->answered += canary != NULL ? 0 : 1;
    if (!play->scripted && canary == NULL)
        begin_script(l, observed);
    if (canary != NULL || play->next_part == play->parts.count)
        play_good(l, request->head, canary != NULL ? canary : "ok");
    else
        play_due_parts(l, play->answered);
}

/* A request that isn't complete yet and asks for 100 (Continue): the case's own, the case's final response where its
 * client never sends the content, or one of ours. */
static void answer_expectation(link *l, const conf_observed *observed)
{
    conf_origin_play *play = l->play;
    const conf_seen *last = observed->messages.count > 0 ? &observed->messages.at[observed->messages.count - 1] : NULL;
    const conf_part *part;

    if (last == NULL || last->complete || (last->head->flags & H1_HEAD_EXPECT_CONTINUE) == 0 || l->continued)
        return;
    l->continued = true;
    if (!play->scripted)
        begin_script(l, observed);
    part = play->next_part < play->parts.count ? &play->parts.at[play->next_part] : NULL;
    if (part != NULL && part->moves.count > 0 &&
        (play->playing.asked->unfinished || holds(part->moves.at[0].bytes, "HTTP/1.1 1")))
        play_due_parts(l, play->answered + 1);
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
                 "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nbad\n");
    conf_wire_play(l->wire, &close, 1);
}

/* ---- Connections ---- */

/* When something happened on a connection. */
static void note_time(const link *l)
{
    const conf_origin *origin = l->origin;
    uint64_t now = conf_net_now(origin->net);

    if (l->play != NULL)
        l->play->last = now;
    for (size_t i = 0; i < origin->play_count && l->play == NULL; i++)
        origin->plays[i]->last = now;
}

/* A whole request of nobody's, or bytes that are none, are dropped: the cases that they may be of are played again. */
static bool is_nobodys(const link *l, const conf_observed *observed)
{
    return l->play == NULL && (conf_observed_finals(observed) > 0 || conf_observed_fault(observed) != NULL);
}

static bool settled(void *context, conf_wire *wire)
{
    link *l = context;
    conf_observed *observed = conf_wire_seen(wire);
    const conf_seen *request;

    l->wire = wire;
    if (l->play == NULL && observed->received.len > 0)
        l->play = play_of(l->origin, (conf_bytes){observed->received.at, observed->received.len});
    note_time(l);
    if (is_nobodys(l, observed))
        confuse(l->origin);
    if (is_nobodys(l, observed) || l->origin->play_count == 0 || (l->play != NULL && l->play->ended != NULL))
        return true;
    if (l->play == NULL)
        return conf_observed_closed(observed);
    while ((request = conf_observed_final(observed, l->answered)) != NULL)
        answer(l, observed, request);
    answer_expectation(l, observed);
    refuse(l, observed);
    return conf_observed_closed(observed) && conf_wire_done(wire);
}

static bool is_over(const conf_origin_play *play)
{
    for (size_t i = 0; i < play->origin->link_count; i++) {
        if (play->origin->links[i]->play == play && !play->origin->links[i]->over)
            return false;
    }
    return true;
}

static void keep_wire(conf_origin_play *play, conf_observed *observed)
{
    conf_origin_seen *seen = &play->seen;

    if (observed->received.len == 0) {
        conf_observed_free(observed);
        return;
    }
    seen->wires = conf_grow(play->origin->memory, seen->wires, seen->wire_count, sizeof *seen->wires);
    seen->wires[seen->wire_count++] = *observed;
}

/* Hand over what came on a play's connections, and forget them. */
static void gather(conf_origin_play *play)
{
    conf_origin *origin = play->origin;
    size_t kept = 0;

    for (size_t i = 0; i < origin->link_count; i++) {
        link *l = origin->links[i];
        if (l->play == play)
            keep_wire(play, &l->observed);
        else
            origin->links[kept++] = l;
    }
    origin->link_count = kept;
}

static void end_if_over(conf_origin_play *play)
{
    void (*ended)(void *context, conf_origin_seen *seen) = play->ended;

    if (ended == NULL || !is_over(play))
        return;
    gather(play);
    ended(play->context, &play->seen);
}

static void forget(conf_origin *origin, const link *gone)
{
    size_t kept = 0;

    for (size_t i = 0; i < origin->link_count; i++) {
        if (origin->links[i] != gone)
            origin->links[kept++] = origin->links[i];
    }
    origin->link_count = kept;
}

static void link_over(void *context, conf_wire *wire)
{
    link *l = context;

    l->observed = *conf_wire_seen(wire);
    l->over = true;
    l->wire = NULL;
    if (l->play != NULL) {
        end_if_over(l->play);
        return;
    }
    if (l->observed.received.len > 0)
        confuse(l->origin);
    conf_observed_free(&l->observed);
    forget(l->origin, l);
}

static unsigned longest(const conf_origin *origin)
{
    unsigned most = 0;

    for (size_t i = 0; i < origin->play_count; i++) {
        if (origin->plays[i]->playing.milliseconds > most)
            most = origin->plays[i]->playing.milliseconds;
    }
    return most;
}

static bool accepted(void *context, conf_plan *plan)
{
    conf_origin *origin = context;
    link *l;

    if (origin->play_count == 0)
        return false;
    l = conf_alloc(origin->memory, sizeof *l);
    l->origin = origin;
    origin->links = conf_grow(origin->memory, origin->links, origin->link_count, sizeof(link *));
    origin->links[origin->link_count++] = l;
    *plan = (conf_plan){.reads = H1_REQUESTS,
                        .mode = H1_AUDIT,
                        .milliseconds = longest(origin),
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

conf_origin_play *conf_origin_begin(conf_origin *origin, const conf_origin_case *playing)
{
    conf_origin_play *play = conf_alloc(origin->memory, sizeof *play);

    play->origin = origin;
    play->playing = *playing;
    origin->plays = conf_grow(origin->memory, origin->plays, origin->play_count, sizeof(conf_origin_play *));
    origin->plays[origin->play_count++] = play;
    return play;
}

uint64_t conf_origin_last(const conf_origin_play *play)
{
    return play->last;
}

/* Connections that are nobody's are the only play's; where there are several, their bytes may be of each. */
static void take_nobodys(conf_origin_play *play)
{
    conf_origin *origin = play->origin;

    for (size_t i = 0; i < origin->link_count; i++) {
        link *l = origin->links[i];
        if (l->play != NULL)
            continue;
        if (origin->play_count == 1)
            l->play = play;
        else if (l->wire != NULL && conf_wire_seen(l->wire)->received.len > 0)
            play->seen.confused = true;
    }
}

static void remove_play(conf_origin *origin, const conf_origin_play *play)
{
    size_t kept = 0;

    for (size_t i = 0; i < origin->play_count; i++) {
        if (origin->plays[i] != play)
            origin->plays[kept++] = origin->plays[i];
    }
    origin->play_count = kept;
}

/* A connection that never told its owner anything has no wire to drop yet: settled() drops it at its first byte. */
void conf_origin_end(conf_origin_play *play, void (*ended)(void *context, conf_origin_seen *seen), void *context)
{
    conf_origin *origin = play->origin;

    play->ended = ended;
    play->context = context;
    take_nobodys(play);
    remove_play(origin, play);
    for (size_t i = 0; i < origin->link_count; i++) {
        link *l = origin->links[i];
        if (l->play == play && !l->over && l->wire != NULL)
            conf_wire_drop(l->wire);
    }
    end_if_over(play);
}

void conf_origin_close(conf_origin *origin)
{
    conf_listener_close(origin->listener);
}
