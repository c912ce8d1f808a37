/* SPDX-License-Identifier: MIT */
/* Reads what a server, a client or a proxy may do: "server: status 400-499 close", "client: error as MAY". */
#include "reading.h"

static bool read_strength(conf_words *words, conf_outcome *outcome)
{
    conf_slice word = conf_word(words);

    if (conf_slice_is(word, "SHOULD"))
        outcome->strength = CONF_AS_SHOULD;
    else if (conf_slice_is(word, "MAY"))
        outcome->strength = CONF_AS_MAY;
    else {
        conf_complain(words->r, "expected SHOULD or MAY behind 'as'");
        return false;
    }
    if (outcome->never) {
        conf_complain(words->r, "what never may be has no strength: drop 'as'");
        return false;
    }
    return conf_expect_done(words);
}

/* "response 2": which message the matchers behind it speak of. Returns false after a complaint. */
static bool read_message(conf_words *words, unsigned *message)
{
    uint64_t number;

    conf_word(words);
    if (!conf_read_number(words, "which one, from 1", &number))
        return false;
    if (number == 0 || number > 64)
        conf_complain(words->r, "expected a number from 1 to 64");
    *message = (unsigned)number;
    return number != 0 && number <= 64;
}

/* Is a word the one that numbers the messages which this role sends? */
static bool numbers_messages(conf_slice word, conf_judged judged)
{
    return conf_slice_is(word, judged == CONF_JUDGED_UP ? "request" : "response");
}

static bool is_of_clients(conf_match_kind kind)
{
    return kind == CONF_MATCH_PIPELINED || kind == CONF_MATCH_ATTEMPTS;
}

static void read_items(conf_words *words, conf_outcome *outcome)
{
    unsigned message = 0;

    while (!conf_done(words)) {
        conf_match match;
        if (numbers_messages(conf_peek(words), outcome->judged)) {
            if (!read_message(words, &message))
                return;
            continue;
        }
        if (conf_slice_is(conf_peek(words), "as")) {
            conf_word(words);
            read_strength(words, outcome);
            return;
        }
        if (!conf_read_match(words, true, &match))
            return;
        if (is_of_clients(match.kind) && outcome->judged != CONF_JUDGED_CLIENT) {
            conf_complain(words->r, "only of a client it is told how often and when it asked");
            return;
        }
        match.message = message;
        conf_matches_add(words->r->suite->memory, &outcome->matches, &match);
    }
}

void conf_read_outcome(conf_words *words, conf_judged judged, bool never)
{
    conf_reading *r = words->r;
    conf_outcome outcome = {.line = r->line, .judged = judged, .never = never, .alternative = r->alternative};

    if (conf_done(words)) {
        conf_complain(r, "expected an outcome: status LIST, close, error, nothing, accept, check RULE, bytes or body");
        return;
    }
    read_items(words, &outcome);
    r->c->outcomes = conf_grow(r->suite->memory, r->c->outcomes, r->c->outcome_count, sizeof outcome);
    r->c->outcomes[r->c->outcome_count++] = outcome;
    r->block = CONF_BLOCK_OUTCOME;
}

void conf_read_never(conf_words *words)
{
    static const char *const names[] = {"server", "client", "proxy", "up", "down"};
    conf_slice word = conf_word(words);

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (conf_slice_is(word, names[i])) {
            conf_read_outcome(words, (conf_judged)i, true);
            return;
        }
    }
    conf_complain(words->r, "expected server, client, proxy, up or down behind 'never:' instead of '%.*s'",
                  (int)word.len, word.at);
}

void conf_read_more_outcome(conf_words *words)
{
    read_items(words, &words->r->c->outcomes[words->r->c->outcome_count - 1]);
}
