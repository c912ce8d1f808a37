/* SPDX-License-Identifier: MIT */
/* See said.h. */
#include "said.h"

#include <jansson.h>
#include <string.h>

/* ---- base64 ---- */

static int sextet(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c != '\0' ? strchr(digits, c) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

bool conf_base64_read(conf_memory *memory, const char *text, size_t len, conf_bytes *bytes)
{
    uint8_t *out = conf_alloc(memory, len / 4 * 3 + 3);
    size_t used = 0;
    unsigned held = 0;

    if (len % 4 != 0)
        return false;
    while (len > 0 && text[len - 1] == '=' && used < 2) {
        len--;
        used++;
    }
    used = 0;
    for (size_t i = 0; i < len; i++) {
        int digit = sextet(text[i]);
        if (digit < 0)
            return false;
        held = (held << 6 | (unsigned)digit) & 0xFFFFFFU;
        if (i % 4 != 0)
            out[used++] = (uint8_t)(held >> (6 - 2 * (i % 4)));
    }
    *bytes = (conf_bytes){out, used};
    return true;
}

/* ---- Lines ---- */

/* Returns NULL, or what is wrong with it. */
static const char *read_answer(conf_memory *memory, json_t *line, conf_answer *answer)
{
    json_t *status = json_object_get(line, "status");
    json_t *body = json_object_get(line, "body_base64");
    json_t *error = json_object_get(line, "error");

    if (!json_is_object(line))
        return "it is not a JSON object";
    if (status == NULL || !(json_is_null(status) || json_is_integer(status)))
        return "\"status\" is no number";
    if (json_integer_value(status) < 0 || json_integer_value(status) > 999)
        return "\"status\" is no status-code";
    answer->status = (unsigned)json_integer_value(status);
    if (json_is_string(error))
        answer->error = conf_text(memory, json_string_value(error), json_string_length(error));
    answer->has_body = json_is_string(body);
    if (answer->has_body && !conf_base64_read(memory, json_string_value(body), json_string_length(body), &answer->body))
        return "\"body_base64\" is no base64";
    return NULL;
}

static void read_line(conf_memory *memory, const char *text, size_t len, conf_said *said)
{
    json_t *line = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    conf_answer answer = {0};
    const char *wrong = read_answer(memory, line, &answer);

    json_decref(line);
    if (wrong != NULL) {
        said->wrong = wrong;
        return;
    }
    said->answers = conf_grow(memory, said->answers, said->count, sizeof answer);
    said->answers[said->count++] = answer;
}

conf_said conf_said_read(conf_memory *memory, conf_bytes output)
{
    conf_said said = {.answers = conf_alloc(memory, sizeof *said.answers)};
    const char *at = output.len > 0 ? (const char *)output.at : "";
    const char *end = at + output.len;

    while (at < end && said.wrong == NULL) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop != NULL ? stop : end) - at);
        if (len > 0)
            read_line(memory, at, len, &said);
        at += len + 1;
    }
    return said;
}
