/* SPDX-License-Identifier: MIT */
/* The normal form of a URI. It is written into the caller's memory in one pass; only the path is gone over again there,
 * to take out its dot segments. */
#include "parser/src/values/uri.h"

#include <string.h>

#include "parser/src/bytes.h"

/* Memory that is known to suffice. */
typedef struct writer {
    uint8_t *bytes;
    size_t len;
} writer;

static void put(writer *w, uint8_t byte)
{
    w->bytes[w->len++] = byte;
}

static uint8_t upper(uint8_t digit)
{
    return h1i_is_alpha(digit) ? (uint8_t)(digit & ~0x20) : digit;
}

/* "%41" becomes "A", "%2f" becomes "%2F", everything else stays.              RFC 3986 sections 6.2.2.1 and 6.2.2.2 */
static void copy(writer *w, const uint8_t *value, h1_span part, bool lower)
{
    for (uint32_t i = part.at; i < part.at + part.len; i++) {
        unsigned byte = value[i];
        if (byte == '%') {
            byte = h1i_hex_value(value[i + 1]) << 4 | h1i_hex_value(value[i + 2]);
            i += 2;
            if (!h1i_is_unreserved(byte)) {
                put(w, '%');
                put(w, upper(value[i - 1]));
                put(w, upper(value[i]));
                continue;
            }
        }
        put(w, lower ? h1i_lower((uint8_t)byte) : (uint8_t)byte);
    }
}

static bool says_port(const uint8_t *value, const h1_uri *uri)
{
    uint16_t implied = h1_scheme_port(value + uri->scheme.at, uri->scheme.len);

    return uri->port.len > 0 && (implied == 0 || uri->port_number != implied);
}

static void copy_authority(writer *w, const uint8_t *value, const h1_uri *uri)
{
    if ((uri->has & H1_URI_AUTHORITY) == 0)
        return;
    put(w, '/');
    put(w, '/');
    if ((uri->has & H1_URI_USERINFO) != 0) {
        copy(w, value, uri->userinfo, false);
        put(w, '@');
    }
    copy(w, value, uri->host, true);
    if (!says_port(value, uri))
        return;
    put(w, ':');
    copy(w, value, uri->port, false);
}

/* The length of the segment at a "/", with it. */
static size_t segment_len(const uint8_t *path, size_t from, size_t len)
{
    size_t end = from + 1;

    while (end < len && path[end] != '/')
        end++;
    return end - from;
}

static size_t without_last_segment(const uint8_t *path, size_t len)
{
    while (len > 0 && path[len - 1] != '/')
        len--;
    return len > 0 ? len - 1 : 0;
}

/* remove_dot_segments of RFC 3986 section 5.2.4, for a path that starts with "/". Each round reads one segment with the
 * slash before it; what is written never gets ahead of what is read. Returns the new length. */
static size_t remove_dots(uint8_t *path, size_t len)
{
    size_t to = 0;
    size_t from = 0;

    while (from < len) {
        size_t segment = segment_len(path, from, len);
        bool last = from + segment == len;
        bool one = segment == 2 && path[from + 1] == '.';
        bool two = segment == 3 && path[from + 1] == '.' && path[from + 2] == '.';
        if (two)
            to = without_last_segment(path, to);
        if (!one && !two) {
            memmove(path + to, path + from, segment);
            to += segment;
        } else if (last) {
            path[to++] = '/';
        }
        from += segment;
    }
    return to;
}

static void copy_path(writer *w, const uint8_t *value, const h1_uri *uri)
{
    uint8_t *path = w->bytes + w->len;
    size_t before = w->len;

    copy(w, value, uri->path, false);
    if (uri->path.len == 0) {
        if (h1_uri_is_http(value, uri) && (uri->has & H1_URI_AUTHORITY) != 0)
            put(w, '/');
        return;
    }
    if (path[0] != '/')
        return;
    w->len = before + remove_dots(path, w->len - before);
    if ((uri->has & H1_URI_AUTHORITY) != 0 || w->len - before < 2 || path[1] != '/')
        return;
    memmove(path + 2, path, w->len - before);
    memcpy(path, "/.", 2);
    w->len += 2;
}

static void copy_behind(writer *w, const uint8_t *value, uint8_t mark, h1_span part, bool there)
{
    if (!there)
        return;
    put(w, mark);
    copy(w, value, part, false);
}

h1_value h1_uri_normalise(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad)
{
    h1_uri uri;
    writer w = {out, 0};
    h1_value result = h1_uri_reference_read(value, len, &uri, bad);

    *got = 0;
    if (result != H1_VALUE_OK)
        return result;
    if (size <= len) {
        *got = len + 1;
        return H1_VALUE_NO_ROOM;
    }
    if ((uri.has & H1_URI_SCHEME) != 0) {
        copy(&w, value, uri.scheme, true);
        put(&w, ':');
    }
    copy_authority(&w, value, &uri);
    copy_path(&w, value, &uri);
    copy_behind(&w, value, '?', uri.query, (uri.has & H1_URI_QUERY) != 0);
    copy_behind(&w, value, '#', uri.fragment, (uri.has & H1_URI_FRAGMENT) != 0);
    *got = w.len;
    return H1_VALUE_OK;
}
