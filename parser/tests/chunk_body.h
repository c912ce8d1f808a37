/* SPDX-License-Identifier: MIT */
/* Requests with chunked content, as tests make them up. */
#ifndef H1_TESTS_CHUNK_BODY_H
#define H1_TESTS_CHUNK_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHUNK_BODY_MOST = 65536, CHUNK_SYMBOLS = 14 };

typedef struct chunk_body {
    uint8_t bytes[CHUNK_BODY_MOST];
    size_t len;
} chunk_body;

/* How a chunk-size is written. */
typedef struct chunk_writing {
    bool upper;
    int digits; /* at least */
    const char *behind;
} chunk_writing;

extern const chunk_writing chunk_plain;

/* Where the grammar of chunk lines turns. */
extern const char chunk_symbols[CHUNK_SYMBOLS];

/* The head. */
void chunk_body_begin(chunk_body *b);

/* A chunk whose data is the pattern again and again. */
void chunk_body_put(chunk_body *b, const chunk_writing *w, size_t size, const char *pattern);

/* Any bytes. Aborts where there is no room. */
void chunk_body_add(chunk_body *b, const char *bytes, size_t len);

/* The last chunk, without trailers. */
void chunk_body_end(chunk_body *b);

#endif
