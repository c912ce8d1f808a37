/* SPDX-License-Identifier: MIT */
/* The frame that answers an upload: stored, or refused and why. docs/framing.md, section 4. */
#ifndef FRAMING_REPLY_H
#define FRAMING_REPLY_H

#include "frame.h"

enum {
    FRAME_REASON_MOST = 200, /* bytes of a reason */
    FRAME_REPLY_MOST = 4096, /* bytes of any reply frame that frame_reply_write() makes */
};

typedef struct frame_reply {
    bool stored;
    char file_name[FRAME_NAME_MOST + 1]; /* stored: the name that it has now */
    uint64_t received;                   /* stored: bytes of payload */
    char sha256[65];                     /* stored: of the payload, 64 hexadecimal digits in lower case */
    char rule[64];                       /* refused: a rule's printed name */
    char reason[FRAME_REASON_MOST + 1];  /* refused: a sentence for people */
} frame_reply;

/* Write a reply as a whole frame.
 *
 *   reply  texts are UTF-8 and end with a zero byte
 *   out    [FRAME_REPLY_MOST] receives the frame
 *
 * Returns its length; 0 where a text isn't UTF-8, or memory is short. */
size_t frame_reply_write(const frame_reply *reply, uint8_t out[FRAME_REPLY_MOST]);

/* Read the dictionary of a reply.
 *
 *   dictionary  [len] bytes that a decoder with FRAME_PLAIN gave out
 *   reply       receives what it says. A reason that is too long is cut; members that aren't known are passed over
 *
 * Returns true, or false where it is no reply: FRAME_REPLY_INVALID. */
bool frame_reply_read(const uint8_t *dictionary, size_t len, frame_reply *reply);

#endif
