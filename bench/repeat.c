/* SPDX-License-Identifier: MIT */
/* Reads one message again and again, for callgrind to count (ci/measure.d/instructions).
 *
 *   bench-repeat FILE MESSAGES PIPELINED EVENTS
 *
 * FILE is a request without content. It is read MESSAGES times from a buffer that holds it PIPELINED times, by calls of
 * h1_next_n() that take up to EVENTS events. Every head that comes out is counted, with its fields; exits 1 where their
 * number isn't MESSAGES. */
#include <h1/h1.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 65536, MOST_EVENTS = 64, FIELDS = 8192 };

typedef struct tally {
    unsigned long heads, fields;
} tally;

static void count(tally *t, const h1_event *ev, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        t->heads += ev[i].type == H1_HEAD;
        t->fields += ev[i].type == H1_HEAD ? ev[i].head.fields : 0;
    }
}

/* Reads the whole buffer until the messages were seen, or one of them isn't a plain request. */
static tally read_messages(const uint8_t *buf, size_t len, unsigned long messages, size_t events)
{
    static h1_field fields[FIELDS];
    static h1_event ev[MOST_EVENTS];
    tally t = {0, 0};
    h1_stream s;
    size_t at = 0;

    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    while (t.heads < messages) {
        size_t got;
        size_t used = h1_next_n(&s, buf + at, len - at, false, ev, events, &got);
        count(&t, ev, got);
        if (used == 0)
            break;
        at = at + used == len ? 0 : at + used;
    }
    return t;
}

int main(int argc, char **argv)
{
    static uint8_t one[MOST_BYTES];
    FILE *file = argc == 5 ? fopen(argv[1], "rb") : NULL;
    size_t len = file != NULL ? fread(one, 1, sizeof one, file) : 0;
    unsigned long messages = len > 0 ? strtoul(argv[2], NULL, 10) : 0;
    size_t pipelined = len > 0 ? strtoul(argv[3], NULL, 10) : 0;
    size_t events = len > 0 ? strtoul(argv[4], NULL, 10) : 0;
    uint8_t *buf;
    tally t;

    if (messages == 0 || pipelined == 0 || events == 0 || events > MOST_EVENTS) {
        fprintf(stderr, "usage: bench-repeat FILE MESSAGES PIPELINED EVENTS (at most %d events)\n", MOST_EVENTS);
        return 2;
    }
    fclose(file);
    buf = malloc(len * pipelined);
    if (buf == NULL)
        return 2;
    for (size_t i = 0; i < pipelined; i++)
        memcpy(buf + i * len, one, len);
    t = read_messages(buf, len * pipelined, messages, events);
    free(buf);
    printf("%lu heads, %lu fields, kernel %s\n", t.heads, t.fields, h1_kernel_in_use());
    return t.heads == messages ? 0 : 1;
}
