/* SPDX-License-Identifier: MIT */
/* What the wrong server, the wrong proxy and the wrong client have in common: faults of which one at a time is
 * switched on, a process for each, and messages read and written over blocking sockets, a thread a connection.
 *
 * With no fault switched on each of the three is right as far as the cases can tell; a fault breaks one thing. They
 * are read by the cases alone and serve nobody: they keep nothing, and live as long as one fault is looked at. */
#ifndef WRONG_PEERS_H
#define WRONG_PEERS_H

#include "conformance/reader/reader.h"
#include "conformance/verdict.h"
#include "h1/h1.h"

/* ---- Faults ---- */

/* What is switched on and off. Members that are NULL change nothing. Those from .when on say what a fault does where
 * that can be said in a line; what else it does stands where it is done, behind wrong_is(). */
typedef struct wrong_fault {
    const char *name;
    const char *requirements; /* that it breaks, blank-separated */
    const char *title;
    const char *when;   /* it only concerns requests whose head holds these bytes; */
    const char *also;   /* and these */
    const char *blind;  /* fields of requests that aren't seen: names, each between blanks, " If-Match " */
    const char *drops;  /* fields that messages sent lack, likewise */
    const char *adds;   /* field lines that they have besides */
    const char *answer; /* what is sent for a response, as it stands */
    /* of the proxy alone */
    const char *keeps;     /* fields that are forwarded although they aren't to be, as .blind */
    const char *adds_up;   /* field lines that requests have besides; .adds is for responses */
    const char *from, *to; /* these bytes of what is forwarded become those; in heads only */
    const char *stores;    /* responses with these bytes are kept, and sent to everybody who asks again */
} wrong_fault;

/* The one that is switched on; NULL for none. */
extern const wrong_fault *wrong_now;

/* Is the fault of this name switched on? */
bool wrong_is(const char *name);

/* A role's program. */
typedef struct wrong_role {
    const char *name;          /* "server" */
    const wrong_fault *faults; /* ended by one without a name */
    unsigned judged;           /* 1 << conf_judged of the lines by which its cases are judged; bits */
    size_t slices;             /* processes among which the cases are dealt where no fault is switched on */
    /* Play a suite; the peer that is played to is the role's own affair. results has [suite->case_count]. */
    void (*play)(const conf_suite *suite, conf_result *results);
} wrong_role;

/* "PROGRAM faults DIRECTORY" and "PROGRAM red DIRECTORY", as conformance/wrong/matrix asks for. Returns an exit
 * status. */
int wrong_main(int count, char **words, const wrong_role *role);

/* ---- Messages ---- */

enum { WRONG_FIELDS = 400, WRONG_BUFFER = 1 << 18 };

typedef struct wrong_field {
    const char *name, *value;
} wrong_field;

/* A message that was read. Texts are NUL-terminated copies, in the reader's memory. */
typedef struct wrong_message {
    h1_head head;
    const char *method, *target, *reason;
    const char *text; /* the head as it stood */
    size_t text_len;
    wrong_field fields[WRONG_FIELDS], trailers[WRONG_FIELDS];
    size_t count, trailer_count;
    conf_buffer content;
} wrong_message;

/* One direction of a connection. */
typedef struct wrong_reader {
    int fd;
    conf_memory *memory;
    h1_stream stream;
    h1_field fields[WRONG_FIELDS];
    uint8_t buf[WRONG_BUFFER];
    size_t from, at, len; /* of buf: where the last event's spans count from, what wasn't used, the end */
    bool ended;           /* the peer has closed */
    bool last;            /* the head that was read last has no content */
    h1_fault refused;     /* H1_REFUSED; spans count from .from */
} wrong_reader;

/* A reader in memory of its own kind: it is large. */
wrong_reader *wrong_reader_new(conf_memory *memory, int fd, h1_side side, h1_mode mode);

/* Read a head. Returns H1_HEAD, or how reading ended: H1_CLOSED, H1_INCOMPLETE, H1_REFUSED, H1_STOPPED. */
h1_event_type wrong_read_head(wrong_reader *r, wrong_message *m);

/* Read what follows the head. Returns H1_END, or how reading ended. */
h1_event_type wrong_read_content(wrong_reader *r, wrong_message *m);

/* The value of the first field line of a name, whatever the fault; NULL. */
const char *wrong_find(const wrong_message *m, const char *name);

/* The same, as far as the fault lets it be seen; NULL. */
const char *wrong_field_of(const wrong_message *m, const char *name);

/* The time as a field says it. */
const char *wrong_date_now(conf_memory *memory);

/* Does the fault concern this request? It does where it says nothing of requests. */
bool wrong_concerns(const wrong_message *request);

/* Is a name in a list where each stands between blanks? In any case of letters. list may be NULL. */
bool wrong_lists(const char *list, const char *name);

/* ---- Sockets ---- */

/* Listen on 127.0.0.1. Each connection gets a thread that calls serve(), which closes nothing. Returns the port. */
unsigned wrong_listen(void (*serve)(int fd));

/* Connect to 127.0.0.1. Returns a descriptor, or -1. */
int wrong_connect(unsigned port);

/* Write all of it. Returns false where the peer is gone. */
bool wrong_write(int fd, const void *bytes, size_t len);
bool wrong_say(int fd, const char *text);

#endif
