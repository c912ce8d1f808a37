/* SPDX-License-Identifier: MIT */
/* Line folds become one SP each. The parser itself changes no byte: who wants a value on one line asks for it here. */
#include <h1/words.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"
#include "parser/src/values/sink.h"

/* obs-fold = OWS CRLF RWS                                                     RFC 9112 section 5.2
 * The cursor stands on white space or CR. Takes one fold, or the white space alone where no CR follows it. */
static bool take_white(h1i_cursor *c, h1i_sink *sink)
{
    uint32_t start = c->at;

    (void)h1i_skip_blank(c);
    if (h1i_peek(c) != '\r') {
        for (; start < c->at; start++)
            h1i_put(sink, c->bytes[start]);
        return true;
    }
    if (!h1i_take_text(c, "\r\n") || h1i_skip_blank(c) == 0)
        return false;
    h1i_put(sink, ' ');
    return true;
}

static bool is_white(uint8_t byte)
{
    return h1i_is_blank(byte) || byte == '\r';
}

h1_value h1_unfold(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    h1i_sink sink = {out, size, 0};
    bool fitted = true;

    while (fitted && c.at < c.len) {
        uint8_t byte = value[c.at];
        if (is_white(byte)) {
            fitted = take_white(&c, &sink);
        } else {
            fitted = h1i_is(byte, H1I_VISIBLE);
            if (fitted) {
                h1i_put(&sink, byte);
                c.at++;
            }
        }
    }
    return h1i_sink_end(&sink, h1i_value_end(&c, fitted, bad), got);
}
