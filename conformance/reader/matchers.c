/* SPDX-License-Identifier: MIT */
/* Reads matchers: one word that says what is matched, and a value of the shape that word asks for. */
#include <string.h>

#include <jansson.h>

#include "conformance/distance.h"
#include "reading.h"

typedef enum shape {
    SHAPE_NONE,
    SHAPE_WORD,     /* VALUE: a word or quoted */
    SHAPE_REST,     /* VALUE: quoted, or all that is left of the line */
    SHAPE_NAME,     /* NAME */
    SHAPE_NAMED,    /* NAME = VALUE, as REST */
    SHAPE_FIELD,    /* NAME = VALUE, or NAME alone; the kind is the next one then */
    SHAPE_RULE,     /* RULE */
    SHAPE_JSON,     /* NAME = JSON, all that is left */
    SHAPE_NUMBER,   /* N */
    SHAPE_SIZED,    /* "…" or N bytes; then the kind is the next one */
    SHAPE_SEQUENCE, /* "…", or "…" before "…" */
    SHAPE_RANGES,   /* 200,400-499 */
    SHAPE_CHOICE,   /* one of the words of choices */
    SHAPE_YES_NO,   /* yes or no */
    SHAPE_VERSION,  /* 1.1 */
} shape;

typedef struct matcher {
    const char *name;
    conf_match_kind kind;
    shape shape;
    bool peers; /* only of peers */
    const char *choices;
} matcher;

static const matcher MATCHERS[] = {
    {"method", CONF_MATCH_METHOD, SHAPE_WORD, false, NULL},
    {"target", CONF_MATCH_TARGET, SHAPE_WORD, false, NULL},
    {"form", CONF_MATCH_FORM, SHAPE_CHOICE, false, "origin absolute authority asterisk"},
    {"version", CONF_MATCH_VERSION, SHAPE_VERSION, false, NULL},
    {"status", CONF_MATCH_STATUS, SHAPE_RANGES, false, NULL},
    {"reason", CONF_MATCH_REASON, SHAPE_REST, false, NULL},
    {"field", CONF_MATCH_FIELD, SHAPE_FIELD, false, NULL},
    {"without", CONF_MATCH_WITHOUT, SHAPE_NAME, false, NULL},
    {"fields", CONF_MATCH_FIELDS, SHAPE_NUMBER, false, NULL},
    {"body", CONF_MATCH_BODY, SHAPE_SIZED, false, NULL},
    {"framing", CONF_MATCH_FRAMING, SHAPE_CHOICE, false, "none length chunked close tunnel"},
    {"chunks", CONF_MATCH_CHUNKS, SHAPE_NUMBER, false, NULL},
    {"trailer", CONF_MATCH_TRAILER, SHAPE_NAMED, false, NULL},
    {"keep-alive", CONF_MATCH_KEEP_ALIVE, SHAPE_YES_NO, false, NULL},
    {"check", CONF_MATCH_CHECK, SHAPE_RULE, false, NULL},
    {"dict", CONF_MATCH_DICT, SHAPE_JSON, false, NULL},
    {"payload", CONF_MATCH_PAYLOAD, SHAPE_SIZED, false, NULL},
    {"reply", CONF_MATCH_REPLY, SHAPE_JSON, false, NULL},
    {"accept", CONF_MATCH_ACCEPT, SHAPE_NONE, true, NULL},
    {"close", CONF_MATCH_CLOSE, SHAPE_NONE, true, NULL},
    {"error", CONF_MATCH_ERROR, SHAPE_NONE, true, NULL},
    {"nothing", CONF_MATCH_NOTHING, SHAPE_NONE, true, NULL},
    {"same", CONF_MATCH_SAME, SHAPE_NAME, true, NULL},
    {"changed", CONF_MATCH_CHANGED, SHAPE_NAME, true, NULL},
    {"pipelined", CONF_MATCH_PIPELINED, SHAPE_NONE, true, NULL},
    {"attempts", CONF_MATCH_ATTEMPTS, SHAPE_NUMBER, true, NULL},
    {"bytes", CONF_MATCH_BYTES, SHAPE_SEQUENCE, true, NULL},
};

enum { MATCHER_COUNT = sizeof MATCHERS / sizeof *MATCHERS };

