/* SPDX-License-Identifier: MIT */
/* See redact.h. It reads lines as loosely as any reader might, because it runs over messages that are faulty: a bare LF
 * ends a line, and a folded line belongs to the field before it. Where in doubt it hides more. */
#include "report/redact.h"

#include <string.h>
#include <strings.h>

static void hide(uint8_t *bytes, size_t len)
{
    memset(bytes, '*', len);
}

static bool is_one_of(uint8_t byte, const char *set)
{
    return byte != 0 && strchr(set, byte) != NULL;
}

/* userinfo is what stands between "//" and the last "@" of the authority. */
static void hide_userinfo(uint8_t *uri, size_t len)
{
    size_t start = 0;
    size_t at = 0;

    for (size_t i = 0; i + 1 < len && !is_one_of(uri[i], "?#"); i++) {
        if (uri[i] == '/' && uri[i + 1] == '/') {
            start = i + 2;
            break;
        }
    }
    for (size_t i = start; i < len && !is_one_of(uri[i], "/?#"); i++) {
        if (uri[i] == '@')
            at = i;
    }
    if (at > start)
        hide(uri + start, at - start);
}

/* In a query, what follows "=" up to the next "&" or ";" is a value; a pair without "=" is one too. */
static void hide_query(uint8_t *query, size_t len)
{
    size_t pair = 0;

    while (pair < len) {
        size_t end = pair;
        size_t value = pair;
        while (end < len && !is_one_of(query[end], "&;#")) {
            if (query[end] == '=' && value == pair)
                value = end + 1;
            end++;
        }
        hide(query + value, end - value);
        pair = end + 1;
    }
}

void report_redact_uri(uint8_t *uri, size_t len)
{
    uint8_t *question = memchr(uri, '?', len);

    hide_userinfo(uri, len);
    if (question != NULL)
        hide_query(question + 1, len - (size_t)(question + 1 - uri));
}

/* name=value; name=value. In Set-Cookie only the first pair is secret, and hiding attributes costs nothing. */
static void hide_cookie(uint8_t *value, size_t len)
{
    bool secret = memchr(value, '=', len) == NULL;

    for (size_t i = 0; i < len; i++) {
        if (value[i] == ';' || (value[i] == '=' && !secret))
            secret = value[i] == '=';
        else if (secret && !is_one_of(value[i], "\r\n"))
            value[i] = '*';
    }
}

/* scheme SP credentials: the scheme may be seen. */
static void hide_credentials(uint8_t *value, size_t len)
{
    uint8_t *space = memchr(value, ' ', len);
    size_t scheme = space == NULL ? 0 : (size_t)(space - value) + 1;

    hide(value + scheme, len - scheme);
}

typedef void hider(uint8_t *value, size_t len);

static const struct {
    const char *name;
    hider *hide;
} SECRET_FIELDS[] = {
    {"Authorization", hide_credentials},
    {"Proxy-Authorization", hide_credentials},
    {"Authentication-Info", hide},
    {"Proxy-Authentication-Info", hide},
    {"Cookie", hide_cookie},
    {"Set-Cookie", hide_cookie},
    {"Cookie2", hide_cookie},
    {"Set-Cookie2", hide_cookie},
    {"X-Api-Key", hide},
    {"X-Auth-Token", hide},
    {"X-Csrf-Token", hide},
    {"Referer", report_redact_uri},
    {"Location", report_redact_uri},
    {"Content-Location", report_redact_uri},
    {"Link", report_redact_uri},
    {"Refresh", report_redact_uri},
    {"Host", hide_userinfo},
};

void report_redact_field(const uint8_t *name, size_t name_len, uint8_t *value, size_t len)
{
    while (name_len > 0 && is_one_of(name[name_len - 1], " \t"))
        name_len--;
    while (name_len > 0 && is_one_of(*name, " \t"))
        name++, name_len--;
    while (len > 0 && is_one_of(*value, " \t"))
        value++, len--;
    for (size_t i = 0; i < sizeof SECRET_FIELDS / sizeof *SECRET_FIELDS; i++) {
        if (strlen(SECRET_FIELDS[i].name) == name_len &&
            strncasecmp(SECRET_FIELDS[i].name, (const char *)name, name_len) == 0)
            SECRET_FIELDS[i].hide(value, len);
    }
}

/* A line's bytes without its line end. */
static size_t line_content(const uint8_t *line, size_t len)
{
    while (len > 0 && is_one_of(line[len - 1], "\r\n"))
        len--;
    return len;
}

/* Bytes of the line at the start, line end included; a field's folded lines go with it. */
static size_t line_length(const uint8_t *bytes, size_t len, bool with_folds)
{
    size_t end = 0;

    do {
        const uint8_t *lf = memchr(bytes + end, '\n', len - end);
        end = lf == NULL ? len : (size_t)(lf - bytes) + 1;
    } while (with_folds && end < len && is_one_of(bytes[end], " \t"));
    return end;
}

static void redact_field_line(uint8_t *line, size_t len)
{
    uint8_t *colon = memchr(line, ':', len);

    if (colon != NULL)
        report_redact_field(line, (size_t)(colon - line), colon + 1, len - (size_t)(colon + 1 - line));
}

/* In a request-line the target ends before the last " HTTP/"; where there is none all of it counts as target. */
static void redact_start_line(uint8_t *line, size_t len)
{
    static const char version[] = " HTTP/";
    const size_t version_len = sizeof version - 1;

    if (len >= version_len && memcmp(line, version + 1, version_len - 1) == 0)
        return;
    for (size_t at = len; at >= version_len; at--) {
        if (memcmp(line + at - version_len, version, version_len) == 0) {
            len = at - version_len;
            break;
        }
    }
    report_redact_uri(line, len);
}

void report_redact(uint8_t *bytes, size_t len, report_part part)
{
    bool start_line_seen = part != REPORT_PART_START;

    if (part == REPORT_PART_INSIDE_LINE) {
        size_t rest = line_length(bytes, len, true);
        hide(bytes, line_content(bytes, rest));
        bytes += rest;
        len -= rest;
    }
    while (part != REPORT_PART_BODY && len > 0) {
        size_t line = line_length(bytes, len, start_line_seen);
        size_t content = line_content(bytes, line);
        if (content == 0 && start_line_seen)
            part = REPORT_PART_BODY;
        else if (start_line_seen)
            redact_field_line(bytes, content);
        else if (content > 0)
            redact_start_line(bytes, content);
        start_line_seen = start_line_seen || content > 0;
        bytes += line;
        len -= line;
    }
    hide(bytes, len);
}
