/* SPDX-License-Identifier: MIT */
/* Lists, as Connection, Transfer-Encoding and Content-Length hold them. */
#ifndef H1I_LIST_H
#define H1I_LIST_H

#include <h1/h1.h>

/* Where a list is read. Start with at = 0. */
typedef struct h1i_list {
    const uint8_t *bytes;
    uint32_t len;
    uint32_t at;    /* behind the element read last, and the comma that ends it */
    uint32_t empty; /* where the first empty element should stand: offset of its comma; H1I_LIST_NONE */
    bool any;       /* a comma was passed, so an element is due behind it */
} h1i_list;

#define H1I_LIST_NONE UINT32_MAX /* no offset */

h1i_list h1i_list_of(const uint8_t *bytes, uint32_t len);

/* Take the next element that isn't empty, without the white space around it. A comma inside a quoted string belongs to
 * the element.
 *
 * Returns false at the end. Folds count as white space.
 * Source: #element => [ element ] *( OWS "," OWS [ element ] ), RFC 9110 section 5.6.1.2. */
bool h1i_list_next(h1i_list *list, h1_span *element);

/* White space in a field value: SP, HTAB, and what audit and clients read as SP: CR, LF (of a fold) and NUL. */
bool h1i_reads_as_blank(uint8_t byte);

/* The first byte at or behind at that isn't white space: what shows that a blank inside an element isn't its end. */
uint32_t h1i_list_skip_blank(const h1i_list *list, uint32_t at);

/* Whether the bytes are the word, without case. */
bool h1i_same_word(const uint8_t *bytes, size_t len, const char *word);

#endif
