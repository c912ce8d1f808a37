/* SPDX-License-Identifier: MIT */
/* Reads lines with a key, "rule: chunk-bare-lf", and the words that stand alone: accept and refuse of a value. */
#include <string.h>

#include "conformance/distance.h"
#include "framing/frame.h"
#include "reading.h"

typedef void key_reader(conf_words *words);

/* Names of cases, groups and tags: what an id and a command line can hold. */
static bool is_name(conf_slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ((c == '-' || c == '.') && i > 0)))
            return false;
    }
    return name.len > 0;
}

static void read_title(conf_words *words)
{
    conf_slice rest = conf_word(words);

    rest.len = (size_t)(words->end - rest.at);
    words->at = words->end;
    if (rest.len == 0)
        conf_complain(words->r, "expected a sentence");
    words->r->c->title = conf_slice_text(words->r, rest);
}

static void read_needs(conf_words *words)
{
    conf_reading *r = words->r;
    conf_case *c = r->c;

    if (conf_done(words))
        conf_complain(r, "expected ids of the requirement ledger, such as 9112-6.3-01");
    while (!conf_done(words)) {
        const char *id = conf_slice_text(r, conf_word(words));
        const conf_requirement *row = conf_ledger_find(r->suite->ledger, id);
        if (row == NULL) {
            conf_complain(r, "unknown requirement '%s'; conformance/requirements.tsv has them all", id);
            continue;
        }
        c->needs = conf_grow(r->suite->memory, c->needs, c->need_count, sizeof *c->needs);
        c->needs[c->need_count++] = row;
    }
}

static void read_rule(conf_words *words)
{
    words->r->c->rule = conf_read_rule(words);
    words->r->c->rule_line = words->r->line;
}

static void add_rules(conf_words *words, h1_rule **rules, size_t *count)
{
    if (conf_done(words))
        conf_complain(words->r, "expected the name of a rule (rules/rules.def)");
    while (!conf_done(words)) {
        h1_rule rule = conf_read_rule(words);
        if (rule == H1_RULE_NONE)
            continue;
        *rules = conf_grow(words->r->suite->memory, *rules, *count, sizeof rule);
        (*rules)[(*count)++] = rule;
    }
}

static void read_near(conf_words *words)
{
    add_rules(words, &words->r->c->near, &words->r->c->near_count);
}

static void read_check(conf_words *words)
{
    add_rules(words, &words->r->c->checks, &words->r->c->check_count);
}

static void read_tags(conf_words *words)
{
    conf_case *c = words->r->c;

    while (!conf_done(words)) {
        conf_slice tag = conf_word(words);
        if (!is_name(tag))
            conf_complain(words->r, "expected tags of a-z, 0-9 and - instead of '%.*s'", (int)tag.len, tag.at);
        c->tags = conf_grow(words->r->suite->memory, c->tags, c->tag_count, sizeof *c->tags);
        c->tags[c->tag_count++] = conf_slice_text(words->r, tag);
    }
}

static void read_side(conf_words *words)
{
    conf_slice word = conf_word(words);

    for (unsigned i = CONF_SIDE_REQUEST; i <= CONF_SIDE_FRAME; i++) {
        if (conf_slice_is(word, conf_side_name((conf_case_side)i))) {
            words->r->c->side = (conf_case_side)i;
            words->r->c->has_side = true;
            return;
        }
    }
    conf_complain(words->r, "expected request, response, exchange, proxy, value or frame instead of '%.*s'",
                  (int)word.len, word.at);
}

/* capture FILE stream N, or fuzz HASH */
static void read_origin(conf_words *words)
{
    conf_slice kind = conf_word(words);
    conf_slice what = conf_word(words);
    uint64_t stream;

    if (conf_slice_is(kind, "capture") && what.len > 0 && conf_slice_is(conf_word(words), "stream")) {
        if (!conf_read_number(words, "the stream's number", &stream))
            return;
    } else if (!conf_slice_is(kind, "fuzz") || what.len == 0) {
        conf_complain(words->r, "expected 'capture FILE stream N' or 'fuzz HASH'");
        words->at = words->end;
        return;
    }
    words->r->c->origin = conf_text(words->r->suite->memory, kind.at, (size_t)(words->at - kind.at));
}

