/* SPDX-License-Identifier: MIT */
/* See live_target.h: how long a target, a line and a section a server takes. Each limit is doubled up to the first
 * refusal, and then the range in between is halved. A limit that a server has is nobody's fault; it is only told. */
#include <string.h>

#include "conformance/net/outcome_judge.h"
#include "live_target.h"

enum { FIRST_SIZE = 256, LONG_LINE = 1000 };

/* Appends to a head what is `size` large. */
typedef void maker(conf_memory *memory, conf_buffer *head, size_t size);

static void put_many(conf_memory *memory, conf_buffer *head, size_t count)
{
    static const uint8_t letters[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const size_t most = sizeof letters - 1;

    for (; count > most; count -= most)
        conf_buffer_add(memory, head, letters, most);
    conf_buffer_add(memory, head, letters, count);
}

/* A field line of a name of its own: lines of one name may be joined to one. */
static void put_named(conf_memory *memory, conf_buffer *head, size_t number, size_t size)
{
    size_t before = head->len;
    size_t name;

    conf_put(memory, head, "X-H1-%zu: ", number);
    name = head->len - before;
    put_many(memory, head, size > name ? size - name : 1);
    conf_put(memory, head, "\r\n");
}

static void put_line(conf_memory *memory, conf_buffer *head, size_t size)
{
    put_named(memory, head, 0, size);
}

static void put_fields(conf_memory *memory, conf_buffer *head, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_named(memory, head, i, 0);
}

static void put_section(conf_memory *memory, conf_buffer *head, size_t size)
{
    size_t number = 0;

    for (; size > LONG_LINE; size -= LONG_LINE)
        put_named(memory, head, number++, LONG_LINE - 2);
    put_named(memory, head, number, size);
}

static void put_request(conf_target *target, conf_memory *memory, conf_buffer *text, size_t query)
{
    const char *path = target->server->path;

    conf_put(memory, text, "GET %s", path);
    if (query > strlen(path) + 1) {
        conf_put(memory, text, "?");
        put_many(memory, text, query - strlen(path) - 1);
    }
    conf_put(memory, text, " HTTP/1.1\r\nHost: %s\r\n", target->server->host);
}

/* Is a request with something of that size taken? make is NULL for a target of that size. */
static bool is_taken(conf_target *target, maker *make, size_t size)
{
    conf_memory memory = {0};
    conf_buffer text = {0};
    conf_observed seen;
    bool taken = false;

    put_request(target, &memory, &text, make == NULL ? size : 0);
    if (make != NULL)
        make(&memory, &text, size);
    conf_buffer_add(&memory, &text, (const uint8_t *)"\r\n", 3); /* and the end of the C string */
    if (conf_target_ask(target, (const char *)text.at, 1, target->server->timeout / 2, &seen))
        taken = !conf_status_refuses(conf_observed_final(&seen, 0)->head->status);
    conf_observed_free(&seen);
    conf_memory_free(&memory);
    return taken;
}

static size_t most_of(conf_target *target, maker *make)
{
    size_t good = 0;
    size_t bad = FIRST_SIZE;

    while (bad <= CONF_MEASURED_MOST && is_taken(target, make, bad)) {
        good = bad;
        bad *= 2;
    }
    if (bad > CONF_MEASURED_MOST)
        return CONF_MEASURED_MOST;
    while (bad - good > 1) {
        size_t middle = good + (bad - good) / 2;
        if (is_taken(target, make, middle))
            good = middle;
        else
            bad = middle;
    }
    return good;
}

void conf_target_measure(conf_target *target, conf_live_limits *limits)
{
    limits->target = most_of(target, NULL);
    limits->field_line = most_of(target, put_line);
    limits->fields = most_of(target, put_fields);
    limits->section = most_of(target, put_section);
    limits->measured = true;
}
