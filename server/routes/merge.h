/* SPDX-License-Identifier: MIT */
/* JSON Merge Patch, RFC 7396. */
#ifndef SERVER_ROUTES_MERGE_H
#define SERVER_ROUTES_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

enum {
    SRV_MERGE_DEPTH = 64, /* objects and arrays inside each other that are taken */
};

/* Read JSON text: UTF-8, no key twice, at most SRV_MERGE_DEPTH deep. NULL where it isn't that. */
json_t *srv_json_read(const void *text, size_t len);

/* Apply a patch.
 *
 *   target  NULL where there is nothing; may be changed
 *   patch   only read
 *
 * Returns what results, a new reference, or NULL where memory is short. Its depth is that of the patch at most, or the
 * target's. */
json_t *srv_merge(json_t *target, json_t *patch);

#endif
