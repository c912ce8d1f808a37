/* SPDX-License-Identifier: MIT */
/* What became of an upload, as a page. */
#ifndef SERVER_ROUTES_UPLOAD_PAGE_H
#define SERVER_ROUTES_UPLOAD_PAGE_H

#include <jansson.h>

#include "server/exchange/exchange.h"

/* Answer with a page.
 *
 *   files   array of what srv_incoming_end() says
 *   fields  array of the other fields */
void srv_send_uploaded_page(srv_exchange *x, const json_t *files, const json_t *fields);

#endif
