/* SPDX-License-Identifier: MIT */
/* See play_server.h. */
#include "play_server.h"

#include <string.h>

#include "conformance/net/asked.h"
#include "conformance/net/moves.h"
#include "conformance/net/outcome_judge.h"
#include "conformance/net/transcript.h"

/* A close that the message brings about comes soon; one that comes after seconds is a time-out of the server's. */
enum { CLOSE_PATIENCE = 4 }; /* times the server's patience */

/* A play going on. */
typedef struct playing {
    conf_server_play play;
    conf_moves moves;
    conf_bytes sent;
    conf_mark mark;
    size_t due;      /* final responses that the lines speak of */
    bool patient;    /* what comes behind the responses matters: a close, further bytes */
    bool understood; /* what each response answers is certain */
    bool silent;     /* silence is an outcome that may be */
} playing;

/* ---- What the case asks for ---- */

static bool judges_server(const conf_outcome *outcome)
{
    return outcome->judged == CONF_JUDGED_SERVER;
}

static bool any_match(const conf_case *c, bool (*wanted)(const conf_outcome *outcome, const conf_match *match))
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        for (size_t k = 0; judges_server(outcome) && k < outcome->matches.count; k++) {
            if (wanted(outcome, &outcome->matches.at[k]))
                return true;
        }
    }
    return false;
}

/* Content that only a route which gives it back can have. */
static bool is_echo(const conf_outcome *outcome, const conf_match *match)
{
    bool body = match->kind == CONF_MATCH_BODY || match->kind == CONF_MATCH_BODY_SIZE;

    return !outcome->never && body && (match->value.len > 0 || match->number > 0);
}

static bool is_silence(const conf_outcome *outcome, const conf_match *match)
{
    (void)outcome;
    return match->kind == CONF_MATCH_NOTHING;
}

/* Of a close, or of bytes that may still follow, a status says nothing. */
static bool needs_patience(const conf_outcome *outcome, const conf_match *match)
{
    return outcome->never || match->kind == CONF_MATCH_CLOSE || match->kind == CONF_MATCH_BYTES ||
           match->kind == CONF_MATCH_BODY;
}

static size_t responses_due(const conf_case *c)
{
    size_t most = 1;

    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        for (size_t k = 0; judges_server(outcome) && !outcome->never && k < outcome->matches.count; k++) {
            if (outcome->matches.at[k].message > most)
                most = outcome->matches.at[k].message;
        }
    }
    return most;
}

/* Does a case send an entity tag of the server's own? */
static bool names_etag(const conf_case *c)
{
    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *step = &c->steps[i];
        if (step->kind == CONF_STEP_BYTES && memmem(step->text, step->text_len, "{etag}", 6) != NULL)
            return true;
    }
    return false;
}

const char *conf_server_skips(const conf_server *server, const conf_case *c)
{
    if (!conf_case_speaks_of(c, CONF_JUDGED_SERVER))
        return "nothing in it is for a server";
    if (any_match(c, is_echo) && server->echo_path == NULL)
        return "it needs a route that answers with the content it got: --echo-path";
    if (server->etag == NULL && names_etag(c))
        return "it asks about an entity tag, and what the path names has none";
    if (conf_case_has_tag(c, "cleartext") && server->peer.tls)
        return "it is about a connection without TLS";
    return NULL;
}

/* ---- The moves ---- */

/* Content is sent where content is wanted, if that is known: elsewhere a server may not even look at it. */
static bool sends_content(const conf_case *c)
{
    const conf_bytes *bytes = &c->bytes[H1_REQUESTS];

    return bytes->len > 5 && memcmp(bytes->at, "POST ", 5) == 0;
}

static const char *path_of(const conf_server *server, const conf_case *c)
{
    bool echo = any_match(c, is_echo) || sends_content(c);

    return echo && server->echo_path != NULL ? server->echo_path : server->path;
}

static conf_variables variables_of(conf_memory *memory, const conf_server *server, const conf_case *c)
{
    const char *path = path_of(server, c);
    unsigned port = server->peer.local ? 80 : server->peer.port;

    return (conf_variables){server->host, conf_format(memory, "%u", port), path, server->host, path, server->etag};
}

static conf_bytes canary_bytes(conf_memory *memory, const conf_server *server, const char *token)
{
    char mark = strchr(server->path, '?') != NULL ? '&' : '?';
    const char *text = conf_format(memory, "GET %s%ch1-canary=%s HTTP/1.1\r\nHost: %s\r\n\r\n", server->path, mark,
                                   token, server->host);

    return (conf_bytes){(const uint8_t *)text, strlen(text)};
}

