/* SPDX-License-Identifier: MIT */
/* Conditional requests: what the preconditions of a request make of it, RFC 9110 section 13.
 *
 * In two steps, so that the order of evaluation can be tested by itself: each field is read and compared with the
 * representation as it is now, then one pure function goes through the results in the order of section 13.2.2. */
#ifndef SERVER_ROUTES_CONDITIONAL_H
#define SERVER_ROUTES_CONDITIONAL_H

#include "server/exchange/exchange.h"

enum {
    SRV_TAG_MOST = 63, /* bytes of an entity-tag of ours */
};

/* What a representation can be recognised by. */
typedef struct srv_validators {
    char tag[SRV_TAG_MOST + 1]; /* an entity-tag as in ETag, quotes included; empty: none */
    int64_t modified;           /* seconds since 1970, as in Last-Modified */
    bool has_modified;
    bool modified_is_strong; /* no two representations can have had it: it may stand in an If-Range */
} srv_validators;

/* What became of one precondition. */
typedef enum srv_condition {
    SRV_CONDITION_ABSENT = 0, /* the field isn't there, or has to be ignored */
    SRV_CONDITION_TRUE,
    SRV_CONDITION_FALSE,
} srv_condition;

typedef struct srv_conditions {
    srv_condition if_match, if_unmodified_since, if_none_match, if_modified_since, if_range;
} srv_conditions;

/* What is to be done with a request that would have succeeded without its preconditions. */
typedef enum srv_ruling {
    SRV_RULING_PERFORM = 0,   /* and heed a Range, if there is one */
    SRV_RULING_PERFORM_WHOLE, /* and ignore Range */
    SRV_RULING_NOT_MODIFIED,  /* 304 */
    SRV_RULING_FAILED,        /* 412 */
} srv_ruling;

/* Compare the preconditions of a request with a representation.
 *
 * Where a field can't be read the cautious answer is taken: nothing matches an If-Match or an If-Range, and of an
 * If-None-Match the entity-tags before the fault are compared. A date that is no HTTP-date, or one of two, is ignored,
 * as sections 13.1.3 and 13.1.4 say.
 *
 *   now  seconds since 1970, for dates with a year of two digits
 *
 * Source: RFC 9110 sections 13.1.1 to 13.1.5. */
srv_conditions srv_conditions_compare(const srv_exchange *x, const srv_validators *valid, int64_t now);

/* Go through them in the order of RFC 9110 section 13.2.2.
 *
 *   method  SRV_ bit of the request */
srv_ruling srv_conditions_rule(const srv_conditions *conditions, unsigned method);

/* What a request's preconditions come to: both steps. */
srv_ruling srv_conditional(const srv_exchange *x, const srv_validators *valid, int64_t now);

#endif
