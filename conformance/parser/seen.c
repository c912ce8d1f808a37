/* SPDX-License-Identifier: MIT */
/* See seen.h. */
#include "seen.h"

#include <string.h>

#include <h1/words.h>

/* What of a message is still growing. */
typedef struct growing {
    conf_memory *memory;
    conf_seen_messages messages;
    conf_buffer body;
} growing;

static conf_seen *current(growing *g)
{
    return g->messages.count > 0 ? &g->messages.at[g->messages.count - 1] : NULL;
}

static void end_message(growing *g)
{
    conf_seen *seen = current(g);

    if (seen == NULL || seen->complete)
        return;
    seen->complete = true;
    g->messages.complete++;
}

/* NULL where it has none. */
static const h1_field *fields_of(const conf_trace *trace, const conf_event *event)
{
    return event->field_count > 0 ? trace->fields + event->first_field : NULL;
}

static void begin_message(growing *g, const conf_trace *trace, const conf_event *event)
{
    conf_seen seen = {.head = &event->event.head, .answers = event->answers, .fields = fields_of(trace, event)};

    g->messages.at = conf_grow(g->memory, g->messages.at, g->messages.count, sizeof seen);
    g->messages.at[g->messages.count++] = seen;
    g->body = (conf_buffer){0};
    if (event->event.last)
        end_message(g);
}

static void take(growing *g, const conf_trace *trace, const conf_event *event, const uint8_t *bytes)
{
    const h1_event *e = &event->event;
    conf_seen *seen = current(g);

    if (e->type == H1_HEAD) {
        begin_message(g, trace, event);
    } else if (seen == NULL) {
        return;
    } else if (e->type == H1_DATA) {
        conf_buffer_add(g->memory, &g->body, bytes + e->data.at, e->data.len);
        seen->body = (conf_bytes){g->body.at, g->body.len};
        seen->body_size = g->body.len;
    } else if (e->type == H1_CHUNK) {
        seen->chunks += e->chunk.size > 0;
    } else if (e->type == H1_TRAILERS) {
        seen->trailers = fields_of(trace, event);
        seen->trailer_count = event->field_count;
    } else if (e->type == H1_END) {
        end_message(g);
    }
}

conf_seen_messages conf_seen_in(conf_memory *memory, const conf_trace *trace, const uint8_t *bytes)
{
    growing g = {.memory = memory};

    for (size_t i = 0; i < trace->count; i++)
        take(&g, trace, &trace->events[i], bytes);
    return g.messages;
}

const h1_field *conf_seen_field(const conf_seen *seen, const uint8_t *bytes, conf_bytes name)
{
    for (size_t i = 0; i < seen->head->fields; i++) {
        const h1_field *field = &seen->fields[i];
        if (h1_same_words(bytes + field->name_at, field->name_len, name.at, name.len))
            return field;
    }
    return NULL;
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* obs-fold = OWS CRLF RWS          RFC 9112 section 5.2
 * Length of the fold that starts at value[at], 0 where none does. A line end is CRLF, or in audit LF alone. */
static size_t fold_len(const uint8_t *value, size_t len, size_t at)
{
    size_t end = at;

    while (end < len && is_blank(value[end]))
        end++;
    if (end < len && value[end] == '\r')
        end++;
    if (end == len || value[end] != '\n')
        return 0;
    while (end < len && (is_blank(value[end]) || value[end] == '\n' ||
                         (value[end] == '\r' && end + 1 < len && value[end + 1] == '\n')))
        end++;
    return end - at;
}

conf_bytes conf_seen_value(conf_memory *memory, const uint8_t *bytes, const h1_field *field)
{
    const uint8_t *value = bytes + field->value_at;
    uint8_t *read;
    size_t len = 0;

    if ((field->flags & (H1_FIELD_FOLDED | H1_FIELD_DIRTY)) == 0)
        return (conf_bytes){value, field->value_len};
    read = conf_alloc(memory, field->value_len);
    for (size_t i = 0; i < field->value_len; len++) {
        size_t fold = (field->flags & H1_FIELD_FOLDED) != 0 ? fold_len(value, field->value_len, i) : 0;
        bool dirty = (field->flags & H1_FIELD_DIRTY) != 0 && (value[i] == '\0' || value[i] == '\r');
        read[len] = fold > 0 || dirty ? ' ' : value[i];
        i += fold > 0 ? fold : 1;
    }
    return (conf_bytes){read, len};
}
