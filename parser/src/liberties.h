/* SPDX-License-Identifier: MIT */
/* What happens after each violation. */
#ifndef H1I_LIBERTIES_H
#define H1I_LIBERTIES_H

#include <h1/h1.h>

typedef enum h1i_consequence {
    H1I_STOP = 0,           /* nothing behind it is judged */
    H1I_REFUSE,             /* strict */
    H1I_GO_ON,              /* read on as told */
    H1I_STOP_BEHIND_HEAD,   /* the head is delivered, its body isn't read */
    H1I_STOP_BEHIND_MESSAGE /* the message is read to its end, nothing behind it */
} h1i_consequence;

/* What a violation of s->rule leads to here and now, by mode, side and the head read so far. */
h1i_consequence h1i_consequence_of(const h1_stream *s);

#endif
