/* SPDX-License-Identifier: MIT */
/* URIs: request-targets, references, hosts, ports, percent-coding, query pairs, normalisation.
 *
 * The manner of all functions is told in h1/words.h. Nothing is decoded or resolved unless asked for: parts are spans
 * of what was written. */
#ifndef H1_URI_H
#define H1_URI_H

#include <h1/words.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Parts ----------------------------------------------------------------------------------------------------- */

/* Bits of h1_uri.has: a component can be there and empty. A path always is. */
enum {
    H1_URI_SCHEME = 1 << 0,
    H1_URI_AUTHORITY = 1 << 1, /* and with it a host */
    H1_URI_USERINFO = 1 << 2,
    H1_URI_PORT = 1 << 3,
    H1_URI_QUERY = 1 << 4,
    H1_URI_FRAGMENT = 1 << 5,
};

/* What a host is written as, RFC 3986 section 3.2.2. */
typedef enum h1_host_kind {
    H1_HOST_EMPTY = 0,
    H1_HOST_NAME,      /* reg-name */
    H1_HOST_IP4,       /* four octets in decimal, none with a leading zero */
    H1_HOST_IP6,       /* in brackets, which belong to the span */
    H1_HOST_IP_FUTURE, /* "[v", a version, and what only it knows */
} h1_host_kind;

/* The components, without the delimiters before or behind them. One that isn't there has no bytes. */
typedef struct h1_uri {
    h1_span scheme;
    h1_span userinfo;
    h1_span host;
    h1_span port; /* the digits; may be there and empty */
    h1_span path;
    h1_span query;
    h1_span fragment;
    uint32_t port_number; /* 0 where there are no digits; above 65,535 it may be 65,536 */
    uint8_t has;          /* H1_URI_ bits */
    uint8_t host_kind;    /* h1_host_kind */
} h1_uri;

/* URI-reference: with or without a scheme, an authority, a fragment. The value of Location.
 *
 *   uri  receives the components
 *
 * Source: RFC 3986 section 4.1, RFC 9110 section 10.2.2. */
H1_API h1_value h1_uri_reference_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad);

/* absolute-URI: with a scheme, without a fragment. Source: RFC 3986 section 4.3. */
H1_API h1_value h1_uri_absolute_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad);

/* Referer = absolute-URI / partial-URI: no fragment. A userinfo is in the grammar and ruled out.
 * Source: RFC 9110 sections 10.1.3 and 4.2.4. */
H1_API h1_value h1_referer_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad);

/* Host = uri-host [ ":" port ].
 *
 *   uri  receives host, port and their kind; the rest is absent
 *
 * An empty host fits. Ruled out are a userinfo, a port above 65,535 and "%00".
 * Source: RFC 9110 sections 7.2 and 4.2.4, RFC 3986 section 7.3. */
H1_API h1_value h1_host_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad);

/* request-target, in the form that its method asks for.
 *
 *   method  [method_len] bytes: CONNECT takes the authority-form, OPTIONS the asterisk-form too
 *   target  [len] bytes
 *   form    receives which of the four it is
 *   uri     receives the components; the authority-form has an authority only, the asterisk-form has "*" as its path
 *
 * Ruled out are, in http and https URIs, a userinfo and an empty host; a port above 65,535; "%00" in a host; CONNECT
 * without a port or to port 0. A target that has the grammar of a form that isn't due is H1_VALUE_BYTE or _ENDS.
 * Source: RFC 9112 section 3.2, RFC 9110 sections 4.2 and 9.3.6. */
H1_API h1_value h1_target_read(const uint8_t *method, size_t method_len, const uint8_t *target, size_t len,
                               h1_form *form, h1_uri *uri, size_t *bad);

/* The port that a scheme means when none is given: 80 for http and ws, 443 for https and wss, in any case; 0 for
 * others. Source: RFC 9110 section 4.2, RFC 6455 section 3. */
H1_API uint16_t h1_scheme_port(const uint8_t *scheme, size_t len);

/* The port that a URI means: its own, or its scheme's; 0 where neither tells.
 *
 *   value  the bytes that uri was read from */
H1_API uint32_t h1_uri_port(const uint8_t *value, const h1_uri *uri);

