/* SPDX-License-Identifier: MIT */
/* Reading a request: its field lines by name. */
#include <string.h>

#include "h1/words.h"
#include "server/core/work.h"

h1_bytes srv_field_next(const srv_exchange *x, const char *name, uint16_t *index)
{
    size_t len = strlen(name);

    while (x->head != NULL && *index < x->head->fields) {
        const h1_field *field = &x->fields[(*index)++];
        if (field->name_len == len &&
            h1_same_words(x->bytes + field->name_at, field->name_len, (const uint8_t *)name, len))
            return (h1_bytes){x->bytes + field->value_at, field->value_len};
    }
    return (h1_bytes){NULL, 0};
}

h1_bytes srv_field_value(const srv_exchange *x, const char *name)
{
    uint16_t index = 0;

    return srv_field_next(x, name, &index);
}
