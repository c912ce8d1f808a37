/* SPDX-License-Identifier: MIT */
/* Problem documents (RFC 9457): what is wrong with a request, for the one who wrote its client. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/core/work.h"

/* A document being written; it is cut off where it would not fit, which our own texts never do. */
typedef struct document {
    char text[2048];
    size_t len;
} document;

static void put(document *d, const char *text)
{
    int len = snprintf(d->text + d->len, sizeof d->text - d->len, "%s", text);

    if (len > 0 && (size_t)len < sizeof d->text - d->len)
        d->len += (size_t)len;
}

static void put_member(document *d, const char *name, const char *value)
{
    put(d, d->len > 1 ? ",\"" : "\"");
    put(d, name);
    put(d, "\":\"");
    for (; *value != '\0'; value++) {
        unsigned char byte = (unsigned char)*value;
        char text[8];
        if (byte == '"' || byte == '\\')
            snprintf(text, sizeof text, "\\%c", byte);
        else if (byte < 0x20 || byte >= 0x7F)
            snprintf(text, sizeof text, "\\u%04x", byte);
        else
            snprintf(text, sizeof text, "%c", byte);
        put(d, text);
    }
    put(d, "\"");
}

static void put_number(document *d, const char *name, uint64_t value)
{
    char text[64];

    snprintf(text, sizeof text, ",\"%s\":%" PRIu64, name, value);
    put(d, text);
}

static void put_rule(document *d, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    char text[96];

    if (info == NULL)
        return;
    put_member(d, "rule", h1_rule_name(rule).text);
    put_member(d, "violation", info->title);
    put_member(d, "why", info->why);
    if (strncmp(info->rfc, "RFC ", 4) != 0)
        return;
    snprintf(text, sizeof text, "%s section %s", info->rfc, info->section);
    put_member(d, "clause", text);
    snprintf(text, sizeof text, "https://www.rfc-editor.org/rfc/rfc%s#section-%s", info->rfc + 4, info->section);
    put_member(d, "see", text);
}

void srv_send_problem(srv_exchange *x, unsigned status, h1_rule rule, uint64_t offset, const char *detail)
{
    document d = {.text = "{", .len = 1};
    h1_bytes reason = srv_reason(status);

    put_member(&d, "type", "about:blank");
    put_member(&d, "title", reason.at);
    put_number(&d, "status", status);
    if (detail != NULL)
        put_member(&d, "detail", detail);
    if (offset != UINT64_MAX)
        put_number(&d, "offset", offset);
    put_rule(&d, rule);
    put(&d, "}\n");
    srv_work_of(x)->now.rule = rule;
    srv_send(x, status, "application/problem+json", (h1_bytes){d.text, d.len});
}
