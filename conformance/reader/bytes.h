/* SPDX-License-Identifier: MIT */
/* The escape language in which case files write bytes.
 *
 *   \r \n \t \\ \" \{ \} \)   that byte            {host} {port} {path} {origin} {target}   filled in, and {etag}
 *   \xHH                      any byte             \^                                        the next byte is at fault
 *   \R8192(ab)                ab, 8192 times       \^[ ... \^]                               these bytes are
 *   \L(ab)                    the length of ab in four bytes, network byte order, and ab
 *
 * Every other printable US-ASCII character stands for itself; nothing else may be written. Marks are places between
 * bytes and add none. */
#ifndef CONF_BYTES_H
#define CONF_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "conformance/memory.h"

typedef struct conf_bytes {
    const uint8_t *at;
    size_t len;
} conf_bytes;

/* A growing run of bytes; all zero is empty. */
typedef struct conf_buffer {
    uint8_t *at;
    size_t len, room;
} conf_buffer;

/* What the names in braces stand for. */
typedef struct conf_variables {
    const char *host, *port, *path, *origin, *target;
    const char *etag; /* an opaque-tag, with its quotes; NULL: "h1" is as good as any */
} conf_variables;

/* What they stand for where no peer is there: h.example, 80, /, o.example, /. */
extern const conf_variables conf_parser_variables;

typedef enum conf_mark_kind {
    CONF_MARK_NONE = 0,
    CONF_MARK_POINT, /* \^: the byte at .at; its length is 1 and isn't compared */
    CONF_MARK_OPEN,  /* \^[ was read, \^] not yet */
    CONF_MARK_SPAN,  /* \^[ ... \^] */
} conf_mark_kind;

/* The place of the fault in one direction's bytes. */
typedef struct conf_mark {
    conf_mark_kind kind;
    size_t at, len;
} conf_mark;

/* Append bytes to a buffer whose memory comes from `memory`. */
void conf_buffer_add(conf_memory *memory, conf_buffer *buffer, const uint8_t *bytes, size_t len);

/* Read escaped text and append its bytes.
 *
 *   text, len  one line's text, or what stands between quotes
 *   variables  what names in braces stand for
 *   out        receives the bytes, behind what it has
 *   mark       receives the mark, counted in out; NULL where none is allowed. A mark may begin in one text and end in
 *              a later one
 *   at         receives the offset in text of what is wrong
 *
 * Returns NULL, or what was expected at text[*at]. O(bytes made). */
const char *conf_bytes_read(conf_memory *memory, const char *text, size_t len, const conf_variables *variables,
                            conf_buffer *out, conf_mark *mark, size_t *at);

#endif
