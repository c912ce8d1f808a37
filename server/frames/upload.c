/* SPDX-License-Identifier: MIT */
/* See upload.h. Payload goes from the caller's buffer to the disk; only half a head is ever kept. */
#include "upload.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

enum {
    HEAD_MOST = FRAME_HEADER + FRAME_DICTIONARY_MOST,
};

/* What is read when nothing is kept: no bytes, but somewhere. */
static const uint8_t NOTHING[1];

void srv_upload_init(srv_upload *u, srv_uploads *shared, const void *peer)
{
    *u = (srv_upload){.shared = shared, .peer = peer, .file = {.fd = -1}};
    frame_decoder_init(&u->decoder, FRAME_UPLOAD, FRAME_DICTIONARY_MOST, 0);
}

/* ---- Replies ---- */

/* Put a reply behind those that wait. Without memory there is none, and the connection ends. */
static void answer(srv_upload *u, const frame_reply *reply)
{
    if (u->out_room - u->out_len < FRAME_REPLY_MOST) {
        uint8_t *grown = realloc(u->out, u->out_len + 4 * (size_t)FRAME_REPLY_MOST);
        if (grown == NULL) {
            u->finished = true;
            return;
        }
        u->out = grown;
        u->out_room = u->out_len + 4 * (size_t)FRAME_REPLY_MOST;
    }
    u->out_len += frame_reply_write(reply, u->out + u->out_len);
}

static void tell(const srv_upload *u, const frame_reply *reply, h1_rule rule, uint64_t at)
{
    const srv_report report = {.asked = u->name, .reply = reply, .rule = rule, .at = at};

    u->shared->report(u->shared->context, u->peer, &report);
}

/* End what is under way, say why, and take nothing more. */
static frame_reply give_up(srv_upload *u, h1_rule rule, const char *reason)
{
    frame_reply reply = {0};

    snprintf(reply.rule, sizeof reply.rule, "%s", h1_rule_name(rule).text);
    snprintf(reply.reason, sizeof reply.reason, "%s", reason);
    srv_store_drop(&u->shared->store, &u->file);
    answer(u, &reply);
    u->finished = true;
    return reply;
}

static void refuse(srv_upload *u, h1_rule rule, uint64_t at, const char *reason)
{
    const frame_reply reply = give_up(u, rule, reason);

    tell(u, &reply, rule, at);
}

/* The disk or the system said no. */
static void refuse_error(srv_upload *u, int error)
{
    bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    char reason[FRAME_REASON_MOST];

    snprintf(reason, sizeof reason, "the file of %" PRIu64 " bytes can't be stored: %s", u->size, strerror(error));
    refuse(u, full ? H1_RULE_FRAME_NO_SPACE : H1_RULE_FRAME_NOT_STORED, 0, reason);
}

/* ---- One file ---- */

static void begin(srv_upload *u, const frame_dictionary *says)
{
    char reason[FRAME_REASON_MOST];
    int error;

    memcpy(u->name, says->file_name, sizeof u->name);
    u->size = says->file_size;
    if (u->size > u->shared->size_most) {
        snprintf(reason, sizeof reason, "the file has %" PRIu64 " bytes, and at most %" PRIu64 " are taken", u->size,
                 u->shared->size_most);
        refuse(u, H1_RULE_FRAME_SIZE_LIMIT, 0, reason);
        return;
    }
    if (u->hash == NULL)
        u->hash = EVP_MD_CTX_new();
    error = u->hash == NULL || EVP_DigestInit_ex(u->hash, EVP_sha256(), NULL) != 1 ? ENOMEM : 0;
    if (error == 0)
        error = srv_store_begin(&u->shared->store, &u->file, u->size);
    if (error != 0)
        refuse_error(u, error);
}

static void add(srv_upload *u, const uint8_t *bytes, size_t len)
{
    int error = srv_store_write(&u->shared->store, &u->file, bytes, len);

    if (error == 0 && EVP_DigestUpdate(u->hash, bytes, len) != 1)
        error = EIO;
    if (error != 0)
        refuse_error(u, error);
}

/* All of it is here: off to the disk. */
static void finish(srv_upload *u)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    int error = EVP_DigestFinal_ex(u->hash, digest, &len) == 1 ? 0 : EIO;

    u->outcome = (frame_reply){.stored = true, .received = u->size};
    for (unsigned i = 0; i < len && (size_t)2 * i + 2 < sizeof u->outcome.sha256; i++)
        snprintf(u->outcome.sha256 + (size_t)2 * i, 3, "%02x", digest[i]);
    if (error == 0) {
        u->sync = srv_sync_begin(&u->shared->store, &u->file, u->name);
        error = u->sync == NULL ? ENOMEM : 0;
    }
    if (error != 0)
        refuse_error(u, error);
}

/* It is on the disk, or can't be. */
static void end_sync(srv_upload *u)
{
    int error = srv_sync_end(u->sync, u->outcome.file_name);

    u->sync = NULL;
    if (error != 0) {
        refuse_error(u, error);
        return;
    }
    answer(u, &u->outcome);
    tell(u, &u->outcome, H1_RULE_NONE, 0);
    u->name[0] = '\0';
}

