/* SPDX-License-Identifier: MIT */
/* See frame.h. A decoder is between frames, before a head that is whole or isn't, or inside a payload; only a whole
 * head is ever consumed, so nothing has to be kept of half a one. */
#include "frame.h"

#include <string.h>

#include "dictionary.h"

static const uint8_t MAGIC[4] = {'H', '1', 'F', '1'};

void frame_decoder_init(frame_decoder *d, frame_profile profile, uint32_t dictionary_most, uint64_t frames_most)
{
    *d = (frame_decoder){
        .profile = profile,
        .dictionary_most = dictionary_most < FRAME_DICTIONARY_MOST ? dictionary_most : FRAME_DICTIONARY_MOST,
        .frames_most = frames_most,
    };
}

uint64_t frame_decoder_offset(const frame_decoder *d)
{
    return d->base;
}

static size_t refused(frame_decoder *d, frame_fault fault, frame_event *ev)
{
    d->fault = fault;
    ev->type = FRAME_REFUSED;
    ev->rule = fault.rule;
    ev->span = fault.span;
    return 0;
}

static size_t refuse(frame_decoder *d, h1_rule rule, size_t at, size_t len, frame_event *ev)
{
    return refused(d, (frame_fault){rule, {at, len}}, ev);
}

/* What is here is not enough: a fault only if nothing follows. */
static size_t ask_for_more(h1_rule rule, size_t len, bool end, frame_event *ev)
{
    ev->type = end ? FRAME_INCOMPLETE : FRAME_MORE;
    ev->rule = end ? rule : H1_RULE_NONE;
    ev->span = (frame_span){len, 0};
    return 0;
}

static uint32_t read_length(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static size_t next_dictionary(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev)
{
    uint32_t due = read_length(buf + sizeof MAGIC);
    frame_fault fault;

    if (due < FRAME_DICTIONARY_LEAST)
        return refuse(d, H1_RULE_FRAME_DICTIONARY_TOO_SHORT, sizeof MAGIC, 4, ev);
    if (due > d->dictionary_most)
        return refuse(d, H1_RULE_FRAME_DICTIONARY_TOO_LONG, sizeof MAGIC, 4, ev);
    if (len - FRAME_HEADER < due)
        return ask_for_more(H1_RULE_FRAME_CUT, len, end, ev);
    fault = frame_dictionary_read(d->profile, buf + FRAME_HEADER, due, &ev->dictionary);
    if (fault.rule != H1_RULE_NONE) {
        fault.span.at += FRAME_HEADER;
        return refused(d, fault, ev);
    }
    ev->type = FRAME_DICT;
    ev->span = (frame_span){FRAME_HEADER, due};
    d->left = ev->dictionary.file_size;
    d->inside = true;
    return FRAME_HEADER + due;
}

static size_t next_head(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev)
{
    if (len == 0) {
        ev->type = end ? FRAME_CLOSED : FRAME_MORE;
        return 0;
    }
    if (d->frames_most > 0 && d->frames == d->frames_most)
        return refuse(d, H1_RULE_FRAME_BYTES_AFTER, 0, 1, ev);
    for (size_t i = 0; i < len && i < sizeof MAGIC; i++) {
        if (buf[i] != MAGIC[i])
            return refuse(d, H1_RULE_FRAME_MAGIC, i, 1, ev);
    }
    if (len < FRAME_HEADER)
        return ask_for_more(H1_RULE_FRAME_CUT, len, end, ev);
    return next_dictionary(d, buf, len, end, ev);
}

static size_t next_payload(frame_decoder *d, size_t len, bool end, frame_event *ev)
{
    size_t used = len < d->left ? len : (size_t)d->left;

    if (d->left == 0) {
        ev->type = FRAME_END;
        d->inside = false;
        d->frames++;
        return 0;
    }
    if (used == 0)
        return ask_for_more(H1_RULE_FRAME_PAYLOAD_SHORT, 0, end, ev);
    ev->type = FRAME_DATA;
    ev->span = (frame_span){0, used};
    d->left -= used;
    return used;
}

size_t frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev)
{
    size_t used;

    ev->rule = H1_RULE_NONE;
    ev->span = (frame_span){0, 0};
    if (d->fault.rule != H1_RULE_NONE)
        return refused(d, d->fault, ev);
    used = d->inside ? next_payload(d, len, end, ev) : next_head(d, buf, len, end, ev);
    d->base += used;
    return used;
}

frame_fault frame_encode(frame_profile profile, const uint8_t *dictionary, size_t len, uint8_t header[FRAME_HEADER],
                         frame_dictionary *says)
{
    frame_dictionary unread;

    if (len < FRAME_DICTIONARY_LEAST)
        return (frame_fault){H1_RULE_FRAME_DICTIONARY_TOO_SHORT, {0, 0}};
    if (len > FRAME_DICTIONARY_MOST)
        return (frame_fault){H1_RULE_FRAME_DICTIONARY_TOO_LONG, {0, 0}};
    memcpy(header, MAGIC, sizeof MAGIC);
    for (unsigned i = 0; i < 4; i++)
        header[sizeof MAGIC + i] = (uint8_t)(len >> (24 - 8 * i));
    return frame_dictionary_read(profile, dictionary, len, says != NULL ? says : &unread);
}
