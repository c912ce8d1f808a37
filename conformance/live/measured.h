/* SPDX-License-Identifier: MIT */
/* What can be measured of a server: how much it takes, how long it waits, and what holds it up. None of this is right
 * or wrong; it is only told. Times are milliseconds. */
#ifndef CONF_LIVE_MEASURED_H
#define CONF_LIVE_MEASURED_H

#include "conformance/net/observed.h"

/* ---- How much it takes ---- */

/* What a target takes at most, each found by trying; CONF_MEASURED_MOST: that much at least. */
enum { CONF_MEASURED_MOST = 1 << 18 };

typedef struct conf_live_limits {
    bool measured;
    size_t target;     /* bytes in a request-target */
    size_t field_line; /* bytes in a field line */
    size_t fields;     /* field lines of some ten bytes */
    size_t section;    /* bytes in a header section of lines of a thousand bytes */
} conf_live_limits;

/* ---- How long it waits ---- */

/* Where a client falls silent. */
typedef enum conf_live_silence {
    CONF_SILENT_AT_ONCE = 0, /* it connects, and sends nothing */
    CONF_SILENT_IN_HEAD,
    CONF_SILENT_IN_CONTENT, /* whose length it has told */
    CONF_SILENT_IN_CHUNKED,
    CONF_SILENT_AFTER_ANSWER, /* the connection is kept */
    CONF_SILENCES,
} conf_live_silence;

/* What the server does about it. Times count from the last byte that passed before the silence. */
typedef struct conf_live_wait {
    bool measured;     /* the connection stood, and the silence began */
    unsigned watched;  /* for how long */
    unsigned status;   /* of the answer that came; 0: none came */
    bool whole;        /* all of the answer came */
    unsigned answered; /* when its first bytes came */
    conf_ending ending;
    unsigned ended; /* when the connection ended, where it did */
} conf_live_wait;

typedef struct conf_live_waits {
    bool measured;
    bool together; /* side by side; else one after the other, because one silent client keeps others waiting */
    conf_live_wait of[CONF_SILENCES];
} conf_live_waits;

/* ---- What holds it up ---- */

/* A GET, asked while something else goes on. */
typedef struct conf_live_get {
    bool asked;
    bool answered;
    bool held;             /* it took much longer than it does alone */
    unsigned milliseconds; /* until the answer was complete; without one, how long it was waited for */
} conf_live_get;

/* Two requests in one write. */
typedef struct conf_live_pair {
    size_t answers;    /* 0, 1 or 2 */
    unsigned after[2]; /* when each was complete */
} conf_live_pair;

typedef enum conf_live_order {
    CONF_ORDER_UNKNOWN = 0, /* the answers don't tell which is which */
    CONF_ORDER_KEPT,
    CONF_ORDER_TURNED,
} conf_live_order;

typedef struct conf_live_slow {
    const char *unusable; /* why the slow route shows nothing; NULL: it was measured, or none is known */
    unsigned alone;       /* how long the slow route takes; 0: not measured */
    conf_live_get beside; /* on another connection */
    conf_live_pair fast;  /* a slow request, then a fast one */
    conf_live_order order;
    conf_live_pair twice; /* two slow ones */
} conf_live_slow;

typedef struct conf_live_held {
    bool measured;
    conf_live_get half_head; /* beside a client that stops inside its head */
    conf_live_get unread;    /* beside one that reads none of its answers; not asked: the server never had to wait */
    conf_live_slow slow;
} conf_live_held;

#endif
