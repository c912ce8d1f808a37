/* SPDX-License-Identifier: MIT */
/* See classify.h. */
#include "pcap/classify.h"

#include <string.h>
#include <strings.h>

#include "pcap/wire.h"

enum {
    VERSION_PREFIX = 5, /* "HTTP/" */
};

static bool starts(const uint8_t *bytes, size_t len, const char *with)
{
    size_t size = strlen(with);

    return len >= size && memcmp(bytes, with, size) == 0;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* tchar, RFC 9110 section 5.6.2 */
static bool is_token_byte(uint8_t byte)
{
    uint8_t lower = byte | 0x20;

    return is_digit(byte) || (lower >= 'a' && lower <= 'z') || (byte != 0 && strchr("!#$%&'*+-.^_`|~", byte));
}

static bool is_http_version(const uint8_t *bytes, size_t len)
{
    return len >= VERSION_PREFIX && strncasecmp((const char *)bytes, "HTTP/", VERSION_PREFIX) == 0;
}

/* A line without its line end. */
struct line {
    const uint8_t *bytes;
    size_t len;
};

/* Where the word that holds bytes[at] ends. */
static size_t word_end(const struct line *line, size_t at)
{
    while (at < line->len && !is_blank(line->bytes[at]))
        at++;
    return at;
}

static size_t next_word(const struct line *line, size_t at)
{
    while (at < line->len && is_blank(line->bytes[at]))
        at++;
    return at;
}

static bool names_http_version(const struct line *line, size_t from)
{
    for (size_t at = next_word(line, from); at < line->len; at = next_word(line, word_end(line, at))) {
        if (is_http_version(line->bytes + at, line->len - at))
            return true;
    }
    return false;
}

/* "/…", "scheme://…", "*", or for CONNECT anything. */
static bool is_target(const struct line *line, size_t at, bool connect)
{
    size_t end = word_end(line, at);

    if (at == end)
        return false;
    if (connect || line->bytes[at] == '/' || line->bytes[at] == '*')
        return true;
    return end - at > 7 && strncasecmp((const char *)line->bytes + at, "http", 4) == 0;
}

/* "RTSP/1.0", "SIP/2.0", "ICAP/1.0": a request-line of a protocol that took its form from HTTP. */
static bool names_other_protocol(const struct line *line)
{
    size_t slash = line->len;

    while (slash > 0 && line->bytes[slash - 1] != '/' && !is_blank(line->bytes[slash - 1]))
        slash--;
    if (slash < 4 || slash == line->len || line->bytes[slash - 1] != '/' || !is_digit(line->bytes[slash]))
        return false;
    size_t word = slash - 1;
    while (word > 0 && line->bytes[word - 1] >= 'A' && line->bytes[word - 1] <= 'Z')
        word--;
    return word > 0 && is_blank(line->bytes[word - 1]) && slash - 1 - word >= 3 &&
           !is_http_version(line->bytes + word, line->len - word);
}

/* A request-line, well-formed or not: a token, then a version of HTTP somewhere behind it; or a method that everybody
 * knows and a target. */
static bool is_request_line(const struct line *line)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS"};
    size_t from = next_word(line, 0);
    size_t end = from;

    while (end < line->len && is_token_byte(line->bytes[end]))
        end++;
    if (end == from || end == line->len || !is_blank(line->bytes[end]))
        return false;
    if (names_http_version(line, end))
        return true;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        bool same = end - from == strlen(methods[i]) && memcmp(line->bytes + from, methods[i], end - from) == 0;
        if (same && is_target(line, next_word(line, end), i == 5))
            return !names_other_protocol(line);
    }
    return false;
}

static bool is_greeting(const struct line *line)
{
    const uint8_t *at = line->bytes;

    if (line->len >= 4 && is_digit(at[0]) && is_digit(at[1]) && is_digit(at[2]))
        return at[3] == ' ' || at[3] == '-';
    return starts(at, line->len, "+OK") || starts(at, line->len, "-ERR") || starts(at, line->len, "* OK");
}

static bool is_socks(const uint8_t *bytes, size_t len)
{
    if (len >= 9 && bytes[0] == 4 && (bytes[1] == 1 || bytes[1] == 2))
        return bytes[len - 1] == 0;
    return len >= 3 && bytes[0] == 5 && bytes[1] >= 1 && len == 2U + bytes[1];
}

/* A record header: content type 20 to 24, version 3.x, a length that may be (RFC 8446 section 5.1). */
static bool is_tls(const uint8_t *bytes, size_t len)
{
    return len >= 3 && bytes[0] >= 20 && bytes[0] <= 24 && bytes[1] == 3 && bytes[2] <= 4 &&
           (len < 5 || cap_be16(bytes + 3) <= 16384 + 2048);
}