static bool read_name(conf_words *words, conf_match *match)
{
    conf_slice name = conf_word(words);

    if (name.len == 0 || name.at[0] == '=' || memchr(name.at, ':', name.len) != NULL) {
        conf_complain(words->r, "expected NAME = VALUE, or a NAME alone");
        return false;
    }
    match->name = (conf_bytes){(const uint8_t *)conf_slice_text(words->r, name), name.len};
    return true;
}

static bool read_name_and_equals(conf_words *words, conf_match *match)
{
    if (!read_name(words, match))
        return false;
    if (!conf_slice_is(conf_word(words), "=")) {
        conf_complain(words->r, "expected NAME = VALUE");
        return false;
    }
    return true;
}

/* NAME = VALUE, where the value is all that is left of the line, or NAME, where more matchers may follow. */
static bool read_field(conf_words *words, conf_match *match)
{
    if (!read_name(words, match))
        return false;
    if (!conf_slice_is(conf_peek(words), "=")) {
        match->kind = CONF_MATCH_HAS;
        return true;
    }
    conf_word(words);
    return conf_read_value(words, true, &match->value);
}

/* The checks that read one message can be asked live; a parser's rules and those of exchanges can't. */
static bool read_checked_rule(conf_words *words, conf_match *match)
{
    h1_rule rule = conf_read_rule(words);

    if (rule == H1_RULE_NONE)
        return false;
    if (h1_rule_info_of(rule)->area != H1_AREA_MESSAGE) {
        conf_complain(words->r, "expected a rule of messages behind 'check'");
        return false;
    }
    match->number = (uint64_t)rule;
    return true;
}

static bool read_json(conf_words *words, conf_match *match)
{
    conf_slice text;
    json_error_t error;
    json_t *json;

    if (!read_name_and_equals(words, match))
        return false;
    text = (conf_slice){words->at, (size_t)(words->end - words->at)};
    words->at = words->end;
    json = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL) {
        conf_complain(words->r, "expected a JSON value: %s", error.text);
        return false;
    }
    json_decref(json);
    match->value = (conf_bytes){(const uint8_t *)conf_slice_text(words->r, text), text.len};
    return true;
}

static bool read_sized(conf_words *words, conf_match *match)
{
    conf_slice word = conf_peek(words);

    if (word.len > 0 && word.at[0] == '"')
        return conf_read_value(words, false, &match->value);
    if (!conf_read_number(words, "bytes in quotes, or a number and 'bytes'", &match->number))
        return false;
    word = conf_word(words);
    if (!conf_slice_is(word, "bytes") && !conf_slice_is(word, "byte")) {
        conf_complain(words->r, "expected 'bytes' behind the number");
        return false;
    }
    match->kind = match->kind == CONF_MATCH_BODY ? CONF_MATCH_BODY_SIZE : CONF_MATCH_PAYLOAD_SIZE;
    return true;
}

static bool read_quoted(conf_words *words, conf_bytes *value)
{
    conf_slice word = conf_peek(words);

    if (word.len > 0 && word.at[0] == '"')
        return conf_read_value(words, false, value);
    conf_complain(words->r, "expected bytes in quotes");
    return false;
}

static bool read_sequence(conf_words *words, conf_match *match)
{
    if (!read_quoted(words, &match->value))
        return false;
    if (!conf_slice_is(conf_peek(words), "before"))
        return true;
    conf_word(words);
    return read_quoted(words, &match->behind);
}

/* Three digits at word[*at]. */
static bool read_code(conf_slice word, size_t *at, unsigned *code)
{
    *code = 0;
    for (size_t i = 0; i < 3; i++) {
        if (*at >= word.len || word.at[*at] < '0' || word.at[*at] > '9')
            return false;
        *code = *code * 10 + (unsigned)(word.at[(*at)++] - '0');
    }
    return true;
}

static bool read_range(conf_slice word, size_t *at, conf_range *range)
{
    if (!read_code(word, at, &range->low))
        return false;
    range->high = range->low;
    if (*at < word.len && word.at[*at] == '-') {
        ++*at;
        return read_code(word, at, &range->high) && range->low <= range->high;
    }
    return true;
}

static bool read_ranges(conf_words *words, conf_match *match)
{
    conf_slice word = conf_word(words);

    for (size_t at = 0;; at++) {
        conf_range range;
        if (!read_range(word, &at, &range))
            break;
        match->ranges = conf_grow(words->r->suite->memory, match->ranges, match->range_count, sizeof range);
        match->ranges[match->range_count++] = range;
        if (at == word.len)
            return true;
        if (word.at[at] != ',')
            break;
    }
    conf_complain(words->r, "expected status codes such as 200 or 400-499,501 instead of '%.*s'", (int)word.len,
                  word.at);
    return false;
}

