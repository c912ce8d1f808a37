/* SPDX-License-Identifier: MIT */
/* /h1/store/NAME: a representation to read, write, patch and delete, with preconditions against lost updates (RFC 9110
 * section 13). /h1/store/ lists them; a POST there makes one under a name of the server's choice. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "h1/values.h"
#include "report/json.h"
#include "server/routes/bench.h"
#include "server/routes/conditional.h"
#include "server/routes/merge.h"
#include "server/routes/request.h"
#include "server/routes/text.h"

#define PATCH_TYPE "application/merge-patch+json"
#define ALLOWED    "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"

static bool has_type(h1_bytes value, const char *type)
{
    return value.at != NULL && h1_is_media_type(value.at, value.len, type);
}

/* ---- Answers that leave it as it is ---- */

static void list(srv_exchange *x)
{
    const srv_memory *m = &srv_bench(x)->memory;
    json_t *names = json_array();

    for (size_t i = 0; i < SRV_MEMORY_MOST; i++)
        if (m->all[i].name[0] != '\0')
            json_array_append_new(names,
                                  json_pack("{s:s,s:I,s:s,s:s}", "name", m->all[i].name, "length",
                                            (json_int_t)m->all[i].len, "type", m->all[i].type, "etag", m->all[i].tag));
    srv_json_send(x, 200,
                  json_pack("{s:o,s:I,s:I}", "store", names, "bytes", (json_int_t)m->bytes, "bytes_most",
                            (json_int_t)SRV_MEMORY_ALL));
}

static void send_not_there(srv_exchange *x)
{
    srv_send_problem(x, 404, H1_RULE_NONE, UINT64_MAX, "nothing is stored under this name; PUT or POST it");
}

/* What was stored is a stranger's: it is never a page of this site. */
static void get(srv_exchange *x, const srv_memo *memo)
{
    srv_add_text(x, "ETag", "%s", memo->tag);
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    srv_add_text(x, "Content-Security-Policy", "sandbox; default-src 'none'");
    srv_send(x, 200, memo->type[0] != '\0' ? memo->type : NULL, (h1_bytes){memo->content, memo->len});
}

static void send_options(srv_exchange *x)
{
    srv_add_text(x, "Allow", ALLOWED);
    srv_add_text(x, "Accept-Patch", PATCH_TYPE);
    srv_send(x, 204, NULL, (h1_bytes){"", 0});
}

/* ---- Changes ---- */

/* Is the content a whole representation as we can keep it? A part of one, or one that is coded, can't be put. */
static bool is_whole(srv_exchange *x)
{
    h1_bytes coding = srv_field_value(x, "content-encoding");

    if (srv_field_value(x, "content-range").at != NULL) {
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, "Content-Range: parts can't be put here");
        return false;
    }
    if (coding.at == NULL || h1_same_word(coding.at, coding.len, "identity"))
        return true;
    srv_add_text(x, "Accept-Encoding", "identity");
    srv_send_problem(x, 415, H1_RULE_NONE, UINT64_MAX, "content is kept as it is: send it without a content coding");
    return false;
}

static void put(srv_exchange *x, h1_bytes name, h1_bytes type, h1_bytes content)
{
    srv_memory *m = &srv_bench(x)->memory;
    srv_memory_result result = srv_memory_put(m, name, type, content);

    if (result == SRV_MEMORY_LARGE) {
        srv_send_problem(x, 413, H1_RULE_NONE, UINT64_MAX, "one may have 65536 bytes here");
    } else if (result == SRV_MEMORY_FULL) {
        srv_send_problem(x, 507, H1_RULE_NONE, UINT64_MAX, "the store is full: 256 names, 4 MiB; DELETE some");
    } else {
        srv_add_text(x, "ETag", "%s", srv_memory_find(m, name)->tag);
        if (result == SRV_MEMORY_CREATED)
            srv_add_text(x, "Location", "/h1/store/%.*s", (int)name.len, (const char *)name.at);
        srv_send(x, result == SRV_MEMORY_CREATED ? 201 : 204, NULL, (h1_bytes){"", 0});
    }
}

/* POST to a name appends. */
static void append(srv_exchange *x, h1_bytes name, const srv_memo *memo)
{
    size_t len = memo->len + x->content.len;
    uint8_t *content = malloc(len + 1);

    if (content == NULL) {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
        return;
    }
    memcpy(content, memo->content, memo->len);
    if (x->content.len > 0)
        memcpy(content + memo->len, x->content.at, x->content.len);
    put(x, name, (h1_bytes){memo->type, strlen(memo->type)}, (h1_bytes){content, len});
    free(content);
}

