/* SPDX-License-Identifier: MIT */
/* Lists as message framing reads them: what h1_list_next() (h1/words.h) takes for white space. */
#ifndef H1I_LIST_H
#define H1I_LIST_H

#include <h1/words.h>

/* White space in a field value: SP, HTAB, and what audit and clients read as SP: CR, LF (of a fold) and NUL. */
bool h1i_reads_as_blank(uint8_t byte);

/* The first byte at or behind at that isn't white space: what shows that a blank inside an element isn't its end. */
uint32_t h1i_list_skip_blank(const h1_list *list, uint32_t at);

#endif