static cap_speech by_line(const struct line *line)
{
    if (is_http_version(line->bytes, line->len))
        return CAP_SPEAKS_RESPONSES;
    if (is_request_line(line))
        return CAP_SPEAKS_REQUESTS;
    return is_greeting(line) ? CAP_SPEAKS_MAIL : CAP_SPEAKS_OTHER;
}

cap_speech cap_classify(const uint8_t *bytes, size_t len, bool all)
{
    if (is_tls(bytes, len))
        return CAP_SPEAKS_TLS;
    if (starts(bytes, len, "SSH-"))
        return CAP_SPEAKS_SSH;
    if (starts(bytes, len, "PRI * HTTP/2.0\r\n"))
        return CAP_SPEAKS_HTTP2;
    if (is_socks(bytes, len))
        return CAP_SPEAKS_SOCKS;
    while (len > 0 && (*bytes == '\r' || *bytes == '\n')) {
        bytes++;
        len--;
    }
    if (is_http_version(bytes, len))
        return CAP_SPEAKS_RESPONSES;
    size_t look = len < CAP_LINE_MOST ? len : CAP_LINE_MOST;
    const uint8_t *end = look > 0 ? memchr(bytes, '\n', look) : NULL;
    if (!end && !all && len < CAP_LINE_MOST)
        return CAP_SPEAKS_UNCLEAR;
    struct line line = {bytes, end ? (size_t)(end - bytes) : look};
    if (line.len > 0 && line.bytes[line.len - 1] == '\r')
        line.len--;
    return by_line(&line);
}

/* Version 1: "PROXY " … CRLF, at most 107 bytes. Version 2: twelve fixed bytes, two more, the length of the rest. */
bool cap_proxy_header(const uint8_t *bytes, size_t len, size_t *size)
{
    enum { VERSION_1_MOST = 107, VERSION_2_FIXED = 16 };
    static const char one[] = "PROXY ";
    static const char two[] = "\r\n\r\n\0\r\nQUIT\n";
    size_t first = len < sizeof one - 1 ? len : sizeof one - 1;
    size_t second = len < sizeof two - 1 ? len : sizeof two - 1;

    *size = 0;
    if (memcmp(bytes, one, first) == 0) {
        const uint8_t *end = memchr(bytes, '\n', len < VERSION_1_MOST ? len : VERSION_1_MOST);
        if (end)
            *size = (size_t)(end - bytes) + 1;
        return end || len >= VERSION_1_MOST;
    }
    if (memcmp(bytes, two, second) != 0)
        return true;
    if (len < VERSION_2_FIXED)
        return false;
    *size = VERSION_2_FIXED + (size_t)cap_be16(bytes + 14);
    return len >= *size;
}

/* status-line = "HTTP/1." DIGIT SP 3DIGIT …    RFC 9112 section 4 */
static bool reads_as_status_line(const struct line *line)
{
    const uint8_t *at = line->bytes;

    return line->len >= 12 && memcmp(at, "HTTP/1.", 7) == 0 && is_digit(at[7]) && at[8] == ' ' && is_digit(at[9]) &&
           is_digit(at[10]) && is_digit(at[11]) && (line->len == 12 || at[12] == ' ');
}

/* request-line = token SP target SP "HTTP/1." DIGIT    RFC 9112 section 3 */
static bool reads_as_request_line(const struct line *line)
{
    size_t end = 0;

    while (end < line->len && is_token_byte(line->bytes[end]))
        end++;
    if (end == 0 || end == line->len || line->bytes[end] != ' ')
        return false;
    size_t target_end = word_end(line, end + 1);
    return target_end > end + 1 && line->len == target_end + 9 &&
           memcmp(line->bytes + target_end, " HTTP/1.", 8) == 0 && is_digit(line->bytes[line->len - 1]);
}

bool cap_find_start_line(const uint8_t *bytes, size_t len, bool requests, bool responses, size_t *at)
{
    size_t begin = 0;

    for (;;) {
        const uint8_t *end = begin < len ? memchr(bytes + begin, '\n', len - begin) : NULL;
        *at = begin;
        if (!end)
            return false;
        struct line line = {bytes + begin, (size_t)(end - (bytes + begin))};
        if (line.len > 0 && line.bytes[line.len - 1] == '\r')
            line.len--;
        if ((responses && reads_as_status_line(&line)) || (requests && reads_as_request_line(&line)))
            return true;
        begin = (size_t)(end - bytes) + 1;
    }
}
