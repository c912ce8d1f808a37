/* SPDX-License-Identifier: MIT */
/* Pieces of the grammars of field values that several files read. */
#ifndef H1I_VALUES_H
#define H1I_VALUES_H

#include <h1/values.h>

#include "parser/src/values/cursor.h"

bool h1i_take_entity_tag(h1i_cursor *c, h1_entity_tag *tag);
bool h1i_take_qvalue(h1i_cursor *c, unsigned *weight);

/* [ OWS ";" OWS "q=" qvalue ]; the weight is 1000 where there is none. */
bool h1i_take_weight(h1i_cursor *c, unsigned *weight);

/* media-range, or with wild false media-type. */
bool h1i_take_media_type(h1i_cursor *c, bool wild, h1_media_type *type, unsigned *weight);
bool h1i_take_weighted(h1i_cursor *c, h1_span *word, unsigned *weight);

bool h1i_take_ranges(h1i_cursor *c, h1_ranges *ranges);
bool h1i_take_content_range(h1i_cursor *c, h1_content_range *range);
bool h1i_take_cache_directive(h1i_cursor *c, h1_cache_directive *directive);
bool h1i_take_t_coding(h1i_cursor *c, h1_t_coding *coding);
bool h1i_take_expectation(h1i_cursor *c, h1_expectation *expectation);
bool h1i_take_protocol(h1i_cursor *c, h1_protocol *protocol);
bool h1i_take_via(h1i_cursor *c, h1_via *via);
bool h1i_take_credentials(h1i_cursor *c, h1_credentials *credentials);

#endif
