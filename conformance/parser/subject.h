/* SPDX-License-Identifier: MIT */
/* Somebody else's parser behind the subject protocol (conformance/subjects/README.md): a program that is asked over
 * pipes, in frames, what it makes of bytes.
 *
 * It may do anything: die, hang, write what is no answer. Each is told apart, with its exit status and the last lines
 * of its standard error, and it is started anew for the next question. Nothing it says is trusted further than its
 * type: bytes of an answer are data. */
#ifndef CONF_SUBJECT_H
#define CONF_SUBJECT_H

#include <stdbool.h>

#include "conformance/reader/bytes.h"
#include "h1/h1.h"

typedef struct conf_subject conf_subject;

/* What a subject can tell of a message; bits. */
enum {
    CONF_FILLS_METHOD = 1 << 0,
    CONF_FILLS_TARGET = 1 << 1,
    CONF_FILLS_VERSION = 1 << 2,
    CONF_FILLS_STATUS = 1 << 3,
    CONF_FILLS_FIELDS = 1 << 4,
    CONF_FILLS_BODY_SIZE = 1 << 5,
    CONF_FILLS_BODY_SHA256 = 1 << 6,
    CONF_FILLS_END = 1 << 7,
    CONF_FILLS_KEEP = 1 << 8,
};

/* What it is asked. All pointers are lent for the call. */
typedef struct conf_question {
    const char *id; /* of the case */
    h1_side side;
    bool methods_known;         /* otherwise no request is known */
    const char *const *methods; /* [method_count] of the requests that the responses answer */
    size_t method_count;
    bool tunnels_known;    /* otherwise CONNECT leads to a tunnel and Upgrade doesn't */
    const size_t *tunnels; /* [tunnel_count] indexes of the requests behind which the bytes are a tunnel's */
    size_t tunnel_count;
    const size_t *cuts; /* [cut_count] offsets, rising, at which a piece ends */
    size_t cut_count;
    bool end; /* nothing follows */
    conf_bytes bytes;
} conf_question;

typedef enum conf_says {
    CONF_SAYS_ACCEPT, /* complete messages and nothing else */
    CONF_SAYS_REFUSE,
    CONF_SAYS_INCOMPLETE,  /* the end came inside a message */
    CONF_SAYS_MORE,        /* it waits for more */
    CONF_SAYS_UNSUPPORTED, /* it can't be asked this */
} conf_says;

typedef struct conf_said_field {
    conf_bytes name, value;
} conf_said_field;

typedef struct conf_said_message {
    unsigned has; /* CONF_FILLS_ bits: what it tells of this message */
    conf_bytes method, target, version;
    unsigned status;
    conf_said_field *fields;
    size_t field_count;
    uint64_t body_size;
    conf_bytes body_sha256; /* 64 hexadecimal digits */
    uint64_t end;           /* offset behind the message */
    bool keep;
} conf_said_message;

/* What it answers. */
typedef struct conf_reply {
    conf_says says;
    bool has_at;
    uint64_t at;    /* where it refuses */
    conf_bytes why; /* in its own words; empty */
    bool has_messages;
    conf_said_message *messages;
    size_t message_count;
} conf_reply;

/* Start a subject and greet it.
 *
 *   memory        where its name and its answers live
 *   command       for /bin/sh -c
 *   milliseconds  patience with each answer
 *   trouble       receives what is wrong where it can't be greeted, in memory
 *
 * Returns NULL then. */
conf_subject *conf_subject_start(conf_memory *memory, const char *command, unsigned milliseconds, const char **trouble);

/* "h11 0.14.0", as it greeted. */
const char *conf_subject_name(const conf_subject *subject);

/* What it says that it can tell, CONF_FILLS_ bits. */
unsigned conf_subject_fills(const conf_subject *subject);

/* Ask. It is started anew where it has died.
 *
 *   reply    receives the answer
 *   trouble  receives, in words, how it died, hung or babbled instead, with its last lines
 *
 * Returns whether there is an answer. */
bool conf_subject_ask(conf_subject *subject, const conf_question *question, conf_reply *reply, const char **trouble);

/* How often it was started. */
unsigned conf_subject_starts(const conf_subject *subject);

/* End it and all it has started. */
void conf_subject_end(conf_subject *subject);

/* Read the dictionary of an answer. Returns NULL, or what is wrong with it (answer.c). */
const char *conf_reply_read(conf_memory *memory, const uint8_t *text, size_t len, conf_reply *reply);

/* Read the dictionary of a greeting. Returns NULL, or what is wrong with it. */
const char *conf_greeting_read(conf_memory *memory, const uint8_t *text, size_t len, const char **name,
                               unsigned *fills);

/* The word of one CONF_FILLS_ bit, "body_sha256". */
const char *conf_fills_name(unsigned bit);

#endif
