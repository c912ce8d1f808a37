/* SPDX-License-Identifier: MIT */
/* See part.h. */
#include "part.h"

#include <string.h>

#include "h1/values.h"

/* Copy what a token or a quoted string stands for, as a C string. */
static bool copy_text(const uint8_t *value, h1_span span, char *out, size_t room)
{
    size_t got, bad;

    if (h1_unquote(value + span.at, span.len, (uint8_t *)out, room - 1, &got, &bad) != H1_VALUE_OK)
        return false;
    out[got] = '\0';
    return memchr(out, '\0', got) == NULL;
}

bool srv_part_boundary(h1_bytes content_type, char *boundary, size_t room)
{
    const uint8_t *value = content_type.at;
    h1_media_type type;
    h1_parameter parameter;
    size_t bad, at = 0;
    unsigned found = 0;

    if (content_type.len == 0 || !h1_is_media_type(value, content_type.len, "multipart/form-data") ||
        h1_media_type_read(value, content_type.len, &type, &bad) != H1_VALUE_OK)
        return false;
    value += type.parameters.at;
    while (h1_parameter_next(value, type.parameters.len, &at, &parameter) == H1_VALUE_OK) {
        if (!h1_same_word(value + parameter.name.at, parameter.name.len, "boundary"))
            continue;
        if (!copy_text(value, parameter.value, boundary, room))
            return false;
        found++;
    }
    return found == 1;
}

static unsigned nibble(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

/* Forms of HTML write a quote, CR and LF in a name as %22, %0D and %0A, and nothing else so. */
static void decode_name(char *name)
{
    char *out = name;

    for (const char *at = name; *at != '\0'; at++) {
        unsigned byte = *at == '%' && nibble(at[1]) < 16 && nibble(at[2]) < 16 ? nibble(at[1]) * 16 + nibble(at[2]) : 0;
        if (byte == '"' || byte == '\r' || byte == '\n') {
            *out++ = (char)byte;
            at += 2;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
}

/* Content-Disposition: form-data; name="…"; filename="…". filename* is not for forms: RFC 7578 section 4.2. */
static const char *read_disposition(srv_part *part, const uint8_t *value, size_t len)
{
    static const char WORD[] = "form-data";
    size_t at = 0, word = sizeof WORD - 1;
    bool has_name = false;
    h1_parameter p;
    h1_value read;

    if (len < word || !h1_same_word(value, word, WORD))
        return "the Content-Disposition of a part isn't form-data";
    value += word;
    len -= word;
    while ((read = h1_parameter_next(value, len, &at, &p)) == H1_VALUE_OK) {
        bool is_name = h1_same_word(value + p.name.at, p.name.len, "name");
        bool is_file = h1_same_word(value + p.name.at, p.name.len, "filename");
        char *out = is_name ? part->name : part->file_name;
        if (!is_name && !is_file)
            continue;
        if (is_name ? has_name : part->is_file)
            return "the Content-Disposition of a part says something twice";
        if (!copy_text(value, p.value, out, SRV_PART_NAME_MOST + 1))
            return "a name in the head of a part is too long, or has a zero byte";
        decode_name(out);
        has_name = has_name || is_name;
        part->is_file = part->is_file || is_file;
    }
    if (read != H1_VALUE_NONE)
        return "the Content-Disposition of a part can't be read";
    return has_name ? NULL : "the Content-Disposition of a part has no name";
}

/* field-name ":" OWS value OWS, on one line. */
static const char *read_line(srv_part *part, const uint8_t *line, size_t len, bool *disposed)
{
    const uint8_t *colon = memchr(line, ':', len);
    size_t name_len = colon != NULL ? (size_t)(colon - line) : 0, bad;
    const uint8_t *value = line + name_len + 1;
    h1_media_type type;

    if (colon == NULL || h1_token_read(line, name_len, &bad) != H1_VALUE_OK)
        return "the head of a part has a line that is no field";
    for (len -= name_len + 1; len > 0 && (*value == ' ' || *value == '\t'); len--)
        value++;
    while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
        len--;
    if (h1_same_word(line, name_len, "content-disposition")) {
        if (*disposed)
            return "a part has two Content-Dispositions";
        *disposed = true;
        return read_disposition(part, value, len);
    }
    if (h1_same_word(line, name_len, "content-type") && len <= SRV_PART_NAME_MOST &&
        h1_media_type_read(value, len, &type, &bad) == H1_VALUE_OK) {
        memcpy(part->media_type, value, len);
        part->media_type[len] = '\0';
    }
    return NULL;
}

const char *srv_part_read(srv_part *part, const char *head, size_t len)
{
    const uint8_t *at = (const uint8_t *)head;
    bool disposed = false;
    const char *fault = NULL;

    *part = (srv_part){0};
    while (len > 0 && fault == NULL) {
        const uint8_t *cr = memchr(at, '\r', len);
        size_t line = cr != NULL ? (size_t)(cr - at) : len;
        fault = read_line(part, at, line, &disposed);
        at += line + 2;
        len = len > line + 2 ? len - line - 2 : 0;
    }
    if (fault == NULL && !disposed)
        fault = "a part has no Content-Disposition";
    return fault;
}
