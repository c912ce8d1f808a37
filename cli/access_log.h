/* SPDX-License-Identifier: MIT */
/* What h1 serve writes of requests: the access log, and with --show every byte. Bytes of a peer are escaped
 * (report/escape.h), so none can forge a line. */
#ifndef CLI_ACCESS_LOG_H
#define CLI_ACCESS_LOG_H

#include <stdio.h>

#include "server/core/service.h"

typedef enum cli_log_format {
    CLI_LOG_COMBINED,
    CLI_LOG_JSON,
} cli_log_format;

typedef struct cli_access_log {
    FILE *file; /* NULL: none is kept */
    cli_log_format format;
    const srv_service *service; /* for the time */
} cli_access_log;

/* For srv_service.record; the context is a cli_access_log. */
void cli_access_log_record(void *context, const srv_record *record);

/* For srv_service.show: a line on standard output for each line on the wire, ">" in front of what came and "<" in front
 * of what went, with whom. */
void cli_access_log_show(void *context, const void *peer, h1_side side, const uint8_t *bytes, size_t len);

#endif
