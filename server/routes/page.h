/* SPDX-License-Identifier: MIT */
/* The frame of every page: a head, a way home, and the fields that keep foreign scripts and frames out. */
#ifndef SERVER_ROUTES_PAGE_H
#define SERVER_ROUTES_PAGE_H

#include "server/routes/text.h"

/* The beginning of a page, up to the heading.
 *
 *   title  trusted HTML text */
void srv_page_begin(srv_text *t, const char *title);

/* The fields that go with a page: Content-Security-Policy and its kin. */
void srv_page_fields(srv_exchange *x);

/* End the page, answer with it, and free it. */
void srv_page_send(srv_exchange *x, unsigned status, srv_text *t);

#define SRV_HTML  "text/html; charset=utf-8"
#define SRV_PLAIN "text/plain; charset=utf-8"

#endif
