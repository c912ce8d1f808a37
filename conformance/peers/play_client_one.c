/* SPDX-License-Identifier: MIT */
/* See play_client_one.h. */
#include "play_client_one.h"

#include <string.h>

enum {
    LINGER_MILLISECONDS = 200, /* a connection that the response ends is left to the client so long */
    GRACE_MILLISECONDS = 1000, /* connections may outlive the program so long */
};

/* ---- What is answered ---- */

/* The answer to the second URL, and to the first in the calibration: it names the token. */
static void play_good(conf_link *link, conf_wire *wire)
{
    conf_client_play *play = link->play;
    bool head = strcmp(play->method, "HEAD") == 0;
    char *text = conf_format(play->memory, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(play->token),
                             head ? "" : play->token);
    conf_move *move = conf_alloc(play->memory, sizeof *move);

    *move = (conf_move){.kind = CONF_MOVE_WRITE, .bytes = {(const uint8_t *)text, strlen(text)}};
    conf_wire_play(wire, move, 1);
}

/* All parts are played: the connection stays, lingers or closes, as its last response says. */
static void play_end(conf_link *link, conf_wire *wire)
{
    conf_client_play *play = link->play;
    conf_after after = conf_after_responses(play->memory, play->c, play->c->bytes[H1_RESPONSES]);
    conf_move *moves = conf_alloc(play->memory, 2 * sizeof *moves);

    if (link->parts.count > 0 && link->parts.at[link->parts.count - 1].ends)
        link->closed = true;
    else if (after == CONF_AFTER_LINGER) {
        moves[0] = (conf_move){.kind = CONF_MOVE_PAUSE, .milliseconds = LINGER_MILLISECONDS};
        moves[1] = (conf_move){.kind = CONF_MOVE_HALF_CLOSE};
        conf_wire_play(wire, moves, 2);
    } else if (after == CONF_AFTER_CLOSE) {
        moves[0] = (conf_move){.kind = CONF_MOVE_HALF_CLOSE};
        conf_wire_play(wire, moves, 1);
        link->closed = true;
    }
}

static void play_part(conf_link *link, conf_wire *wire)
{
    const conf_part *part = &link->parts.at[link->next_part++];

    conf_wire_play(wire, part->moves.at, part->moves.count);
    if (link->next_part == link->parts.count)
        play_end(link, wire);
}

/* Is it the second URL that is asked? Its path ends in "/2". */
static bool asks_second(const conf_observed *observed, const conf_seen *request)
{
    h1_span target = request->head->target;

    return target.len >= 2 && memcmp(observed->bytes + target.at + target.len - 2, "/2", 2) == 0;
}

static void begin_script(conf_link *link, unsigned port)
{
    conf_client_play *play = link->play;
    char *host = conf_format(play->memory, "127.0.0.1:%u", port);
    char *path = conf_format(play->memory, "/%s/1", play->token);
    conf_variables variables = {
        .host = host, .port = conf_format(play->memory, "%u", port), .path = path, .origin = host, .target = path};

    link->scripted = true;
    link->parts = conf_parts_of_server(play->memory, play->c, 0, &variables);
}

/* Whoever repeats a POST that came to nothing is answered: that it asked again shows in what it says. */
static bool repeats(const conf_link *link)
{
    const conf_client_play *play = link->play;

    for (size_t i = 0; i < play->link_count; i++) {
        if (play->links[i] != link && play->links[i]->scripted && play->links[i]->over)
            return play->method != NULL && strcmp(play->method, "POST") == 0;
    }
    return false;
}

static void answer(conf_link *link, conf_wire *wire, const conf_observed *observed, const conf_seen *request)
{
    conf_client_play *play = link->play;
    bool second = asks_second(observed, request);

    link->answered++;
    play->attempts += second ? 0 : 1;
    if (play->c == NULL || (!link->scripted && (second || repeats(link)))) {
        link->second = second;
        play_good(link, wire);
        return;
    }
    if (!link->scripted)
        begin_script(link, conf_listener_port(play->listener));
    if (second && link->next_part == link->parts.count) {
        play->mixed = conf_wire_done(wire);
        link->second = true;
        if (!link->closed)
            play_good(link, wire);
    }
    while (link->next_part < link->parts.count && link->parts.at[link->next_part].awaits <= link->answered)
        play_part(link, wire);
}

