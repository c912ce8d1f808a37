/* SPDX-License-Identifier: MIT */
/* See form.h. */
#include "form.h"

#include <string.h>

#include "h1/uri.h"

enum {
    NAME_MOST = 64, /* bytes; no name that is asked for here is longer */
};

static bool is_named(const uint8_t *form, h1_span name, const char *wanted)
{
    uint8_t decoded[NAME_MOST];
    size_t got, bad;

    if (h1_pair_decode(form + name.at, name.len, decoded, sizeof decoded, &got, &bad) != H1_VALUE_OK)
        return false;
    return got == strlen(wanted) && memcmp(decoded, wanted, got) == 0;
}

static srv_form decode(const uint8_t *form, h1_span span, char *value, size_t room)
{
    size_t got, bad;
    h1_value result = h1_pair_decode(form + span.at, span.len, (uint8_t *)value, room - 1, &got, &bad);

    if (result == H1_VALUE_NO_ROOM)
        return SRV_FORM_LONG;
    if (result != H1_VALUE_OK)
        return SRV_FORM_BAD;
    value[got] = '\0';
    return memchr(value, '\0', got) == NULL ? SRV_FORM_OK : SRV_FORM_LONG;
}

srv_form srv_form_value(h1_bytes form, const char *name, char *value, size_t room)
{
    srv_form found = SRV_FORM_NONE;
    size_t at = 0;
    h1_pair pair;
    h1_value read;

    value[0] = '\0';
    while (form.len > 0 && (read = h1_pair_next(form.at, form.len, &at, &pair)) != H1_VALUE_NONE) {
        if (read != H1_VALUE_OK)
            found = SRV_FORM_BAD;
        else if (!is_named(form.at, pair.name, name))
            continue;
        else
            found = found == SRV_FORM_NONE ? decode(form.at, pair.value, value, room) : SRV_FORM_TWICE;
        if (found != SRV_FORM_OK)
            break;
    }
    if (found != SRV_FORM_OK)
        value[0] = '\0';
    return found;
}
