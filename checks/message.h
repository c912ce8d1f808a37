/* SPDX-License-Identifier: MIT */
/* How a check is made known: it stands, with what it applies to, in the table of its file; message.c runs the tables.
 */
#ifndef CHECK_MESSAGE_H
#define CHECK_MESSAGE_H

#include "fields.h"

/* What a check applies to; bits. */
enum {
    CHECK_REQUEST = 1 << 0,
    CHECK_RESPONSE = 1 << 1,
    CHECK_ANY = CHECK_REQUEST | CHECK_RESPONSE,
    CHECK_AFTER_CONTENT = 1 << 2, /* it needs run->content; all others run when the head is there */
};

typedef struct check_entry {
    unsigned applies;
    void (*check)(const check_run *run);
} check_entry;

typedef struct check_table {
    const check_entry *entries; /* [count] */
    size_t count;
} check_table;

extern const check_table check_content_checks;   /* content.c: content, and the fields that announce it */
extern const check_table check_required_checks;  /* required.c: fields that have to be there */
extern const check_table check_hop_checks;       /* hop.c: fields that end at the next hop */
extern const check_table check_repeated_checks;  /* repeated.c: fields that have one line */
extern const check_table check_date_checks;      /* dates.c: fields that hold dates */
extern const check_table check_reference_checks; /* references.c: fields that hold URIs */
extern const check_table check_value_checks;     /* valued.c: fields with other grammars */
extern const check_table check_range_checks;     /* ranges.c: Content-Range and If-Range */
extern const check_table check_cookie_checks;    /* cookies.c: Cookie and Set-Cookie */
extern const check_table check_caching_checks;   /* caching.c: Cache-Control */
extern const check_table check_auth_checks;      /* auth.c: challenges and credentials */
extern const check_table check_describe_checks;  /* described.c: fields that describe a representation */
extern const check_table check_choice_checks;    /* choice.c: fields by which a representation is chosen */
extern const check_table check_writing_checks;   /* writing.c: how values are written */

#endif
