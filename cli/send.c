/* SPDX-License-Identifier: MIT */
/* h1 send: uploads files in frames. A file counts as sent when the receiver says that it has stored just these bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "cli/address.h"
#include "cli/choose.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/transfer.h"
#include "report/count.h"
#include "report/escape.h"

static struct {
    const char *to;
    cli_words meta;
    double timeout;
} options = {.timeout = 60};

static const cli_option OPTIONS[] = {
    {"to", 0, CLI_TEXT, "HOST:PORT", "where h1 receive listens; needed", &options.to, NULL},
    {"meta", 0, CLI_TEXTS, "KEY=VALUE", "a further key of the dictionary; as often as wanted", &options.meta, NULL},
    {"timeout", 0, CLI_SECONDS, "TIME", "give up when the receiver is silent for so long (60s)", &options.timeout,
     NULL},
    {0},
};

/* What all files share: one connection, made when it is first needed and again after it was lost. */
typedef struct sending {
    cli_address to;
    cli_transfer transfer;
    cli_digest *digest;
    uint64_t files; /* in all */
} sending;

/* One file: its frame's head in one piece, and how far it is. */
typedef struct upload {
    const char *path;
    int fd;
    uint64_t size;
    uint8_t *head;
    size_t head_len;
    cli_progress progress;
} upload;

static bool complain(const char *path, const char *why)
{
    fputs("h1 send: ", stderr);
    report_escape_to(stderr, (const uint8_t *)path, strlen(path));
    fprintf(stderr, ": %s\n", why);
    return false;
}

/* ---- The frame's head ---- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* file_name, file_size and what --meta adds; its values are strings. */
static json_t *members_of(const upload *u)
{
    json_t *members = json_pack("{s:s, s:I}", "file_name", base_name(u->path), "file_size", (json_int_t)u->size);

    for (size_t i = 0; i < options.meta.count && members != NULL; i++) {
        const char *text = options.meta.words[i].text;
        size_t key = strcspn(text, "=");
        json_object_setn_new(members, text, key, json_string(text + key + 1));
    }
    return members;
}

/* Returns false after a word on standard error. */
static bool make_head(upload *u)
{
    json_t *members = members_of(u);
    size_t len = json_dumpb(members, NULL, 0, JSON_COMPACT);
    frame_fault fault;

    if (members == NULL)
        return complain(u->path, "its name is not UTF-8");
    u->head = malloc(FRAME_HEADER + len);
    if (u->head == NULL) {
        json_decref(members);
        return complain(u->path, "out of memory");
    }
    json_dumpb(members, (char *)u->head + FRAME_HEADER, len, JSON_COMPACT);
    json_decref(members);
    fault = frame_encode(FRAME_UPLOAD, u->head + FRAME_HEADER, len, u->head, NULL);
    u->head_len = FRAME_HEADER + len;
    return fault.rule == H1_RULE_NONE || complain(u->path, h1_rule_info_of(fault.rule)->title);
}

