/* SPDX-License-Identifier: MIT */
/* Whole files are synced and get their names on threads of their own, so that a slow disk holds up nobody but those who
 * wait for it. Who has begun a sync looks from time to time whether it is done; there is no call back. */
#ifndef SERVER_SYNC_H
#define SERVER_SYNC_H

#include "server/frames/store.h"

typedef struct srv_sync srv_sync;

enum { SRV_SYNC_LOOK_MOST = 16 }; /* milliseconds between two looks at most; the first comes after one */

/* Begin srv_store_finish() for a whole file. It is no longer the caller's: `file` is as if dropped.
 *
 *   store  stays open until srv_store_close(), which waits for what was begun
 *   name   a plain name (frame_name_check())
 *
 * Returns NULL where memory is short; the file is dropped then. Without threads it is done when it returns. */
srv_sync *srv_sync_begin(srv_store *store, srv_file *file, const char *name);

/* Never waits. */
bool srv_sync_is_done(srv_sync *sync);

/* End it, and wait for it where it isn't done.
 *
 *   stored  receives the name that the file has
 *
 * Returns 0 or an errno, as srv_store_finish(). The sync is gone. */
int srv_sync_end(srv_sync *sync, char stored[FRAME_NAME_MOST + 1]);

/* Nobody asks for the result any more; the file gets its name all the same. Without effect on NULL. */
void srv_sync_leave(srv_sync *sync);

/* Wait for all that was begun and end the threads; store->syncs becomes NULL. For srv_store_close(). */
void srv_syncs_free(struct srv_syncs *syncs);

#endif
