/* SPDX-License-Identifier: MIT */
/* See json.h. */
#include "report/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/base64.h"
#include "report/escape.h"
#include "report/utf8.h"

json_t *report_json_latin1(const uint8_t *bytes, size_t len)
{
    char *utf8 = malloc(2 * len + 1);
    size_t used = 0;
    json_t *string;

    if (utf8 == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] >= 0x80)
            utf8[used++] = (char)(0xc0 | bytes[i] >> 6);
        utf8[used++] = (char)(bytes[i] >= 0x80 ? 0x80 | (bytes[i] & 0x3f) : bytes[i]);
    }
    string = json_stringn(utf8, used);
    free(utf8);
    return string;
}

json_t *report_json_escaped(const uint8_t *bytes, size_t len)
{
    char *text = malloc(REPORT_ESCAPE_MOST * len + 1);
    size_t used = 0;
    json_t *string;

    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++)
        used += report_escape_byte(bytes[i], text + used);
    string = json_stringn(text, used);
    free(text);
    return string;
}

json_t *report_json_text(const char *text)
{
    char *shown = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&shown, &len);
    json_t *string = NULL;

    if (out == NULL)
        return NULL;
    report_utf8_to(out, text);
    if (fclose(out) == 0)
        string = json_stringn(shown, len);
    free(shown);
    return string;
}

json_t *report_json_base64(const uint8_t *bytes, size_t len)
{
    char *text = malloc(REPORT_BASE64_ROOM(len));
    json_t *string;

    if (text == NULL)
        return NULL;
    report_base64(bytes, len, text);
    string = json_string(text);
    free(text);
    return string;
}

json_t *report_json_time(uint64_t nanoseconds)
{
    time_t seconds = (time_t)(nanoseconds / 1000000000);
    struct tm utc;
    char text[64];

    if (gmtime_r(&seconds, &utc) == NULL)
        return json_null();
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%09" PRIu64 "Z", utc.tm_year + 1900, utc.tm_mon + 1,
             utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, nanoseconds % 1000000000);
    return json_string(text);
}

bool report_json_object(FILE *out, json_t *value)
{
    bool ok = value != NULL && json_dumpf(value, out, JSON_COMPACT | JSON_ENSURE_ASCII) == 0;

    json_decref(value);
    return ok;
}

bool report_json_line(FILE *out, json_t *value)
{
    return report_json_object(out, value) && fputc('\n', out) != EOF;
}
