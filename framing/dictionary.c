/* SPDX-License-Identifier: MIT */
/* See dictionary.h. json.c has judged the text before jansson reads it, so what jansson can still find is a key given
 * twice, a number beyond a double, and that memory is short. Integers are read as doubles because the digits of
 * file_size are read here, and other integers may be of any length. */
#include "dictionary.h"

#include <string.h>

#include <jansson.h>

#include "json.h"

static frame_fault fault_at(h1_rule rule, size_t at, size_t len)
{
    return (frame_fault){rule, {at, len}};
}

/* The key that ends before `end`, with its quotes. */
static frame_fault duplicate_before(const uint8_t *bytes, size_t end)
{
    size_t at = end - 1;

    do {
        at--;
    } while (bytes[at] != '"' || bytes[at - 1] == '\\');
    return fault_at(H1_RULE_FRAME_DUPLICATE_KEY, at, end - at);
}

static frame_fault number_before(const uint8_t *bytes, size_t end)
{
    size_t at = end;

    while (at > 0 && bytes[at - 1] != '\0' && strchr("0123456789+-.eE", bytes[at - 1]) != NULL)
        at--;
    return fault_at(H1_RULE_FRAME_NUMBER_RANGE, at, end - at);
}

static frame_fault fault_of(const json_error_t *error, const uint8_t *bytes, size_t len)
{
    size_t end = error->position > 0 && (size_t)error->position <= len ? (size_t)error->position : len;

    switch ((int)json_error_code(error)) {
    case json_error_duplicate_key:
        return duplicate_before(bytes, end);
    case json_error_numeric_overflow:
        return number_before(bytes, end);
    default:
        return fault_at(H1_RULE_FRAME_NO_MEMORY, 0, len);
    }
}

static frame_fault read_name(const json_t *value, frame_span at, frame_dictionary *says)
{
    h1_rule rule;

    if (!json_is_string(value))
        return fault_at(H1_RULE_FRAME_NAME_TYPE, at.at, at.len);
    rule = frame_name_check((const uint8_t *)json_string_value(value), json_string_length(value));
    if (rule != H1_RULE_NONE)
        return fault_at(rule, at.at, at.len);
    says->name_len = json_string_length(value);
    memcpy(says->file_name, json_string_value(value), says->name_len);
    return (frame_fault){0};
}

/* Digits and nothing else: no sign, no fraction, no exponent. */
static frame_fault read_size(const uint8_t *bytes, frame_span at, frame_dictionary *says)
{
    uint64_t size = 0;

    for (size_t i = at.at; i < at.at + at.len; i++) {
        if (bytes[i] < '0' || bytes[i] > '9')
            return fault_at(H1_RULE_FRAME_SIZE_TYPE, at.at, at.len);
    }
    for (size_t i = at.at; i < at.at + at.len; i++) {
        size = size * 10 + (uint64_t)(bytes[i] - '0');
        if (size > FRAME_SIZE_MOST)
            return fault_at(H1_RULE_FRAME_SIZE_RANGE, at.at, at.len);
    }
    says->file_size = size;
    says->has_size = true;
    return (frame_fault){0};
}

/* jansson keeps members in the order of the text, so the index of one finds its bytes. */
static frame_fault read_members(frame_profile profile, json_t *object, const uint8_t *bytes, size_t len,
                                frame_dictionary *says)
{
    frame_fault fault = {0};
    const char *key;
    json_t *value;
    size_t i = 0;

    json_object_foreach(object, key, value)
    {
        if (profile == FRAME_UPLOAD && strcmp(key, "file_name") == 0)
            fault = read_name(value, frame_json_member(bytes, len, i), says);
        else if (strcmp(key, "file_size") == 0)
            fault = read_size(bytes, frame_json_member(bytes, len, i), says);
        if (fault.rule != H1_RULE_NONE)
            return fault;
        i++;
    }
    if (profile == FRAME_UPLOAD && says->name_len == 0)
        return fault_at(H1_RULE_FRAME_NAME_MISSING, 0, len);
    if (profile == FRAME_UPLOAD && !says->has_size)
        return fault_at(H1_RULE_FRAME_SIZE_MISSING, 0, len);
    return fault;
}

frame_fault frame_dictionary_read(frame_profile profile, const uint8_t *bytes, size_t len, frame_dictionary *says)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
    frame_dictionary read = {0};
    frame_fault fault = frame_json_check(bytes, len);
    json_error_t error;
    json_t *json;

    if (fault.rule != H1_RULE_NONE)
        return fault;
    json = json_loadb((const char *)bytes, len, flags, &error);
    if (json == NULL)
        return fault_of(&error, bytes, len);
    fault = json_is_object(json) ? read_members(profile, json, bytes, len, &read)
                                 : fault_at(H1_RULE_FRAME_NOT_OBJECT, 0, len);
    json_decref(json);
    if (fault.rule == H1_RULE_NONE)
        *says = read;
    return fault;
}
