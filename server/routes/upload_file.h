/* SPDX-License-Identifier: MIT */
/* One file of an upload, under way: counted, hashed and, where there is a directory for it, stored. */
#ifndef SERVER_ROUTES_UPLOAD_FILE_H
#define SERVER_ROUTES_UPLOAD_FILE_H

#include <jansson.h>

#include "server/exchange/exchange.h"
#include "server/frames/store.h"

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

/* End it: now it has its name.
 *
 *   says  receives what is told of it: file_name as stored, size, sha256, stored
 *
 * Returns 0 or an errno. */
int srv_incoming_end(srv_incoming *in, json_t **says);

/* Forget what is under way, and give memory back. */
void srv_incoming_free(srv_incoming *in);

#endif