/* ---- Connections ---- */

static bool settled(void *context, conf_wire *wire)
{
    conf_link *link = context;
    conf_observed *observed = conf_wire_seen(wire);
    const conf_seen *request;

    link->wire = wire;
    while ((request = conf_observed_final(observed, link->answered)) != NULL)
        answer(link, wire, observed, request);
    return conf_observed_closed(observed);
}

static void finish_if_over(conf_client_play *play)
{
    if (!play->exited || play->links_over < play->link_count || play->listener == NULL)
        return;
    conf_listener_close(play->listener);
    play->listener = NULL;
    play->done(play->context, play);
}

static void link_over(void *context, conf_wire *wire)
{
    conf_link *link = context;

    link->observed = *conf_wire_seen(wire);
    link->over = true;
    link->wire = NULL;
    link->play->links_over++;
    finish_if_over(link->play);
}

static bool accepted(void *context, conf_plan *plan)
{
    conf_client_play *play = context;
    conf_link *link = conf_alloc(play->memory, sizeof *link);

    link->play = play;
    play->links = conf_grow(play->memory, play->links, play->link_count, sizeof link);
    play->links[play->link_count++] = link;
    *plan = (conf_plan){.reads = H1_REQUESTS,
                        .mode = H1_AUDIT,
                        .milliseconds = play->client->milliseconds + GRACE_MILLISECONDS,
                        .settled = settled,
                        .over = link_over,
                        .context = link};
    return true;
}

/* ---- The program ---- */

static const char *value_of(const char *name, size_t len, const char *url, const char *url2, const char *method)
{
    if (len == 5 && memcmp(name, "{url}", 5) == 0)
        return url;
    if (len == 6 && memcmp(name, "{url2}", 6) == 0)
        return url2;
    return len == 8 && memcmp(name, "{method}", 8) == 0 ? method : NULL;
}

/* The command with the URLs filled in. Nothing in them means anything to a shell. */
static const char *command_of(const conf_client_play *play, unsigned port)
{
    conf_memory *memory = play->memory;
    const char *url = conf_format(memory, "http://127.0.0.1:%u/%s/1", port, play->token);
    const char *url2 = conf_format(memory, "http://127.0.0.1:%u/%s/2", port, play->token);
    const char *at = play->client->command;
    conf_buffer out = {0};

    while (*at != '\0') {
        const char *stop = *at == '{' ? strchr(at, '}') : NULL;
        size_t len = stop != NULL ? (size_t)(stop - at) + 1 : 1;
        const char *value = value_of(at, len, url, url2, play->method);
        if (value == NULL)
            len = 1;
        conf_buffer_add(memory, &out, (const uint8_t *)(value != NULL ? value : at), value != NULL ? strlen(value) : 1);
        at += len;
    }
    return conf_text(memory, (const char *)out.at, out.len);
}

static void process_over(void *context, conf_process *process)
{
    conf_client_play *play = context;

    play->status = conf_process_status(process, &play->signal);
    play->hung = conf_process_timed_out(process);
    play->said = conf_said_read(play->memory, conf_process_out(process));
    play->exited = true;
    finish_if_over(play);
}

void conf_client_play_begin(conf_client_play *play)
{
    conf_program program = {.milliseconds = play->client->milliseconds, .over = process_over, .context = play};

    play->token = conf_token(play->memory);
    play->listener = conf_net_listen(play->net, 0, accepted, play, &play->wrong);
    if (play->listener != NULL) {
        program.command = command_of(play, conf_listener_port(play->listener));
        play->process = conf_process_start(play->net, &program, &play->wrong);
        if (play->process != NULL)
            return;
        conf_listener_close(play->listener);
        play->listener = NULL;
    }
    play->done(play->context, play);
}

void conf_client_play_end(conf_client_play *play)
{
    if (play->process != NULL && !play->exited)
        conf_process_end(play->process);
    for (size_t i = 0; i < play->link_count; i++) {
        if (play->links[i]->wire != NULL)
            conf_wire_drop(play->links[i]->wire);
    }
}

conf_link *conf_client_play_first(const conf_client_play *play)
{
    for (size_t i = 0; i < play->link_count; i++) {
        if (play->links[i]->answered > 0)
            return play->links[i];
    }
    return NULL;
}
