/* SPDX-License-Identifier: MIT */
/* A case as a proxy gets it: which are for it, the bytes that its kind is sent, and the lines with the hosts that were
 * in them. */
#ifndef CONF_PROXY_CASE_H
#define CONF_PROXY_CASE_H

#include "conformance/reader/case.h"

/* Has a case proxy, up or down lines? */
bool conf_case_is_for_proxy(const conf_case *c);

/* Why it can't be played: "it is for gateways"; NULL where it can. */
const char *conf_proxy_skips(conf_memory *memory, const conf_case *c, bool forward);

/* A copy to be played, with the requirements that bind a forward proxy, or else a gateway. */
conf_case *conf_case_for_proxy(conf_memory *memory, const conf_case *c, bool forward);

/* A copy to be judged by: its lines with hosts filled in as they were in its bytes. */
conf_case *conf_case_filled(conf_memory *memory, const conf_case *c, const conf_variables *variables);

#endif
