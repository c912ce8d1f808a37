/* SPDX-License-Identifier: MIT */
/* See talk.h. Whatever goes wrong in the protocol itself ends the program with status 2: a subject guesses nothing. */
#include "talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "framing/frame.h"

/* Bytes that grow. */
typedef struct bytes {
    uint8_t *at;
    size_t len;
} bytes;

const char *const TALK_ALL[] = {"method",    "target",      "version", "status", "fields",
                                "body_size", "body_sha256", "end",     "keep",   NULL};

const char *const TALK_CALLBACKS[] = {"method",    "target",      "version", "status", "fields",
                                      "body_size", "body_sha256", "keep",    NULL};

static json_t *answer, *messages, *message, *fields;
static bytes name, value, target;
static bool in_value;
static uint64_t body_size;
static EVP_MD_CTX *digest;
static const talk_question *question; /* the one being answered, */
static bool connect_asked;            /* the last request is CONNECT */
static size_t requests, finals;       /* and how many heads it had: of requests, of final responses */

static void give_up(const char *why)
{
    fprintf(stderr, "subject: %s\n", why);
    exit(2);
}

static void add(bytes *to, const void *from, size_t len)
{
    uint8_t *larger = realloc(to->at, to->len + len + 1);

    if (larger == NULL)
        give_up("no memory");
    to->at = larger;
    if (len > 0)
        memcpy(to->at + to->len, from, len);
    to->len += len;
}

/* Bytes above 0x7F travel as U+0080 to U+00FF. */
static json_t *json_of(const uint8_t *from, size_t len)
{
    bytes text = {0};
    json_t *json;

    add(&text, "", 0);
    for (size_t i = 0; i < len; i++) {
        uint8_t high[2] = {(uint8_t)(0xC0 | from[i] >> 6), (uint8_t)(0x80 | (from[i] & 0x3F))};
        add(&text, from[i] < 0x80 ? &from[i] : high, from[i] < 0x80 ? 1 : 2);
    }
    json = json_stringn((const char *)text.at, text.len);
    free(text.at);
    return json;
}

/* ---- What a subject says ---- */

void talk_verdict(const char *verdict)
{
    json_object_set_new(answer, "verdict", json_string(verdict));
}

void talk_why(const char *why)
{
    json_object_set_new(answer, "why", json_of((const uint8_t *)why, strlen(why)));
}

void talk_at(uint64_t at)
{
    json_object_set_new(answer, "at", json_integer((json_int_t)at));
}

const char *talk_method_of(const talk_question *q, size_t i)
{
    if (i < q->method_count)
        return q->methods[i];
    return q->methods_known ? NULL : "GET";
}

const char *talk_made_up(const talk_question *q, size_t i)
{
    static char text[128];
    const char *method = talk_method_of(q, i);

    snprintf(text, sizeof text, "%.9s / HTTP/1.1\r\nHost: h\r\n\r\n", method != NULL ? method : "GET");
    return text;
}

void talk_begin(void)
{
    json_decref(message);
    message = json_object();
    fields = json_array();
    json_object_set_new(message, "fields", fields);
    name.len = value.len = target.len = 0;
    in_value = false;
    body_size = 0;
    EVP_DigestInit_ex(digest, EVP_sha256(), NULL);
}

void talk_text(const char *member, const void *text, size_t len)
{
    json_object_set_new(message, member, json_of(text, len));
}

void talk_request(const void *method, size_t method_len, const void *where, size_t where_len)
{
    talk_text("method", method, method_len);
    talk_text("target", where, where_len);
}

void talk_version(unsigned major, unsigned minor)
{
    json_object_set_new(message, "version", json_sprintf("%u.%u", major, minor));
}

void talk_status(unsigned status)
{
    json_object_set_new(message, "status", json_integer((json_int_t)status));
}

void talk_field(const void *field, size_t field_len, const void *text, size_t len)
{
    json_t *line = json_array();

    json_array_append_new(line, json_of(field, field_len));
    json_array_append_new(line, json_of(text, len));
    json_array_append_new(fields, line);
}

void talk_end_fields(void)
{
    if (name.len > 0 || in_value)
        talk_field(name.at, name.len, value.at, value.len);
    name.len = value.len = 0;
    in_value = false;
}

void talk_more_name(const void *more, size_t len)
{
    if (in_value)
        talk_end_fields();
    add(&name, more, len);
}

void talk_more_value(const void *more, size_t len)
{
    in_value = true;
    add(&value, more, len);
}

void talk_more_target(const void *more, size_t len)
{
    add(&target, more, len);
    talk_text("target", target.at, target.len);
}

void talk_body(const void *more, size_t len)
{
    EVP_DigestUpdate(digest, more, len);
    body_size += len;
}

void talk_keep(bool keep)
{
    json_object_set_new(message, "keep", json_boolean(keep));
}

void talk_end(uint64_t end)
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    char text[2 * EVP_MAX_MD_SIZE + 1] = "";
    unsigned len = 0;

    EVP_DigestFinal_ex(digest, hash, &len);
    for (unsigned i = 0; i < len; i++)
        snprintf(text + 2 * (size_t)i, 3, "%02x", hash[i]);
    json_object_set_new(message, "body_size", json_integer((json_int_t)body_size));
    json_object_set_new(message, "body_sha256", json_string(text));
    if (end != TALK_UNKNOWN)
        json_object_set_new(message, "end", json_integer((json_int_t)end));
    json_array_append_new(messages, message);
    message = NULL;
}