static void unknown_grammar(conf_reading *r, conf_slice word)
{
    const char *nearest = conf_grammar_at(0)->name;
    unsigned least = 3;

    for (size_t i = 0; conf_grammar_at(i) != NULL; i++) {
        unsigned far = conf_name_distance(word.at, word.len, conf_grammar_at(i)->name);
        if (far < least) {
            least = far;
            nearest = conf_grammar_at(i)->name;
        }
    }
    if (least < 3)
        conf_complain(r, "unknown grammar '%.*s'; did you mean '%s'?", (int)word.len, word.at, nearest);
    else
        conf_complain(r,
                      "unknown grammar '%.*s'; expected host, uri, date, list, cookie, range or another of "
                      "conformance/reader/grammars.c",
                      (int)word.len, word.at);
}

static void read_grammar(conf_words *words)
{
    conf_slice word = conf_word(words);

    words->r->c->grammar = conf_grammar_find(word.at, word.len);
    if (words->r->c->grammar == NULL)
        unknown_grammar(words->r, word);
}

static void read_canary(conf_words *words)
{
    if (conf_done(words))
        conf_complain(words->r, "expected same-write or after-response");
    while (!conf_done(words)) {
        conf_slice word = conf_word(words);
        if (conf_slice_is(word, "same-write"))
            words->r->c->canary |= CONF_CANARY_SAME_WRITE;
        else if (conf_slice_is(word, "after-response"))
            words->r->c->canary |= CONF_CANARY_AFTER_RESPONSE;
        else
            conf_complain(words->r, "expected same-write or after-response instead of '%.*s'", (int)word.len, word.at);
    }
}

/* array N, frames N, dictionary N: the number. */
static uint32_t read_limit(conf_words *words, const char *what, uint64_t most)
{
    uint64_t number = 0;

    if (!conf_read_number(words, what, &number))
        return 0;
    if (number == 0 || number > most)
        conf_complain(words->r, "expected 1 to %llu %s", (unsigned long long)most, what);
    return (uint32_t)number;
}

/* What a parser is set up with where the defaults can't show the rule. */
static void read_limits(conf_words *words)
{
    conf_case *c = words->r->c;

    do {
        conf_slice word = conf_word(words);
        if (conf_slice_is(word, "http09"))
            c->http09 = true;
        else if (conf_slice_is(word, "plain"))
            c->plain = true;
        else if (conf_slice_is(word, "array"))
            c->array = (uint16_t)read_limit(words, "entries of the array", 1000);
        else if (conf_slice_is(word, "frames"))
            c->frames = read_limit(words, "frames", 1000);
        else if (conf_slice_is(word, "dictionary"))
            c->dictionary = read_limit(words, "bytes of a dictionary", FRAME_DICTIONARY_MOST);
        else
            conf_complain(words->r, "expected http09, array N, plain, frames N or dictionary N instead of '%.*s'",
                          (int)word.len, word.at);
    } while (!conf_done(words));
}

static void open_block(conf_words *words, conf_mode mode, h1_side side)
{
    conf_reading *r = words->r;

    r->expect = &r->c->expects[mode][side];
    r->expect->line = r->line;
    r->expect_closed = false;
    r->block = CONF_BLOCK_EXPECT;
    conf_read_expectations(words);
}

static void read_parser_requests(conf_words *words)
{
    open_block(words, CONF_MODE_STRICT, H1_REQUESTS);
}

static void read_parser_responses(conf_words *words)
{
    open_block(words, CONF_MODE_STRICT, H1_RESPONSES);
}

static void read_audit_requests(conf_words *words)
{
    open_block(words, CONF_MODE_AUDIT, H1_REQUESTS);
}

static void read_audit_responses(conf_words *words)
{
    open_block(words, CONF_MODE_AUDIT, H1_RESPONSES);
}

static void read_server(conf_words *words)
{
    conf_read_outcome(words, CONF_JUDGED_SERVER, false);
}

static void read_client(conf_words *words)
{
    conf_read_outcome(words, CONF_JUDGED_CLIENT, false);
}

static void read_proxy(conf_words *words)
{
    conf_read_outcome(words, CONF_JUDGED_PROXY, false);
}

