/* SPDX-License-Identifier: MIT */
/* See utf8.h. */
#include "report/utf8.h"

#include <stdbool.h>
#include <stdint.h>

#include "report/escape.h"

/* U+2028 and U+2029 end a line; with U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 a text can be made to read
 * as another. U+FEFF is a byte order mark. */
static bool arranges_writing(uint32_t code)
{
    return code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static bool is_character(uint32_t code, size_t len)
{
    static const uint32_t least[] = {0, 0, 0xA0, 0x800, 0x10000};

    return code >= least[len] && !(code >= 0xD800 && code < 0xE000) && code <= 0x10FFFF && (code & 0xFFFE) != 0xFFFE &&
           !arranges_writing(code);
}

size_t report_utf8_shown(const uint8_t *at, size_t room)
{
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t code = len == 1 ? at[0] : at[0] & (0xFFU >> (len + 1));

    if (at[0] < 0x80)
        return at[0] == '\n' || (at[0] >= ' ' && at[0] != 0x7F) ? 1 : 0;
    if (at[0] < 0xC2 || at[0] > 0xF4 || len > room)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3FU);
    }
    return is_character(code, len) ? len : 0;
}

size_t report_utf8_len(const char *text)
{
    size_t room = 1;

    while (room < 4 && text[room] != '\0')
        room++;
    return report_utf8_shown((const uint8_t *)text, room);
}

void report_utf8_to(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        if (len == 0)
            report_escape_to(out, (const uint8_t *)text, 1);
        else
            fwrite(text, 1, len, out);
        text += len == 0 ? 1 : len;
    }
}
