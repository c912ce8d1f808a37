/* SPDX-License-Identifier: MIT */
/* Two readers that are given the same calls for several events, one by the reference, one by a kernel: what they say
 * has to be the same, call by call. */
#ifndef H1_TESTS_BATCHES_H
#define H1_TESTS_BATCHES_H

#include <h1/h1.h>

enum { BATCHES_EVENTS = 80, BATCHES_FIELDS = 128 };

/* How to present the bytes: each call over a buffer of its own that ends where they end. Of responses only the first
 * answers a request. */
typedef struct batches_plan {
    h1_side side;
    h1_mode mode;
    const h1_limits *limits; /* NULL for the defaults */
    size_t piece;            /* bytes that come at a time; 0 for all at once */
    size_t events;           /* a call, up to BATCHES_EVENTS */
    uint16_t capacity;       /* of the field array, up to BATCHES_FIELDS */
} batches_plan;

/* Returns NULL where both say the same to the end, or what they differ in. */
const char *batches_difference(const batches_plan *plan, const char *kernel, const uint8_t *bytes, size_t len);

/* The same for each kernel that this machine has; which of them differs is in *kernel. */
const char *batches_of_kernels(const batches_plan *plan, const uint8_t *bytes, size_t len, const char **kernel);

#endif
