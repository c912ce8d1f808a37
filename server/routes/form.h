/* SPDX-License-Identifier: MIT */
/* Pairs of a query or of an HTML form's content (application/x-www-form-urlencoded), one asked for by name. */
#ifndef SERVER_ROUTES_FORM_H
#define SERVER_ROUTES_FORM_H

#include "server/exchange/exchange.h"

typedef enum srv_form {
    SRV_FORM_OK = 0,
    SRV_FORM_NONE,  /* there is no pair of that name */
    SRV_FORM_TWICE, /* there are several: nobody knows which one is meant */
    SRV_FORM_BAD,   /* the pairs are outside the grammar, before or behind it */
    SRV_FORM_LONG,  /* the value, decoded, does not fit, or holds a zero byte */
} srv_form;

/* Find a pair and decode its value.
 *
 *   form   the pairs, without "?"
 *   name   of the pair, decoded
 *   value  [room] receives the value, ended by a zero byte; the empty string unless SRV_FORM_OK
 *
 * O(form). Source: the pairs are a convention of HTML forms; RFC 3986 section 3.4 for their bytes. */
srv_form srv_form_value(h1_bytes form, const char *name, char *value, size_t room);

#endif
