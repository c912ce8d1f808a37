/* SPDX-License-Identifier: MIT */
/* Uploads as the loop sees them: many connections, one thread. A connection is read only while all its replies are
 * sent, so that a peer that doesn't listen costs no memory. */
#ifndef SERVER_RECEIVE_H
#define SERVER_RECEIVE_H

#include "server/core/loop.h"
#include "server/frames/upload.h"

/* The context of srv_frames; a report's `peer` points at an srv_peer. What is under way when the loop drains is
 * dropped: a file of which a part is missing is none. A whole one is still answered. */
typedef struct srv_receive {
    srv_uploads uploads;
    uint64_t idle_ms;      /* a connection that brings and takes nothing for so long is closed */
    uint64_t now_ms;       /* the loop's */
    bool draining;         /* the loop's */
    struct srv_left *left; /* connections that are gone while their last file is being synced */
} srv_receive;

extern const srv_protocol srv_frames;

/* Behind the loop: wait for the files of those who are gone, report them, close the store. */
void srv_receive_close(srv_receive *receive);

#endif
