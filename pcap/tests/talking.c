/* SPDX-License-Identifier: MIT */
/* See talking.h. */
#include "pcap/tests/talking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
    FIRST_SEQUENCE = 1000,
};

static void note(talking *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(talking *t, const char *format, ...)
{
    va_list words;

    if (t->quiet)
        return;
    va_start(words, format);
    t->used += (size_t)vsnprintf(t->log + t->used, sizeof t->log - t->used, format, words);
    va_end(words);
    assert_true(t->used < sizeof t->log);
}

static void note_packet(talking *t, const cap_when *when)
{
    if (t->with_packets)
        note(t, "#%d ", (int)when->packet);
}

static void on_finding(void *context, const cap_finding *finding)
{
    talking *t = context;
    uint64_t end = finding->bytes_at + finding->len;

    assert_true(finding->finding.place.at >= finding->bytes_at);
    assert_true(finding->finding.place.at + finding->finding.place.len <= end);
    assert_true(finding->finding.place.at >= finding->message_at);
    note(t, "!%s@%d ", h1_rule_name(finding->finding.rule).text, (int)finding->finding.place.at);
    note_packet(t, &finding->when);
}

static const char *const framings[] = {"none", "length", "chunked", "close", "tunnel", "undecided"};

static void on_message(void *context, const cap_message *message)
{
    talking *t = context;
    const h1_head *head = message->head;
    const char *bytes = (const char *)message->bytes;

    t->messages++;
    note(t, "%c%d ", message->side == H1_REQUESTS ? '>' : '<', (int)message->number);
    if (message->side == H1_REQUESTS)
        note(t, "%.*s %.*s ", (int)head->method.len, bytes + head->method.at, (int)head->target.len,
             bytes + head->target.at);
    else
        note(t, "%u ", (unsigned)head->status);
    note(t, "%s %d %s ", framings[message->framing], (int)message->body, message->complete ? "ok" : "cut");
    if (message->missing > 0)
        note(t, "+%d ", (int)message->missing);
    if (message->resumed)
        note(t, "again ");
    note_packet(t, &message->last);
}

void talking_open(talking *t, size_t memory)
{
    const cap_judge_options options = {.memory = memory};
    const cap_visitor visitor = {.context = t, .finding = on_finding, .message = on_message};

    memset(t, 0, sizeof *t);
    t->ends[0] = made_client(4);
    t->ends[1] = made_server(4);
    t->judge = cap_judge_open(&options, &visitor);
    assert_non_null(t->judge);
}

const char *talking_finish(talking *t)
{
    cap_judge_finish(t->judge);
    if (t->used > 0)
        t->log[t->used - 1] = 0;
    return t->log;
}

void talking_close(talking *t)
{
    cap_judge_close(t->judge);
}

static void put(talking *t, unsigned dir, unsigned flags, const void *bytes, size_t len, size_t captured)
{
    made m;
    cap_segment segment = {
        .from = t->ends[dir],
        .to = t->ends[1 - dir],
        .sequence = FIRST_SEQUENCE + 1 + t->at[dir],
        .acknowledgment = FIRST_SEQUENCE + 1 + t->at[1 - dir],
        .flags = (uint8_t)flags,
        .bytes = bytes,
        .captured = (uint32_t)len,
        .length = (uint32_t)len,
    };

    if (flags & CAP_SYN)
        segment.sequence--;
    made_whole(&m, &segment);
    cap_packet packet = made_packet(&m, ++t->packets, 1);
    packet.captured -= (uint32_t)(len - captured);
    packet.time += 1700000000000000000;
    assert_int_equal(cap_judge_packet(t->judge, &packet), CAP_OK);
    t->at[dir] += (uint32_t)len;
}

void talking_hands(talking *t)
{
    put(t, 0, CAP_SYN, NULL, 0, 0);
    put(t, 1, CAP_SYN | CAP_ACK, NULL, 0, 0);
    put(t, 0, CAP_ACK, NULL, 0, 0);
}

void talking_bytes(talking *t, unsigned dir, const void *bytes, size_t len)
{
    put(t, dir, CAP_ACK, bytes, len, len);
}

void talking_says(talking *t, unsigned dir, const char *text)
{
    talking_bytes(t, dir, text, strlen(text));
}

void talking_ends(talking *t, unsigned dir)
{
    put(t, dir, CAP_ACK | CAP_FIN, NULL, 0, 0);
}

void talking_resets(talking *t, unsigned dir)
{
    put(t, dir, CAP_ACK | CAP_RST, NULL, 0, 0);
}

void talking_loses(talking *t, unsigned dir, uint32_t len)
{
    t->at[dir] += len;
}

void talking_cuts(talking *t, unsigned dir, const char *text, size_t captured)
{
    put(t, dir, CAP_ACK, text, strlen(text), captured);
}

void talking_next(talking *t)
{
    t->ends[0].port++;
    t->at[0] = t->at[1] = 0;
}

const cap_unseen *talking_unseen(talking *t, cap_unseen_kind kind)
{
    return &cap_judge_totals(t->judge)->unseen[kind];
}