/* ---- For parsers that call back ---- */

int talk_head(const void *method, size_t len, unsigned major, unsigned minor, unsigned status, bool keep)
{
    const char *asked = talk_method_of(question, finals);

    talk_end_fields();
    talk_version(major, minor);
    talk_keep(keep);
    requests += status == 0;
    finals += status >= 200 || status == 101;
    if (status == 0) {
        talk_text("method", method, len);
        connect_asked = len == 7 && memcmp(method, "CONNECT", 7) == 0;
        return 0;
    }
    talk_status(status);
    if (asked != NULL && strcmp(asked, "CONNECT") == 0 && status / 100 == 2)
        return 2;
    return asked != NULL && strcmp(asked, "HEAD") == 0 ? 1 : 0;
}

const char *talk_asked(void)
{
    return talk_method_of(question, finals);
}

bool talk_tunnel(void)
{
    if (question->response || !question->tunnels_known)
        return question->response || connect_asked;
    for (size_t i = 0; i < question->tunnel_count; i++) {
        if (question->tunnels[i] == requests - 1)
            return true;
    }
    return false;
}

/* ---- Frames ---- */

static void send_answer(json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    uint8_t header[FRAME_HEADER];

    if (text != NULL && strlen(text) > FRAME_DICTIONARY_MOST) { /* too much to tell: the verdict has to do */
        free(text);
        json_object_del(object, "messages");
        text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    }
    if (text == NULL || frame_encode(FRAME_PLAIN, (uint8_t *)text, strlen(text), header, NULL).rule != H1_RULE_NONE)
        give_up("an answer that is no dictionary");
    if (fwrite(header, 1, sizeof header, stdout) != sizeof header || fputs(text, stdout) == EOF || fflush(stdout) != 0)
        give_up("the answer can't be written");
    free(text);
}

static void say_hello(const char *subject, const char *version, const char *const *fills)
{
    json_t *list = json_array();
    json_t *hello = json_pack("{s:s, s:s, s:o}", "subject", subject, "version", version, "fills", list);

    for (; *fills != NULL; fills++)
        json_array_append_new(list, json_string(*fills));
    send_answer(hello);
    json_decref(hello);
}

/* A list of numbers, and one more place behind it. */
static size_t *numbers_of(const json_t *list)
{
    size_t *numbers = calloc(json_array_size(list) + 1, sizeof *numbers);

    if (numbers == NULL)
        give_up("no memory");
    for (size_t i = 0; i < json_array_size(list); i++)
        numbers[i] = (size_t)json_integer_value(json_array_get(list, i));
    return numbers;
}

static void ask(const json_t *asked, const uint8_t *payload, size_t len, talk_subject *subject)
{
    const json_t *methods = json_object_get(asked, "methods");
    const json_t *cuts = json_object_get(asked, "cuts");
    const json_t *tunnels = json_object_get(asked, "tunnels");
    const char *side = json_string_value(json_object_get(asked, "side"));
    const char **names = calloc(json_array_size(methods) + 1, sizeof *names);
    size_t *places = numbers_of(cuts);
    size_t *behind = numbers_of(tunnels);
    talk_question now = {side != NULL && strcmp(side, "response") == 0,
                         methods != NULL,
                         names,
                         json_array_size(methods),
                         tunnels != NULL,
                         behind,
                         json_array_size(tunnels),
                         places,
                         json_array_size(cuts) + 1,
                         json_is_true(json_object_get(asked, "end")),
                         payload,
                         len};

    for (size_t i = 0; names != NULL && i < now.method_count; i++)
        names[i] = json_string_value(json_array_get(methods, i));
    places[now.cut_count - 1] = len;
    answer = json_object();
    messages = json_array();
    json_object_set_new(answer, "messages", messages);
    question = &now;
    requests = finals = 0;
    subject(&now);
    send_answer(answer);
    json_decref(answer);
    free(names);
    free(places);
    free(behind);
}

static void read_exactly(void *into, size_t len)
{
    if (fread(into, 1, len, stdin) != len)
        give_up("the question ends early");
}

int talk(const char *subject_name, const char *version, const char *const *fills, talk_subject *subject)
{
    uint8_t header[FRAME_HEADER];

    digest = EVP_MD_CTX_new();
    while (fread(header, 1, 1, stdin) == 1) {
        size_t len;
        size_t size;
        bytes text = {0};
        json_t *asked;
        read_exactly(header + 1, sizeof header - 1);
        len = (size_t)header[4] << 24 | (size_t)header[5] << 16 | (size_t)header[6] << 8 | header[7];
        if (memcmp(header, "H1F1", 4) != 0 || len > FRAME_DICTIONARY_MOST)
            give_up("the question is no frame");
        text.at = malloc(len + 1);
        read_exactly(text.at, len);
        asked = json_loadb((const char *)text.at, len, 0, NULL);
        size = (size_t)json_integer_value(json_object_get(asked, "file_size"));
        text.at = realloc(text.at, size + 1);
        read_exactly(text.at, size);
        if (json_is_true(json_object_get(asked, "hello")))
            say_hello(subject_name, version, fills);
        else
            ask(asked, text.at, size, subject);
        json_decref(asked);
        free(text.at);
    }
    EVP_MD_CTX_free(digest);
    return 0;
}
