/* SPDX-License-Identifier: MIT */
/* What a connection speaks, by its first bytes; and where a message may start again behind a gap.
 *
 * Guesses about HTTP are made here and nowhere in the parser: the parser is told where a message starts, and judges. */
#ifndef CAP_CLASSIFY_H
#define CAP_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cap_speech {
    CAP_SPEAKS_UNCLEAR = 0, /* too few bytes to say */
    CAP_SPEAKS_REQUESTS,    /* HTTP/1 or HTTP/0.9 requests, well-formed or not */
    CAP_SPEAKS_RESPONSES,   /* HTTP/1 responses */
    CAP_SPEAKS_TLS,
    CAP_SPEAKS_HTTP2,
    CAP_SPEAKS_SSH,
    CAP_SPEAKS_SOCKS,
    CAP_SPEAKS_MAIL,  /* a greeting as SMTP, FTP, POP3, IMAP have it */
    CAP_SPEAKS_OTHER, /* none of these */
} cap_speech;

enum {
    CAP_LINE_MOST = 16384, /* a start-line is looked for in so many bytes */
};

/* Say what one direction speaks.
 *
 *   bytes  [len] the first bytes of the direction
 *   all    nothing will follow
 *
 * UNCLEAR only while !all and len < CAP_LINE_MOST. O(len). */
cap_speech cap_classify(const uint8_t *bytes, size_t len, bool all);

/* Bytes of a PROXY protocol header, version 1 or 2, at the beginning of a connection.
 *
 *   size  receives them; 0 where there is none
 *
 * Returns false while more bytes are needed to say. */
bool cap_proxy_header(const uint8_t *bytes, size_t len, size_t *size);

/* Find the first line that reads as a start-line of HTTP/1: "HTTP/1.x NNN" or "METHOD target HTTP/1.x".
 *
 *   bytes      [len] the first of which begins a line, or may
 *   requests   look for request-lines
 *   responses  look for status-lines
 *   at         receives the offset of the line's first byte when found; else of the unfinished last line, which has to
 * be presented again with more bytes behind it
 *
 * Returns whether one was found. O(len). */
bool cap_find_start_line(const uint8_t *bytes, size_t len, bool requests, bool responses, size_t *at);

#endif
