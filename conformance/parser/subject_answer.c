/* SPDX-License-Identifier: MIT */
/* See subject.h: the dictionaries that a subject sends. What isn't of the type that it should be makes the whole answer
 * none; members that aren't known are passed over. */
#include "subject.h"

#include <string.h>

#include <jansson.h>

/* An answer being read; wrong is what is wrong with it. */
typedef struct reading {
    conf_memory *memory;
    const char *wrong;
} reading;

static const struct {
    unsigned bit;
    const char *name;
} FILLS[] = {
    {CONF_FILLS_METHOD, "method"},           {CONF_FILLS_TARGET, "target"}, {CONF_FILLS_VERSION, "version"},
    {CONF_FILLS_STATUS, "status"},           {CONF_FILLS_FIELDS, "fields"}, {CONF_FILLS_BODY_SIZE, "body_size"},
    {CONF_FILLS_BODY_SHA256, "body_sha256"}, {CONF_FILLS_END, "end"},       {CONF_FILLS_KEEP, "keep"},
};

const char *conf_fills_name(unsigned bit)
{
    for (size_t i = 0; i < sizeof FILLS / sizeof *FILLS; i++) {
        if (FILLS[i].bit == bit)
            return FILLS[i].name;
    }
    return "";
}

/* U+0000 to U+00FF are bytes. */
static conf_bytes bytes_of(reading *r, const json_t *text, const char *what)
{
    const char *utf8 = json_string_value(text);
    size_t len = json_string_length(text);
    uint8_t *bytes;
    size_t count = 0;

    if (utf8 == NULL) {
        r->wrong = conf_format(r->memory, "%s is no string", what);
        return (conf_bytes){0};
    }
    bytes = conf_alloc(r->memory, len + 1);
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = (uint8_t)utf8[i];
        if (byte > 0xC3)
            r->wrong = conf_format(r->memory, "%s has a character above U+00FF, which is no byte", what);
        else if (byte >= 0xC2 && i + 1 < len)
            byte = (uint8_t)((byte & 3) << 6 | ((uint8_t)utf8[++i] & 0x3F));
        bytes[count++] = byte;
    }
    return (conf_bytes){bytes, count};
}

static uint64_t number_of(reading *r, const json_t *number, const char *what)
{
    if (!json_is_integer(number) || json_integer_value(number) < 0) {
        r->wrong = conf_format(r->memory, "%s is no number from 0 on", what);
        return 0;
    }
    return (uint64_t)json_integer_value(number);
}

static void read_fields(reading *r, const json_t *list, conf_said_message *m)
{
    if (!json_is_array(list))
        r->wrong = "fields is no list";
    for (size_t i = 0; i < json_array_size(list) && r->wrong == NULL; i++) {
        const json_t *line = json_array_get(list, i);
        conf_said_field field;
        if (json_array_size(line) != 2) {
            r->wrong = "an element of fields is no pair of name and value";
            return;
        }
        field.name = bytes_of(r, json_array_get(line, 0), "the name of a field");
        field.value = bytes_of(r, json_array_get(line, 1), "the value of a field");
        m->fields = conf_grow(r->memory, m->fields, m->field_count, sizeof field);
        m->fields[m->field_count++] = field;
    }
}

static void read_member(reading *r, unsigned bit, const char *name, const json_t *value, conf_said_message *m)
{
    m->has |= bit;
    switch (bit) {
    case CONF_FILLS_METHOD:
        m->method = bytes_of(r, value, name);
        return;
    case CONF_FILLS_TARGET:
        m->target = bytes_of(r, value, name);
        return;
    case CONF_FILLS_VERSION:
        m->version = bytes_of(r, value, name);
        return;
    case CONF_FILLS_STATUS:
        m->status = (unsigned)number_of(r, value, name);
        return;
    case CONF_FILLS_FIELDS:
        read_fields(r, value, m);
        return;
    case CONF_FILLS_BODY_SIZE:
        m->body_size = number_of(r, value, name);
        return;
    case CONF_FILLS_BODY_SHA256:
        m->body_sha256 = bytes_of(r, value, name);
        return;
    case CONF_FILLS_END:
        m->end = number_of(r, value, name);
        return;
    default:
        if (!json_is_boolean(value))
            r->wrong = "keep is neither true nor false";
        m->keep = json_is_true(value);
        return;
    }
}

static void read_messages(reading *r, const json_t *list, conf_reply *reply)
{
    reply->has_messages = list != NULL;
    if (list != NULL && !json_is_array(list))
        r->wrong = "messages is no list";
    for (size_t i = 0; i < json_array_size(list) && r->wrong == NULL; i++) {
        const json_t *object = json_array_get(list, i);
        conf_said_message m = {0};
        if (!json_is_object(object))
            r->wrong = "an element of messages is no object";
        for (size_t k = 0; k < sizeof FILLS / sizeof *FILLS && r->wrong == NULL; k++) {
            const json_t *value = json_object_get(object, FILLS[k].name);
            if (value != NULL && !json_is_null(value))
                read_member(r, FILLS[k].bit, FILLS[k].name, value, &m);
        }
        reply->messages = conf_grow(r->memory, reply->messages, reply->message_count, sizeof m);
        reply->messages[reply->message_count++] = m;
    }
}

static void read_verdict(reading *r, const json_t *verdict, conf_reply *reply)
{
    static const char *const words[] = {"accept", "refuse", "incomplete", "more", "unsupported"};

    for (unsigned i = 0; json_is_string(verdict) && i < sizeof words / sizeof *words; i++) {
        if (strcmp(json_string_value(verdict), words[i]) == 0) {
            reply->says = (conf_says)i;
            return;
        }
    }
    r->wrong = "verdict is none of accept, refuse, incomplete, more, unsupported";
}

const char *conf_reply_read(conf_memory *memory, const uint8_t *text, size_t len, conf_reply *reply)
{
    json_t *object = json_loadb((const char *)text, len, JSON_ALLOW_NUL, NULL);
    const json_t *at = json_object_get(object, "at");
    const json_t *why = json_object_get(object, "why");
    reading r = {memory, NULL};

    *reply = (conf_reply){0};
    read_verdict(&r, json_object_get(object, "verdict"), reply);
    reply->has_at = at != NULL && !json_is_null(at);
    if (reply->has_at)
        reply->at = number_of(&r, at, "at");
    if (why != NULL && !json_is_null(why))
        reply->why = bytes_of(&r, why, "why");
    read_messages(&r, json_object_get(object, "messages"), reply);
    json_decref(object);
    return r.wrong;
}

static unsigned fills_of(const json_t *list)
{
    unsigned fills = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        for (size_t k = 0; word != NULL && k < sizeof FILLS / sizeof *FILLS; k++)
            fills |= strcmp(word, FILLS[k].name) == 0 ? FILLS[k].bit : 0;
    }
    return fills;
}

const char *conf_greeting_read(conf_memory *memory, const uint8_t *text, size_t len, const char **name, unsigned *fills)
{
    json_t *object = json_loadb((const char *)text, len, 0, NULL);
    const char *subject = json_string_value(json_object_get(object, "subject"));
    const char *version = json_string_value(json_object_get(object, "version"));
    const json_t *list = json_object_get(object, "fills");
    const char *wrong = NULL;

    if (subject == NULL || version == NULL || !json_is_array(list)) {
        wrong = "its greeting lacks subject, version or fills";
    } else {
        *name = conf_format(memory, "%s %s", subject, version);
        *fills = fills_of(list);
    }
    json_decref(object);
    return wrong;
}
