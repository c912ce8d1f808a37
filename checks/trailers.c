/* SPDX-License-Identifier: MIT */
/* Checks of a trailer section, which comes long after the head that should have announced it. */
#include "message.h"

/* Does a Trailer field of the head name this trailer field? */
static bool is_announced(const check_run *run, const uint8_t *bytes, const h1_field *trailer)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_TRAILER, &list, &element)) {
        if (h1_same_words(run->message->bytes + element.at, element.len, bytes + trailer->name_at, trailer->name_len))
            return true;
    }
    return false;
}

/* A sender that intends to generate trailer fields should generate a Trailer field that says which. RFC 9110 section
 * 6.6.2. */
void check_message_trailers(const check_message *message, const uint8_t *bytes, const h1_field *trailers, size_t count,
                            check_reporter *report, void *context)
{
    check_index index;
    check_run run = {message, &index, 0, report, context};

    if (message->head->major == 0)
        return;
    check_index_head(message, &index);
    for (size_t i = 0; i < count; i++) {
        if (!is_announced(&run, bytes, &trailers[i]))
            check_report(&run, H1_RULE_TRAILER_NOT_ANNOUNCED, (h1_span){trailers[i].name_at, trailers[i].name_len});
    }
}