static void add_same_write(conf_memory *memory, conf_moves *moves, conf_bytes canary)
{
    size_t last = moves->count;
    conf_buffer joined = {0};

    while (last > 0 && moves->at[last - 1].kind != CONF_MOVE_WRITE)
        last--;
    if (last == 0)
        return;
    conf_buffer_add(memory, &joined, moves->at[last - 1].bytes.at, moves->at[last - 1].bytes.len);
    conf_buffer_add(memory, &joined, canary.at, canary.len);
    moves->at[last - 1].bytes = (conf_bytes){joined.at, joined.len};
}

static void add_after_response(conf_memory *memory, conf_moves *moves, conf_bytes canary, unsigned patience)
{
    conf_move await = {.kind = CONF_MOVE_AWAIT, .count = 1, .milliseconds = patience};
    conf_move write = {.kind = CONF_MOVE_WRITE, .bytes = canary};

    conf_moves_add(memory, moves, &await);
    conf_moves_add(memory, moves, &write);
}

static conf_moves moves_of(conf_memory *memory, const conf_server *server, const conf_case *c, const char *token)
{
    conf_variables variables = variables_of(memory, server, c);
    conf_bytes canary = canary_bytes(memory, server, token);
    conf_moves moves = conf_moves_of_client(memory, c, &variables, server->patience * 2);

    if ((c->canary & CONF_CANARY_SAME_WRITE) != 0)
        add_same_write(memory, &moves, canary);
    if ((c->canary & CONF_CANARY_AFTER_RESPONSE) != 0)
        add_after_response(memory, &moves, canary, server->timeout / 2);
    return moves;
}

static conf_bytes bytes_of(conf_memory *memory, const conf_moves *moves)
{
    conf_buffer all = {0};

    for (size_t i = 0; i < moves->count; i++)
        conf_buffer_add(memory, &all, moves->at[i].bytes.at, moves->at[i].bytes.len);
    return (conf_bytes){all.at, all.len};
}

static conf_mark mark_of(conf_memory *memory, const conf_server *server, const conf_case *c)
{
    conf_variables variables = variables_of(memory, server, c);
    conf_mark mark;

    conf_case_bytes(memory, c, H1_REQUESTS, 0, &variables, &mark);
    return mark;
}

conf_bytes conf_server_bytes(conf_memory *memory, const conf_server *server, const conf_case *c, const char *token,
                             conf_mark *mark)
{
    conf_moves moves = moves_of(memory, server, c, token);

    *mark = mark_of(memory, server, c);
    return bytes_of(memory, &moves);
}

/* The first write up to the end of the line with the mark, then its answer, then the rest. */
static void part_at_mark(playing *p)
{
    conf_move *first = &p->moves.at[0];
    size_t behind = p->mark.at + (p->mark.kind == CONF_MARK_SPAN ? p->mark.len : 1);
    conf_moves parted = {0};
    conf_move rest;

    if (p->mark.kind == CONF_MARK_NONE || p->moves.count == 0 || first->kind != CONF_MOVE_WRITE)
        return;
    while (behind < first->bytes.len && first->bytes.at[behind - 1] != '\n')
        behind++;
    if (behind >= first->bytes.len)
        return;
    rest = *first;
    rest.bytes = (conf_bytes){first->bytes.at + behind, first->bytes.len - behind};
    first->bytes.len = behind;
    conf_moves_add(p->play.memory, &parted, first);
    conf_moves_add(p->play.memory, &parted,
                   &(conf_move){.kind = CONF_MOVE_AWAIT, .count = 1, .milliseconds = p->play.server->patience});
    conf_moves_add(p->play.memory, &parted, &rest);
    for (size_t i = 1; i < p->moves.count; i++)
        conf_moves_add(p->play.memory, &parted, &p->moves.at[i]);
    p->moves = parted;
}

/* ---- What the responses answer ---- */

static void tell_answers(playing *p, conf_plan *plan)
{
    conf_asked asked = conf_asked_in(p->play.memory, p->sent);

    p->understood = !asked.refused && asked.count > 0;
    plan->answers = asked.answers;
    plan->answer_count = asked.answer_count;
    plan->exchanges = asked.exchanges;
    plan->exchange_count = asked.exchange_count;
}

/* ---- The verdict ---- */

static conf_ruling rule(conf_memory *memory, const playing *p, const conf_observed *observed)
{
    conf_conduct conduct = {.judged = CONF_JUDGED_SERVER, .observed = observed};

    return conf_judge_outcomes(memory, p->play.c, CONF_ROLE_SERVER, &conduct, 1);
}

