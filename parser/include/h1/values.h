/* SPDX-License-Identifier: MIT */
/* Values of fields: media types, entity-tags, ranges, cache directives, connection management, credentials.
 *
 * The manner of all functions is told in h1/words.h. Where a field is a list, there is a function for one element: walk
 * the list with h1_list_next(). h1_field_value_read() judges a whole value by its field's name. */
#ifndef H1_VALUES_H
#define H1_VALUES_H

#include <h1/words.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Judge the whole value of a field, by the grammar that its name stands for.
 *
 *   name  [name_len] bytes, in any case
 *
 * Returns H1_VALUE_NONE, with *bad 0, where this library knows no grammar for the name: then nothing was judged. Lists
 * may have empty elements, as a recipient has to bear.
 * Source: the section of RFC 9110, 9111, 9112 or 6265 that defines the field. */
H1_API h1_value h1_field_value_read(const uint8_t *name, size_t name_len, const uint8_t *value, size_t len,
                                    size_t *bad);

/* ---- Content --------------------------------------------------------------------------------------------------- */

/* A media type, or a media range of Accept. */
typedef struct h1_media_type {
    h1_span type;       /* "*" in a range */
    h1_span subtype;    /* "*" in a range */
    h1_span parameters; /* from behind the subtype on: see h1_parameter_next(); may be empty */
} h1_media_type;

/* media-type: the value of Content-Type. Source: RFC 9110 section 8.3.1. */
H1_API h1_value h1_media_type_read(const uint8_t *value, size_t len, h1_media_type *type, size_t *bad);

/* An element of Accept: media-range with its parameters, of which a weight is one.
 *
 *   weight  receives thousandths, 0 … 1000; 1000 where there is none
 *
 * Source: RFC 9110 sections 12.5.1 and 12.4.2. */
H1_API h1_value h1_media_range_read(const uint8_t *value, size_t len, h1_media_type *range, unsigned *weight,
                                    size_t *bad);

/* Whether a value that may have parameters is of a type.
 *
 *   type  "type/subtype", a C string in lower case */
H1_API bool h1_is_media_type(const uint8_t *value, size_t len, const char *type);

/* qvalue.
 *
 *   weight  receives thousandths, 0 … 1000
 *
 * Source: RFC 9110 section 12.4.2. */
H1_API h1_value h1_qvalue_read(const uint8_t *value, size_t len, unsigned *weight, size_t *bad);

/* An element of Accept-Encoding, Accept-Charset or Accept-Language: a word, or "*", and a weight.
 *
 *   word  receives the coding, charset or language range
 *
 * Source: RFC 9110 sections 12.5.2 to 12.5.4; language ranges are tokens here. */
H1_API h1_value h1_weighted_read(const uint8_t *value, size_t len, h1_span *word, unsigned *weight, size_t *bad);

/* ---- Entity-tags ----------------------------------------------------------------------------------------------- */

typedef struct h1_entity_tag {
    h1_span opaque; /* what stands between the quotes; a backslash there is a byte like others */
    bool weak;
} h1_entity_tag;

/* entity-tag: the value of ETag. Source: RFC 9110 section 8.8.3. */
H1_API h1_value h1_entity_tag_read(const uint8_t *value, size_t len, h1_entity_tag *tag, size_t *bad);

/* Step through the entity-tags of If-Match or If-None-Match. Their commas and backslashes are no list's and no quoted
 * string's, so h1_list_next() would cut them wrongly. "*" is a value of its own: compare before. An element that ends
 * without a comma behind it, at something else, is H1_VALUE_BYTE.
 *
 * Source: RFC 9110 sections 8.8.3, 13.1.1 and 13.1.2. */
H1_API h1_value h1_entity_tag_next(const uint8_t *value, size_t len, size_t *at, h1_entity_tag *tag);

/* How entity-tags are compared, RFC 9110 section 8.8.3.2. */
typedef enum h1_tag_comparison {
    H1_TAG_STRONG, /* the same, and neither is weak */
    H1_TAG_WEAK,   /* the same but for weakness */
} h1_tag_comparison;

/* Whether two entity-tags match.
 *
 *   a_value, b_value  the bytes that a and b were read from */
H1_API bool h1_entity_tag_matches(const uint8_t *a_value, const h1_entity_tag *a, const uint8_t *b_value,
                                  const h1_entity_tag *b, h1_tag_comparison how);

/* ---- Ranges ---------------------------------------------------------------------------------------------------- */

/* What a Range asks for. */
typedef struct h1_ranges {
    h1_span unit;
    h1_span set;   /* behind the "=": see h1_range_next() */
    bool is_bytes; /* the unit is bytes; the set of another unit has no numbers that could be read */
} h1_ranges;

/* Range = range-unit "=" range-set. In a set of bytes, positions are judged: a last-pos before its first-pos is ruled
 * out. Source: RFC 9110 sections 14.1 and 14.2. */
H1_API h1_value h1_ranges_read(const uint8_t *value, size_t len, h1_ranges *ranges, size_t *bad);

/* One range of bytes, as it was asked for. Numbers saturate at 2^64-1. */
typedef struct h1_range {
    uint64_t first; /* the first byte, from 0; in a suffix the number of bytes */
    uint64_t last;  /* the last byte itself; 2^64-1 where it was left open */
    bool suffix;    /* the last bytes of the representation */
} h1_range;

/* Step through a set of byte ranges.
 *
 *   set  [len] bytes from h1_ranges.set, or the value from there on
 *
 * Source: RFC 9110 section 14.1.2. */
H1_API h1_value h1_range_next(const uint8_t *set, size_t len, size_t *at, h1_range *range);

