/* SPDX-License-Identifier: MIT */
/* Request-targets and the value of Host. Whether they are allowed is decided by the automaton that message parsing uses
 * (parser/src/uri/uri_step.h), so that it can't be decided in two ways; here they are taken apart. */
#include "parser/src/values/uri.h"

#include <string.h>

#include "parser/src/uri/uri_step.h"

static h1_value value_of(h1i_uri_result result, bool at_end)
{
    switch (result) {
    case H1I_URI_OK:
        return H1_VALUE_OK;
    case H1I_URI_BYTE:
    case H1I_URI_PERCENT:
    case H1I_URI_FRAGMENT:
    case H1I_URI_FORM:
        return at_end ? H1_VALUE_ENDS : H1_VALUE_BYTE;
    case H1I_URI_USERINFO:
    case H1I_URI_HOST_EMPTY:
    case H1I_URI_PORT:
    case H1I_URI_HOST_NUL:
    case H1I_URI_CONNECT_PORT:
        break;
    }
    return H1_VALUE_RULED_OUT;
}

/* Bytes up to 0x20 never come to the automaton in a request-line; no URI has them. */
static h1_value judge(h1i_uri_kind kind, const uint8_t *value, size_t len, h1_form *form, size_t *bad)
{
    h1_uri_state state;
    h1i_uri_result result = H1I_URI_OK;

    *bad = UINT32_MAX;
    if (len > UINT32_MAX)
        return H1_VALUE_LONG;
    h1i_uri_init(&state, kind);
    for (*bad = 0; *bad < len; ++*bad) {
        result = h1i_uri_step(&state, value[*bad]);
        if (result != H1I_URI_OK)
            return value_of(result, false);
    }
    result = h1i_uri_end(&state);
    *form = h1i_uri_form(&state);
    return value_of(result, true);
}

/* Host = uri-host [ ":" port ]                                                RFC 9110 section 7.2 */
h1_value h1_host_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    h1_form form;
    h1_value result = judge(H1I_URI_HOST, value, len, &form, bad);

    memset(uri, 0, sizeof *uri);
    if (result == H1_VALUE_OK)
        (void)h1i_take_host_port(&c, uri);
    return result;
}

static h1i_uri_kind kind_of(const uint8_t *method, size_t len)
{
    if (len != 7)
        return H1I_URI_ANY_METHOD;
    if (memcmp(method, "CONNECT", 7) == 0)
        return H1I_URI_CONNECT;
    return memcmp(method, "OPTIONS", 7) == 0 ? H1I_URI_OPTIONS : H1I_URI_ANY_METHOD;
}

/* origin-form = absolute-path [ "?" query ]                                   RFC 9112 section 3.2.1
 * Two slashes at its start are the path's: there is no authority. */
static void split_origin(const uint8_t *target, uint32_t len, h1_uri *uri)
{
    const uint8_t *mark = memchr(target, '?', len);
    uint32_t end = mark != NULL ? (uint32_t)(mark - target) : len;

    uri->path = (h1_span){0, end};
    if (mark == NULL)
        return;
    uri->query = (h1_span){end + 1, len - end - 1};
    uri->has |= H1_URI_QUERY;
}

/* request-target = origin-form / absolute-form / authority-form / asterisk-form           RFC 9112 section 3.2 */
h1_value h1_target_read(const uint8_t *method, size_t method_len, const uint8_t *target, size_t len, h1_form *form,
                        h1_uri *uri, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(target, len);
    h1_value result;

    *form = H1_FORM_NONE;
    memset(uri, 0, sizeof *uri);
    result = judge(kind_of(method, method_len), target, len, form, bad);
    if (result != H1_VALUE_OK)
        return result;
    switch (*form) {
    case H1_FORM_ABSOLUTE:
        (void)h1i_take_reference(&c, uri);
        break;
    case H1_FORM_AUTHORITY:
        (void)h1i_take_host_port(&c, uri);
        break;
    case H1_FORM_ORIGIN:
    case H1_FORM_ASTERISK:
    case H1_FORM_NONE:
        split_origin(target, c.len, uri);
        break;
    }
    return H1_VALUE_OK;
}
