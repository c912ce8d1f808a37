/* SPDX-License-Identifier: MIT */
/* Request-targets and the value of Host, a byte at a time: one automaton for all the places where a URI's parts stand,
 * so that a host is the same thing everywhere. It keeps twelve bytes and never looks back. */
#ifndef H1I_URI_STEP_H
#define H1I_URI_STEP_H

#include <stdint.h>

#include <h1/h1.h>

/* Where the bytes stand decides which of the forms are due (RFC 9112 section 3.2). */
typedef enum h1i_uri_kind {
    H1I_URI_ANY_METHOD, /* origin-form or absolute-form */
    H1I_URI_OPTIONS,    /* these, or asterisk-form */
    H1I_URI_CONNECT,    /* authority-form */
    H1I_URI_HOST,       /* Host = uri-host [ ":" port ]                                      RFC 9110 section 7.2 */
} h1i_uri_kind;

typedef enum h1i_uri_result {
    H1I_URI_OK = 0,
    H1I_URI_BYTE,         /* no URI has this byte here */
    H1I_URI_PERCENT,      /* "%" without two hexadecimal digits; the "%" is h1i_uri_percent_back() bytes before */
    H1I_URI_FRAGMENT,     /* "#" */
    H1I_URI_FORM,         /* none of the forms that are due */
    H1I_URI_USERINFO,     /* "@" behind an http or https authority, or in Host */
    H1I_URI_HOST_EMPTY,   /* http or https without a host */
    H1I_URI_PORT,         /* above 65,535, or no number in a target */
    H1I_URI_HOST_NUL,     /* %00 in a host */
    H1I_URI_CONNECT_PORT, /* CONNECT to an empty port or to port 0 */
} h1i_uri_result;

/* Start before the first byte. */
void h1i_uri_init(h1_uri_state *uri, h1i_uri_kind kind);

/* Take one byte, neither white space nor line end.
 *
 * Returns H1I_URI_OK while something accepted may start with the bytes so far, else what is wrong; after that the
 * automaton reads on as audit mode does: it passes over the byte, and reports other faults that come later. */
h1i_uri_result h1i_uri_step(h1_uri_state *uri, uint8_t byte);

/* Whether bytes of the class H1I_PATH would change nothing, however many: in a path or a query. */
bool h1i_uri_in_path(const h1_uri_state *uri);

/* Take the end of the bytes. To be called again until it returns H1I_URI_OK: several things may be missing at once. */
h1i_uri_result h1i_uri_end(h1_uri_state *uri);

/* The form that was read, after h1i_uri_end(); H1_FORM_NONE where it is none. */
h1_form h1i_uri_form(const h1_uri_state *uri);

/* How many bytes before the current one the broken percent triplet started: 1 or 2, after H1I_URI_PERCENT. */
unsigned h1i_uri_percent_back(const h1_uri_state *uri);

#endif