/* Which bytes of a representation a range selects.
 *
 *   complete  bytes of the representation
 *   first     receives the first byte
 *   count     receives how many, at least 1
 *
 * Returns false where it selects none: the range is unsatisfiable. Source: RFC 9110 sections 14.1.1 and 14.1.2. */
H1_API bool h1_range_select(const h1_range *range, uint64_t complete, uint64_t *first, uint64_t *count);

/* What a Content-Range says. */
typedef struct h1_content_range {
    h1_span unit;
    bool is_bytes;     /* the range-unit is bytes; nothing else is known of another unit */
    bool has_range;    /* first and last are told; false for an unsatisfied-range */
    bool has_complete; /* the complete length is told */
    uint64_t first;    /* numbers saturate at 2^64-1 */
    uint64_t last;     /* the last byte itself */
    uint64_t complete; /* of the representation */
} h1_content_range;

/* Content-Range. Ruled out are a last-pos before first-pos and a complete-length that doesn't hold the range; bad is
 * the first byte of the later number. Source: RFC 9110 section 14.4. */
H1_API h1_value h1_content_range_read(const uint8_t *value, size_t len, h1_content_range *range, size_t *bad);

/* ---- Caching --------------------------------------------------------------------------------------------------- */

typedef struct h1_cache_directive {
    h1_span name;
    h1_span argument; /* as written: a token, or with quotes a quoted-string (h1_unquote() takes both) */
    bool has_argument;
} h1_cache_directive;

/* An element of Cache-Control. Source: RFC 9111 section 5.2. */
H1_API h1_value h1_cache_directive_read(const uint8_t *value, size_t len, h1_cache_directive *directive, size_t *bad);

/* ---- Connections ----------------------------------------------------------------------------------------------- */

/* What the list of transfer codings in a Transfer-Encoding says. */
typedef struct h1_transfer_encoding {
    bool chunked; /* the last coding is chunked */
    bool others;  /* there are codings beside chunked */
    bool empty;   /* the list has no coding, or an element without one */
} h1_transfer_encoding;

/* Transfer-Encoding, read as message framing reads it. Ruled out are chunked twice or with parameters.
 * Source: RFC 9112 sections 6.1 and 7, RFC 9110 section 10.1.4. */
H1_API h1_value h1_transfer_encoding_read(const uint8_t *value, size_t len, h1_transfer_encoding *encoding,
                                          size_t *bad);

/* An element of TE. */
typedef struct h1_t_coding {
    h1_span coding;     /* "trailers", or the name of a transfer coding */
    h1_span parameters; /* from behind it on, the weight included; may be empty */
    unsigned weight;    /* thousandths, 0 … 1000; 1000 where there is none */
} h1_t_coding;

/* t-codings. "trailers" has neither parameters nor a weight. Source: RFC 9110 section 10.1.4. */
H1_API h1_value h1_t_coding_read(const uint8_t *value, size_t len, h1_t_coding *coding, size_t *bad);

/* An element of Expect. */
typedef struct h1_expectation {
    h1_span name;
    h1_span argument; /* as written; absent where there is no "=" */
    h1_span parameters;
    bool has_argument;
} h1_expectation;

/* expectation. Source: RFC 9110 section 10.1.1. */
H1_API h1_value h1_expectation_read(const uint8_t *value, size_t len, h1_expectation *expectation, size_t *bad);

/* A protocol, as in Upgrade, or a product, as in User-Agent and Server. */
typedef struct h1_protocol {
    h1_span name;
    h1_span version; /* absent where there is no "/" */
} h1_protocol;

/* An element of Upgrade. Source: RFC 9110 section 7.8. */
H1_API h1_value h1_protocol_read(const uint8_t *value, size_t len, h1_protocol *protocol, size_t *bad);

/* An element of Via. */
typedef struct h1_via {
    h1_protocol protocol; /* the name is absent where it is HTTP */
    h1_span received_by;  /* without the port */
    h1_span port;         /* the digits; absent where there are none */
    h1_span comment;      /* with its parentheses; absent where there is none */
} h1_via;

/* received-protocol RWS received-by [ RWS comment ]. A port above 65,535 is ruled out.
 * Source: RFC 9110 section 7.6.3. */
H1_API h1_value h1_via_read(const uint8_t *value, size_t len, h1_via *via, size_t *bad);

/* ---- Authentication -------------------------------------------------------------------------------------------- */

/* Credentials of a request, or a challenge of a response. */
typedef struct h1_credentials {
    h1_span scheme;
    h1_span token68;    /* absent where there are parameters, or nothing */
    h1_span parameters; /* a list: see h1_auth_parameter_next(); absent where there is a token68, or nothing */
} h1_credentials;

/* credentials: the value of Authorization and Proxy-Authorization. Source: RFC 9110 section 11.4. */
H1_API h1_value h1_credentials_read(const uint8_t *value, size_t len, h1_credentials *credentials, size_t *bad);

/* Step through the challenges of WWW-Authenticate or Proxy-Authenticate. A comma may end a parameter or a challenge; it
 * ends a challenge where a word without "=" follows. Source: RFC 9110 sections 11.3, 11.6.1 and 11.7.1. */
H1_API h1_value h1_challenge_next(const uint8_t *value, size_t len, size_t *at, h1_credentials *challenge);

/* Step through auth-params, over empty elements.
 *
 *   value  [len] bytes from h1_credentials.parameters, or all of Authentication-Info
 *
 * Source: RFC 9110 sections 11.2 and 11.6.3. */
H1_API h1_value h1_auth_parameter_next(const uint8_t *value, size_t len, size_t *at, h1_parameter *parameter);

#ifdef __cplusplus
}
#endif

#endif
