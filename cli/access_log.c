/* SPDX-License-Identifier: MIT */
/* See access_log.h. */
#include "cli/access_log.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "cli/address.h"
#include "h1/words.h"
#include "report/escape.h"
#include "report/json.h"
#include "server/core/loop.h"

enum { LINE_MOST = 8192 }; /* bytes of a refused request that are looked through for a line end */

static cli_address_text peer_text(const void *peer)
{
    const srv_peer *from = peer;

    return cli_address_text_of((const struct sockaddr *)&from->address, from->len);
}

/* The bytes up to the line end: the request-line, or what stands in its place. */
static h1_bytes first_line(const srv_record *record)
{
    const uint8_t *bytes = record->bytes;
    size_t most = record->len < LINE_MOST ? record->len : LINE_MOST;
    size_t len = 0;

    while (most > 0 && (*bytes == '\r' || *bytes == '\n')) {
        bytes++;
        most--;
    }
    while (len < most && bytes[len] != '\r' && bytes[len] != '\n')
        len++;
    return (h1_bytes){bytes, len};
}

static h1_bytes field_value(const srv_record *record, const char *name)
{
    for (uint16_t i = 0; record->head != NULL && i < record->head->fields; i++) {
        const h1_field *field = &record->fields[i];
        if (h1_same_word(record->bytes + field->name_at, field->name_len, name))
            return (h1_bytes){record->bytes + field->value_at, field->value_len};
    }
    return (h1_bytes){NULL, 0};
}

/* ---- Combined, the form that Apache and nginx write ---------------------------------------------------------------
 */

/* Between quotes, which therefore have to be escaped as well. */
static void put_quoted(FILE *file, h1_bytes value)
{
    const uint8_t *bytes = value.at;
    char text[REPORT_ESCAPE_MOST];

    putc('"', file);
    if (value.at == NULL)
        putc('-', file);
    for (size_t i = 0; i < value.len; i++) {
        if (bytes[i] == '"')
            fputs("\\x22", file);
        else
            fwrite(text, 1, report_escape_byte(bytes[i], text), file);
    }
    putc('"', file);
}

static void write_combined(const cli_access_log *log, const srv_record *record)
{
    const time_t now = log->service->time;
    char when[64];
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(when, sizeof when, "%d/%b/%Y:%H:%M:%S +0000", &utc);
    fprintf(log->file, "%s - - [%s] ", peer_text(record->peer).text, when);
    put_quoted(log->file, first_line(record));
    fprintf(log->file, " %u %" PRIu64 " ", record->status, record->content_out);
    put_quoted(log->file, field_value(record, "referer"));
    putc(' ', log->file);
    put_quoted(log->file, field_value(record, "user-agent"));
    putc('\n', log->file);
}

/* ---- JSON ----------------------------------------------------------------------------------------------------------
 */

static void set_escaped(json_t *object, const char *name, h1_bytes value)
{
    if (value.at != NULL)
        json_object_set_new(object, name, report_json_escaped(value.at, value.len));
}

static void set_number(json_t *object, const char *name, uint64_t value)
{
    json_object_set_new(object, name, json_integer((json_int_t)value));
}

static void write_json(const cli_access_log *log, const srv_record *record)
{
    json_t *line = json_object();

    json_object_set_new(line, "time", report_json_time((uint64_t)log->service->time * 1000000000));
    json_object_set_new(line, "peer", json_string(peer_text(record->peer).text));
    set_escaped(line, "request", first_line(record));
    set_escaped(line, "host", field_value(record, "host"));
    set_escaped(line, "referer", field_value(record, "referer"));
    set_escaped(line, "user_agent", field_value(record, "user-agent"));
    set_number(line, "status", record->status);
    set_number(line, "content_in", record->content_in);
    set_number(line, "content_out", record->content_out);
    set_number(line, "milliseconds", record->ended_ms - record->began_ms);
    if (record->rule != H1_RULE_NONE)
        json_object_set_new(line, "rule", json_string(h1_rule_name(record->rule).text));
    if (record->offset != UINT64_MAX)
        set_number(line, "offset", record->offset);
    report_json_line(log->file, line);
}

void cli_access_log_record(void *context, const srv_record *record)
{
    const cli_access_log *log = context;

    if (log->file == NULL)
        return;
    if (log->format == CLI_LOG_JSON)
        write_json(log, record);
    else
        write_combined(log, record);
    fflush(log->file);
}

/* ---- Every byte ----------------------------------------------------------------------------------------------------
 */

void cli_access_log_show(void *context, const void *peer, h1_side side, const uint8_t *bytes, size_t len)
{
    cli_address_text from = peer_text(peer);

    (void)context;
    while (len > 0) {
        const uint8_t *end = memchr(bytes, '\n', len);
        size_t line = end != NULL ? (size_t)(end - bytes) + 1 : len;
        printf("%s %c ", from.text, side == H1_REQUESTS ? '>' : '<');
        report_escape_to(stdout, bytes, line);
        putchar('\n');
        bytes += line;
        len -= line;
    }
    fflush(stdout);
}