/* ---- Bytes ---- */

static void refuse_bytes(srv_upload *u, const frame_event *ev)
{
    const h1_rule_info *info = h1_rule_info_of(ev->rule);
    uint64_t at = frame_decoder_offset(&u->decoder) + ev->span.at;
    char reason[FRAME_REASON_MOST];

    snprintf(reason, sizeof reason, "%s, at byte %" PRIu64, info->title, at);
    refuse(u, ev->rule, at, reason);
}

/* The sender ended inside a frame. One that shut its side alone reads why; it can't be told from one that is gone. */
static void vanish(srv_upload *u, h1_rule rule)
{
    (void)give_up(u, rule, h1_rule_info_of(rule)->title);
    tell(u, NULL, rule, 0);
}

/* All events that these bytes bring. Returns how many bytes are done with; the rest is half a head. */
static size_t parse(srv_upload *u, const uint8_t *bytes, size_t len, bool end)
{
    size_t at = 0;
    frame_event ev;

    do {
        size_t from = at;
        at += frame_next(&u->decoder, bytes + at, len - at, end, &ev);
        switch (ev.type) {
        case FRAME_DICT:
            begin(u, &ev.dictionary);
            break;
        case FRAME_DATA:
            add(u, bytes + from + ev.span.at, ev.span.len);
            break;
        case FRAME_END:
            finish(u);
            break;
        case FRAME_REFUSED:
            refuse_bytes(u, &ev);
            break;
        case FRAME_INCOMPLETE:
            vanish(u, ev.rule);
            break;
        case FRAME_CLOSED:
            u->finished = true;
            break;
        case FRAME_MORE:
            break;
        }
    } while (ev.type != FRAME_MORE && !u->finished && u->sync == NULL);
    return at;
}

/* Read on in the half head that is kept. */
static void parse_kept(srv_upload *u, bool end)
{
    size_t used = parse(u, u->kept != NULL ? u->kept : NOTHING, u->kept_len, end);

    u->kept_len -= used;
    if (u->kept_len > 0) {
        memmove(u->kept, u->kept + used, u->kept_len);
        return;
    }
    free(u->kept);
    u->kept = NULL;
}

/* Add to it as much as a whole one may have. Returns how many bytes that are. */
static size_t keep(srv_upload *u, const uint8_t *bytes, size_t len)
{
    size_t room = HEAD_MOST - u->kept_len;
    size_t taken = len < room ? len : room;

    if (u->kept == NULL)
        u->kept = malloc(HEAD_MOST);
    if (u->kept == NULL) {
        refuse_error(u, ENOMEM);
        return len;
    }
    memcpy(u->kept + u->kept_len, bytes, taken);
    u->kept_len += taken;
    return taken;
}

/* What comes behind a file that is being synced waits for it. */
static void keep_rest(srv_upload *u, const uint8_t *bytes, size_t len)
{
    uint8_t *grown = realloc(u->rest, u->rest_len + len);

    if (grown == NULL) {
        u->finished = true;
        return;
    }
    memcpy(grown + u->rest_len, bytes, len);
    u->rest = grown;
    u->rest_len += len;
}

static void take(srv_upload *u, const uint8_t *bytes, size_t len)
{
    while (len > 0 && !u->finished && u->sync == NULL) {
        size_t used = u->kept_len > 0 ? 0 : parse(u, bytes, len, false);
        if (used < len && !u->finished && u->sync == NULL) {
            used += keep(u, bytes + used, len - used);
            parse_kept(u, false);
        }
        bytes += used;
        len -= used;
    }
    if (len > 0 && u->sync != NULL)
        keep_rest(u, bytes, len);
    if (u->ended && !u->finished && u->sync == NULL)
        parse_kept(u, true);
}

void srv_upload_take(srv_upload *u, const uint8_t *bytes, size_t len, bool end)
{
    u->ended = u->ended || end;
    if (u->sync != NULL && len > 0)
        keep_rest(u, bytes, len);
    else
        take(u, bytes, len);
}

static void go_on(srv_upload *u)
{
    uint8_t *rest = u->rest;
    size_t len = u->rest_len;

    end_sync(u);
    u->rest = NULL;
    u->rest_len = 0;
    if (u->kept_len > 0 && !u->finished)
        parse_kept(u, false);
    take(u, rest, len);
    free(rest);
}

void srv_upload_look(srv_upload *u)
{
    if (u->sync != NULL && srv_sync_is_done(u->sync))
        go_on(u);
}

void srv_upload_free(srv_upload *u)
{
    u->ended = true;
    if (u->sync == NULL)
        take(u, NULL, 0);
    while (u->sync != NULL)
        go_on(u);
    srv_store_drop(&u->shared->store, &u->file);
    EVP_MD_CTX_free(u->hash);
    free(u->kept);
    free(u->rest);
    free(u->out);
    u->hash = NULL;
    u->kept = u->rest = u->out = NULL;
}
