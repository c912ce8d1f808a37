/* SPDX-License-Identifier: MIT */
/* What the server answers as long as it is right; see server.h. A fault makes it blind to fields by way of
 * wrong_field_of(), or changes what is due here, behind wrong_is(). */
#include <string.h>
#include <strings.h>

#include "h1/dates.h"
#include "h1/values.h"
#include "server.h"

#define TAG      "\"h1-page\""
#define MODIFIED "Thu, 01 Jan 2015 00:00:00 GMT"
#define ALLOWED  "GET, HEAD, OPTIONS, PUT, TRACE"

enum { YEAR = 2026 }; /* of two digits that of a date is told by; which year it is now doesn't matter otherwise */

static const char page[] = "What this server has to say is one line, and it is long enough for ranges.\n";

conf_bytes wrong_bytes(const char *text)
{
    return (conf_bytes){(const uint8_t *)text, strlen(text)};
}

void wrong_reply_add(wrong_reply *reply, const char *name, const char *value)
{
    if (reply->count < REPLY_FIELDS)
        reply->fields[reply->count++] = (wrong_field){name, value};
}

/* A status with a line that explains it. */
static wrong_reply plain(unsigned status, const char *line)
{
    wrong_reply reply = {.status = status, .content = wrong_bytes(line)};

    wrong_reply_add(&reply, "Content-Type", "text/plain");
    return reply;
}

/* ---- Conditions, RFC 9110 section 13.2.2 ---- */

static bool lists_tag(const char *list, h1_tag_comparison how)
{
    h1_entity_tag own = {.opaque = {1, sizeof TAG - 3}};
    h1_entity_tag tag;
    size_t at = 0;

    if (strcmp(list, "*") == 0)
        return true;
    while (h1_entity_tag_next((const uint8_t *)list, strlen(list), &at, &tag) == H1_VALUE_OK) {
        if (h1_entity_tag_matches((const uint8_t *)list, &tag, (const uint8_t *)TAG, &own, how))
            return true;
    }
    return false;
}

/* Seconds since 1970. False where it is no date. */
static bool read_date(const char *text, int64_t *seconds)
{
    h1_date date;
    size_t bad;

    if (h1_date_read((const uint8_t *)text, strlen(text), &date, &bad) != H1_VALUE_OK)
        return false;
    if (!h1_date_settle(&date, YEAR))
        return false;
    *seconds = h1_date_seconds(&date);
    return true;
}

/* Has the page changed since then? What is no date is no condition: *valid says. */
static bool is_newer_than(const char *text, bool *valid)
{
    int64_t since = 0, modified = 0;

    *valid = text != NULL && read_date(text, &since) && read_date(MODIFIED, &modified);
    return modified > since;
}

static bool is_read(const wrong_message *request)
{
    return strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
}

/* The status that a condition demands; 0 where none does. */
static unsigned judge_conditions(const wrong_message *request)
{
    const char *match = wrong_field_of(request, "If-Match");
    const char *none = wrong_field_of(request, "If-None-Match");
    bool valid;

    if (match != NULL && !lists_tag(match, H1_TAG_STRONG))
        return 412;
    if (match == NULL && is_newer_than(wrong_field_of(request, "If-Unmodified-Since"), &valid) && valid)
        return 412;
    if (none != NULL && lists_tag(none, H1_TAG_WEAK))
        return is_read(request) ? 304 : 412;
    if (none == NULL && is_read(request) && !is_newer_than(wrong_field_of(request, "If-Modified-Since"), &valid) &&
        valid)
        return 304;
    return 0;
}

/* ---- Ranges ---- */

static bool is_vouched_for(const wrong_message *request)
{
    const char *vouches = wrong_field_of(request, "If-Range");

    return vouches == NULL || strcmp(vouches, TAG) == 0 || strcmp(vouches, MODIFIED) == 0;
}

static wrong_reply part_of(conf_memory *memory, const wrong_message *request, uint64_t first, uint64_t count)
{
    wrong_reply reply = {.status = 206, .content = {(const uint8_t *)page + first, count}};

    wrong_reply_add(&reply, "ETag", TAG);
    if (wrong_field_of(request, "If-Range") == NULL)
        wrong_reply_add(&reply, "Content-Type", "text/plain");
    wrong_reply_add(
        &reply, "Content-Range",
        conf_format(memory, "bytes %u-%u/%zu", (unsigned)first, (unsigned)(first + count - 1), sizeof page - 1));
    return reply;
}

