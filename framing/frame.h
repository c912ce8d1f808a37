/* SPDX-License-Identifier: MIT */
/* libh1frame: frames of a fixed header, a JSON dictionary and a payload. docs/framing.md specifies them.
 *
 *     "H1F1"  length of the dictionary, 32 bits, network byte order  dictionary  payload of file_size bytes
 *
 * It does no I/O and keeps nothing of what it read. The caller owns every buffer; the decoder answers with events whose
 * spans point into them. It allocates nothing itself; jansson does while it reads a dictionary, whose length was held
 * to the limit before, and gives everything back before the call returns. A refusal names a rule (500 to 599 of
 * rules/rules.def) and the bytes at fault.
 *
 * A whole reader:
 *
 *     frame_decoder d;
 *     frame_decoder_init(&d, FRAME_UPLOAD, FRAME_DICTIONARY_MOST, 0);
 *     for (;;) {
 *         frame_event ev;
 *         size_t used = frame_next(&d, buf, len, end, &ev);
 *         ... act on ev.type; its span counts from buf[0] ...
 *         buf += used; len -= used;
 *         if (ev.type == FRAME_MORE)
 *             ... read more bytes behind the len that are left ...
 *     }
 */
#ifndef FRAMING_FRAME_H
#define FRAMING_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/rules.h"

enum {
    FRAME_HEADER = 8,              /* bytes of magic and length */
    FRAME_DICTIONARY_LEAST = 2,    /* bytes: {} */
    FRAME_DICTIONARY_MOST = 65536, /* bytes; a decoder may take less */
    FRAME_DEPTH_MOST = 16,         /* objects and arrays inside each other, the dictionary itself the first */
    FRAME_NAME_MOST = 255,         /* bytes of a file_name */
};

/* The largest file_size, 2^53-1: what every JSON reader keeps exactly. */
#define FRAME_SIZE_MOST UINT64_C(9007199254740991)

/* What a dictionary has to hold. */
typedef enum frame_profile {
    FRAME_PLAIN,  /* any object; file_size, where it is there, is the payload's length */
    FRAME_UPLOAD, /* file_name, a plain name, and file_size */
} frame_profile;

/* Bytes of a buffer. */
typedef struct frame_span {
    size_t at;  /* offset of the first */
    size_t len; /* bytes; 0 where there is nothing to point at */
} frame_span;

/* A rule that was broken, and the bytes at fault; all zero where none was. */
typedef struct frame_fault {
    h1_rule rule;
    frame_span span;
} frame_fault;

/* What a dictionary says, as far as frames are concerned. */
typedef struct frame_dictionary {
    uint64_t file_size;                  /* 0 where it isn't given */
    bool has_size;                       /* file_size was given */
    size_t name_len;                     /* bytes of file_name; 0 in FRAME_PLAIN, which leaves it alone */
    char file_name[FRAME_NAME_MOST + 1]; /* decoded, with a zero byte behind it */
} frame_dictionary;

typedef enum frame_event_type {
    FRAME_MORE = 0,   /* what is here is not enough; an unfinished head is kept: present it again from its start */
    FRAME_DICT,       /* ev->span: the dictionary's bytes; ev->dictionary: what they say */
    FRAME_DATA,       /* ev->span: bytes of the payload */
    FRAME_END,        /* the frame is complete; follows every frame */
    FRAME_CLOSED,     /* the end, between frames; every further call gives the same */
    FRAME_INCOMPLETE, /* the end, inside a frame: ev->rule, ev->span where it ends; every further call gives the same */
    FRAME_REFUSED,    /* ev->rule, ev->span; every further call gives the same */
} frame_event_type;

typedef struct frame_event {
    frame_event_type type;
    h1_rule rule;                /* INCOMPLETE, REFUSED */
    frame_span span;             /* DICT, DATA, INCOMPLETE, REFUSED */
    frame_dictionary dictionary; /* DICT */
} frame_event;

/* One direction of a connection. Its members are private; set it up with frame_decoder_init(), copy it freely, drop it
 * without ceremony. */
typedef struct frame_decoder {
    frame_profile profile;
    uint32_t dictionary_most;
    uint64_t frames, frames_most;
    uint64_t base; /* stream offset of buf[0] of the next call */
    uint64_t left; /* bytes of payload still to come */
    bool inside;   /* behind a dictionary, before END */
    frame_fault fault;
} frame_decoder;

/* Set up a decoder at the first byte of a stream.
 *
 *   dictionary_most  longest dictionary taken, at most FRAME_DICTIONARY_MOST
 *   frames_most      how many frames may come before a further byte is refused; 0 for any number
 *
 * O(1). */
void frame_decoder_init(frame_decoder *d, frame_profile profile, uint32_t dictionary_most, uint64_t frames_most);

/* The offset in the stream of the next call's buf[0]. O(1). */
uint64_t frame_decoder_offset(const frame_decoder *d);

/* Take the next event.
 *
 *   d    decoder, set up by frame_decoder_init()
 *   buf  [len] bytes: all that has arrived and was not yet consumed; only read during the call
 *   len  bytes in buf; 0 is allowed
 *   end  true once the peer has closed: no byte will follow buf
 *   ev   receives the event; its span counts from buf[0] and holds until buf changes. In an H1_REFUSED that is returned
 *        again it still counts from the start of the frame's head, none of which is consumed
 *
 * Returns how many bytes of buf are done with, 0 … len. With FRAME_MORE, call again with more bytes after the rest; a
 * buffer of FRAME_HEADER + dictionary_most bytes never meets FRAME_MORE without progress. However the bytes are cut,
 * the events are the same (adjacent DATA joined). A wrong magic is refused by the call that brings the wrong byte, a
 * wrong length by the call that brings its last byte, a wrong dictionary once it is whole.
 * Cost: O(1) until a dictionary is whole, then O(its length), once. Source: docs/framing.md. */
size_t frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev);

/* Check a dictionary as the decoder would, and write the header that goes before it.
 *
 *   profile     what it has to hold
 *   dictionary  [len] bytes: JSON text
 *   header      [FRAME_HEADER] receives magic and length
 *   says        receives what the dictionary says, or NULL: file_size is how many bytes of payload are due behind it
 *
 * Returns no fault, or what the decoder would refuse, its span counted from dictionary[0] (of a wrong length: len 0);
 * then nothing may be sent. O(len). */
frame_fault frame_encode(frame_profile profile, const uint8_t *dictionary, size_t len, uint8_t header[FRAME_HEADER],
                         frame_dictionary *says);

/* Is this a plain name for a file: not a path, and shown as what it is?
 *
 *   name  [len] bytes
 *
 * Returns H1_RULE_NONE; FRAME_NAME_TOO_LONG; or FRAME_NAME_NOT_PLAIN for the empty name, "." and "..", and names that
 * hold a separator (/ or \), a control character (C0, DEL, C1), a character that changes the direction of text (U+202A
 * to U+202E, U+2066 to U+2069), or bytes that aren't UTF-8. O(len). */
h1_rule frame_name_check(const uint8_t *name, size_t len);

#endif
