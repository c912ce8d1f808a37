/* SPDX-License-Identifier: MIT */
/* Compares the messages that a subject has found with those that a case lists. */
#ifndef CONF_SUBJECT_MESSAGES_H
#define CONF_SUBJECT_MESSAGES_H

#include "play_subject.h"

typedef struct conf_subject_matching {
    conf_memory *memory;
    const conf_case *c;
    const conf_expect *expect;
    const conf_reply *reply;
    unsigned fills;               /* what the subject can tell at all */
    conf_not_compared *tally;     /* is added to */
    conf_buffer expected, actual; /* receive the first difference */
} conf_subject_matching;

/* Do they match? What the subject doesn't tell is counted and not compared. An interim response that is missing is
 * passed over: many a reader does so. Where the case ends in a refusal, only the messages before it that the subject
 * lists are compared. */
bool conf_subject_messages_match(conf_subject_matching *m);

#endif
