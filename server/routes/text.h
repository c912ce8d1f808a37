/* SPDX-License-Identifier: MIT */
/* A text that grows: what pages and small answers are made of.
 *
 * Everything of it that a peer chose goes through srv_text_html(), which escapes as reports do (report/markup.h). Where
 * memory is short the text says so once it is sent; nobody has to look before. */
#ifndef SERVER_ROUTES_TEXT_H
#define SERVER_ROUTES_TEXT_H

#include <jansson.h>

#include "server/exchange/exchange.h"

/* All zero is the empty text. */
typedef struct srv_text {
    char *at; /* [len], not ended by a zero byte */
    size_t len, room;
    bool failed; /* memory was short, or it would exceed SRV_TEXT_MOST */
} srv_text;

enum {
    SRV_TEXT_MOST = 8 * 1024 * 1024, /* bytes */
};

void srv_text_bytes(srv_text *t, const void *bytes, size_t len);
void srv_text_add(srv_text *t, const char *words);
void srv_text_format(srv_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Append bytes of any value as the text of an element or of a quoted attribute: they can't end either. UTF-8 stays as
 * it is; control characters, those that change the direction of text, and bytes that are no UTF-8 are shown escaped. */
void srv_text_html(srv_text *t, const void *bytes, size_t len);

void srv_text_free(srv_text *t);

/* Answer with the text and free it; 500 where it failed. */
void srv_text_send(srv_exchange *x, unsigned status, const char *media_type, srv_text *t);

/* Answer with a value and drop the caller's reference to it; 500 where it is NULL. */
void srv_json_send(srv_exchange *x, unsigned status, json_t *value);

#endif
