/* SPDX-License-Identifier: MIT */
/* From a request to an answer: resolve the path, open what is there, judge preconditions, choose bytes, send. */
#include "server/routes/files.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h1/dates.h"
#include "server/core/service.h"
#include "server/routes/files_gzip.h"
#include "server/routes/files_parts.h"
#include "server/routes/files_path.h"
#include "server/routes/files_root.h"
#include "server/routes/listing.h"
#include "server/routes/media_type.h"
#include "server/routes/ranges.h"

enum {
    SETTLED = 2, /* seconds without a change */
};

/* ---- Validators ---- */

/* A bijection of 64 bits in which every bit of the input moves about half of the output's: of a chain of them, any
 * change of one number changes the result. */
static uint64_t mix(uint64_t so_far, uint64_t number)
{
    uint64_t z = (so_far ^ number) + UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static uint64_t mix_time(uint64_t so_far, const struct timespec *time)
{
    return mix(mix(so_far, (uint64_t)time->tv_sec), (uint64_t)time->tv_nsec);
}

/* Inode numbers and times go in mixed, as they are nobody's business. */
static uint64_t tag_number(const struct stat *status)
{
    uint64_t number = mix(mix(0, status->st_dev), status->st_ino);

    return mix_time(mix_time(number, &status->st_mtim), &status->st_ctim);
}

srv_validators srv_files_validators(const struct stat *status, int64_t now)
{
    bool settled = now - status->st_ctim.tv_sec >= SETTLED;
    bool to_come = status->st_mtim.tv_sec > now;
    srv_validators valid = {.modified = to_come ? now : status->st_mtim.tv_sec,
                            .has_modified = settled || to_come,
                            .modified_is_strong = settled && !to_come};

    snprintf(valid.tag, sizeof valid.tag,
             settled ? "\"%016" PRIx64 "-%" PRIx64 "\"" : "W/\"%016" PRIx64 "-%" PRIx64 "-new\"", tag_number(status),
             (uint64_t)status->st_size);
    return valid;
}

/* ---- Answers ---- */

static void send_problem(srv_exchange *x, unsigned status, const char *detail)
{
    srv_send_problem(x, status, H1_RULE_NONE, UINT64_MAX, detail);
}

static void send_not_found(srv_exchange *x)
{
    send_problem(x, 404, "There is no file of this name.");
}

/* Answer for a file that could not be opened. That something outside the folder exists is not told. */
static void send_errno(srv_exchange *x, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case EXDEV:
        send_not_found(x);
        break;
    case EACCES:
    case EPERM:
        send_problem(x, 403, "The server may not read this file.");
        break;
    case EAGAIN:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        srv_add_text(x, "Retry-After", "1");
        send_problem(x, 503, "The server can't open a file at the moment.");
        break;
    default:
        send_problem(x, 500, "The file could not be opened.");
    }
}

/* 301 to the same path with "/" behind it. The Location starts with "./" because a segment may hold a colon, and is
 * relative because a path may start with two slashes: neither may turn it into the URI of another place. */
static void send_redirect(srv_exchange *x)
{
    const char *path = x->path.at, *slash = memrchr(path, '/', x->path.len);
    size_t before = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    bool has_query = x->query.at != NULL;

    srv_add_text(x, "Location", "./%.*s/%s%.*s", (int)(x->path.len - before), path + before, has_query ? "?" : "",
                 has_query ? (int)x->query.len : 0, has_query ? (const char *)x->query.at : "");
    srv_send_text(x, 301, "text/plain; charset=utf-8", "The address of a folder ends in a slash.\n");
}

static void add_validators(srv_exchange *x, const srv_validators *valid, bool with_date)
{
    uint8_t text[H1_DATE_LEN];
    h1_date date;

    srv_add_text(x, "ETag", "%s", valid->tag);
    srv_add_text(x, "Cache-Control", "no-cache");
    if (with_date && valid->has_modified && h1_date_of(valid->modified, &date)) {
        h1_date_write(&date, text);
        srv_add_field(x, "Last-Modified", (h1_bytes){text, sizeof text});
    }
}

/* ---- A file ---- */

/* A file that is being answered with. */
typedef struct serving {
    int fd;
    uint64_t complete;
    const char *media_type;
    srv_validators valid;
    bool varies, gzip; /* the answer depends on Accept-Encoding; it is in gzip */
} serving;

/* The tag of the same file in gzip: another one, as its bytes are others (RFC 9110 section 8.8.3.3). */
static void retag(srv_validators *valid)
{
    char *end = strrchr(valid->tag, '"');

    snprintf(end, sizeof valid->tag - (size_t)(end - valid->tag), "-gz\"");
}

static void add_vary(srv_exchange *x, const serving *s)
{
    if (s->varies)
        srv_add_text(x, "Vary", "Accept-Encoding");
}

static void send_whole(srv_exchange *x, const serving *s)
{
    add_validators(x, &s->valid, true);
    add_vary(x, s);
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    if (s->gzip) {
        srv_add_text(x, "Content-Encoding", "gzip");
        srv_gzip_send(x, s->media_type, s->fd, s->complete);
        return;
    }
    srv_add_text(x, "Accept-Ranges", "bytes");
    srv_send_file(x, 200, s->media_type, s->fd, 0, s->complete);
}