static bool is_choice(const char *choices, conf_slice word)
{
    for (const char *at = choices; *at != '\0';) {
        size_t len = strcspn(at, " ");
        if (len == word.len && memcmp(at, word.at, len) == 0)
            return true;
        at += len + (at[len] == ' ');
    }
    return false;
}

static bool read_choice(conf_words *words, const char *choices, conf_match *match)
{
    conf_slice word = conf_word(words);

    if (!is_choice(choices, word)) {
        conf_complain(words->r, "expected one of '%s' instead of '%.*s'", choices, (int)word.len, word.at);
        return false;
    }
    match->value = (conf_bytes){(const uint8_t *)conf_slice_text(words->r, word), word.len};
    match->number = conf_slice_is(word, "yes");
    return true;
}

static bool read_version(conf_words *words, conf_match *match)
{
    conf_slice word = conf_word(words);

    if (word.len == 8 && memcmp(word.at, "HTTP/", 5) == 0)
        word = (conf_slice){word.at + 5, 3};
    if (word.len != 3 || word.at[0] < '0' || word.at[0] > '9' || word.at[1] != '.' || word.at[2] < '0' ||
        word.at[2] > '9') {
        conf_complain(words->r, "expected a version such as 1.1");
        return false;
    }
    match->value = (conf_bytes){(const uint8_t *)conf_slice_text(words->r, word), word.len};
    return true;
}

static bool read_shape(conf_words *words, const matcher *m, conf_match *match)
{
    switch (m->shape) {
    case SHAPE_NONE:
        return true;
    case SHAPE_WORD:
        return conf_read_value(words, false, &match->value);
    case SHAPE_REST:
        return conf_read_value(words, true, &match->value);
    case SHAPE_NAME:
        return read_name(words, match);
    case SHAPE_NAMED:
        return read_name_and_equals(words, match) && conf_read_value(words, true, &match->value);
    case SHAPE_FIELD:
        return read_field(words, match);
    case SHAPE_RULE:
        return read_checked_rule(words, match);
    case SHAPE_JSON:
        return read_json(words, match);
    case SHAPE_NUMBER:
        return conf_read_number(words, "how many", &match->number);
    case SHAPE_SIZED:
        return read_sized(words, match);
    case SHAPE_SEQUENCE:
        return read_sequence(words, match);
    case SHAPE_RANGES:
        return read_ranges(words, match);
    case SHAPE_CHOICE:
        return read_choice(words, m->choices, match);
    case SHAPE_YES_NO:
        return read_choice(words, "yes no", match);
    case SHAPE_VERSION:
        return read_version(words, match);
    }
    return false;
}

static void unknown_matcher(conf_words *words, conf_slice word, bool peers)
{
    const char *nearest = NULL;
    unsigned least = 3;

    for (size_t i = 0; i < MATCHER_COUNT; i++) {
        unsigned far = conf_name_distance(word.at, word.len, MATCHERS[i].name);
        if (far < least && (peers || !MATCHERS[i].peers)) {
            least = far;
            nearest = MATCHERS[i].name;
        }
    }
    if (nearest != NULL)
        conf_complain(words->r, "unknown matcher '%.*s'; did you mean '%s'?", (int)word.len, word.at, nearest);
    else
        conf_complain(words->r,
                      "unknown matcher '%.*s'; expected method, target, form, version, status, reason, "
                      "field, without, fields, body, framing, chunks, trailer, keep-alive or check%s",
                      (int)word.len, word.at,
                      peers ? ", accept, close, error, nothing, same, changed, pipelined, attempts or bytes" : "");
}

bool conf_read_match(conf_words *words, bool peers, conf_match *match)
{
    conf_slice word = conf_word(words);

    *match = (conf_match){.line = words->r->line};
    for (size_t i = 0; i < MATCHER_COUNT; i++) {
        if (!conf_slice_is(word, MATCHERS[i].name) || (MATCHERS[i].peers && !peers))
            continue;
        match->kind = MATCHERS[i].kind;
        return read_shape(words, &MATCHERS[i], match);
    }
    unknown_matcher(words, word, peers);
    return false;
}

void conf_matches_add(conf_memory *memory, conf_matches *matches, const conf_match *match)
{
    matches->at = conf_grow(memory, matches->at, matches->count, sizeof *match);
    matches->at[matches->count++] = *match;
}
