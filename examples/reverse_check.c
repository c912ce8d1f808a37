/* SPDX-License-Identifier: MIT */
/* What a reverse proxy would do with a request before it passes it on: parse it strictly, drop the fields that end at a
 * hop, write it anew. What is written is what libh1 accepts, so whatever the origin thinks of odd requests, it never
 * sees one.
 *
 *   reverse_check < request > request-to-pass-on */
#include <h1/write.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { FIELDS = 100, ROOM = 1 << 17 };

/* Whether the list in one Connection field names the field, without case. */
static bool names(const uint8_t *buf, const h1_field *connection, const h1_field *field)
{
    const char *list = (const char *)buf + connection->value_at;
    const char *end = list + connection->value_len;

    while (list < end) {
        size_t len = strcspn(list, ", \t\r");
        if (len == field->name_len && strncasecmp(list, (const char *)buf + field->name_at, len) == 0)
            return true;
        list += len + 1;
    }
    return false;
}

/* Fields of this hop alone: Connection, and those that it names (RFC 9110 section 7.6.1). */
static bool ends_here(const uint8_t *buf, const h1_field *fields, uint16_t n, const h1_field *field)
{
    for (uint16_t i = 0; i < n; i++) {
        if (fields[i].id == H1_FIELD_CONNECTION && names(buf, &fields[i], field))
            return true;
    }
    return field->id == H1_FIELD_CONNECTION || field->id == H1_FIELD_UPGRADE;
}

static h1_bytes bytes_of(const uint8_t *buf, uint32_t at, uint32_t len)
{
    return (h1_bytes){buf + at, len};
}

static uint16_t keep_fields(const uint8_t *buf, const h1_field *fields, uint16_t n, h1_field_text *kept)
{
    uint16_t count = 0;

    for (uint16_t i = 0; i < n; i++) {
        if (ends_here(buf, fields, n, &fields[i]))
            continue;
        kept[count].name = bytes_of(buf, fields[i].name_at, fields[i].name_len);
        kept[count].value = bytes_of(buf, fields[i].value_at, fields[i].value_len);
        count++;
    }
    return count;
}

static int pass_on(const uint8_t *buf, const h1_head *head, const h1_field *fields)
{
    static uint8_t out[ROOM];
    h1_field_text kept[FIELDS];
    h1_field scratch[FIELDS];
    h1_written written;
    uint16_t n = keep_fields(buf, fields, head->fields, kept);

    if (h1_write_request(bytes_of(buf, head->method.at, head->method.len),
                         bytes_of(buf, head->target.at, head->target.len), kept, n, scratch, out, sizeof out,
                         &written) != H1_WRITE_OK) {
        fprintf(stderr, "not passed on: %s\n", h1_rule_name(written.fault.rule).text);
        return 1;
    }
    fwrite(out, 1, written.len, stdout);
    return 0;
}

int main(void)
{
    static uint8_t buf[ROOM];
    size_t len = fread(buf, 1, sizeof buf, stdin);
    h1_stream s;
    h1_field fields[FIELDS];
    h1_event ev;

    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    do {
        h1_next(&s, buf, len, true, &ev);
    } while (ev.type == H1_FAULT && ev.fault.rule != H1_RULE_EMPTY_LINE_BEFORE_REQUEST);
    if (ev.type == H1_HEAD)
        return pass_on(buf, &ev.head, fields);
    if (ev.type == H1_REFUSED)
        fprintf(stderr, "%u %s\n", h1_rule_info_of(ev.fault.rule)->status, h1_rule_info_of(ev.fault.rule)->title);
    return 1;
}
