/* SPDX-License-Identifier: MIT */
/* What h1 conform found out about a live target, for programs: the member "profile" of docs/schema/conform.schema.json.
 * A member that is missing was not measured. */
#include <jansson.h>

#include "cli/conform_report.h"

static json_t *json_limits(const conf_live_limits *l)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "target", (json_int_t)l->target, "field_line", (json_int_t)l->field_line,
                     "fields", (json_int_t)l->fields, "section", (json_int_t)l->section);
}

/* ---- How long it waits ---- */

static json_t *json_wait(const conf_live_wait *wait)
{
    static const char *const endings[] = {"open", "closed", "reset", "none"};
    json_t *object = json_pack("{s:s, s:I}", "ending", endings[wait->ending], "watched", (json_int_t)wait->watched);

    if (object != NULL && wait->ending != CONF_STILL_OPEN)
        json_object_set_new(object, "ended", json_integer(wait->ended));
    if (object != NULL && wait->status > 0)
        json_object_set_new(object, "answer",
                            json_pack("{s:i, s:b, s:I}", "status", (int)wait->status, "whole", (int)wait->whole,
                                      "after", (json_int_t)wait->answered));
    return object;
}

static json_t *json_waits(const conf_live_waits *waits)
{
    static const char *const names[CONF_SILENCES] = {"connect", "head", "content", "chunked", "idle"};
    json_t *object = json_pack("{s:b}", "together", (int)waits->together);

    for (unsigned i = 0; object != NULL && i < CONF_SILENCES; i++) {
        if (waits->of[i].measured)
            json_object_set_new(object, names[i], json_wait(&waits->of[i]));
    }
    return object;
}

/* ---- What holds it up ---- */

static json_t *json_get(const conf_live_get *get)
{
    return json_pack("{s:b, s:b, s:I}", "answered", (int)get->answered, "held", (int)get->held, "milliseconds",
                     (json_int_t)get->milliseconds);
}

/* When each answer was there. */
static json_t *json_pair(const conf_live_pair *pair)
{
    json_t *array = json_array();

    for (size_t i = 0; i < pair->answers; i++)
        json_array_append_new(array, json_integer(pair->after[i]));
    return array;
}

static json_t *json_slow(const conf_live_slow *slow)
{
    static const char *const orders[] = {"unknown", "kept", "turned"};

    return json_pack("{s:I, s:o, s:s, s:o, s:o}", "alone", (json_int_t)slow->alone, "then_fast", json_pair(&slow->fast),
                     "order", orders[slow->order], "twice", json_pair(&slow->twice), "beside", json_get(&slow->beside));
}

static json_t *json_held(const conf_live_held *held)
{
    json_t *object = json_pack("{s:o}", "half_head", json_get(&held->half_head));

    if (object != NULL && held->unread.asked)
        json_object_set_new(object, "unread", json_get(&held->unread));
    if (object != NULL && held->slow.alone > 0)
        json_object_set_new(object, "slow", json_slow(&held->slow));
    return object;
}

/* ---- All of it ---- */

json_t *cli_conform_profile_json(const conf_live_profile *p)
{
    json_t *object =
        json_pack("{s:i, s:b, s:b, s:b, s:I, s:I, s:I, s:I, s:I}", "get", (int)p->status, "keeps", (int)p->keeps,
                  "side_by_side", (int)p->side_by_side, "echoes", (int)p->echoes, "round_trip",
                  (json_int_t)p->round_trip, "jobs", (json_int_t)p->jobs, "again", (json_int_t)p->again, "deaths",
                  (json_int_t)p->deaths, "unexplained_deaths", (json_int_t)p->unexplained);

    if (object != NULL && p->limits.measured)
        json_object_set_new(object, "limits", json_limits(&p->limits));
    if (object != NULL && p->waits.measured)
        json_object_set_new(object, "waits", json_waits(&p->waits));
    if (object != NULL && p->held.measured)
        json_object_set_new(object, "held", json_held(&p->held));
    return object;
}