/* Fill in a reply where the request asks for one range. */
static bool select_range(conf_memory *memory, const wrong_message *request, wrong_reply *reply)
{
    const char *value = wrong_field_of(request, "Range");
    uint64_t first, count;
    h1_ranges ranges;
    h1_range range, second;
    size_t bad, at = 0;

    if (value == NULL || strcmp(request->method, "GET") != 0 || !is_vouched_for(request) ||
        h1_ranges_read((const uint8_t *)value, strlen(value), &ranges, &bad) != H1_VALUE_OK || !ranges.is_bytes)
        return false;
    value += ranges.set.at;
    if (h1_range_next((const uint8_t *)value, ranges.set.len, &at, &range) != H1_VALUE_OK ||
        h1_range_next((const uint8_t *)value, ranges.set.len, &at, &second) == H1_VALUE_OK)
        return false; /* of several ranges all is sent */
    if (h1_range_select(&range, sizeof page - 1, &first, &count)) {
        *reply = part_of(memory, request, first, count);
        return true;
    }
    *reply = plain(416, "That is behind the end.\n");
    wrong_reply_add(reply, "Content-Range", conf_format(memory, "bytes */%zu", sizeof page - 1));
    return true;
}

/* ---- What there is ---- */

static wrong_reply not_modified(void)
{
    wrong_reply reply = {.status = 304};

    wrong_reply_add(&reply, "ETag", TAG);
    return reply;
}

static wrong_reply show_page(conf_memory *memory, const wrong_message *request)
{
    wrong_reply reply = plain(200, page);

    if (select_range(memory, request, &reply))
        return reply;
    wrong_reply_add(&reply, "ETag", TAG);
    wrong_reply_add(&reply, "Last-Modified", MODIFIED);
    wrong_reply_add(&reply, "Accept-Ranges", "bytes");
    return reply;
}

static wrong_reply reflect(conf_memory *memory, const wrong_message *request)
{
    wrong_reply reply = {.status = 200};
    conf_buffer text = {0};

    conf_put(memory, &text, "TRACE %s HTTP/1.1\r\n", request->target);
    for (size_t i = 0; i < request->count; i++) {
        const wrong_field *field = &request->fields[i];
        if (wrong_is("trace-gives-secrets-away") || !wrong_lists(" Authorization Cookie ", field->name))
            conf_put(memory, &text, "%s: %s\r\n", field->name, field->value);
    }
    reply.content = (conf_bytes){text.at, text.len};
    wrong_reply_add(&reply, "Content-Type", "message/http");
    return reply;
}

static wrong_reply options(void)
{
    wrong_reply reply = {.status = 200};

    wrong_reply_add(&reply, "Allow", ALLOWED);
    return reply;
}

static wrong_reply put(const wrong_message *request)
{
    if (wrong_field_of(request, "Content-Range") != NULL)
        return plain(400, "A part of something can't be put.\n");
    return (wrong_reply){.status = 204};
}

static wrong_reply not_allowed(void)
{
    wrong_reply reply = plain(405, "That isn't done here.\n");

    wrong_reply_add(&reply, "Allow", ALLOWED);
    return reply;
}

static wrong_reply echo(const wrong_message *request)
{
    wrong_reply reply = {.status = 200, .content = {request->content.at, request->content.len}};

    wrong_reply_add(&reply, "Content-Type", "text/plain");
    return reply;
}

/* The path of a target in origin-form or absolute-form, with what follows. */
static const char *path_of(const char *target)
{
    const char *authority = strstr(target, "://");

    if (target[0] == '/' || authority == NULL)
        return target;
    authority += 3;
    return authority + strcspn(authority, "/?");
}

/* Is this the path, whatever its query? */
static bool is_path(const char *target, const char *path)
{
    const char *given = path_of(target);
    size_t len = strcspn(given, "?");

    return (len == strlen(path) && strncmp(given, path, len) == 0) || (len == 0 && strcmp(path, "/") == 0);
}

bool wrong_wants(const wrong_message *request)
{
    return is_path(request->target, "/echo") || is_path(request->target, "/");
}

static wrong_reply perform(conf_memory *memory, const wrong_message *request)
{
    unsigned status = judge_conditions(request);

    if (status == 304)
        return not_modified();
    if (status == 412)
        return plain(412, "The condition doesn't hold.\n");
    return is_read(request) ? show_page(memory, request) : put(request);
}

wrong_reply wrong_answer(conf_memory *memory, const wrong_message *request)
{
    const char *method = request->method;

    if ((request->head.flags & H1_HEAD_OTHER_CODINGS) != 0)
        return plain(501, "Nobody knows this transfer coding.\n");
    if (strncasecmp(request->target, "https:", 6) == 0)
        return plain(421, "There is no TLS here.\n");
    if (strcmp(method, "OPTIONS") == 0)
        return options();
    if (!wrong_wants(request) && strcmp(method, "PUT") != 0)
        return plain(404, "Nothing is here.\n");
    if (strcmp(method, "TRACE") == 0)
        return reflect(memory, request);
    if (strcmp(method, "POST") == 0 && is_path(request->target, "/echo"))
        return echo(request);
    if (is_read(request) || strcmp(method, "PUT") == 0)
        return perform(memory, request);
    if (wrong_lists(" CONNECT DELETE PATCH POST ", method))
        return not_allowed();
    return plain(501, "Nobody knows this method.\n");
}
