/* SPDX-License-Identifier: MIT */
/* See source.h. Nothing but the choice between a file and an interface, and the filter in front. */
#include "pcap/source.h"

cap_code cap_source_open(cap_source *source, const char *path, const char *expression,
                         const volatile sig_atomic_t *stop, cap_fault *fault)
{
    *source = (cap_source){0};
    cap_code code = cap_bytes_open(&source->bytes, path, stop, fault);
    if (code != CAP_OK)
        return code;
    code = cap_blocks_open(&source->blocks, &source->bytes, fault);
    if (code == CAP_OK && expression)
        code = cap_filter_open(&source->filter, expression, fault);
    if (code != CAP_OK)
        cap_source_close(source);
    return code;
}

cap_code cap_source_open_live(cap_source *source, const char *interface, const char *expression, double seconds,
                              const volatile sig_atomic_t *stop, cap_fault *fault)
{
    *source = (cap_source){0};
    return cap_live_open(&source->live, interface, expression, seconds, stop, fault);
}

cap_code cap_source_next(cap_source *source, cap_packet *packet, cap_fault *fault)
{
    for (;;) {
        bool pass = true;
        cap_code code =
            source->live ? cap_live_next(source->live, packet, fault) : cap_blocks_next(&source->blocks, packet, fault);
        if (code != CAP_OK)
            return code;
        source->packets++;
        if (source->filter)
            code = cap_filter_packet(source->filter, packet, &pass, fault);
        if (code != CAP_OK || pass)
            return code;
        source->filtered_out++;
    }
}

uint64_t cap_source_offset(const cap_source *source)
{
    return source->bytes.raw_offset;
}

void cap_source_close(cap_source *source)
{
    cap_live_close(source->live);
    cap_filter_close(source->filter);
    if (!source->live) {
        cap_blocks_close(&source->blocks);
        cap_bytes_close(&source->bytes);
    }
    *source = (cap_source){0};
}
