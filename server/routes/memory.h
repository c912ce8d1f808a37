/* SPDX-License-Identifier: MIT */
/* A few small representations under names, in memory, with an entity-tag each. Bounded in number and bytes. */
#ifndef SERVER_ROUTES_MEMORY_H
#define SERVER_ROUTES_MEMORY_H

#include "server/exchange/exchange.h"

enum {
    SRV_MEMORY_MOST = 256,            /* representations */
    SRV_MEMORY_NAME = 64,             /* bytes of a name: unreserved characters of a URI */
    SRV_MEMORY_TYPE = 127,            /* bytes of a media type */
    SRV_MEMORY_CONTENT = 64 * 1024,   /* bytes of one */
    SRV_MEMORY_ALL = 4 * 1024 * 1024, /* bytes of all */
};

typedef struct srv_memo {
    char name[SRV_MEMORY_NAME + 1]; /* empty: the place is free */
    char type[SRV_MEMORY_TYPE + 1]; /* empty: unknown */
    char tag[24];                   /* entity-tag with its quotes: never the same for two representations */
    uint8_t *content;               /* [len] */
    size_t len;
} srv_memo;

typedef struct srv_memory {
    srv_memo *all;   /* [SRV_MEMORY_MOST] */
    size_t bytes;    /* of all contents */
    uint64_t writes; /* how many there were: what tags are made of */
    uint32_t origin; /* what makes tags of one process differ from another's */
} srv_memory;

typedef enum srv_memory_result {
    SRV_MEMORY_CREATED = 0,
    SRV_MEMORY_CHANGED,
    SRV_MEMORY_LARGE, /* more than SRV_MEMORY_CONTENT */
    SRV_MEMORY_FULL,  /* no place, or no bytes, are left */
} srv_memory_result;

/* Returns false where memory is short. */
bool srv_memory_init(srv_memory *m);
void srv_memory_free(srv_memory *m);

/* May it be a name: 1 … SRV_MEMORY_NAME letters, digits, "-", ".", "_", "~", neither "." nor ".."? */
bool srv_memory_is_name(h1_bytes name);

/* NULL where there is none. O(SRV_MEMORY_MOST). */
srv_memo *srv_memory_find(const srv_memory *m, h1_bytes name);

/* Put a representation under a name; what was there is gone. Both may lie in what was there.
 *
 *   type  as in Content-Type; one that is too long is taken for none */
srv_memory_result srv_memory_put(srv_memory *m, h1_bytes name, h1_bytes type, h1_bytes content);

void srv_memory_delete(srv_memory *m, srv_memo *memo);

#endif
