/* SPDX-License-Identifier: MIT */
/* /h1/upload: files as they come, by a form (multipart/form-data), or one file as the whole content of a PUT or POST to
 * /h1/upload/NAME. No upload is ever in memory; the answer comes behind its last byte, or as soon as something is
 * wrong.
 *
 * PUT makes a file under its name or doesn't (409 where there is one); POST finds a name that is free. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "h1/uri.h"
#include "server/routes/bench.h"
#include "server/routes/multipart.h"
#include "server/routes/request.h"
#include "server/routes/text.h"
#include "server/routes/upload_file.h"
#include "server/routes/upload_page.h"

enum {
    VALUE_MOST = 4096, /* bytes that are kept of all fields that aren't files */
    ENDINGS_MOST = 32, /* files of a form on their way to the disk; the next waits, and everybody with it */
};

typedef struct upload {
    srv_multipart *form; /* NULL: the content is the file */
    srv_incoming in;
    bool answered;
    bool value_open; /* the part under way isn't a file */
    char value[VALUE_MOST];
    size_t value_at, value_len; /* of the field under way; at: where it begins in value */
    json_t *files, *fields;
    srv_ending endings[ENDINGS_MOST];
    size_t ending_count;
    unsigned look_after; /* milliseconds between the last two looks at the disk */
} upload;

static void drop(srv_exchange *x)
{
    upload *u = x->state;

    srv_incoming_free(&u->in);
    for (size_t i = 0; i < u->ending_count; i++)
        srv_ending_leave(&u->endings[i]);
    json_decref(u->files);
    json_decref(u->fields);
    free(u->form);
    free(u);
    x->state = NULL;
}

/* ---- Refusals ---- */

static void refuse(srv_exchange *x, unsigned status, const char *detail)
{
    upload *u = x->state;

    srv_incoming_free(&u->in);
    u->answered = true;
    srv_send_problem(x, status, H1_RULE_NONE, UINT64_MAX, detail);
}

static void refuse_errno(srv_exchange *x, int error)
{
    bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    char detail[128];

    snprintf(detail, sizeof detail, "the file can't be stored: %s", strerror(error));
    refuse(x, full ? 507 : 500, detail);
}

/* ---- Files ---- */

static void begin_file(srv_exchange *x, const char *name, uint64_t size)
{
    upload *u = x->state;
    int error;

    if (frame_name_check((const uint8_t *)name, strlen(name)) != H1_RULE_NONE) {
        refuse(x, 400, "the name of a file isn't plain: a path, a dot name, control characters, or no UTF-8");
        return;
    }
    error = srv_incoming_begin(&u->in, name, size);
    if (error != 0)
        refuse_errno(x, error);
}

static void add_to_file(srv_exchange *x, h1_bytes bytes)
{
    upload *u = x->state;
    int error = srv_incoming_add(&u->in, bytes.at, bytes.len);

    if (error != 0)
        refuse_errno(x, error);
}

/* The oldest of those that go to the disk. */
static void finish_first(srv_exchange *x)
{
    upload *u = x->state;
    int error = srv_ending_finish(&u->endings[0]);

    u->ending_count--;
    memmove(u->endings, u->endings + 1, u->ending_count * sizeof u->endings[0]);
    if (error != 0)
        refuse_errno(x, error);
}

/* Returns what is told of the file, which is in u->files, or NULL after an answer. */
static json_t *end_file(srv_exchange *x)
{
    upload *u = x->state;
    srv_ending *e;
    int error;

    if (u->ending_count == ENDINGS_MOST)
        finish_first(x);
    if (u->answered)
        return NULL;
    e = &u->endings[u->ending_count];
    error = srv_incoming_end(&u->in, e);
    if (error != 0) {
        refuse_errno(x, error);
        return NULL;
    }
    u->ending_count++;
    json_array_append(u->files, e->says);
    return e->says;
}

/* ---- Forms ---- */

