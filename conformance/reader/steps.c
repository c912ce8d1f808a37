/* SPDX-License-Identifier: MIT */
/* Reads the script of a case: bytes ("> ...", "< ...", "= ..."), cuts, pauses and ends. */
#include <string.h>

#include "reading.h"

static void add_step(conf_reading *r, conf_step step)
{
    step.line = r->line;
    step.alternative = r->alternative;
    r->c->steps = conf_grow(r->suite->memory, r->c->steps, r->c->step_count, sizeof step);
    r->c->steps[r->c->step_count++] = step;
}

/* Check the escapes of a line now, so that nobody need check them later. Marks are checked over all lines at the end.
 */
static bool bytes_are_good(conf_reading *r, const char *text, size_t len, size_t *size)
{
    conf_mark mark = {.kind = CONF_MARK_NONE};
    conf_mark open = {.kind = CONF_MARK_OPEN};
    conf_buffer buffer = {0};
    size_t at = 0;
    const char *expected = conf_bytes_read(r->suite->memory, text, len, &conf_parser_variables, &buffer, &mark, &at);

    if (expected != NULL && len - at >= 3 && memcmp(text + at, "\\^]", 3) == 0) {
        buffer = (conf_buffer){0}; /* the span may have begun on a line before */
        conf_bytes_read(r->suite->memory, "_", 1, &conf_parser_variables, &buffer, NULL, &at);
        *size = 1;
        expected = conf_bytes_read(r->suite->memory, text, len, &conf_parser_variables, &buffer, &open, &at);
    }
    if (expected != NULL)
        conf_complain(r, "expected %s, at '%.*s'", expected, (int)(len - at), text + at);
    *size = buffer.len - *size;
    return expected == NULL;
}

static void read_bytes(conf_reading *r, h1_side side, const char *text, size_t len)
{
    size_t size = 0;

    if (len < 3 || text[1] != ' ') {
        conf_complain(r, "expected one blank and at least one byte behind '%c'", text[0]);
        return;
    }
    if (!bytes_are_good(r, text + 2, len - 2, &size))
        return;
    add_step(r, (conf_step){.kind = CONF_STEP_BYTES,
                            .side = side,
                            .text = conf_text(r->suite->memory, text + 2, len - 2),
                            .text_len = len - 2,
                            .size = size});
}

/* The bytes of a value are unescaped as they come, line by line. */
static void read_value_bytes(conf_reading *r, const char *text, size_t len)
{
    size_t at = 0;
    const char *expected;

    if (len < 2 || text[1] != ' ' || r->alternative != 0) {
        conf_complain(r, "expected '= BYTES', outside of groups");
        return;
    }
    text += 2;
    len -= 2;
    expected = conf_bytes_read(r->suite->memory, text, len, &conf_parser_variables, &r->value, &r->c->value_mark, &at);
    if (expected != NULL)
        conf_complain(r, "expected %s, at '%.*s'", expected, (int)(len - at), text + at);
}

static void read_pause(conf_reading *r, const char *text, size_t len)
{
    conf_words words = {r, text + 1, text + len};
    conf_slice word = conf_word(&words);
    conf_words digits = {r, word.at, word.at + (word.len > 2 ? word.len - 2 : 0)};
    uint64_t milliseconds;

    if (word.len < 3 || memcmp(word.at + word.len - 2, "ms", 2) != 0) {
        conf_complain(r, "expected a pause as '~ 50ms'");
        return;
    }
    if (!conf_read_number(&digits, "milliseconds", &milliseconds) || !conf_expect_done(&words))
        return;
    if (milliseconds == 0 || milliseconds > 60000) {
        conf_complain(r, "expected a pause of 1 to 60000 milliseconds");
        return;
    }
    add_step(r, (conf_step){.kind = CONF_STEP_PAUSE, .milliseconds = (unsigned)milliseconds});
}

/* |, $ and ! act on the direction whose bytes came last. */
static void read_alone(conf_reading *r, conf_step_kind kind, const char *text, size_t len)
{
    size_t i = r->c->step_count;

    while (i > 0 && r->c->steps[i - 1].kind != CONF_STEP_BYTES)
        i--;
    if (len != 1)
        conf_complain(r, "expected '%c' alone on its line", text[0]);
    else if (i == 0)
        conf_complain(r, "expected bytes before '%c'", text[0]);
    else
        add_step(r, (conf_step){.kind = kind, .side = r->c->steps[i - 1].side});
}

bool conf_read_step(conf_reading *r, const char *text, size_t len)
{
    switch (text[0]) {
    case '>':
        read_bytes(r, H1_REQUESTS, text, len);
        return true;
    case '<':
        read_bytes(r, H1_RESPONSES, text, len);
        return true;
    case '=':
        read_value_bytes(r, text, len);
        return true;
    case '~':
        read_pause(r, text, len);
        return true;
    case '|':
        read_alone(r, CONF_STEP_CUT, text, len);
        return true;
    case '$':
        read_alone(r, CONF_STEP_HALF_CLOSE, text, len);
        return true;
    case '!':
        read_alone(r, CONF_STEP_RESET, text, len);
        return true;
    default:
        return false;
    }
}
