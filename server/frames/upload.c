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

/* Refuse what is under way, say why, and take nothing more. */
static void refuse(srv_upload *u, h1_rule rule, uint64_t at, const char *reason)
{
    frame_reply reply = {0};

    snprintf(reply.rule, sizeof reply.rule, "%s", h1_rule_name(rule).text);
    snprintf(reply.reason, sizeof reply.reason, "%s", reason);
    srv_store_drop(&u->shared->store, &u->file);
    answer(u, &reply);
    tell(u, &reply, rule, at);
    u->finished = true;
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

static void finish(srv_upload *u)
{
    frame_reply reply = {.stored = true, .received = u->size};
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    int error = EVP_DigestFinal_ex(u->hash, digest, &len) == 1 ? 0 : EIO;

    for (unsigned i = 0; i < len && (size_t)2 * i + 2 < sizeof reply.sha256; i++)
        snprintf(reply.sha256 + (size_t)2 * i, 3, "%02x", digest[i]);
    if (error == 0)
        error = srv_store_finish(&u->shared->store, &u->file, u->name, reply.file_name);
    if (error != 0) {
        refuse_error(u, error);
        return;
    }
    answer(u, &reply);
    tell(u, &reply, H1_RULE_NONE, 0);
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

/* The sender went away inside a frame: nobody is there to be answered. */
static void vanish(srv_upload *u, h1_rule rule)
{
    srv_store_drop(&u->shared->store, &u->file);
    tell(u, NULL, rule, 0);
    u->finished = true;
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
    } while (ev.type != FRAME_MORE && !u->finished);
    return at;
}

/* Add to the half head that is kept as much as a whole one may have, and read on in it. */
static size_t parse_kept(srv_upload *u, const uint8_t *bytes, size_t len)
{
    size_t room = HEAD_MOST - u->kept_len;
    size_t taken = len < room ? len : room;
    size_t used;

    if (u->kept == NULL)
        u->kept = malloc(HEAD_MOST);
    if (u->kept == NULL) {
        refuse_error(u, ENOMEM);
        return len;
    }
    memcpy(u->kept + u->kept_len, bytes, taken);
    u->kept_len += taken;
    used = parse(u, u->kept, u->kept_len, false);
    u->kept_len -= used;
    memmove(u->kept, u->kept + used, u->kept_len);
    if (u->kept_len == 0) {
        free(u->kept);
        u->kept = NULL;
    }
    return taken;
}

void srv_upload_take(srv_upload *u, const uint8_t *bytes, size_t len, bool end)
{
    while (len > 0 && !u->finished) {
        size_t used = u->kept_len > 0 ? 0 : parse(u, bytes, len, false);
        if (used < len && !u->finished)
            used += parse_kept(u, bytes + used, len - used);
        bytes += used;
        len -= used;
    }
    if (end && !u->finished)
        parse(u, u->kept != NULL ? u->kept : NOTHING, u->kept_len, true);
}

void srv_upload_free(srv_upload *u)
{
    if (!u->finished)
        srv_upload_take(u, NULL, 0, true);
    srv_store_drop(&u->shared->store, &u->file);
    EVP_MD_CTX_free(u->hash);
    free(u->kept);
    free(u->out);
    u->hash = NULL;
    u->kept = u->out = NULL;
}