/* Browsers of old sent whole paths; the last part is the name (RFC 7578 section 4.2). */
static const char *last_part(const char *path)
{
    const char *part = path;

    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/' || *at == '\\')
            part = at + 1;
    return part;
}

static void begin_part(srv_exchange *x)
{
    upload *u = x->state;
    const srv_part *part = &u->form->part;

    u->value_open = !part->is_file || part->file_name[0] == '\0'; /* no file was chosen */
    u->value_len = 0;
    if (!u->value_open)
        begin_file(x, last_part(part->file_name), SRV_LENGTH_UNKNOWN);
}

static void add_to_part(srv_exchange *x, h1_bytes data)
{
    upload *u = x->state;

    if (!u->value_open) {
        add_to_file(x, data);
    } else if (data.len > sizeof u->value - u->value_at - u->value_len) {
        refuse(x, 413, "the fields of the form that aren't files are larger than 4096 bytes");
    } else {
        memcpy(u->value + u->value_at + u->value_len, data.at, data.len);
        u->value_len += data.len;
    }
}

static json_t *text_or_null(const char *bytes, size_t len)
{
    json_t *text = json_stringn(bytes, len);

    return text != NULL ? text : json_null();
}

static void end_part(srv_exchange *x)
{
    upload *u = x->state;
    const srv_part *part = &u->form->part;
    json_t *name = text_or_null(part->name, strlen(part->name)), *says;

    if (u->value_open) {
        json_t *value = text_or_null(u->value + u->value_at, u->value_len);
        if (part->is_file)
            json_decref(value);
        else
            json_array_append_new(u->fields, json_pack("{s:O,s:o}", "name", name, "value", value));
        u->value_at += u->value_len;
    } else if ((says = end_file(x)) != NULL) {
        json_object_set(says, "field", name);
    }
    json_decref(name);
}

static void refuse_form(srv_exchange *x, const char *fault)
{
    const upload *u = x->state;
    char detail[160];

    snprintf(detail, sizeof detail, "byte %llu of the form: %s", (unsigned long long)u->form->at, fault);
    refuse(x, 400, detail);
}

static void take_form(srv_exchange *x, h1_bytes piece)
{
    upload *u = x->state;
    const uint8_t *at = piece.at;
    size_t len = piece.len;
    srv_multipart_event ev;

    do {
        size_t used = srv_multipart_next(u->form, at, len, &ev);
        at += used;
        len -= used;
        if (ev.type == SRV_MULTIPART_PART)
            begin_part(x);
        else if (ev.type == SRV_MULTIPART_DATA)
            add_to_part(x, ev.data);
        else if (ev.type == SRV_MULTIPART_PART_END)
            end_part(x);
        else if (ev.type == SRV_MULTIPART_FAULT)
            refuse_form(x, ev.fault);
    } while (!u->answered && ev.type != SRV_MULTIPART_MORE && ev.type != SRV_MULTIPART_END);
}

/* ---- The end ---- */

static void send_form_done(srv_exchange *x)
{
    const upload *u = x->state;

    if (srv_wants_html(x))
        srv_send_uploaded_page(x, u->files, u->fields);
    else
        srv_json_send(x, 200, json_pack("{s:O,s:O}", "files", u->files, "fields", u->fields));
}

static void add_location(srv_exchange *x, const char *name)
{
    uint8_t path[3 * FRAME_NAME_MOST];
    size_t len;

    if (h1_percent_encode((const uint8_t *)name, strlen(name), H1_IN_SEGMENT, path, sizeof path, &len) == H1_VALUE_OK)
        srv_add_text(x, "Location", "/h1/upload/%.*s", (int)len, (const char *)path);
}

static void send_file_done(srv_exchange *x)
{
    const upload *u = x->state;
    json_t *says = json_array_get(u->files, 0);

    if (u->in.store != NULL)
        add_location(x, json_string_value(json_object_get(says, "file_name")));
    srv_json_send(x, u->in.store != NULL ? 201 : 200, json_incref(says));
}

