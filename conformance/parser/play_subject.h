/* SPDX-License-Identifier: MIT */
/* Plays a case to a subject: each direction's bytes whole, byte by byte, cut as the case's script is and at some single
 * places; and judges what it says by what the case's "parser >" and "parser <" lines say.
 *
 * A subject is somebody else's parser, which the RFC binds and libh1's strictness doesn't. So a deviation is as strong
 * as the requirement in "needs:" that binds a recipient, and never a failure where the case's own "server:" or
 * "client:" lines allow acceptance, where the rule is none that frames messages, or where it is a limit. */
#ifndef CONF_PLAY_SUBJECT_H
#define CONF_PLAY_SUBJECT_H

#include "conformance/verdict.h"
#include "subject.h"

/* What a run of many cases could not compare, because the subject can't tell it. */
typedef struct conf_not_compared {
    size_t matchers[CONF_MATCH_BYTES + 1]; /* by conf_match_kind */
    size_t bytewise;                       /* directions too long to be fed byte by byte */
    size_t troubles;                       /* in a row: questions without an answer */
} conf_not_compared;

enum {
    CONF_SUBJECT_BYTEWISE_MOST = 4096, /* bytes of a direction: the cuts have to fit into a dictionary */
    CONF_SUBJECT_TROUBLES_MOST = 10,   /* questions without an answer, in a row: then nothing more is asked */
};

/* Play a case.
 *
 *   memory  where the result's texts live
 *   tally   is added to
 *
 * A subject that doesn't answer is a failure, "target-died", of the case; it is started anew for the next. */
conf_result conf_play_subject(conf_memory *memory, conf_subject *subject, const conf_case *c, conf_not_compared *tally);

#endif