/* Does the line that fits let the server take the message and keep the connection? Then what follows is no leftover. */
static bool lets_go_on(const conf_outcome *outcome, const conf_observed *observed)
{
    const conf_seen *first = conf_observed_final(observed, 0);

    for (size_t i = 0; outcome != NULL && i < outcome->matches.count; i++) {
        if (outcome->matches.at[i].kind == CONF_MATCH_CLOSE)
            return false;
    }
    return first != NULL && !conf_status_refuses(first->head->status);
}

/* The response that shows that what followed was read as a request: one behind those that are due, outside 400 to 499.
 * Its number; 0 where there is none. */
static size_t canary_answer(const playing *p, const conf_observed *observed)
{
    size_t finals = conf_observed_finals(observed);

    for (size_t i = p->due; i < finals; i++) {
        unsigned status = conf_observed_final(observed, i)->head->status;
        if (status < 400 || status > 499)
            return i + 1;
    }
    return 0;
}

static void judge_canary(const playing *p, const conf_observed *observed, const conf_ruling *ruling,
                         conf_result *result)
{
    conf_state strength = conf_case_strength(p->play.c, CONF_ROLE_SERVER);
    conf_conduct conduct = {.judged = CONF_JUDGED_SERVER, .observed = observed};
    conf_buffer actual = {0};
    conf_buffer expected = {0};
    size_t answer = p->play.c->canary != 0 && !ruling->has_difference ? canary_answer(p, observed) : 0;
    conf_difference d = {.block = "canary", .line = p->play.c->line, .feeding = "live"};

    if (answer == 0 || lets_go_on(ruling->outcome, observed))
        return;
    conf_put(p->play.memory, &expected,
             "no response outside 400-499 to the request that follows: its bytes are leftovers");
    conf_put(p->play.memory, &actual, "response %zu answers it: ", answer);
    conf_put_conduct(p->play.memory, &actual, &conduct);
    d.expected = (conf_bytes){expected.at, expected.len};
    d.actual = (conf_bytes){actual.at, actual.len};
    conf_result_add(p->play.memory, result, &d);
    result->state = strength;
}

/* Nothing, or nothing whole, came; the reason why that proves nothing, or NULL. */
static const char *why_inconclusive(const conf_observed *observed, bool timed_out)
{
    if (observed->ending == CONF_NO_WIRE)
        return observed->error;
    if (conf_observed_finals(observed) > 0)
        return NULL;
    if (observed->ending == CONF_RESET)
        return "the connection was reset before an answer";
    return timed_out && observed->ending == CONF_STILL_OPEN ? "no answer came in time" : NULL;
}

/* A server may end a connection at any time (RFC 9112 section 9.5), also before what the case is about. */
static bool ended_early(const playing *p, const conf_observed *observed)
{
    size_t finals = conf_observed_finals(observed);

    return conf_observed_closed(observed) && finals > 0 && finals < p->due;
}

static void judge(const playing *p, const conf_observed *observed, bool timed_out, conf_result *result)
{
    conf_ruling ruling = rule(p->play.memory, p, observed);
    bool fits = ruling.outcome != NULL; /* a line that is allowed, or one that never may be */

    result->state = ruling.state;
    if (observed->ending == CONF_NO_WIRE || !fits)
        result->reason = why_inconclusive(observed, timed_out);
    if (result->reason != NULL) {
        result->state = CONF_INCONCLUSIVE;
        return;
    }
    if (!fits && ended_early(p, observed)) {
        result->state = CONF_SKIP;
        result->reason = "the server ended the connection before the response that the case is about";
        return;
    }
    if (ruling.has_difference) {
        conf_result_add(p->play.memory, result, &ruling.difference);
        result->state = ruling.state;
    }
    judge_canary(p, observed, &ruling, result);
}

/* ---- While it goes on ---- */

/* Would a close, coming now, change the ruling? */
static bool depends_on_close(const playing *p, const conf_observed *observed)
{
    conf_memory scratch = {0};
    conf_observed closed = *observed;
    conf_ruling now = rule(&scratch, p, observed);
    conf_ruling then;
    bool depends;

    closed.ending = CONF_ENDED;
    then = rule(&scratch, p, &closed);
    depends = now.state != then.state;
    conf_memory_free(&scratch);
    return depends;
}

/* For how long has nothing happened? */
static unsigned quiet_for(const playing *p, const conf_wire *wire, const conf_observed *seen)
{
    uint64_t quiet = conf_wire_quiet(wire);
    uint64_t since = conf_net_now(p->play.net) - seen->last_at;

    return (unsigned)(seen->last_at != 0 && since < quiet ? since : quiet);
}