static void send_part(srv_exchange *x, const serving *s, const srv_range *ranges, size_t count)
{
    bool continues = srv_field_value(x, "if-range").at != NULL;

    add_validators(x, &s->valid, !continues);
    add_vary(x, s);
    srv_add_text(x, "Accept-Ranges", "bytes");
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    if (count > 1) {
        srv_parts_send(x, s->media_type, s->fd, s->complete, ranges, count);
        return;
    }
    srv_add_text(x, "Content-Range", "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, ranges->first,
                 ranges->first + ranges->count - 1, s->complete);
    srv_send_file(x, 206, continues ? NULL : s->media_type, s->fd, ranges->first, ranges->count);
}

static void send_unsatisfiable(srv_exchange *x, const serving *s)
{
    close(s->fd);
    srv_add_text(x, "Content-Range", "bytes */%" PRIu64, s->complete);
    send_problem(x, 416, "The file ends before the first byte that was asked for.");
}

/* Range is no list: of two field lines neither counts. */
static void send_as_asked(srv_exchange *x, const serving *s)
{
    uint16_t index = 0;
    h1_bytes value = srv_field_next(x, "range", &index);
    srv_range ranges[SRV_RANGES_MOST];
    size_t count;

    if (value.at == NULL || srv_field_next(x, "range", &index).at != NULL) {
        send_whole(x, s);
        return;
    }
    switch (srv_ranges_choose(value, s->complete, ranges, &count)) {
    case SRV_RANGES_OK:
        send_part(x, s, ranges, count);
        break;
    case SRV_RANGES_IGNORED:
        send_whole(x, s);
        break;
    case SRV_RANGES_UNSATISFIABLE:
        send_unsatisfiable(x, s);
        break;
    }
}

static void serve_file(srv_exchange *x, const char *name, const srv_found *found)
{
    int64_t now = x->service->time;
    serving s = {.fd = found->fd,
                 .complete = (uint64_t)found->status.st_size,
                 .media_type = srv_media_type_of(name),
                 .valid = srv_files_validators(&found->status, now)};

    s.varies = srv_gzip_pays(s.media_type, s.complete);
    s.gzip = s.varies && srv_gzip_is_wanted(x);
    if (s.gzip)
        retag(&s.valid);
    switch (srv_conditional(x, &s.valid, now)) {
    case SRV_RULING_PERFORM:
        send_as_asked(x, &s);
        break;
    case SRV_RULING_PERFORM_WHOLE:
        send_whole(x, &s);
        break;
    case SRV_RULING_NOT_MODIFIED:
        close(s.fd);
        add_validators(x, &s.valid, false);
        add_vary(x, &s);
        srv_send(x, 304, NULL, (h1_bytes){NULL, 0});
        break;
    case SRV_RULING_FAILED:
        close(s.fd);
        send_problem(x, 412, "The file is not the one that If-Match or If-Unmodified-Since asks for.");
        break;
    }
}

/* ---- A folder ---- */

/* Serve the folder's index.html. Returns whether the request was answered. */
static bool serve_index(srv_exchange *x, const srv_files *files, const char *folder)
{
    char name[SRV_NAME_MOST + sizeof "/index.html"];
    srv_found index;
    int error;

    snprintf(name, sizeof name, "%s/index.html", folder);
    error = srv_root_find(files->root, name, &index);
    if (error == ENOENT)
        return false;
    if (error != 0) {
        send_errno(x, error);
    } else if (S_ISREG(index.status.st_mode)) {
        serve_file(x, name, &index);
    } else {
        close(index.fd);
        return false;
    }
    return true;
}

static void serve_folder(srv_exchange *x, const srv_files *files, const char *name, int folder)
{
    if (serve_index(x, files, name)) {
        close(folder);
    } else if (files->listing) {
        srv_listing_send(x, files->root, name, folder);
    } else {
        close(folder);
        send_problem(x, 403, "This folder has no index.html, and folders are not listed here.");
    }
}

/* ---- The route ---- */

static void serve_found(srv_exchange *x, const srv_files *files, const char *name, bool as_folder,
                        const srv_found *found)
{
    bool is_folder = S_ISDIR(found->status.st_mode);

    if (is_folder && as_folder) {
        serve_folder(x, files, name, found->fd);
    } else if (!is_folder && !as_folder) {
        serve_file(x, name, found);
    } else {
        close(found->fd);
        if (is_folder)
            send_redirect(x);
        else
            send_not_found(x);
    }
}

static void serve(srv_exchange *x)
{
    const srv_files *files = x->route->context;
    size_t prefix = strlen(x->route->path) - 1; /* up to its last "/" */
    h1_bytes path = {(const uint8_t *)x->path.at + prefix, x->path.len - prefix};
    char name[SRV_NAME_MOST + 1];
    bool as_folder;
    srv_found found;
    int error;

    switch (srv_path_resolve(path, name, &as_folder)) {
    case SRV_PATH_OK:
        break;
    case SRV_PATH_BAD:
        send_problem(x, 400, "The path holds a percent-code that no path can hold.");
        return;
    case SRV_PATH_NONE:
        send_not_found(x);
        return;
    }
    error = srv_root_find(files->root, name, &found);
    if (error != 0)
        send_errno(x, error);
    else
        serve_found(x, files, name, as_folder, &found);
}

int srv_files_open(srv_files *files, const char *folder, bool listing)
{
    files->listing = listing;
    return srv_root_open(folder, &files->root);
}

void srv_files_close(srv_files *files)
{
    close(files->root);
    files->root = -1;
}

srv_route srv_files_route(srv_files *files, const char *path)
{
    return (srv_route){.path = path, .methods = SRV_GET | SRV_HEAD, .context = files, .serve = serve};
}
