/* SPDX-License-Identifier: MIT */
/* The wrong proxy: it forwards requests for http://127.0.0.1 in absolute-form, a connection to the origin for each.
 * Which requests it forwards stands in main.c, what becomes of a message on the way in forward.c, how it can be wrong
 * in faults.c. */
#ifndef WRONG_PROXY_H
#define WRONG_PROXY_H

#include "conformance/wrong/peers/peers.h"

extern const wrong_fault wrong_faults[];

/* A request as it goes on.
 *
 *   authority, path  of its target */
conf_buffer wrong_forward_request(conf_memory *memory, const wrong_message *request, const char *authority,
                                  const char *path);

/* A response as it goes on; request is what it answers. */
conf_buffer wrong_forward_response(conf_memory *memory, const wrong_message *request, const wrong_message *response);

#endif
