/* SPDX-License-Identifier: MIT */
/* See transfer.h. A receiver may refuse while the payload is still going out, so both directions are watched at every
 * step; whoever only writes would run into a reset and lose the reason. */
#include "cli/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CHUNK = 128 * 1024,
    SILENCE_MOST = 1000000, /* seconds that poll() can wait; beyond them it waits for ever */
};

typedef enum answer {
    NOT_YET,
    ANSWERED,
    NO_ANSWER, /* there will be none: t->why says what came instead */
} answer;

void cli_transfer_open(cli_transfer *t, int fd, cli_digest *digest, uint64_t uploads, double silence)
{
    *t = (cli_transfer){.fd = fd, .silence = silence, .digest = digest};
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    frame_decoder_init(&t->replies, FRAME_PLAIN, FRAME_REPLY_MOST, uploads);
}

void cli_transfer_close(cli_transfer *t)
{
    if (t->fd >= 0)
        close(t->fd);
    t->fd = -1;
}

static answer no_answer(cli_transfer *t, const char *why)
{
    t->why = why;
    return NO_ANSWER;
}

/* What the bytes of the reply say so far. A reply has no payload; one that has is none. */
static answer read_frames(cli_transfer *t, bool end)
{
    frame_event ev;
    size_t at = 0;
    answer answered = NOT_YET;

    while (answered == NOT_YET) {
        size_t from = at;
        at += frame_next(&t->replies, t->in + at, t->in_len - at, end, &ev);
        if (ev.type == FRAME_MORE)
            break;
        if (ev.type == FRAME_DICT && !frame_reply_read(t->in + from + ev.span.at, ev.span.len, &t->reply))
            answered = no_answer(t, "the answer is no reply");
        else if (ev.type == FRAME_END)
            answered = ANSWERED;
        else if (ev.type == FRAME_CLOSED || ev.type == FRAME_INCOMPLETE)
            answered = no_answer(t, "the connection ended before the reply");
        else if (ev.type == FRAME_REFUSED || ev.type == FRAME_DATA)
            answered = no_answer(t, "the answer is no reply");
    }
    t->in_len -= at;
    memmove(t->in, t->in + at, t->in_len);
    return answered;
}

static answer receive(cli_transfer *t)
{
    ssize_t got = recv(t->fd, t->in + t->in_len, sizeof t->in - t->in_len, 0);

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return NOT_YET;
    if (got < 0)
        return no_answer(t, strerror(errno));
    t->in_len += (size_t)got;
    return read_frames(t, got == 0);
}

/* Wait until something can be read, or written where that is wanted. */
static answer wait_for(cli_transfer *t, bool write, bool *writable)
{
    struct pollfd watched = {.fd = t->fd, .events = (short)(POLLIN | (write ? POLLOUT : 0))};
    int ready = poll(&watched, 1, t->silence < SILENCE_MOST ? (int)(t->silence * 1000) : -1);

    *writable = false;
    if (ready < 0 && errno == EINTR)
        return NOT_YET;
    if (ready < 0)
        return no_answer(t, strerror(errno));
    if (ready == 0)
        return no_answer(t, "the receiver is silent");
    *writable = (watched.revents & POLLOUT) != 0;
    return (watched.revents & (POLLIN | POLLHUP | POLLERR)) != 0 ? receive(t) : NOT_YET;
}

/* Send all of these bytes, unless an answer comes first. A write that fails is not yet the end: the reason may be on
 * its way. */
static answer send_bytes(cli_transfer *t, const uint8_t *bytes, size_t len)
{
    bool broken = false;

    while (len > 0) {
        bool writable = false;
        answer answered = wait_for(t, !broken, &writable);
        ssize_t sent;
        if (answered != NOT_YET)
            return answered;
        if (!writable)
            continue;
        sent = send(t->fd, bytes, len, MSG_NOSIGNAL);
        if (sent < 0)
            broken = errno != EAGAIN && errno != EINTR;
        else {
            bytes += sent;
            len -= (size_t)sent;
        }
    }
    return NOT_YET;
}

/* The next bytes of the file: how many, 0 where there are none or t->why was set. */
static size_t read_file(cli_transfer *t, int file, uint8_t *chunk, uint64_t left)
{
    ssize_t got;

    do {
        got = read(file, chunk, left < CHUNK ? (size_t)left : CHUNK);
    } while (got < 0 && errno == EINTR);
    if (got <= 0)
        t->why = got < 0 ? strerror(errno) : "it became shorter while it was sent";
    return got > 0 ? (size_t)got : 0;
}

static cli_sent judge(cli_transfer *t, answer answered, uint64_t sent, uint64_t size)
{
    cli_digest_text due;

    if (answered == NO_ANSWER)
        return CLI_SENT_LOST;
    if (!t->reply.stored)
        return CLI_SENT_REFUSED;
    due = cli_digest_end(t->digest);
    if (sent == size && t->reply.received == size && strcmp(t->reply.sha256, due.text) == 0)
        return CLI_SENT_STORED;
    t->why = sent == size ? "the receiver has stored something else" : "the receiver says stored before all was sent";
    return CLI_SENT_WRONG;
}

cli_sent cli_transfer_send(cli_transfer *t, const uint8_t *head, size_t head_len, int file, uint64_t size,
                           void (*progress)(void *context, uint64_t sent), void *context)
{
    uint8_t chunk[CHUNK];
    uint64_t sent = 0;
    bool writable;
    answer answered;

    if (!cli_digest_begin(t->digest)) {
        t->why = "libcrypto gives no SHA-256";
        return CLI_SENT_UNREADABLE;
    }
    answered = send_bytes(t, head, head_len);
    while (answered == NOT_YET && sent < size) {
        size_t got = read_file(t, file, chunk, size - sent);
        if (got == 0)
            return CLI_SENT_UNREADABLE;
        cli_digest_add(t->digest, chunk, got);
        answered = send_bytes(t, chunk, got);
        if (answered == NOT_YET)
            sent += got;
        progress(context, sent);
    }
    while (answered == NOT_YET)
        answered = wait_for(t, false, &writable);
    return judge(t, answered, sent, size);
}
