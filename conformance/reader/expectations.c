/* SPDX-License-Identifier: MIT */
/* Reads what a parser has to say: the blocks "parser >:", "parser <:", "audit >:" and "audit <:", on the line of the
 * key or on indented lines below it. */
#include "reading.h"

static void end_block(conf_words *words, conf_end end, bool rule)
{
    conf_reading *r = words->r;
    conf_expect *expect = r->expect;

    if (expect->ended) {
        conf_complain(r, "how this block ends was said before");
        return;
    }
    expect->end = end;
    expect->ended = true;
    r->expect_closed = true;
    if (rule)
        expect->refusal = conf_read_rule(words);
}

static void read_then(conf_words *words)
{
    conf_slice word = conf_word(words);

    if (conf_slice_is(word, "refuse"))
        end_block(words, CONF_END_REFUSED, true);
    else if (conf_slice_is(word, "end"))
        end_block(words, CONF_END_CLEAN, false);
    else if (conf_slice_is(word, "open"))
        end_block(words, CONF_END_OPEN, false);
    else if (conf_slice_is(word, "incomplete"))
        end_block(words, CONF_END_INCOMPLETE, false);
    else if (conf_slice_is(word, "stop"))
        end_block(words, CONF_END_STOPPED, false);
    else
        conf_complain(words->r, "expected refuse RULE, end, open, incomplete or stop behind 'then' instead of '%.*s'",
                      (int)word.len, word.at);
}

static void read_fault(conf_words *words)
{
    conf_expect *expect = words->r->expect;
    h1_rule rule = conf_read_rule(words);

    if (rule == H1_RULE_NONE)
        return;
    expect->faults = conf_grow(words->r->suite->memory, expect->faults, expect->fault_count, sizeof rule);
    expect->faults[expect->fault_count++] = rule;
}

static void begin_message(conf_reading *r)
{
    conf_expect *expect = r->expect;
    conf_message message = {.line = r->line};

    expect->messages = conf_grow(r->suite->memory, expect->messages, expect->message_count, sizeof message);
    expect->messages[expect->message_count++] = message;
}

static void read_message(conf_words *words)
{
    uint64_t number;

    if (!conf_read_number(words, "the message's number", &number))
        return;
    if (number != words->r->expect->message_count + 1)
        conf_complain(words->r, "expected 'message %zu': messages are listed in order",
                      words->r->expect->message_count + 1);
    begin_message(words->r);
}

/* A matcher belongs to the message above it; behind 'accept' to the first. */
static bool read_matcher(conf_words *words)
{
    conf_expect *expect = words->r->expect;
    conf_match match;

    if (!conf_read_match(words, false, &match))
        return false;
    if (expect->message_count == 0 && !expect->ended) {
        conf_complain(words->r, "expected 'message 1' or 'accept' before the first matcher");
        return false;
    }
    if (expect->message_count == 0)
        begin_message(words->r);
    conf_matches_add(words->r->suite->memory, &expect->messages[expect->message_count - 1].matches, &match);
    return true;
}

/* Returns false where the rest of the line makes no sense any more. */
static bool read_item(conf_words *words)
{
    conf_reading *r = words->r;
    conf_words before = *words;
    conf_slice word = conf_word(words);

    if (r->expect_closed) {
        conf_complain(r, "nothing may follow what ends the block");
        return false;
    }
    if (conf_slice_is(word, "accept")) {
        end_block(words, CONF_END_CLEAN, false);
        r->expect_closed = false;
    } else if (conf_slice_is(word, "refuse")) {
        end_block(words, CONF_END_REFUSED, true);
    } else if (conf_slice_is(word, "incomplete")) {
        end_block(words, CONF_END_INCOMPLETE, false);
    } else if (conf_slice_is(word, "fault")) {
        read_fault(words);
    } else if (conf_slice_is(word, "message")) {
        read_message(words);
    } else if (conf_slice_is(word, "then")) {
        read_then(words);
    } else {
        *words = before;
        return read_matcher(words);
    }
    return true;
}

void conf_read_expectations(conf_words *words)
{
    while (!conf_done(words) && read_item(words))
        continue;
}
