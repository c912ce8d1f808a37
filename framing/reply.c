/* SPDX-License-Identifier: MIT */
/* See reply.h. */
#include "reply.h"

#include <string.h>

#include <jansson.h>

#include "utf8.h"

static json_t *members_of(const frame_reply *reply)
{
    if (reply->stored)
        return json_pack("{s:s, s:s, s:I, s:s}", "status", "stored", "file_name", reply->file_name, "received",
                         (json_int_t)reply->received, "sha256", reply->sha256);
    return json_pack("{s:s, s:s, s:s}", "status", "refused", "rule", reply->rule, "reason", reply->reason);
}

size_t frame_reply_write(const frame_reply *reply, uint8_t out[FRAME_REPLY_MOST])
{
    const size_t room = FRAME_REPLY_MOST - FRAME_HEADER;
    json_t *members = members_of(reply);
    size_t len = json_dumpb(members, (char *)out + FRAME_HEADER, room, JSON_COMPACT);

    json_decref(members);
    if (len == 0 || len > room || frame_encode(FRAME_PLAIN, out + FRAME_HEADER, len, out, NULL).rule != H1_RULE_NONE)
        return 0;
    return FRAME_HEADER + len;
}

/* A string member without zero bytes and of at most room - 1 bytes. */
static bool read_text(const json_t *members, const char *key, char *text, size_t room)
{
    const json_t *value = json_object_get(members, key);
    size_t len = json_string_length(value);

    if (!json_is_string(value) || len >= room || strlen(json_string_value(value)) != len)
        return false;
    memcpy(text, json_string_value(value), len + 1);
    return true;
}

/* As much of a string as fits, in whole characters. */
static bool read_cut(const json_t *members, const char *key, char *text, size_t room)
{
    const json_t *value = json_object_get(members, key);
    const uint8_t *bytes = (const uint8_t *)json_string_value(value);
    size_t len = json_string_length(value);
    size_t at = 0, used = 0;
    uint32_t character = 1;

    if (!json_is_string(value))
        return false;
    while (at < len && (used = frame_utf8_read(bytes + at, len - at, &character)) > 0 && at + used < room)
        at += used;
    memcpy(text, bytes, at);
    text[at] = '\0';
    return strlen(text) == at;
}

static bool is_digest(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static bool read_stored(const json_t *members, frame_reply *reply)
{
    const json_t *received = json_object_get(members, "received");

    reply->stored = true;
    reply->received = (uint64_t)json_integer_value(received);
    return json_is_integer(received) && json_integer_value(received) >= 0 &&
           read_text(members, "file_name", reply->file_name, sizeof reply->file_name) &&
           frame_name_check((const uint8_t *)reply->file_name, strlen(reply->file_name)) == H1_RULE_NONE &&
           read_text(members, "sha256", reply->sha256, sizeof reply->sha256) && is_digest(reply->sha256);
}

static bool read_refused(const json_t *members, frame_reply *reply)
{
    return read_text(members, "rule", reply->rule, sizeof reply->rule) &&
           read_cut(members, "reason", reply->reason, sizeof reply->reason);
}

bool frame_reply_read(const uint8_t *dictionary, size_t len, frame_reply *reply)
{
    json_t *members = json_loadb((const char *)dictionary, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    char status[16];
    bool valid = false;

    *reply = (frame_reply){0};
    if (read_text(members, "status", status, sizeof status)) {
        if (strcmp(status, "stored") == 0)
            valid = read_stored(members, reply);
        else if (strcmp(status, "refused") == 0)
            valid = read_refused(members, reply);
    }
    json_decref(members);
    return valid;
}
