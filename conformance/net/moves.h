/* SPDX-License-Identifier: MIT */
/* The steps of a case as the moves of a wire: its bytes filled in for a peer, lines of one direction joined into one
 * write. Nothing here connects or waits. */
#ifndef CONF_MOVES_H
#define CONF_MOVES_H

#include "conformance/reader/case.h"
#include "net.h"

/* A growing list of moves; all zero is empty. */
typedef struct conf_moves {
    conf_move *at;
    size_t count;
} conf_moves;

/* Append a move; a write behind a write is joined to it. */
void conf_moves_add(conf_memory *memory, conf_moves *moves, const conf_move *move);

/* What one end plays before it waits for its peer again. */
typedef struct conf_part {
    conf_moves moves;
    size_t awaits; /* how many complete messages of the peer have to be there first: those that the parts before have
                      answered, and one */
    bool ends;     /* it half-closes or resets */
} conf_part;

typedef struct conf_parts {
    conf_part *at;
    size_t count;
} conf_parts;

/* The bytes of a case's server, cut into parts where the case's client speaks.
 *
 *   alternative  0, or the group whose bytes belong to it as well
 *
 * A part awaits one message more than there are final responses in the parts before it: whoever plays it answers a
 * peer that sends whole requests, one after the other. */
conf_parts conf_parts_of_server(conf_memory *memory, const conf_case *c, size_t alternative,
                                const conf_variables *variables);

/* The bytes of a case's client as one list of moves; where the case's server speaks in between, the list awaits as many
 * messages as it has said, for the given time at most. */
conf_moves conf_moves_of_client(conf_memory *memory, const conf_case *c, const conf_variables *variables,
                                unsigned milliseconds);

/* How a server goes on when all its bytes are sent. */
typedef enum conf_after {
    CONF_AFTER_STAY = 0, /* the connection can be used again */
    CONF_AFTER_LINGER,   /* the last message is complete and says that the connection ends */
    CONF_AFTER_CLOSE,    /* the last message isn't complete without the end, or can't be read */
} conf_after;

/* Work that out from a case's responses, as audit mode reads them.
 *
 *   responses  the case's bytes, perhaps with those of a group, filled in for a peer or not */
conf_after conf_after_responses(conf_memory *memory, const conf_case *c, conf_bytes responses);

#endif
