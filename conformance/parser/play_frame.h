/* SPDX-License-Identifier: MIT */
/* Plays a case of side: frame to the decoder of framing/: whole, byte by byte and cut at every single place.
 *
 * However the bytes are cut, the events must be the same. Frames from client to server are uploads unless the case says
 * plain; those the other way are replies, and one that is no reply is refused with frame-reply-invalid, at its
 * dictionary. */
#ifndef CONF_PLAY_FRAME_H
#define CONF_PLAY_FRAME_H

#include "conformance/verdict.h"

/* Play a case.
 *
 *   memory  where the result's texts live
 *   result  receives the differences
 *
 * O(n²) in the bytes of the case. */
void conf_play_frame(conf_memory *memory, const conf_case *c, conf_result *result);

#endif
