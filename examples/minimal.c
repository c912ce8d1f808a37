/* SPDX-License-Identifier: MIT */
/* The smallest useful reader: parse the requests on standard input, print each request-line and field, or the rule that
 * was broken and where.
 *
 *   printf 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' | minimal */
#include <h1/h1.h>
#include <stdio.h>

enum { FIELDS = 100, ROOM = 1 << 20 };

static void print_span(const uint8_t *buf, uint32_t at, uint32_t len)
{
    fwrite(buf + at, 1, len, stdout);
}

static void print_head(const uint8_t *buf, const h1_head *head, const h1_field *fields)
{
    print_span(buf, head->method.at, head->method.len);
    putchar(' ');
    print_span(buf, head->target.at, head->target.len);
    printf(", %u fields\n", head->fields);
    for (uint16_t i = 0; i < head->fields; i++) {
        printf("  ");
        print_span(buf, fields[i].name_at, fields[i].name_len);
        printf(" = ");
        print_span(buf, fields[i].value_at, fields[i].value_len);
        putchar('\n');
    }
}

static int print_refusal(const h1_stream *s, const h1_fault *fault)
{
    const h1_rule_info *rule = h1_rule_info_of(fault->rule);

    printf("refused at byte %llu: %s (%s section %s)\n", (unsigned long long)(h1_stream_offset(s) + fault->span.at),
           rule->title, rule->rfc, rule->section);
    return 1;
}

int main(void)
{
    static uint8_t bytes[ROOM];
    size_t len = fread(bytes, 1, sizeof bytes, stdin);
    size_t at = 0;
    h1_stream s;
    h1_field fields[FIELDS];
    h1_event ev;

    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    do {
        const uint8_t *buf = bytes + at;
        at += h1_next(&s, buf, len - at, true, &ev);
        if (ev.type == H1_HEAD)
            print_head(buf, &ev.head, fields);
        if (ev.type == H1_REFUSED)
            return print_refusal(&s, &ev.fault);
        if (ev.type == H1_WAIT)
            h1_stream_resume(&s, H1_AS_TUNNEL);
    } while (ev.type != H1_CLOSED && ev.type != H1_INCOMPLETE);
    puts(ev.type == H1_CLOSED ? "complete" : "incomplete");
    return ev.type == H1_CLOSED ? 0 : 1;
}