/* Whether the scheme is http or https. */
H1_API bool h1_uri_is_http(const uint8_t *value, const h1_uri *uri);

/* Step through path-abempty = *( "/" segment ).
 *
 *   path     [len] bytes
 *   segment  receives what stands behind the "/", up to the next; may be empty
 *
 * Source: RFC 3986 section 3.3. */
H1_API h1_value h1_segment_next(const uint8_t *path, size_t len, size_t *at, h1_span *segment);

/* ---- Percent-coding -------------------------------------------------------------------------------------------- */

/* Where bytes are to stand, which decides what may stand there as it is. */
typedef enum h1_component {
    H1_IN_ANY = 0,  /* only unreserved stays: fits wherever percent-coding does */
    H1_IN_USERINFO, /* unreserved, sub-delims, ":" */
    H1_IN_HOST,     /* unreserved, sub-delims */
    H1_IN_SEGMENT,  /* unreserved, sub-delims, ":", "@" */
    H1_IN_PATH,     /* the same and "/" */
    H1_IN_QUERY,    /* the same and "?", as in a fragment */
    H1_IN_PAIR,     /* the name or value of a query pair: unreserved; SP becomes "+" */
} h1_component;

/* Percent-encode: every byte that may not stand in the component becomes "%" and two hexadecimal digits in upper case.
 * "%" always does, so what was encoded already is encoded again.
 *
 *   bytes  [len] bytes of any value
 *   out    [size] bytes; not bytes itself
 *   got    receives how many there are, 3 * len at most, also where there was no room
 *
 * Returns H1_VALUE_OK or H1_VALUE_NO_ROOM. Source: RFC 3986 sections 2.1 and 2.4. */
H1_API h1_value h1_percent_encode(const uint8_t *bytes, size_t len, h1_component where, uint8_t *out, size_t size,
                                  size_t *got);

/* Percent-decode, once.
 *
 *   value  [len] bytes; each that no URI has, and each "%" without two hexadecimal digits behind it, is refused
 *   out    [size] bytes; may be value itself
 *   got    receives how many there are, len at most, also where there was no room
 *
 * The text may hold any byte, NUL and "/" too: split a URI before its parts are decoded.
 * Source: RFC 3986 sections 2.1 and 2.4. */
H1_API h1_value h1_percent_decode(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got,
                                  size_t *bad);

/* Percent-decode in place. Where it is refused the bytes before *bad may have been moved already. */
H1_API h1_value h1_percent_decode_in_place(uint8_t *bytes, size_t len, size_t *got, size_t *bad);

/* ---- Query pairs ----------------------------------------------------------------------------------------------- */

/* name "=" value, as forms put them into a query. */
typedef struct h1_pair {
    h1_span name;
    h1_span value;  /* from behind the first "=" on */
    bool has_value; /* there is a "=" */
} h1_pair;

/* Step through *( pair "&" ): pairs without a byte are passed over.
 *
 *   query  [len] bytes, without the "?"; everything outside the grammar of a query is refused
 *
 * Source: RFC 3986 section 3.4 for the bytes; the pairs are a convention of HTML forms. */
H1_API h1_value h1_pair_next(const uint8_t *query, size_t len, size_t *at, h1_pair *pair);

/* What a pair's name or value stands for: "+" is SP, "%2B" is "+". Parameters and result as h1_percent_decode(). */
H1_API h1_value h1_pair_decode(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad);

/* ---- Normalisation --------------------------------------------------------------------------------------------- */

/* The normal form of a URI-reference, by which two can be compared byte by byte: scheme and host in lower case,
 * percent-codes in upper case, those of unreserved bytes decoded, "." and ".." segments of a path that starts with "/"
 * taken out, an empty port and the scheme's own port left out, and "/" for the empty path of http and https. Where
 * taking out segments leaves "//" at the start of a path without an authority, "/." is put before it, so that it
 * doesn't become one.
 *
 *   out  [size] bytes, not value itself; len + 1 of them always suffice, and fewer are no room
 *   got  receives how many there are; len + 1 where there was no room
 *
 * The normal form of a normal form is itself. Source: RFC 3986 sections 6.2.2 and 6.2.3, RFC 9110 section 4.2.3. */
H1_API h1_value h1_uri_normalise(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad);

#ifdef __cplusplus
}
#endif

#endif
