/* SPDX-License-Identifier: MIT */
/* See statistics.h. */
#include "cli/statistics.h"

#include <sys/resource.h>

#include "report/count.h"
#include "report/json.h"

typedef struct line {
    const char *member; /* in JSON */
    const char *words;
    uint64_t number;
    bool bytes;
} line;

/* Kilobytes on Linux. */
static uint64_t resident_bytes(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

static size_t fill_lines(const cap_totals *t, line *lines)
{
    const cap_flow_counts *f = &t->flows;
    const line all[] = {
        {"tcp_connections", "TCP connections", t->connections, false},
        {"http_connections", "connections with HTTP/1", t->http, false},
        {"requests", "requests", t->requests, false},
        {"responses", "responses", t->responses, false},
        {"http_bytes", "bytes of HTTP/1", t->bytes, true},
        {"tcp_bytes", "bytes put in order", f->bytes, true},
        {"repeated_bytes", "bytes sent again", f->repeated_bytes, true},
        {"differing_overlaps", "retransmissions with other bytes", f->differing_overlaps, false},
        {"reordered_segments", "segments that came out of order", f->reordered, false},
        {"gaps", "gaps", f->gaps, false},
        {"gap_bytes", "bytes in gaps", f->gap_bytes, true},
        {"most_connections", "connections at once, at most", f->most_at_once, false},
        {"memory_limit", "bound of the memory that grows with the traffic", t->memory_limit, true},
        {"memory_highest", "the most of it that was in use", t->memory_highest, true},
        {"memory_resident", "memory of the process, at most", resident_bytes(), true},
    };
    size_t count = sizeof all / sizeof *all;

    for (size_t i = 0; i < count; i++)
        lines[i] = all[i];
    return count;
}

static void write_json(FILE *out, const line *lines, size_t count)
{
    json_t *object = json_pack("{s:s}", "type", "statistics");

    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, lines[i].member, json_integer((json_int_t)lines[i].number));
    report_json_line(out, object);
}

void cli_statistics_write(FILE *out, const cap_totals *totals, bool json)
{
    line lines[32];
    size_t count = fill_lines(totals, lines);

    if (json) {
        write_json(out, lines, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%12s  %s\n",
                (lines[i].bytes ? report_bytes_of(lines[i].number) : report_number_of(lines[i].number)).text,
                lines[i].words);
}
