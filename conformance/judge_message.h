/* SPDX-License-Identifier: MIT */
/* Compares messages with their matchers. */
#ifndef CONF_JUDGE_MESSAGE_H
#define CONF_JUDGE_MESSAGE_H

#include "judge.h"

/* Judge the messages that a block lists: there are as many (the last may be unfinished), and each has what its
 * matchers say. A block that lists none says nothing of them. */
void conf_judge_messages(const conf_judging *j, const conf_expect *expect);

#endif