static void read_up(conf_words *words)
{
    conf_read_outcome(words, CONF_JUDGED_UP, false);
}

static void read_down(conf_words *words)
{
    conf_read_outcome(words, CONF_JUDGED_DOWN, false);
}

typedef struct key {
    const char *name;
    key_reader *read;
    bool once;     /* a case has it at most once */
    bool in_group; /* may stand in an alt group */
} key;

static const key KEYS[] = {
    {"title", read_title, true, false},
    {"needs", read_needs, true, false},
    {"rule", read_rule, true, false},
    {"near", read_near, true, false},
    {"tags", read_tags, true, false},
    {"side", read_side, true, false},
    {"origin", read_origin, true, false},
    {"value", read_grammar, true, false},
    {"limits", read_limits, true, false},
    {"canary", read_canary, true, false},
    {"parser >", read_parser_requests, true, false},
    {"parser <", read_parser_responses, true, false},
    {"audit >", read_audit_requests, true, false},
    {"audit <", read_audit_responses, true, false},
    {"check", read_check, false, false},
    {"server", read_server, false, true},
    {"client", read_client, false, true},
    {"proxy", read_proxy, false, true},
    {"never", conf_read_never, false, true},
    {"up", read_up, false, true},
    {"down", read_down, false, true},
};

enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

/* Where a comment, " #" outside of quotes, begins. */
static size_t comment_at(const char *text, size_t len)
{
    bool quoted = false;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == '#' && i > 0 && text[i - 1] == ' ' && !quoted)
            return i;
    }
    return len;
}

static void unknown_key(conf_reading *r, conf_slice name)
{
    const char *nearest = NULL;
    unsigned least = 3;

    for (size_t i = 0; i < KEY_COUNT; i++) {
        unsigned far = conf_name_distance(name.at, name.len, KEYS[i].name);
        if (far < least) {
            least = far;
            nearest = KEYS[i].name;
        }
    }
    if (nearest != NULL)
        conf_complain(r, "unknown key '%.*s:'; did you mean '%s:'?", (int)name.len, name.at, nearest);
    else
        conf_complain(r, "unknown key '%.*s:'", (int)name.len, name.at);
}

static void read_known_key(conf_words *words, size_t i)
{
    conf_reading *r = words->r;

    if (KEYS[i].once && (r->once & 1U << i) != 0) {
        conf_complain(r, "'%s:' stands twice in this case", KEYS[i].name);
        return;
    }
    if (r->alternative != 0 && !KEYS[i].in_group) {
        conf_complain(r, "'%s:' does not belong into a group", KEYS[i].name);
        return;
    }
    r->once |= 1U << i;
    KEYS[i].read(words);
    conf_expect_done(words);
}

/* A function that reads values knows no rules: what it refuses for shows by the place, which is marked. */
static void read_verdict_of_value(conf_words *words)
{
    conf_reading *r = words->r;
    conf_slice word = conf_word(words);

    if (r->c->value_line != 0)
        conf_complain(r, "the verdict on the value was given before");
    r->c->value_line = r->line;
    r->c->value_refused = conf_slice_is(word, "refuse");
    if (!conf_done(words))
        conf_complain(r, "expected 'accept' or 'refuse' alone: a value's refusal has a place, its mark, and no rule");
}

void conf_read_key(conf_reading *r, const char *text, size_t len)
{
    const char *colon;
    conf_words words;

    len = comment_at(text, len);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    words = (conf_words){r, text, text + len};
    if (conf_slice_is(conf_peek(&words), "accept") || conf_slice_is(conf_peek(&words), "refuse")) {
        read_verdict_of_value(&words);
        return;
    }
    colon = memchr(text, ':', len);
    if (colon == NULL) {
        conf_complain(r, "expected 'KEY: …', 'case NAME', 'alt NAME', or bytes behind '> ' or '< '");
        return;
    }
    words.at = colon + 1;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (conf_slice_is((conf_slice){text, (size_t)(colon - text)}, KEYS[i].name)) {
            read_known_key(&words, i);
            return;
        }
    }
    unknown_key(r, (conf_slice){text, (size_t)(colon - text)});
}
