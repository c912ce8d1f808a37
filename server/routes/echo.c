/* SPDX-License-Identifier: MIT */
/* /h1/echo: what was received, as it was parsed, as JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "h1/uri.h"
#include "report/json.h"
#include "server/routes/bench.h"
#include "server/routes/text.h"

/* Bytes of any value: a string where they are UTF-8, otherwise an object with their base64. */
static json_t *json_of(h1_bytes bytes)
{
    json_t *text = json_stringn(bytes.len > 0 ? bytes.at : "", bytes.len);

    return text != NULL ? text : json_pack("{s:o}", "base64", report_json_base64(bytes.at, bytes.len));
}

static json_t *latin1(const srv_exchange *x, h1_span span)
{
    return report_json_latin1(x->bytes + span.at, span.len);
}

static json_t *fields_of(const srv_exchange *x)
{
    json_t *fields = json_array();

    for (uint16_t i = 0; i < x->head->fields; i++) {
        const h1_field *f = &x->fields[i];
        json_array_append_new(fields, json_pack("[oo]", latin1(x, (h1_span){f->name_at, f->name_len}),
                                                latin1(x, (h1_span){f->value_at, f->value_len})));
    }
    return fields;
}

static json_t *decoded(const uint8_t *query, h1_span span)
{
    uint8_t *text = malloc(span.len + 1);
    size_t got = 0, bad;
    json_t *value = NULL;

    if (text != NULL && h1_pair_decode(query + span.at, span.len, text, span.len, &got, &bad) == H1_VALUE_OK)
        value = json_of((h1_bytes){text, got});
    free(text);
    return value != NULL ? value : json_null();
}

/* The pairs as they are decoded; null where there are no pairs in it. */
static json_t *pairs_of(const srv_exchange *x)
{
    json_t *pairs = json_array();
    h1_value read = H1_VALUE_NONE;
    size_t at = 0;
    h1_pair pair;

    while (x->query.len > 0 && (read = h1_pair_next(x->query.at, x->query.len, &at, &pair)) == H1_VALUE_OK)
        json_array_append_new(pairs,
                              json_pack("[oo]", decoded(x->query.at, pair.name), decoded(x->query.at, pair.value)));
    if (read == H1_VALUE_NONE && x->query.at != NULL)
        return pairs;
    json_decref(pairs);
    return json_null();
}

static const char *framing_of(uint8_t framing)
{
    static const char *const NAMES[] = {
        [H1_FRAMING_NONE] = "none",   [H1_FRAMING_LENGTH] = "content-length", [H1_FRAMING_CHUNKED] = "chunked",
        [H1_FRAMING_CLOSE] = "close", [H1_FRAMING_TUNNEL] = "tunnel",         [H1_FRAMING_UNDECIDED] = "undecided",
    };

    return NAMES[framing];
}

void srv_serve_echo(srv_exchange *x)
{
    static const char *const FORMS[] = {
        [H1_FORM_NONE] = "none",           [H1_FORM_ORIGIN] = "origin",     [H1_FORM_ABSOLUTE] = "absolute",
        [H1_FORM_AUTHORITY] = "authority", [H1_FORM_ASTERISK] = "asterisk",
    };
    const h1_head *head = x->head;
    char version[16];

    snprintf(version, sizeof version, "HTTP/%u.%u", head->major, head->minor);
    srv_add_text(x, "Cache-Control", "no-store");
    srv_json_send(x, 200,
                  json_pack("{s:o,s:o,s:s,s:o,s:o,s:o,s:s,s:o,s:{s:s,s:b},s:{s:I,s:o}}", "method",
                            latin1(x, head->method), "target", latin1(x, head->target), "form", FORMS[head->form],
                            "path", report_json_latin1(x->path.at, x->path.len), "query",
                            x->query.at != NULL ? report_json_latin1(x->query.at, x->query.len) : json_null(), "pairs",
                            pairs_of(x), "version", version, "fields", fields_of(x), "framing", "by",
                            framing_of(head->framing), "keep_alive", (head->flags & H1_HEAD_KEEP_ALIVE) != 0, "content",
                            "length", (json_int_t)x->content.len, "bytes", json_of(x->content)));
}