/* Are all responses there, or may it be that none comes? */
static bool has_enough(const playing *p, const conf_observed *seen)
{
    conf_memory scratch = {0};
    bool enough = conf_observed_finals(seen) >= p->due;

    if (!enough && (p->silent || seen->received.len > 0))
        enough = rule(&scratch, p, seen).outcome != NULL;
    conf_memory_free(&scratch);
    return enough;
}

static bool is_settled(void *context, conf_wire *wire)
{
    const playing *p = context;
    const conf_observed *seen = conf_wire_seen(wire);
    unsigned patience = p->play.server->patience;
    unsigned quiet = quiet_for(p, wire, seen);

    if (conf_observed_closed(seen))
        return true;
    if (!conf_wire_done(wire))
        return false;
    if (!p->patient && conf_observed_finals(seen) >= p->due)
        return true;
    if (quiet < patience) {
        conf_wire_wake(wire, patience - quiet);
        return false;
    }
    if (!has_enough(p, seen))
        return false;
    if (quiet >= patience * CLOSE_PATIENCE || !depends_on_close(p, seen))
        return true;
    conf_wire_wake(wire, patience * CLOSE_PATIENCE - quiet);
    return false;
}

/* In short: the statuses of the responses that are due, interim ones too, and how it ended where one of them lacks.
 * Behind the last of them nobody waits for anything, so that it isn't told. */
static const char *conduct_of(const playing *p, const conf_observed *seen)
{
    static const char *const endings[] = {"silence", "close", "reset", "no connection"};
    const conf_seen *last = conf_observed_final(seen, p->due - 1);
    conf_memory *memory = p->play.memory;
    conf_buffer text = {0};

    for (size_t i = 0; i < seen->messages.count; i++) {
        const conf_seen *message = &seen->messages.at[i];
        unsigned status = message->head->status;
        conf_put(memory, &text, status > 0 ? "%u" : "no head", status);
        if (message == last)
            return conf_text(memory, (const char *)text.at, text.len);
        conf_put(memory, &text, message->complete ? " " : " unfinished ");
    }
    if (seen->messages.count == 0 && seen->received.len > 0)
        conf_put(memory, &text, "no HTTP ");
    conf_put(memory, &text, "%s", endings[seen->ending]);
    return conf_text(memory, (const char *)text.at, text.len);
}

static conf_transcript *transcript_of(const playing *p, conf_wire *wire)
{
    const conf_observed *seen = conf_wire_seen(wire);
    conf_transcript *t = conf_alloc(p->play.memory, sizeof *t);

    *t = (conf_transcript){.sent = p->sent,
                           .mark = p->mark,
                           .paused = p->moves.count > 1,
                           .received = {seen->received.at, seen->received.len},
                           .ending = seen->ending,
                           .conduct = conduct_of(p, seen),
                           .timed_out = conf_wire_timed_out(wire),
                           .milliseconds = seen->opened_at > 0 ? conf_net_now(p->play.net) - seen->opened_at : 0};
    return t;
}

static void is_over(void *context, conf_wire *wire)
{
    playing *p = context;
    conf_observed *seen = conf_wire_seen(wire);
    conf_result result = {.c = p->play.c, .feedings = 1};

    judge(p, seen, conf_wire_timed_out(wire), &result);
    result.transcript = transcript_of(p, wire);
    if (p->play.sent != NULL && p->understood)
        conf_sent_look(p->play.sent, seen, p->play.c->id, NULL);
    p->play.over(p->play.context, &result, seen);
    conf_observed_free(seen);
}

void conf_play_server(const conf_server_play *play)
{
    playing *p = conf_alloc(play->memory, sizeof *p);
    conf_plan plan = {.reads = H1_RESPONSES, .mode = H1_AUDIT, .settled = is_settled, .over = is_over, .context = p};

    p->play = *play;
    p->moves = moves_of(play->memory, play->server, play->c, conf_token(play->memory));
    p->sent = bytes_of(play->memory, &p->moves);
    p->mark = mark_of(play->memory, play->server, play->c);
    if (play->careful)
        part_at_mark(p);
    p->due = responses_due(play->c);
    p->patient = play->c->canary != 0 || any_match(play->c, needs_patience);
    p->silent = any_match(play->c, is_silence);
    tell_answers(p, &plan);
    plan.moves = p->moves.at;
    plan.move_count = p->moves.count;
    plan.milliseconds = play->server->timeout;
    conf_net_connect(play->net, &play->server->peer, &plan);
}
