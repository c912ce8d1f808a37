/* SPDX-License-Identifier: MIT */
/* Words: tokens, numbers, quoted strings, comments, as values of their own. Their grammars are in cursor.c. */
#include <h1/words.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"
#include "parser/src/values/sink.h"

bool h1_same_word(const uint8_t *bytes, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++) {
        if (word[i] == '\0' || h1i_lower(bytes[i]) != (uint8_t)word[i])
            return false;
    }
    return word[len] == '\0';
}

bool h1_same_words(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    if (a_len != b_len)
        return false;
    for (size_t i = 0; i < a_len; i++) {
        if (h1i_lower(a[i]) != h1i_lower(b[i]))
            return false;
    }
    return true;
}

h1_value h1_token_read(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_token(&c), bad);
}

h1_value h1_number_read(const uint8_t *value, size_t len, uint64_t *number, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_number(&c, number), bad);
}

h1_value h1_quoted_read(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_quoted(&c), bad);
}

h1_value h1_comment_read(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_comment(&c), bad);
}

h1_value h1_unquote(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    h1i_sink sink = {out, size, 0};
    bool quoted = h1i_peek(&c) == '"';
    h1_value result = h1i_value_end(&c, h1i_take_argument(&c), bad);
    size_t end = quoted ? len - 1 : len;

    for (size_t i = quoted ? 1 : 0; result == H1_VALUE_OK && i < end; i++) {
        if (quoted && value[i] == '\\')
            i++;
        h1i_put(&sink, value[i]);
    }
    return h1i_sink_end(&sink, result, got);
}

h1_value h1_parameter_next(const uint8_t *value, size_t len, size_t *at, h1_parameter *parameter)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);
    bool fitted = true;

    do {
        (void)h1i_skip_blank(&c);
        if (c.at == c.len && !c.too_long) {
            *at = c.at;
            return H1_VALUE_NONE;
        }
        fitted = h1i_take_byte(&c, ';');
        (void)h1i_skip_blank(&c);
    } while (fitted && (c.at == c.len || c.bytes[c.at] == ';'));
    return h1i_piece_end(&c, fitted && h1i_take_parameter(&c, false, parameter), at);
}

h1_value h1_tokens_read(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_list(&c, h1i_take_token, 0), bad);
}
