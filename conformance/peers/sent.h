/* SPDX-License-Identifier: MIT */
/* What a client, a server or a proxy sent, held to the rules that bind whoever sends: libh1's grammar, and the checks
 * of messages and exchanges.
 *
 * The grammar binds whoever generates an element, not who passes on what came (RFC 9110 section 2.2 tells the two
 * apart); what may not even be passed on, its own clauses say: a closed list of rules. What a proxy was given and
 * passed on is a liberty beyond these.
 *
 * A rule that was broken is one result, however often and in whatever case it was: a sender's habit isn't the fault of
 * the case in which it shows. Limits of ours are no rules for others. */
#ifndef CONF_SENT_H
#define CONF_SENT_H

#include "conformance/net/observed.h"
#include "conformance/verdict.h"

/* A rule that was broken, and the first message that broke it. */
typedef struct conf_sent_rule {
    h1_rule rule;
    h1_side side;
    size_t count;      /* messages that broke it */
    bool passed_on;    /* each time the peer had been given it, and no clause forbids to pass it on */
    const char *where; /* the case that was being played */
    conf_bytes bytes;  /* the bytes around the place; */
    h1_place place;    /* counted in them */
} conf_sent_rule;

typedef struct conf_sent {
    conf_memory *memory;
    conf_sent_rule *rules;
    size_t rule_count;
    size_t messages; /* heads that were looked at */
    h1_side side;    /* of all that was looked at */
} conf_sent;

/* Look at all messages that came from a peer.
 *
 *   observed  read with conf_observed_read(), in audit mode, so that more than the first fault shows
 *   where     the case's id; must stay
 *   brought   what the peer was given to pass on: a rule of messages that was broken there already isn't held against
 *             it; NULL where it made all itself */
void conf_sent_look(conf_sent *sent, const conf_observed *observed, const char *where, const conf_sent *brought);

/* Add a rule of messages to what a peer was given, as if it had been: for rules that don't bind it. */
void conf_sent_forgive(conf_sent *brought, h1_rule rule);

/* The results, "sent/RULE" of requests and "answered/RULE" of responses, in the order of the rules: FAIL where MUST or
 * grammar is broken, WARN of SHOULD, else USED_LIBERTY; one PASS where no rule is.
 *
 *   who    "What the client sends"
 *   count  receives how many */
conf_result *conf_sent_results(const conf_sent *sent, const char *who, size_t *count);

#endif
