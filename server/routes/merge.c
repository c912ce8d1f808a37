/* SPDX-License-Identifier: MIT */
/* See merge.h. */
#include "merge.h"

/* How deep a text goes that is JSON, as far as brackets tell; those in strings don't count. */
static unsigned depth_of(const char *text, size_t len)
{
    unsigned depth = 0, most = 0;
    bool inside = false;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            inside = !inside;
        else if (inside && text[i] == '\\')
            i++;
        else if (!inside && (text[i] == '{' || text[i] == '['))
            most = ++depth > most ? depth : most;
        else if (!inside && (text[i] == '}' || text[i] == ']'))
            depth--;
    }
    return most;
}

json_t *srv_json_read(const void *text, size_t len)
{
    if (len == 0 || depth_of(text, len) > SRV_MERGE_DEPTH)
        return NULL;
    return json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
}

json_t *srv_merge(json_t *target, json_t *patch)
{
    json_t *result;
    const char *key;
    json_t *value;

    if (!json_is_object(patch))
        return json_deep_copy(patch);
    result = json_is_object(target) ? json_incref(target) : json_object();
    for (void *at = json_object_iter(patch); result != NULL && at != NULL; at = json_object_iter_next(patch, at)) {
        key = json_object_iter_key(at);
        value = json_object_iter_value(at);
        if (json_is_null(value))
            json_object_del(result, key);
        else if (json_object_set_new(result, key, srv_merge(json_object_get(result, key), value)) != 0) {
            json_decref(result);
            result = NULL;
        }
    }
    return result;
}
