/* SPDX-License-Identifier: MIT */
/* A directory that takes files: whole or not at all, and never over one that is there.
 *
 * A file is written without a name (O_TMPFILE) and gets one when it is whole and on the disk. Where the file system has
 * no such files it is written under a name ".h1-….part" (part.h) and renamed without replacing. It never opens what a
 * peer has named, and never follows a link that a peer could have made. */
#ifndef SERVER_STORE_H
#define SERVER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "framing/frame.h"
#include "part.h"

typedef struct srv_store {
    int folder;
    bool named;              /* the file system has no files without a name */
    uint64_t claimed;        /* bytes that files under way will still take */
    struct srv_syncs *syncs; /* sync.h's; NULL until one is begun */
} srv_store;

/* A file under way; all zero but fd -1 while there is none. */
typedef struct srv_file {
    int fd;
    uint64_t due;             /* bytes still to come */
    char part[SRV_PART_SIZE]; /* its name while it is written; empty where it has none */
} srv_file;

/* Open the directory, and remove what killed writers left in it. Returns 0, or an errno. */
int srv_store_open(srv_store *store, const char *path);

/* Close it, after what sync.h has begun for it. */
void srv_store_close(srv_store *store);

/* Begin a file of `size` bytes. Returns 0, ENOSPC where the disk has no space for what was claimed and this, or another
 * errno. */
int srv_store_begin(srv_store *store, srv_file *file, uint64_t size);

/* Write what comes next, not more than is due. Returns 0 or an errno; the file is to be dropped then. */
int srv_store_write(srv_store *store, srv_file *file, const uint8_t *bytes, size_t len);

/* It will have `more` bytes beyond what is due: for a file whose size isn't known when it begins. Returns 0 or ENOSPC.
 */
int srv_store_extend(srv_store *store, srv_file *file, uint64_t more);

/* Sync a whole file, give it its name, sync the directory.
 *
 *   name    a plain name (frame_name_check())
 *   stored  receives the name that it has: "name", or with "-1", "-2" … before the extension
 *
 * Returns 0 or an errno. Either way the file is no longer under way; after an errno it is under no name, unless only
 * the last sync failed. */
int srv_store_finish(srv_store *store, srv_file *file, const char *name, char stored[FRAME_NAME_MOST + 1]);

/* The same for a file that the store has handed out: its claim is the caller's. Touches nothing but the file, so that
 * another thread may call it. */
int srv_file_settle(int folder, srv_file *file, const char *name, char stored[FRAME_NAME_MOST + 1]);

/* Forget a file that is under way; nothing is left of it. Without effect where there is none. */
void srv_store_drop(srv_store *store, srv_file *file);

#endif
