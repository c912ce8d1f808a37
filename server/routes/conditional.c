/* SPDX-License-Identifier: MIT */
/* Preconditions, field by field in the order of RFC 9110 section 13.1, then their precedence. */
#include "server/routes/conditional.h"

#include <string.h>

#include "h1/dates.h"
#include "h1/values.h"

static srv_condition condition(bool holds)
{
    return holds ? SRV_CONDITION_TRUE : SRV_CONDITION_FALSE;
}

static bool is_star(h1_bytes value)
{
    return value.len == 1 && *(const uint8_t *)value.at == '*';
}

/* Whether one of the entity-tags of one field line is the representation's. */
static bool line_has_tag(h1_bytes value, const srv_validators *valid, h1_tag_comparison how)
{
    const uint8_t *tag_bytes = (const uint8_t *)valid->tag;
    h1_entity_tag ours, theirs;
    size_t at = 0, bad;

    if (h1_entity_tag_read(tag_bytes, strlen(valid->tag), &ours, &bad) != H1_VALUE_OK)
        return false;
    while (h1_entity_tag_next(value.at, value.len, &at, &theirs) == H1_VALUE_OK)
        if (h1_entity_tag_matches(value.at, &theirs, tag_bytes, &ours, how))
            return true;
    return false;
}

/* If-Match = If-None-Match = "*" / #entity-tag. Whether the field names the representation; *there whether there is
 * such a field. "*" names any that exists, and one does where this is asked. */
static bool field_has_tag(const srv_exchange *x, const char *name, const srv_validators *valid, h1_tag_comparison how,
                          bool *there)
{
    uint16_t index = 0;
    h1_bytes value;

    *there = false;
    while ((value = srv_field_next(x, name, &index)).at != NULL) {
        *there = true;
        if (is_star(value) || line_has_tag(value, valid, how))
            return true;
    }
    return false;
}

/* RFC 9110 sections 13.1.1 and 13.1.2: If-Match wants the same bytes, If-None-Match another meaning. */
static void compare_tags(const srv_exchange *x, const srv_validators *valid, srv_conditions *conditions)
{
    bool there, has;

    has = field_has_tag(x, "if-match", valid, H1_TAG_STRONG, &there);
    if (there)
        conditions->if_match = condition(has);
    has = field_has_tag(x, "if-none-match", valid, H1_TAG_WEAK, &there);
    if (there)
        conditions->if_none_match = condition(!has);
}

/* HTTP-date to seconds; false where it is none. */
static bool read_date(h1_bytes value, int64_t now, int64_t *seconds)
{
    h1_date date, today;
    size_t bad;

    if (h1_date_read(value.at, value.len, &date, &bad) != H1_VALUE_OK || !h1_date_of(now, &today) ||
        !h1_date_settle(&date, today.year))
        return false;
    *seconds = h1_date_seconds(&date);
    return true;
}

/* The one field line of a name; at is NULL where there is none, or more than one. */
static h1_bytes only_line(const srv_exchange *x, const char *name)
{
    uint16_t index = 0;
    h1_bytes value = srv_field_next(x, name, &index), none = {NULL, 0};

    return value.at != NULL && srv_field_next(x, name, &index).at != NULL ? none : value;
}

/* RFC 9110 sections 13.1.3 and 13.1.4: both are ignored where the representation has no date. */
static void compare_dates(const srv_exchange *x, const srv_validators *valid, int64_t now, srv_conditions *conditions)
{
    h1_bytes modified = only_line(x, "if-modified-since"), unmodified = only_line(x, "if-unmodified-since");
    int64_t since;

    if (!valid->has_modified)
        return;
    if (modified.at != NULL && read_date(modified, now, &since))
        conditions->if_modified_since = condition(valid->modified > since);
    if (unmodified.at != NULL && read_date(unmodified, now, &since))
        conditions->if_unmodified_since = condition(valid->modified <= since);
}

/* If-Range = entity-tag / HTTP-date, compared exactly, and never with what is weak. RFC 9110 section 13.1.5. */
static bool is_same_as_now(h1_bytes value, const srv_validators *valid, int64_t now)
{
    h1_entity_tag tag;
    int64_t date;
    size_t bad;

    if (h1_entity_tag_read(value.at, value.len, &tag, &bad) == H1_VALUE_OK)
        return line_has_tag(value, valid, H1_TAG_STRONG);
    return valid->has_modified && valid->modified_is_strong && read_date(value, now, &date) && date == valid->modified;
}

static srv_condition compare_if_range(const srv_exchange *x, const srv_validators *valid, int64_t now)
{
    h1_bytes value = only_line(x, "if-range");

    if (srv_field_value(x, "range").at == NULL || srv_field_value(x, "if-range").at == NULL)
        return SRV_CONDITION_ABSENT;
    return condition(value.at != NULL && is_same_as_now(value, valid, now));
}

srv_conditions srv_conditions_compare(const srv_exchange *x, const srv_validators *valid, int64_t now)
{
    srv_conditions conditions = {.if_range = compare_if_range(x, valid, now)};

    compare_tags(x, valid, &conditions);
    compare_dates(x, valid, now, &conditions);
    return conditions;
}

srv_ruling srv_conditions_rule(const srv_conditions *conditions, unsigned method)
{
    bool reads = method == SRV_GET || method == SRV_HEAD;
    /* Steps 1 and 2: entity-tags are believed before dates. */
    srv_condition same =
        conditions->if_match != SRV_CONDITION_ABSENT ? conditions->if_match : conditions->if_unmodified_since;

    if (same == SRV_CONDITION_FALSE)
        return SRV_RULING_FAILED;
    /* Steps 3 and 4. */
    if (conditions->if_none_match == SRV_CONDITION_FALSE)
        return reads ? SRV_RULING_NOT_MODIFIED : SRV_RULING_FAILED;
    if (reads && conditions->if_none_match == SRV_CONDITION_ABSENT &&
        conditions->if_modified_since == SRV_CONDITION_FALSE)
        return SRV_RULING_NOT_MODIFIED;
    /* Step 5. */
    return method == SRV_GET && conditions->if_range != SRV_CONDITION_FALSE ? SRV_RULING_PERFORM
                                                                            : SRV_RULING_PERFORM_WHOLE;
}

srv_ruling srv_conditional(const srv_exchange *x, const srv_validators *valid, int64_t now)
{
    srv_conditions conditions = srv_conditions_compare(x, valid, now);

    return srv_conditions_rule(&conditions, x->method);
}
