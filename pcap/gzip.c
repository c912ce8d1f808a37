/* SPDX-License-Identifier: MIT */
/* See gzip.h. zlib does the unpacking; what is added is the walk from member to member and offsets for faults. */
#include "pcap/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    PACKED_ROOM = 64 * 1024,
    GZIP_ONLY = 16 + MAX_WBITS, /* zlib's way to ask for the gzip wrapper and nothing else */
};

struct cap_gzip {
    z_stream z;
    cap_gzip_source *source;
    void *context;
    uint64_t taken; /* packed bytes that left the source before those in `packed` */
    bool source_ended;
    bool between; /* a member has ended and no byte of another was seen */
    uint8_t packed[PACKED_ROOM];
};

cap_gzip *cap_gzip_open(const uint8_t *first, size_t len, cap_gzip_source *source, void *context)
{
    cap_gzip *gzip = calloc(1, sizeof *gzip);

    if (!gzip || len > PACKED_ROOM || inflateInit2(&gzip->z, GZIP_ONLY) != Z_OK) {
        free(gzip);
        return NULL;
    }
    memcpy(gzip->packed, first, len);
    gzip->z.next_in = gzip->packed;
    gzip->z.avail_in = (uInt)len;
    gzip->source = source;
    gzip->context = context;
    return gzip;
}

static uint64_t packed_offset(const cap_gzip *gzip)
{
    return gzip->taken + (uint64_t)(gzip->z.next_in - gzip->packed);
}

static cap_code refill(cap_gzip *gzip)
{
    if (gzip->z.avail_in > 0 || gzip->source_ended)
        return CAP_OK;
    gzip->taken = packed_offset(gzip);
    long got = gzip->source(gzip->context, gzip->packed, sizeof gzip->packed);
    gzip->z.next_in = gzip->packed;
    if (got < 0)
        return CAP_READ_FAILED;
    gzip->z.avail_in = (uInt)got;
    gzip->source_ended = got == 0;
    return CAP_OK;
}

/* Between members: pass over zero padding, begin the next member where one follows. */
static cap_code next_member(cap_gzip *gzip, bool *ended)
{
    for (;;) {
        cap_code code = refill(gzip);
        if (code != CAP_OK)
            return code;
        *ended = gzip->z.avail_in == 0;
        if (*ended)
            return CAP_OK;
        if (*gzip->z.next_in != 0)
            break;
        gzip->z.next_in++;
        gzip->z.avail_in--;
    }
    gzip->between = false;
    return inflateReset(&gzip->z) == Z_OK ? CAP_OK : CAP_GZIP_DAMAGED;
}

static cap_code unpack(cap_gzip *gzip)
{
    cap_code code = refill(gzip);
    if (code != CAP_OK)
        return code;
    if (gzip->z.avail_in == 0)
        return CAP_GZIP_CUT;
    int said = inflate(&gzip->z, Z_NO_FLUSH);
    gzip->between = said == Z_STREAM_END;
    return said == Z_OK || said == Z_STREAM_END || said == Z_BUF_ERROR ? CAP_OK : CAP_GZIP_DAMAGED;
}

cap_code cap_gzip_read(cap_gzip *gzip, uint8_t *out, size_t size, size_t *got, uint64_t *at)
{
    cap_code code = CAP_OK;
    bool ended = false;

    if (size > UINT32_MAX)
        size = UINT32_MAX;
    gzip->z.next_out = out;
    gzip->z.avail_out = (uInt)size;
    while (code == CAP_OK && !ended && gzip->z.avail_out == size)
        code = gzip->between ? next_member(gzip, &ended) : unpack(gzip);
    *got = size - gzip->z.avail_out;
    *at = packed_offset(gzip);
    return code;
}

void cap_gzip_close(cap_gzip *gzip)
{
    if (!gzip)
        return;
    inflateEnd(&gzip->z);
    free(gzip);
}
