/* SPDX-License-Identifier: MIT */
/* What several routes ask of a request. Functions that return bool and take a non-const exchange have answered it where
 * they return false. */
#ifndef SERVER_ROUTES_REQUEST_H
#define SERVER_ROUTES_REQUEST_H

#include "server/exchange/exchange.h"

/* What stands in the path behind the route's own. */
h1_bytes srv_rest(const srv_exchange *x);

/* The rest of the path as a decimal number of least … most; otherwise 400 (404 where there is no rest). */
bool srv_rest_number(srv_exchange *x, uint64_t least, uint64_t most, uint64_t *number);

/* A decimal number in the query, at most `most`; where it isn't there *number stays as it is. Otherwise 400. */
bool srv_query_number(srv_exchange *x, const char *name, uint64_t most, uint64_t *number);

/* Does the client name text/html in Accept: is it a browser? Others get text or JSON. */
bool srv_wants_html(const srv_exchange *x);

/* The value of the first cookie of that name, without quotes around it; at is NULL where there is none. */
h1_bytes srv_cookie(const srv_exchange *x, const char *name);

/* Was the request sent by a page of this server, or by no page at all? Otherwise 403. docs/decisions/0005-sessions.md
 * says why this suffices. */
bool srv_is_own_site(srv_exchange *x);

/* Is the content an HTML form's (application/x-www-form-urlencoded)? Otherwise 415. */
bool srv_has_form(srv_exchange *x);

/* Send 303 (See Other). */
void srv_see_other(srv_exchange *x, const char *location);

#endif
