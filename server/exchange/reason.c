/* SPDX-License-Identifier: MIT */
/* Reason phrases (RFC 9110 section 15, RFC 6585). */
#include <string.h>

#include "server/core/work.h"

h1_bytes srv_reason(unsigned status)
{
    static const char *const REASONS[5][32] = {
        {"Continue", "Switching Protocols"},
        {"OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content",
         "Partial Content"},
        {"Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy", "",
         "Temporary Redirect", "Permanent Redirect"},
        {"Bad Request",
         "Unauthorized",
         "Payment Required",
         "Forbidden",
         "Not Found",
         "Method Not Allowed",
         "Not Acceptable",
         "Proxy Authentication Required",
         "Request Timeout",
         "Conflict",
         "Gone",
         "Length Required",
         "Precondition Failed",
         "Content Too Large",
         "URI Too Long",
         "Unsupported Media Type",
         "Range Not Satisfiable",
         "Expectation Failed",
         "",
         "",
         "",
         "Misdirected Request",
         "Unprocessable Content",
         "",
         "",
         "",
         "Upgrade Required",
         "",
         "Precondition Required",
         "Too Many Requests",
         "",
         "Request Header Fields Too Large"},
        {"Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable", "Gateway Timeout",
         "HTTP Version Not Supported"},
    };
    const char *reason = NULL;

    if (status >= 100 && status < 600 && status % 100 < 32)
        reason = REASONS[status / 100 - 1][status % 100];
    return (h1_bytes){reason != NULL ? reason : "", reason != NULL ? strlen(reason) : 0};
}
