/* SPDX-License-Identifier: MIT */
/* See json.h. One function for each rule of the grammar, with the rule above it; each begins at the first byte of what
 * it reads and ends behind the last. */
#include "json.h"

#include <string.h>

#include "utf8.h"

typedef struct cursor {
    const uint8_t *bytes;
    size_t len, at;
    unsigned depth;
    frame_fault fault;
} cursor;

static bool refuse(cursor *c, h1_rule rule, size_t at, size_t len)
{
    c->fault = (frame_fault){rule, {at, len}};
    return false;
}

/* The byte at the cursor is not one that may stand here, or there is none. */
static bool unexpected(cursor *c)
{
    return refuse(c, H1_RULE_FRAME_NOT_JSON, c->at, c->at < c->len ? 1 : 0);
}

/* The byte at the cursor; 0, which JSON has no use for, at the end. */
static uint8_t peek(const cursor *c)
{
    return c->at < c->len ? c->bytes[c->at] : 0;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_blanks(cursor *c)
{
    while (is_blank(peek(c)))
        c->at++;
}

static bool digits(cursor *c)
{
    if (!is_digit(peek(c)))
        return unexpected(c);
    while (is_digit(peek(c)))
        c->at++;
    return true;
}

/* number = [ "-" ] ( "0" / digit1-9 *DIGIT ) [ "." 1*DIGIT ] [ e [ "-" / "+" ] 1*DIGIT ] */
static bool number(cursor *c)
{
    if (peek(c) == '-')
        c->at++;
    if (peek(c) == '0')
        c->at++;
    else if (!digits(c))
        return false;
    if (peek(c) == '.') {
        c->at++;
        if (!digits(c))
            return false;
    }
    if (peek(c) != 'e' && peek(c) != 'E')
        return true;
    c->at++;
    if (peek(c) == '-' || peek(c) == '+')
        c->at++;
    return digits(c);
}

/* 4HEXDIG; the number in *unit. */
static bool hexadecimal(cursor *c, uint32_t *unit)
{
    *unit = 0;
    for (unsigned i = 0; i < 4; i++, c->at++) {
        uint8_t byte = peek(c);
        uint8_t lower = byte | 0x20U;
        if (!is_digit(byte) && (lower < 'a' || lower > 'f'))
            return unexpected(c);
        *unit = *unit << 4 | (is_digit(byte) ? byte - (uint32_t)'0' : lower - (uint32_t)'a' + 10);
    }
    return true;
}

/* %x75 4HEXDIG, behind the "\u". Half a surrogate pair is no character (RFC 8259 section 8.2). */
static bool unicode_escape(cursor *c, bool key)
{
    size_t start = c->at - 2;
    uint32_t unit = 0, second = 0;

    if (!hexadecimal(c, &unit))
        return false;
    if (key && unit == 0)
        return refuse(c, H1_RULE_FRAME_KEY_NUL, start, 6);
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    if (unit >= 0xDC00 || c->len - c->at < 2 || memcmp(c->bytes + c->at, "\\u", 2) != 0)
        return refuse(c, H1_RULE_FRAME_NOT_JSON, start, 6);
    c->at += 2;
    if (!hexadecimal(c, &second))
        return false;
    return (second >= 0xDC00 && second <= 0xDFFF) || refuse(c, H1_RULE_FRAME_NOT_JSON, start, 6);
}

/* "\" ( DQUOTE / "\" / "/" / b / f / n / r / t / u 4HEXDIG ) */
static bool escape(cursor *c, bool key)
{
    c->at++;
    if (peek(c) == 0 || strchr("\"\\/bfnrtu", peek(c)) == NULL)
        return unexpected(c);
    return c->bytes[c->at++] != 'u' || unicode_escape(c, key);
}

/* unescaped = %x20-21 / %x23-5B / %x5D-10FFFF */
static bool unescaped(cursor *c)
{
    uint32_t character = 0;
    size_t used;

    if (c->at == c->len || peek(c) < 0x20)
        return unexpected(c);
    used = frame_utf8_read(c->bytes + c->at, c->len - c->at, &character);
    if (used == 0)
        return refuse(c, H1_RULE_FRAME_NOT_UTF8, c->at, 1);
    c->at += used;
    return true;
}

/* string = DQUOTE *( unescaped / escape ) DQUOTE */
static bool string(cursor *c, bool key)
{
    if (peek(c) != '"')
        return unexpected(c);
    c->at++;
    while (peek(c) != '"') {
        if (!(peek(c) == '\\' ? escape(c, key) : unescaped(c)))
            return false;
    }
    c->at++;
    return true;
}

static bool literal(cursor *c, const char *word)
{
    for (; *word != '\0'; word++, c->at++) {
        if (peek(c) != (uint8_t)*word)
            return unexpected(c);
    }
    return true;
}

static bool value(cursor *c);

/* member = string ":" value, white space around each */
static bool member(cursor *c)
{
    if (!string(c, true))
        return false;
    skip_blanks(c);
    if (peek(c) != ':')
        return unexpected(c);
    c->at++;
    skip_blanks(c);
    return value(c);
}

/* object = "{" [ member *( "," member ) ] "}", array = "[" [ value *( "," value ) ] "]" */
static bool container(cursor *c, uint8_t close)
{
    if (++c->depth > FRAME_DEPTH_MOST)
        return refuse(c, H1_RULE_FRAME_TOO_DEEP, c->at, 1);
    c->at++;
    skip_blanks(c);
    while (peek(c) != close) {
        if (!(close == '}' ? member(c) : value(c)))
            return false;
        skip_blanks(c);
        if (peek(c) == close)
            break;
        if (peek(c) != ',')
            return unexpected(c);
        c->at++;
        skip_blanks(c);
        if (peek(c) == close)
            return unexpected(c);
    }
    c->at++;
    c->depth--;
    return true;
}

static bool value(cursor *c)
{
    switch (peek(c)) {
    case '{':
        return container(c, '}');
    case '[':
        return container(c, ']');
    case '"':
        return string(c, false);
    case 't':
        return literal(c, "true");
    case 'f':
        return literal(c, "false");
    case 'n':
        return literal(c, "null");
    default:
        return peek(c) == '-' || is_digit(peek(c)) ? number(c) : unexpected(c);
    }
}

/* JSON-text = ws value ws */
frame_fault frame_json_check(const uint8_t *bytes, size_t len)
{
    cursor c = {.bytes = bytes, .len = len};

    skip_blanks(&c);
    if (value(&c)) {
        skip_blanks(&c);
        if (c.at < len)
            unexpected(&c);
    }
    return c.fault;
}

frame_span frame_json_member(const uint8_t *bytes, size_t len, size_t index)
{
    cursor c = {.bytes = bytes, .len = len};
    size_t start;

    skip_blanks(&c);
    for (size_t i = 0;; i++) {
        c.at++; /* the brace or the comma */
        skip_blanks(&c);
        string(&c, true);
        skip_blanks(&c);
        c.at++; /* the colon */
        skip_blanks(&c);
        start = c.at;
        value(&c);
        if (i == index)
            return (frame_span){start, c.at - start};
        skip_blanks(&c);
    }
}
