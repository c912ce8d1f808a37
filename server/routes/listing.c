/* SPDX-License-Identifier: MIT */
/* Read the folder, sort, write the page. */
#include "server/routes/listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "h1/dates.h"
#include "h1/uri.h"
#include "server/routes/files_path.h"
#include "server/routes/files_root.h"
#include "server/routes/text.h"

typedef struct entry {
    char *name;
    bool is_folder;
    uint64_t size;
    int64_t modified;
} entry;

typedef struct listing {
    int root;
    const char *name; /* of the folder */
    entry *entries;   /* [count] */
    size_t count, room;
    size_t beyond; /* entries that the page has no place for */
} listing;

/* ---- Reading the folder ---- */

/* What a link leads to, if that is something to be served. */
static bool look_through_link(const listing *l, const char *name, struct stat *status)
{
    char path[SRV_NAME_MOST + 1 + NAME_MAX + 1];
    srv_found found;

    snprintf(path, sizeof path, "%s/%s", l->name, name);
    if (srv_root_find(l->root, path, &found) != 0)
        return false;
    *status = found.status;
    close(found.fd);
    return true;
}

static bool is_served(const listing *l, int folder, const char *name, struct stat *status)
{
    if (name[0] == '.' && (strcmp(l->name, ".") != 0 || srv_path_is_hidden(name)))
        return false;
    if (fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISLNK(status->st_mode) && !look_through_link(l, name, status))
        return false;
    return S_ISREG(status->st_mode) || S_ISDIR(status->st_mode);
}

/* Returns false where memory is short. */
static bool keep(listing *l, const char *name, const struct stat *status)
{
    if (l->count == l->room) {
        size_t room = l->room == 0 ? 64 : 2 * l->room;
        entry *grown = realloc(l->entries, room * sizeof *grown);
        if (grown == NULL)
            return false;
        l->entries = grown;
        l->room = room;
    }
    l->entries[l->count] = (entry){.name = strdup(name),
                                   .is_folder = S_ISDIR(status->st_mode),
                                   .size = (uint64_t)status->st_size,
                                   .modified = status->st_mtim.tv_sec};
    return l->entries[l->count++].name != NULL;
}

/* Returns 0 or an errno. */
static int read_folder(listing *l, DIR *folder)
{
    const struct dirent *found;
    struct stat status;

    errno = 0;
    while ((found = readdir(folder)) != NULL) {
        if (l->count == SRV_LISTING_MOST)
            l->beyond += found->d_name[0] != '.';
        else if (is_served(l, dirfd(folder), found->d_name, &status) && !keep(l, found->d_name, &status))
            return ENOMEM;
        errno = 0;
    }
    return errno;
}

static int by_kind_and_name(const void *a, const void *b)
{
    const entry *left = a, *right = b;

    if (left->is_folder != right->is_folder)
        return left->is_folder ? -1 : 1;
    return strcmp(left->name, right->name);
}

/* ---- Writing the page ---- */

static void write_head(srv_text *page, const listing *l)
{
    bool is_root = strcmp(l->name, ".") == 0;

    srv_text_add(page, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>/");
    if (!is_root)
        srv_text_html(page, l->name, strlen(l->name));
    srv_text_add(page, is_root ? "" : "/");
    srv_text_add(page, "</title>\n<style>\nbody { font-family: sans-serif; margin: 2em; }\n"
                       "td, th { padding: 0.1em 2em 0.1em 0; text-align: left; }\n"
                       "td:nth-child(2) { text-align: right; }\n</style>\n</head>\n<body>\n<h1>/");
    if (!is_root)
        srv_text_html(page, l->name, strlen(l->name));
    srv_text_add(page, is_root ? "" : "/");
    srv_text_add(page, "</h1>\n<table>\n<thead><tr><th>Name</th><th>Size</th><th>Changed (UTC)</th></tr></thead>\n"
                       "<tbody>\n");
    if (!is_root)
        srv_text_add(page, "<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
}

/* href is "./" and the name, so that a colon in it doesn't make it a URI with a scheme. */
static void write_link(srv_text *page, const entry *e)
{
    uint8_t encoded[3 * NAME_MAX];
    size_t len, name_len = strlen(e->name);
    const char *end = e->is_folder ? "/" : "";

    if (h1_percent_encode((const uint8_t *)e->name, name_len, H1_IN_SEGMENT, encoded, sizeof encoded, &len) !=
        H1_VALUE_OK)
        return;
    srv_text_add(page, "<a href=\"./");
    srv_text_html(page, encoded, len);
    srv_text_format(page, "%s\">", end);
    srv_text_html(page, e->name, name_len);
    srv_text_format(page, "%s</a>", end);
}

/* Exact up to four digits, then with one decimal. */
static void write_size(srv_text *page, uint64_t size)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    uint64_t tenths;

    if (size < 10000) {
        srv_text_format(page, "%" PRIu64, size);
        return;
    }
    while (size >= UINT64_C(1000) * 1024 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1024;
        unit++;
    }
    tenths = (size * 10 + 512) / 1024;
    srv_text_format(page, "%" PRIu64 ".%u %s", tenths / 10, (unsigned)(tenths % 10), units[unit]);
}

static void write_entry(srv_text *page, const entry *e)
{
    h1_date d;

    srv_text_add(page, "<tr><td>");
    write_link(page, e);
    srv_text_add(page, "</td><td>");
    if (!e->is_folder)
        write_size(page, e->size);
    srv_text_add(page, "</td><td>");
    if (h1_date_of(e->modified, &d))
        srv_text_format(page, "%04u-%02u-%02u %02u:%02u", d.year, d.month, d.day, d.hour, d.minute);
    srv_text_add(page, "</td></tr>\n");
}

static void send_page(srv_exchange *x, const listing *l)
{
    srv_text page = {0};

    write_head(&page, l);
    for (size_t i = 0; i < l->count; i++)
        write_entry(&page, &l->entries[i]);
    srv_text_add(&page, "</tbody>\n</table>\n");
    if (l->beyond > 0)
        srv_text_format(&page, "<p>%zu more are not listed.</p>\n", l->beyond);
    srv_text_add(&page, "</body>\n</html>\n");
    srv_add_text(x, "Cache-Control", "no-cache");
    srv_add_text(x, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    srv_text_send(x, 200, "text/html; charset=utf-8", &page);
}

void srv_listing_send(srv_exchange *x, int root, const char *name, int folder)
{
    listing l = {.root = root, .name = name};
    DIR *dir = fdopendir(folder);
    int error = dir != NULL ? read_folder(&l, dir) : errno;

    if (dir != NULL)
        closedir(dir);
    else
        close(folder);
    if (error == 0) {
        if (l.count > 1)
            qsort(l.entries, l.count, sizeof *l.entries, by_kind_and_name);
        send_page(x, &l);
    } else {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "The folder could not be read.");
    }
    for (size_t i = 0; i < l.count; i++)
        free(l.entries[i].name);
    free(l.entries);
}
