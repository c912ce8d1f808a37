/* SPDX-License-Identifier: MIT */
/* See record.h. */
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 128 };

static void *room_for(void *array, size_t *room, size_t count, size_t size)
{
    size_t larger = count < 32 ? 32 : count * 2;
    void *moved;

    if (count <= *room)
        return array;
    moved = realloc(array, larger * size);
    if (moved == NULL) {
        fputs("h1: out of memory\n", stderr);
        exit(3);
    }
    *room = larger;
    return moved;
}

uint16_t conf_record_start(conf_trace *trace, const conf_input *input)
{
    size_t capacity = input->capacity != 0 ? input->capacity : FIELDS;

    trace->count = 0;
    trace->field_count = 0;
    trace->broken = NULL;
    trace->last = H1_MORE;
    trace->lent = room_for(trace->lent, &trace->lent_room, capacity, sizeof *trace->lent);
    trace->copy = room_for(trace->copy, &trace->copy_room, input->len + 1, 1);
    memset(trace->copy, '\n', input->len + 1);
    return (uint16_t)capacity;
}

void conf_record_arrive(conf_trace *trace, const conf_input *input, size_t from, size_t to)
{
    if (to > from)
        memcpy(trace->copy + from, input->bytes + from, to - from);
}

/* Join an event with the one before it, if both are parts of one run of bytes. */
static bool join(conf_trace *trace, const h1_event *event, size_t behind)
{
    conf_event *last = trace->count > 0 ? &trace->events[trace->count - 1] : NULL;
    h1_event *before = last != NULL ? &last->event : NULL;

    if (before == NULL || before->type != event->type || (event->type != H1_DATA && event->type != H1_TUNNEL))
        return false;
    if (before->chunk_end || event->chunk_start || before->data.at + before->data.len != event->data.at)
        return false;
    before->data.len += event->data.len;
    before->last = event->last;
    before->chunk_end = event->chunk_end;
    last->behind = behind;
    return true;
}

static void record_fields(conf_trace *trace, conf_event *recorded, size_t count, size_t at)
{
    recorded->first_field = trace->field_count;
    recorded->field_count = count;
    trace->fields = room_for(trace->fields, &trace->field_room, trace->field_count + count, sizeof *trace->fields);
    for (size_t i = 0; i < count; i++) {
        h1_field field = trace->lent[i];
        field.name_at += (uint32_t)at;
        field.value_at += (uint32_t)at;
        trace->fields[trace->field_count++] = field;
    }
}

void conf_record_event(conf_trace *trace, const h1_event *event, const conf_call *call)
{
    conf_event recorded = {.event = *event,
                           .presented = call->presented,
                           .behind = call->at + call->used,
                           .answers = event->type == H1_HEAD ? call->answers : H1_TO_UNKNOWN};

    trace->last = event->type;
    if (event->type == H1_MORE)
        return;
    h1_event_shift(&recorded.event, (uint32_t)call->at);
    if (join(trace, &recorded.event, recorded.behind))
        return;
    if (event->type == H1_HEAD)
        record_fields(trace, &recorded, event->head.fields, call->at);
    if (event->type == H1_TRAILERS)
        record_fields(trace, &recorded, event->trailers.fields, call->at);
    trace->events = room_for(trace->events, &trace->room, trace->count + 1, sizeof *trace->events);
    trace->events[trace->count++] = recorded;
}

const h1_fault *conf_trace_fault(const conf_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        const h1_event *event = &trace->events[i].event;
        if (event->type == H1_FAULT || event->type == H1_REFUSED)
            return &event->fault;
    }
    return NULL;
}

void conf_trace_free(conf_trace *trace)
{
    free(trace->events);
    free(trace->fields);
    free(trace->copy);
    free(trace->lent);
    *trace = (conf_trace){0};
}
