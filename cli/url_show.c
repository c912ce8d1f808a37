/* SPDX-License-Identifier: MIT */
/* See url_show.h. */
#include "cli/url_show.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "report/escape.h"
#include "report/json.h"
#include "report/paint.h"
#include "report/snippet.h"

static const char *const FORMS[] = {"reference", "origin-form", "absolute-form", "authority-form", "asterisk-form"};
static const char *const HOST_KINDS[] = {"empty", "name", "IPv4", "IPv6", "IPvFuture"};

static void row(const cli_url_show *show, const char *name, const uint8_t *bytes, h1_span part)
{
    fprintf(show->out, "%-9s ", name);
    report_escape_to(show->out, bytes + part.at, part.len);
}

/* A pair's name or value as what it stands for. */
static h1_span decoded(const uint8_t *bytes, h1_span part, uint8_t *out)
{
    size_t got = 0;
    size_t bad = 0;

    (void)h1_pair_decode(bytes + part.at, part.len, out, part.len, &got, &bad);
    return (h1_span){0, (uint32_t)got};
}

static void text_pairs(const cli_url_show *show, const uint8_t *query, size_t len, uint8_t *scratch)
{
    h1_pair pair;
    size_t at = 0;

    while (h1_pair_next(query, len, &at, &pair) == H1_VALUE_OK) {
        row(show, "  pair", scratch, decoded(query, pair.name, scratch));
        if (pair.has_value) {
            fputs(" = ", show->out);
            report_escape_to(show->out, scratch, decoded(query, pair.value, scratch).len);
        }
        fputc('\n', show->out);
    }
}

static void text_authority(const cli_url_show *show, const uint8_t *bytes, const h1_uri *uri)
{
    uint32_t port = h1_uri_port(bytes, uri);

    if ((uri->has & H1_URI_AUTHORITY) == 0)
        return;
    row(show, "host", bytes, uri->host);
    fprintf(show->out, " (%s)\n", HOST_KINDS[uri->host_kind]);
    if (uri->port.len > 0) {
        row(show, "port", bytes, uri->port);
        fputc('\n', show->out);
    } else if (port > 0) {
        fprintf(show->out, "%-9s %u (implied)\n", "port", (unsigned)port);
    }
}

static void text_part(const cli_url_show *show, const char *name, const uint8_t *bytes, h1_span part, bool there)
{
    if (!there)
        return;
    row(show, name, bytes, part);
    fputc('\n', show->out);
}

static void text_parts(const cli_url_show *show, const uint8_t *bytes, const h1_uri *uri, h1_form form,
                       uint8_t *scratch)
{
    fprintf(show->out, "%-9s %s\n", "form", FORMS[form]);
    text_part(show, "scheme", bytes, uri->scheme, (uri->has & H1_URI_SCHEME) != 0);
    text_part(show, "userinfo", bytes, uri->userinfo, (uri->has & H1_URI_USERINFO) != 0);
    text_authority(show, bytes, uri);
    text_part(show, "path", bytes, uri->path, form != H1_FORM_AUTHORITY);
    text_part(show, "query", bytes, uri->query, (uri->has & H1_URI_QUERY) != 0);
    text_pairs(show, bytes + uri->query.at, uri->query.len, scratch);
    text_part(show, "fragment", bytes, uri->fragment, (uri->has & H1_URI_FRAGMENT) != 0);
}

static json_t *json_part(const uint8_t *bytes, h1_span part, bool there)
{
    return there ? report_json_latin1(bytes + part.at, part.len) : json_null();
}

static json_t *json_pairs(const uint8_t *query, size_t len, uint8_t *scratch)
{
    json_t *pairs = json_array();
    h1_pair pair;
    size_t at = 0;

    while (h1_pair_next(query, len, &at, &pair) == H1_VALUE_OK) {
        json_t *name = report_json_latin1(scratch, decoded(query, pair.name, scratch).len);
        json_t *value =
            pair.has_value ? report_json_latin1(scratch, decoded(query, pair.value, scratch).len) : json_null();
        json_array_append_new(pairs, json_pack("[o, o]", name, value));
    }
    return pairs;
}

static bool json_parts(const cli_url_show *show, const uint8_t *bytes, const h1_uri *uri, h1_form form,
                       uint8_t *scratch, json_t *normal)
{
    bool there = (uri->has & H1_URI_AUTHORITY) != 0;
    uint32_t port = h1_uri_port(bytes, uri);
    json_t *object =
        json_pack("{s:s, s:s, s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:o}", "verdict", "accept", "form", FORMS[form],
                  "scheme", json_part(bytes, uri->scheme, (uri->has & H1_URI_SCHEME) != 0), "userinfo",
                  json_part(bytes, uri->userinfo, (uri->has & H1_URI_USERINFO) != 0), "host",
                  json_part(bytes, uri->host, there), "host_kind", there ? HOST_KINDS[uri->host_kind] : NULL, "port",
                  there && port > 0 ? json_integer(port) : json_null(), "path",
                  json_part(bytes, uri->path, form != H1_FORM_AUTHORITY), "query",
                  json_part(bytes, uri->query, (uri->has & H1_URI_QUERY) != 0), "fragment",
                  json_part(bytes, uri->fragment, (uri->has & H1_URI_FRAGMENT) != 0));

    if (object == NULL) {
        json_decref(normal);
        return false;
    }
    json_object_set_new(object, "pairs", json_pairs(bytes + uri->query.at, uri->query.len, scratch));
    json_object_set_new(object, "normal", normal);
    return report_json_line(show->out, object);
}

bool cli_url_show_parts(cli_url_show *show, const uint8_t *bytes, size_t len, const h1_uri *uri, h1_form form)
{
    bool has_normal = form == H1_FORM_NONE || form == H1_FORM_ABSOLUTE;
    uint8_t *normal = malloc(2 * (len + 1));
    uint8_t *scratch = normal + len + 1;
    size_t got = 0;
    size_t bad = 0;
    bool done = true;

    if (normal == NULL)
        return false;
    if (has_normal)
        (void)h1_uri_normalise(bytes, len, normal, len + 1, &got, &bad);
    if (show->json) {
        done = json_parts(show, bytes, uri, form, scratch, json_part(normal, (h1_span){0, (uint32_t)got}, has_normal));
    } else {
        text_parts(show, bytes, uri, form, scratch);
        text_part(show, "normal", normal, (h1_span){0, (uint32_t)got}, has_normal);
    }
    free(normal);
    return done;
}

void cli_url_show_refusal(cli_url_show *show, const uint8_t *bytes, size_t len, h1_value result, size_t bad)
{
    const char *word = result == H1_VALUE_ENDS ? "ends" : result == H1_VALUE_RULED_OUT ? "ruled-out" : "byte";
    const char *why = result == H1_VALUE_ENDS        ? "it ends where more is due"
                      : result == H1_VALUE_RULED_OUT ? "the grammar has this, and HTTP rules it out"
                                                     : "what stands here fits nowhere";
    report_snippet snippet = {.bytes = bytes, .len = len, .at = 0, .span = {bad < len ? bad : len, bad < len ? 1 : 0}};

    if (show->json) {
        (void)report_json_line(show->out,
                               json_pack("{s:s, s:s, s:I}", "verdict", "refuse", "why", word, "at", (json_int_t)bad));
        return;
    }
    report_paint(show->out, show->colour, report_severity_colour(H1_SEVERITY_ERROR), "refuse");
    fprintf(show->out, ": %s [%s]\n  --> byte %zu\n", why, word, bad);
    report_snippet_draw(show->out, &snippet, REPORT_SNIPPET_COLUMNS, show->colour);
}