static bool open_upload(upload *u, const char *path)
{
    struct stat about;

    *u = (upload){.path = path, .fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (u->fd < 0)
        return complain(path, strerror(errno));
    if (fstat(u->fd, &about) != 0)
        return complain(path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return complain(path, "it is not a regular file");
    u->size = (uint64_t)about.st_size;
    return make_head(u);
}

static void close_upload(upload *u)
{
    if (u->fd >= 0)
        close(u->fd);
    free(u->head);
}

/* ---- Sending ---- */

static bool connected(sending *s)
{
    const char *why = "no address";
    int fd;

    if (s->transfer.fd >= 0)
        return true;
    fd = cli_address_connect(&s->to, &why);
    if (fd < 0)
        return complain(options.to, why);
    cli_transfer_open(&s->transfer, fd, s->digest, s->files, options.timeout);
    return true;
}

static void show_progress(void *context, uint64_t sent)
{
    upload *u = context;

    cli_progress_at(&u->progress, sent, 0);
}

static void say_stored(const upload *u, const frame_reply *reply)
{
    fputs("stored: ", stdout);
    report_escape_to(stdout, (const uint8_t *)u->path, strlen(u->path));
    if (strcmp(base_name(u->path), reply->file_name) != 0) {
        fputs(" as ", stdout);
        report_escape_to(stdout, (const uint8_t *)reply->file_name, strlen(reply->file_name));
    }
    printf(", %s, sha256 %s\n", report_bytes_of(reply->received).text, reply->sha256);
    fflush(stdout);
}

static bool say_refused(const upload *u, const frame_reply *reply)
{
    fputs("h1 send: ", stderr);
    report_escape_to(stderr, (const uint8_t *)u->path, strlen(u->path));
    fputs(": refused: ", stderr);
    report_escape_to(stderr, (const uint8_t *)reply->reason, strlen(reply->reason));
    fputs(" [", stderr);
    report_escape_to(stderr, (const uint8_t *)reply->rule, strlen(reply->rule));
    fputs("]\n", stderr);
    return false;
}

/* Returns whether the file is stored. */
static bool send_upload(sending *s, upload *u)
{
    cli_sent sent;

    if (!connected(s))
        return false;
    cli_progress_begin(&u->progress, base_name(u->path), u->size);
    u->progress.bar = true;
    sent = cli_transfer_send(&s->transfer, u->head, u->head_len, u->fd, u->size, show_progress, u);
    cli_progress_end(&u->progress);
    if (sent == CLI_SENT_STORED) {
        say_stored(u, &s->transfer.reply);
        return true;
    }
    cli_transfer_close(&s->transfer);
    return sent == CLI_SENT_REFUSED ? say_refused(u, &s->transfer.reply) : complain(u->path, s->transfer.why);
}

static cli_status send_files(const cli_address *to, char **paths, size_t count)
{
    sending s = {.to = *to, .transfer = {.fd = -1}, .digest = cli_digest_new(), .files = count};
    size_t stored = 0;

    if (s.digest == NULL)
        return cli_no_memory();
    for (size_t i = 0; i < count; i++) {
        upload u;
        stored += open_upload(&u, paths[i]) && send_upload(&s, &u);
        close_upload(&u);
    }
    cli_transfer_close(&s.transfer);
    cli_digest_free(s.digest);
    if (stored < count)
        fprintf(stderr, "h1 send: %zu of %zu files are stored\n", stored, count);
    return stored == count ? CLI_OK : CLI_FINDINGS;
}

/* ---- The command ---- */

static bool is_utf8(const char *text)
{
    json_t *string = json_string(text);

    json_decref(string);
    return string != NULL;
}

/* Returns what is wrong with the keys of --meta; NULL where nothing is. */
static const char *wrong_meta(void)
{
    for (size_t i = 0; i < options.meta.count; i++) {
        const char *text = options.meta.words[i].text;
        size_t key = strcspn(text, "=");
        if (text[key] != '=' || key == 0)
            return "--meta takes KEY=VALUE";
        if (strncmp(text, "file_name=", 10) == 0 || strncmp(text, "file_size=", 10) == 0)
            return "--meta can't set file_name and file_size; they are the file's own";
        for (size_t k = 0; k < i; k++) {
            if (strncmp(options.meta.words[k].text, text, key + 1) == 0)
                return "--meta has a key twice";
        }
        if (!is_utf8(text))
            return "--meta takes UTF-8";
    }
    return NULL;
}

static cli_status send_command(char **words, size_t count)
{
    cli_address to;
    cli_chosen chosen;
    cli_status status;
    const char *wrong = wrong_meta();

    if (options.to == NULL)
        return cli_usage(&cli_send, "--to HOST:PORT is needed");
    if (!cli_address_read(options.to, &to) || to.host[0] == '\0')
        return cli_usage(&cli_send, "--to takes HOST:PORT such as 127.0.0.1:4040 or [::1]:4040, not '%s'", options.to);
    if (wrong != NULL)
        return cli_usage(&cli_send, "%s", wrong);
    if (count > 0)
        return send_files(&to, words, count);
    status = cli_choose(&chosen);
    if (status == CLI_OK && chosen.count > 0)
        status = send_files(&to, chosen.names, chosen.count);
    cli_chosen_free(&chosen);
    return status;
}

const cli_command cli_send = {
    "send",
    "--to HOST:PORT [FILE...]",
    "Send files to h1 receive; without files, choose from those of the current folder.",
    "All go over one connection, a reply awaited after each. Exit status: 0 every file is stored with the hash of "
    "what\n"
    "was sent (or nothing was wanted), 1 otherwise, 2 usage.",
    OPTIONS,
    {"send --to 127.0.0.1:4040 a.pdf b.pdf", "send --to host:4040 --meta ticket=4711 log.txt"},
    send_command,
};
