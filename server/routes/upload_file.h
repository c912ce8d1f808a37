/* SPDX-License-Identifier: MIT */
/* One file of an upload, under way: counted, hashed and, where there is a directory for it, stored. */
#ifndef SERVER_ROUTES_UPLOAD_FILE_H
#define SERVER_ROUTES_UPLOAD_FILE_H

#include <jansson.h>

#include "server/exchange/exchange.h"
#include "server/frames/sync.h"

typedef struct srv_incoming {
    srv_store *store; /* NULL: nothing is kept */
    srv_file file;
    struct evp_md_ctx_st *hash;
    uint64_t size; /* bytes so far */
    bool open;
    bool grows; /* its size isn't known before it ends */
    char name[FRAME_NAME_MOST + 1];
} srv_incoming;

/* Begin a file.
 *
 *   name  a plain name (frame_name_check())
 *   size  bytes that it will have, which are claimed on the disk; SRV_LENGTH_UNKNOWN claims them as they come
 *
 * Returns 0 or an errno. */
int srv_incoming_begin(srv_incoming *in, const char *name, uint64_t size);

/* Returns 0 or an errno; the file is then dropped. */
int srv_incoming_add(srv_incoming *in, const void *bytes, size_t len);

/* A whole file that is on its way to the disk. */
typedef struct srv_ending {
    srv_sync *sync;
    json_t *says; /* what is told of it: file_name, size, sha256, stored */
} srv_ending;

/* End it.
 *
 *   e  receives what is told of the file; e->sync stays NULL where nothing is kept
 *
 * Returns 0 or an errno. */
int srv_incoming_end(srv_incoming *in, srv_ending *e);

/* Wait until it is on the disk; then what is told has the name that it got. Returns 0 or an errno. */
int srv_ending_finish(srv_ending *e);

/* Nobody waits for it any more. */
void srv_ending_leave(srv_ending *e);

/* Forget what is under way, and give memory back. */
void srv_incoming_free(srv_incoming *in);

#endif
