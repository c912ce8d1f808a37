/* SPDX-License-Identifier: MIT */
/* Plays a case to libh1: each direction's bytes, strict and audit, whole, byte by byte and cut at every single place.
 *
 * However the bytes are cut, the events must be the same, and every violation must come with the piece that brings its
 * deciding byte. What the bytes fed whole lead to is compared with what the case says. Two things hold without any
 * case saying so: a message without violations gives the same events in both modes, and the first violation is the
 * same in both. */
#ifndef CONF_PLAY_PARSER_H
#define CONF_PLAY_PARSER_H

#include "conformance/verdict.h"
#include "trace.h"

/* How thoroughly. All zero is the default. */
typedef struct conf_feeding {
    bool uncut;           /* whole and byte by byte, nothing else */
    bool all_cuts;        /* every cut in inputs above CONF_LONG_INPUT too, not only those near a change of byte */
    unsigned random;      /* further feedings, each with several random cuts */
    uint64_t seed;        /* of the random cuts */
    size_t sampled_above; /* 0, or bytes: of longer inputs single cuts are sampled, */
    size_t most_cuts;     /* so many, evenly spread and at the front */
    const conf_pieces *captured; /* NULL, or [2] by h1_side how the bytes once arrived: fed like that too, and a case
                                  * that says nothing of a parser passes where the laws hold */
} conf_feeding;

enum {
    CONF_LONG_INPUT = 2048,
};

/* Play a case.
 *
 *   memory   where the result's texts live
 *   c        a case that was read without faults
 *   feeding  how thoroughly; NULL for the default
 *
 * A case with nothing for a parser in it is CONF_SKIP, unless its bytes show that the parser depends on the cuts.
 * O(n²) in the bytes of the case. */
conf_result conf_play_parser(conf_memory *memory, const conf_case *c, const conf_feeding *feeding);

/* What a case sets a parser up with for one direction and mode. The input points into c, limits and memory. */
conf_input conf_case_input(conf_memory *memory, const conf_case *c, h1_side side, conf_mode mode, h1_limits *limits);

#endif