/* POST to the store makes a name. */
static void create(srv_exchange *x)
{
    const srv_memory *m = &srv_bench(x)->memory;
    char name[32];
    uint64_t number = m->writes;
    int len;

    do
        len = snprintf(name, sizeof name, "item-%" PRIu64, ++number);
    while (srv_memory_find(m, (h1_bytes){name, (size_t)len}) != NULL);
    if (is_whole(x))
        put(x, (h1_bytes){name, (size_t)len}, srv_field_value(x, "content-type"), x->content);
}

static void put_json(srv_exchange *x, h1_bytes name, const json_t *value)
{
    char *text = value != NULL ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;

    if (text == NULL)
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
    else
        put(x, name, (h1_bytes){"application/json", 16}, (h1_bytes){text, strlen(text)});
    free(text);
}

static void patch(srv_exchange *x, h1_bytes name, const srv_memo *memo)
{
    json_t *change, *target, *result;

    if (!has_type(srv_field_value(x, "content-type"), PATCH_TYPE)) {
        srv_add_text(x, "Accept-Patch", PATCH_TYPE);
        srv_send_problem(x, 415, H1_RULE_NONE, UINT64_MAX, "patches are " PATCH_TYPE " (RFC 7396)");
        return;
    }
    change = srv_json_read(x->content.at, x->content.len);
    target = srv_json_read(memo->content, memo->len);
    result = change != NULL && target != NULL ? srv_merge(target, change) : NULL;
    if (change == NULL)
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, "the patch isn't JSON, or goes too deep");
    else if (target == NULL)
        srv_send_problem(x, 409, H1_RULE_NONE, UINT64_MAX, "what is stored isn't JSON, so there is nothing to merge");
    else
        put_json(x, name, result);
    json_decref(change);
    json_decref(target);
    json_decref(result);
}

static void delete_memo(srv_exchange *x, srv_memo *memo)
{
    srv_memory_delete(&srv_bench(x)->memory, memo);
    srv_send(x, 204, NULL, (h1_bytes){"", 0});
}

/* ---- Dispatch ---- */

/* Do the preconditions of a request hold? Otherwise it is answered. */
static bool holds(srv_exchange *x, const srv_memo *memo)
{
    srv_validators valid = {.tag = ""};
    srv_ruling ruling = SRV_RULING_PERFORM;

    if (memo != NULL) {
        snprintf(valid.tag, sizeof valid.tag, "%s", memo->tag);
        ruling = srv_conditional(x, &valid, x->service->time);
    } else if (srv_field_value(x, "if-match").at != NULL) {
        ruling = SRV_RULING_FAILED;
    }
    if (ruling == SRV_RULING_NOT_MODIFIED) {
        srv_add_text(x, "ETag", "%s", memo->tag);
        srv_send(x, 304, NULL, (h1_bytes){"", 0});
    } else if (ruling == SRV_RULING_FAILED) {
        srv_send_problem(x, 412, H1_RULE_NONE, UINT64_MAX, "a precondition of the request doesn't hold");
    }
    return ruling == SRV_RULING_PERFORM || ruling == SRV_RULING_PERFORM_WHOLE;
}

static void serve_one(srv_exchange *x, h1_bytes name)
{
    srv_memo *memo = srv_memory_find(&srv_bench(x)->memory, name);
    bool writes = x->method == SRV_PUT || x->method == SRV_POST;

    if (x->method == SRV_OPTIONS)
        send_options(x);
    else if (memo == NULL && !writes)
        send_not_there(x);
    else if (!holds(x, memo))
        return;
    else if (x->method == SRV_GET)
        get(x, memo);
    else if (x->method == SRV_DELETE)
        delete_memo(x, memo);
    else if (x->method == SRV_PATCH)
        patch(x, name, memo);
    else if (!is_whole(x))
        return;
    else if (x->method == SRV_PUT || memo == NULL)
        put(x, name, srv_field_value(x, "content-type"), x->content);
    else
        append(x, name, memo);
}

static void serve_all(srv_exchange *x)
{
    if (x->method == SRV_GET) {
        list(x);
    } else if (x->method == SRV_POST) {
        create(x);
    } else {
        srv_add_text(x, "Allow", "GET, HEAD, POST, OPTIONS");
        if (x->method == SRV_OPTIONS)
            srv_send(x, 204, NULL, (h1_bytes){"", 0});
        else
            srv_send_problem(x, 405, H1_RULE_NONE, UINT64_MAX, "the store itself isn't put, patched or deleted");
    }
}

void srv_serve_store(srv_exchange *x)
{
    h1_bytes name = srv_rest(x);

    srv_add_text(x, "Cache-Control", "no-cache");
    if (x->method != SRV_GET && x->method != SRV_OPTIONS && !srv_is_own_site(x))
        return;
    if (name.len == 0)
        serve_all(x);
    else if (srv_memory_is_name(name))
        serve_one(x, name);
    else
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, "a name is 1 to 64 letters, digits and - . _ ~");
}
