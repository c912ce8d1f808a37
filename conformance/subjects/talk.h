/* SPDX-License-Identifier: MIT */
/* What the subjects in C share: the subject protocol (README.md) on standard input and output. A subject is a
 * function that is given bytes and says what its parser makes of them; all texts are copied. */
#ifndef SUBJECTS_TALK_H
#define SUBJECTS_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TALK_UNKNOWN UINT64_MAX

/* What is asked. */
typedef struct talk_question {
    bool response;        /* bytes of a server; otherwise of a client */
    bool methods_known;   /* otherwise responses answer a GET */
    const char **methods; /* [method_count] of the requests that the responses answer; further responses answer none */
    size_t method_count;
    bool tunnels_known;    /* otherwise CONNECT leads to a tunnel and Upgrade doesn't */
    const size_t *tunnels; /* [tunnel_count] indexes of the requests (CONNECT, Upgrade) behind which it is a tunnel */
    size_t tunnel_count;
    const size_t *cuts; /* [cut_count] where a piece ends; the last is len */
    size_t cut_count;
    bool end; /* nothing follows the bytes */
    const uint8_t *bytes;
    size_t len;
} talk_question;

/* A subject: says everything about the question with the functions below, talk_verdict() among them. */
typedef void talk_subject(const talk_question *question);

/* Members of messages, for talk(): all; and those that a parser with callbacks has, which don't tell the end. */
extern const char *const TALK_ALL[], *const TALK_CALLBACKS[];

/* Answer questions until standard input ends. Returns the exit status.
 *
 *   fills  the members of messages that the subject can tell, ended by NULL */
int talk(const char *name, const char *version, const char *const *fills, talk_subject *subject);

/* The program: what talk() is given. */
#define TALK_MAIN(name, version, fills, subject)                                                                       \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        return talk(name, version, fills, subject);                                                                    \
    }

void talk_verdict(const char *verdict); /* "accept", "refuse", "incomplete", "more", "unsupported" */
void talk_why(const char *why);         /* its reason, in its own words */
void talk_at(uint64_t at);              /* offset of what is refused */

/* The method that response number i answers: "GET" where nothing is known, NULL where it answers none. */
const char *talk_method_of(const talk_question *question, size_t i);

/* A whole request such as response number i answers, for parsers that want one. Overwritten by the next call. */
const char *talk_made_up(const talk_question *question, size_t i);

/* A message: begin it, say what is known of it, end it. One that isn't ended is left out. */
void talk_begin(void);
void talk_text(const char *member, const void *text, size_t len); /* "method", "target" */
void talk_request(const void *method, size_t method_len, const void *target, size_t target_len);
void talk_version(unsigned major, unsigned minor);
void talk_status(unsigned status);
void talk_field(const void *name, size_t name_len, const void *value, size_t value_len);
void talk_more_name(const void *bytes, size_t len);  /* for parsers that give a field line in pieces: of the name, */
void talk_more_value(const void *bytes, size_t len); /* of the value; talk_end_fields() behind the last */
void talk_end_fields(void);
void talk_more_target(const void *bytes, size_t len);
void talk_body(const void *bytes, size_t len);
void talk_keep(bool keep);
void talk_end(uint64_t end); /* offset behind the message; TALK_UNKNOWN */

/* ---- For parsers that call back ---- */

/* A callback `name` of a parser of type `type` that hands on bytes to one of the functions above. */
#define TALK_GIVE(type, name, to)                                                                                      \
    static int name(type *parser, const char *at, size_t len)                                                          \
    {                                                                                                                  \
        (void)parser;                                                                                                  \
        to(at, len);                                                                                                   \
        return 0;                                                                                                      \
    }

/* A callback that says one thing of its own. */
#define TALK_SAY(type, name, say)                                                                                      \
    static int name(type *parser)                                                                                      \
    {                                                                                                                  \
        (void)parser;                                                                                                  \
        say;                                                                                                           \
        return 0;                                                                                                      \
    }

/* A head is complete.
 *
 *   method  [len] bytes, of a request; of a response it is not read
 *   status  0 in a request
 *
 * Returns what http_parser and llhttp want to hear: 0, read the body by the fields; 1, there is none; 2, a tunnel. */
int talk_head(const void *method, size_t len, unsigned major, unsigned minor, unsigned status, bool keep);

/* The method that the next response answers, by the heads so far; as talk_method_of(). */
const char *talk_asked(void);

/* Has the peer agreed to what the last head asked for, so that a tunnel follows? */
bool talk_tunnel(void);

#endif
