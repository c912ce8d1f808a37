/* SPDX-License-Identifier: MIT */
/* The steps of the reference, one or more a state. head_step.c has the tables that name them by state.
 *
 * A byte step takes one byte, never CR or LF unless audit gave it as SP. A line-end step takes the end of the line as a
 * whole, once it is known to be one. Both return what becomes of it and may report one violation; to report several at
 * one byte they return H1I_AGAIN and are called again. */
#ifndef H1I_STEPS_H
#define H1I_STEPS_H

#include "parser/src/stream_state.h"

typedef h1i_step h1i_byte_step(h1_stream *s, const uint8_t *buf, uint8_t byte);
typedef h1i_step h1i_line_step(h1_stream *s, const uint8_t *buf);

/* request_line.c */
h1i_byte_step h1i_method_start, h1i_method, h1i_target_start, h1i_target, h1i_version_start, h1i_version,
    h1i_request_end;
h1i_line_step h1i_empty_line, h1i_request_line_short, h1i_target_line_end, h1i_request_line_end, h1i_version_line_end;

/* status_line.c */
h1i_byte_step h1i_status_line_start, h1i_status_version, h1i_status_space, h1i_status_start, h1i_status, h1i_status_end,
    h1i_reason;
h1i_line_step h1i_status_empty_line, h1i_status_code_missing, h1i_status_space_missing, h1i_status_line_end;

/* field_line.c */
h1i_byte_step h1i_field_start, h1i_field_name, h1i_field_space, h1i_field_value, h1i_field_dropped;
h1i_line_step h1i_section_end, h1i_field_colon_missing, h1i_field_line_end, h1i_field_dropped_end;

/* body/chunk_line.c */
h1i_byte_step h1i_size_start, h1i_size, h1i_ext_space, h1i_ext_start, h1i_ext_name, h1i_ext_name_space,
    h1i_ext_value_start, h1i_ext_value, h1i_ext_quoted, h1i_ext_quoted_pair, h1i_ext_quoted_end;
h1i_line_step h1i_size_missing, h1i_chunk_line_end, h1i_size_space_end, h1i_ext_cut_off;

/* One byte of an HTTP-version, at index s->at - s->part_at; next is the state behind its last byte. */
h1i_step h1i_version_byte(h1_stream *s, uint8_t byte, enum h1i_state next);

/* White space of a start-line that isn't the one SP that is due: SP, HTAB, VT or FF (RFC 9112 section 3). */
bool h1i_is_start_line_space(uint8_t byte);

/* Report such white space at s->at, once in a start-line. */
h1i_step h1i_stray_space(h1_stream *s);

/* A CR stands at s->at: judge the field line before it, if one is pending. Returns false when there is a violation;
 * call again for the rest. */
bool h1i_settle_line(h1_stream *s, const uint8_t *buf);

/* Begin the field section behind a start-line, or a trailer section. */
void h1i_begin_fields(h1_stream *s);

/* What a field line says about framing, routing and the connection, judged when the line is whole: framing_fields.c.
 * s->stage counts the checks made. Returns true when all were made; false when one found a violation, which is in
 * s->rule: call again for the rest. */
bool h1i_judge_field(h1_stream *s, const uint8_t *buf);

/* The same for what only the whole head tells. */
bool h1i_judge_head(h1_stream *s, const uint8_t *buf);

/* The form of the request-target that was read. */
h1_form h1i_target_form(const h1_stream *s);

/* How many bytes the line end at s->at has: CRLF, or the bare LF that audit takes. */
uint32_t h1i_line_end_len(const h1_stream *s, const uint8_t *buf);

/* The h1_field_id of a field name. */
h1_field_id h1i_field_id(const uint8_t *name, size_t len);

#endif
