/* SPDX-License-Identifier: MIT */
/* What a dictionary says: JSON text, held to the grammar and to a profile. */
#ifndef FRAMING_DICTIONARY_H
#define FRAMING_DICTIONARY_H

#include "frame.h"

/* Read a dictionary.
 *
 *   bytes  [len] bytes
 *   says   receives its members; untouched where there is a fault
 *
 * Returns no fault or the first one, in this order: grammar, depth and UTF-8, as they come in the text; one object; its
 * keys; the members of the profile, as they come in the text; those that are missing, at the whole dictionary.
 * O(len). */
frame_fault frame_dictionary_read(frame_profile profile, const uint8_t *bytes, size_t len, frame_dictionary *says);

#endif