/* Answer when everything is on the disk. */
static srv_produced answer_when_stored(srv_exchange *x)
{
    upload *u = x->state;

    while (!u->answered && u->ending_count > 0 && (u->endings[0].sync == NULL || srv_sync_is_done(u->endings[0].sync)))
        finish_first(x);
    if (u->answered)
        return SRV_PRODUCED_ALL;
    if (u->ending_count > 0) {
        u->look_after = u->look_after == 0 ? 1 : 2 * u->look_after;
        x->later = u->look_after = u->look_after < SRV_SYNC_LOOK_MOST ? u->look_after : SRV_SYNC_LOOK_MOST;
        return SRV_PRODUCED_LATER;
    }
    u->answered = true;
    if (u->form != NULL)
        send_form_done(x);
    else
        send_file_done(x);
    return SRV_PRODUCED_ALL;
}

void srv_serve_upload_content(srv_exchange *x, h1_bytes piece, bool last)
{
    upload *u = x->state;

    if (u == NULL || u->answered)
        return;
    if (u->form != NULL)
        take_form(x, piece);
    else if (piece.len > 0)
        add_to_file(x, piece);
    if (!last || u->answered)
        return;
    if (u->form == NULL)
        end_file(x);
    else if (!srv_multipart_is_whole(u->form))
        refuse_form(x, "the form ends before its last boundary");
    if (!u->answered && answer_when_stored(x) == SRV_PRODUCED_LATER)
        srv_wait(x, answer_when_stored);
}

/* ---- The beginning ---- */

static upload *begin(srv_exchange *x)
{
    upload *u = calloc(1, sizeof *u);
    srv_workbench *bench = srv_bench(x);

    if (u == NULL) {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
        return NULL;
    }
    u->in.store = bench->uploads.folder >= 0 ? &bench->uploads : NULL;
    u->in.file.fd = -1;
    u->files = json_array();
    u->fields = json_array();
    x->state = u;
    x->drop = drop;
    return u;
}

static void begin_form(srv_exchange *x)
{
    h1_bytes type = srv_field_value(x, "content-type");
    upload *u = x->state;

    u->form = malloc(sizeof *u->form);
    if (u->form == NULL) {
        refuse(x, 500, "memory is short");
    } else if (type.at == NULL || !srv_multipart_init(u->form, type)) {
        srv_add_text(x, "Accept", "multipart/form-data");
        refuse(x, 415, "a form is expected: multipart/form-data with a boundary; a file alone goes to /h1/upload/NAME");
    }
}

static bool is_there(const srv_store *store, const char *name)
{
    struct stat there;

    return fstatat(store->folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
}

static void begin_content(srv_exchange *x)
{
    h1_bytes rest = srv_rest(x);
    const upload *u = x->state;
    uint64_t size = x->head->framing == H1_FRAMING_CHUNKED ? SRV_LENGTH_UNKNOWN : x->head->content_length;
    char name[FRAME_NAME_MOST + 1];
    size_t len = 0, bad;

    if (h1_percent_decode(rest.at, rest.len, (uint8_t *)name, sizeof name - 1, &len, &bad) != H1_VALUE_OK)
        len = 0;
    name[len] = '\0';
    if (memchr(name, '\0', len) != NULL)
        name[0] = '\0';
    if (srv_field_value(x, "content-range").at != NULL)
        refuse(x, 400, "Content-Range: parts can't be put here");
    else if (name[0] != '\0' && x->method == SRV_PUT && u->in.store != NULL && is_there(u->in.store, name))
        refuse(x, 409, "there is a file of this name, and uploads never replace one; POST finds a free name");
    else
        begin_file(x, name, size);
}

void srv_serve_upload(srv_exchange *x)
{
    bool is_form = strcmp(x->route->path, "/h1/upload") == 0;

    srv_add_text(x, "Cache-Control", "no-store");
    if (x->method == SRV_GET)
        srv_serve_upload_page(x);
    else if (!srv_is_own_site(x) || begin(x) == NULL)
        return;
    else if (is_form)
        begin_form(x);
    else
        begin_content(x);
}
