/* SPDX-License-Identifier: MIT */
/* Writing HTTP/1.1: heads, chunks and trailer sections into a buffer of the caller's.
 *
 * The writer has no grammar of its own. It puts the parts together, lets the strict parser read what it wrote, and
 * gives it out only when that reads back as exactly these parts without a fault. So what it writes is what libh1
 * accepts, and parse(write(m)) = m is not a hope. No I/O, no allocation. */
#ifndef H1_WRITE_H
#define H1_WRITE_H

#include <h1/h1.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of the caller's, only read during the call. */
typedef struct h1_bytes {
    const void *at;
    size_t len;
} h1_bytes;

/* One field line to write. The value is without the white space around it. */
typedef struct h1_field_text {
    h1_bytes name;
    h1_bytes value;
} h1_field_text;

typedef enum h1_write_result {
    H1_WRITE_OK = 0,
    H1_WRITE_NO_ROOM, /* the buffer is too small; written->len is what is needed */
    H1_WRITE_REFUSED, /* written->fault names the rule and the bytes, as if they had been written */
    H1_WRITE_ALTERED, /* written->fault.span holds bytes that would be read as another part, or as none */
} h1_write_result;

typedef struct h1_written {
    size_t len;     /* bytes that make up the element, whether or not they were written */
    h1_fault fault; /* REFUSED, ALTERED: where in these bytes */
} h1_written;

/* Write a request's head.
 *
 *   method, target  as they shall stand in the request-line
 *   fields          [n] field lines, in order; Host is the caller's to give
 *   scratch         [n] entries of working memory; holds the written field lines' places afterwards
 *   buf             [size] bytes to fill; their content is undefined unless the result is H1_WRITE_OK
 *   written         receives the length and, where refused, the place
 *
 * Returns H1_WRITE_OK when the head is in buf. A fault that the parser tolerates is refused too: what a recipient has
 * to live with, a sender has no leave to send. O(bytes). Source: RFC 9112 sections 2.1, 3 and 5. */
H1_API h1_write_result h1_write_request(h1_bytes method, h1_bytes target, const h1_field_text *fields, uint16_t n,
                                        h1_field *scratch, uint8_t *buf, size_t size, h1_written *written);

/* Write a response's head.
 *
 *   status   100 … 599
 *   reason   may be empty
 *   answers  what it answers; H1_TO_UNKNOWN is taken as H1_TO_OTHER
 *
 * The rest as for h1_write_request(). Source: RFC 9112 sections 2.1, 4 and 5. */
H1_API h1_write_result h1_write_response(unsigned status, h1_bytes reason, h1_answers answers,
                                         const h1_field_text *fields, uint16_t n, h1_field *scratch, uint8_t *buf,
                                         size_t size, h1_written *written);

/* Write what stands before a chunk's data: size, extensions, CRLF. The data and a CRLF follow; the caller writes them.
 *
 *   chunk_size  bytes of data to follow, 1 … 2^63-1; 0 is refused, h1_write_last_chunk() ends the content
 *   extensions  empty, or by the grammar of RFC 9112 section 7.1.1, from the first ";" on
 *
 * Source: RFC 9112 section 7.1. */
H1_API h1_write_result h1_write_chunk(uint64_t chunk_size, h1_bytes extensions, uint8_t *buf, size_t size,
                                      h1_written *written);

/* Write the last chunk and the trailer section, which end the content. Parameters as for h1_write_request(); fields
 * that may not be trailers are refused. Source: RFC 9112 sections 7.1 and 7.1.2. */
H1_API h1_write_result h1_write_last_chunk(const h1_field_text *fields, uint16_t n, h1_field *scratch, uint8_t *buf,
                                           size_t size, h1_written *written);

#ifdef __cplusplus
}
#endif

#endif
