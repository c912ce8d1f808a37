/* SPDX-License-Identifier: MIT */
/* /h1/status/NNN: an answer of that status, with the fields that RFC 9110 asks for beside it. */
#include <stdio.h>

#include "server/routes/bench.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

/* What a status brings along, and the section that wants it. */
static const struct {
    unsigned status;
    const char *name, *value;
} FIELDS[] = {
    {201, "Location", "/h1/hello"},                     /* 15.3.2 */
    {206, "Content-Range", "bytes 0-3/8"},              /* 15.3.7.1: the content has four bytes */
    {206, "ETag", "\"h1\""},                            /* 15.3.7 */
    {300, "Location", "/h1/hello"},                     /* 15.4.1 */
    {301, "Location", "/h1/hello"},                     /* 15.4.2 */
    {302, "Location", "/h1/hello"},                     /* 15.4.3 */
    {303, "Location", "/h1/hello"},                     /* 15.4.4 */
    {304, "ETag", "\"h1\""},                            /* 15.4.5 */
    {307, "Location", "/h1/hello"},                     /* 15.4.8 */
    {308, "Location", "/h1/hello"},                     /* 15.4.9 */
    {401, "WWW-Authenticate", "Bearer realm=\"h1\""},   /* 15.5.2; Basic would make browsers ask */
    {405, "Allow", "OPTIONS"},                          /* 15.5.6 */
    {407, "Proxy-Authenticate", "Bearer realm=\"h1\""}, /* 15.5.8 */
    {413, "Retry-After", "1"},                          /* 15.5.14 */
    {415, "Accept", "text/plain"},                      /* 15.5.16 */
    {415, "Accept-Encoding", "identity"},               /* 15.5.16 */
    {416, "Content-Range", "bytes */8"},                /* 15.5.17 */
    {426, "Upgrade", "websocket"},                      /* 15.5.22 */
    {426, "Connection", "upgrade"},                     /* 7.8: whoever sends Upgrade */
    {429, "Retry-After", "1"},                          /* RFC 6585 section 4 */
    {503, "Retry-After", "1"},                          /* 15.6.4 */
};

void srv_serve_status(srv_exchange *x)
{
    uint64_t status;
    char text[8];
    int len;

    if (!srv_rest_number(x, 200, 599, &status))
        return;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        if (FIELDS[i].status == status)
            srv_add_text(x, FIELDS[i].name, "%s", FIELDS[i].value);
    len = snprintf(text, sizeof text, "%u\n", (unsigned)status);
    srv_send(x, (unsigned)status, status == 204 || status == 205 || status == 304 ? NULL : SRV_PLAIN,
             (h1_bytes){text, status == 205 ? 0 : (size_t)len});
}
