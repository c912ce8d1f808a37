/* SPDX-License-Identifier: MIT */
/* See files_gzip.h. The same file gives the same bytes each time: the header has no time and no name in it, and pieces
 * are always of one size. So its entity-tag may be strong. */
#include "server/routes/files_gzip.h"

#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

#include "h1/values.h"
#include "h1/words.h"
#include "server/routes/media_type.h"

enum {
    PIECE = 16 * 1024, /* of the file at a time */
    PIECES = 16,       /* of them at most before others get their turn */
    LEVEL = 6,
    WINDOW_GZIP = 15 + 16, /* zlib's largest window; + 16 says gzip rather than zlib */
    MEMORY = 8,
    LEAST = 256, /* bytes: smaller files gain nothing */
    UNSAID = 1001,
};

#define MOST (UINT64_C(16) << 20) /* bytes: of larger files the work would be felt */

bool srv_gzip_pays(const char *media_type, uint64_t size)
{
    return size >= LEAST && size <= MOST && srv_media_type_shrinks(media_type);
}

/* ---- What is wanted ---- */

/* Weights in thousandths; UNSAID. */
typedef struct weights {
    unsigned gzip, identity, any;
} weights;

/* One field line. Returns false where it can't be read. */
static bool read_weights(h1_bytes value, weights *w)
{
    h1_list list = h1_list_of(value.at, (uint32_t)value.len);
    h1_span element;

    while (h1_list_next(&list, &element)) {
        const uint8_t *at = list.bytes + element.at;
        h1_span word;
        unsigned weight;
        size_t bad;
        if (h1_weighted_read(at, element.len, &word, &weight, &bad) != H1_VALUE_OK)
            return false;
        at += word.at;
        if (h1_same_word(at, word.len, "gzip") || h1_same_word(at, word.len, "x-gzip"))
            w->gzip = weight;
        else if (h1_same_word(at, word.len, "identity"))
            w->identity = weight;
        else if (h1_same_word(at, word.len, "*"))
            w->any = weight;
    }
    return true;
}

bool srv_gzip_is_wanted(const srv_exchange *x)
{
    weights w = {UNSAID, UNSAID, UNSAID};
    uint16_t index = 0;
    h1_bytes value;

    if (srv_field_value(x, "range").at != NULL)
        return false;
    while ((value = srv_field_next(x, "accept-encoding", &index)).at != NULL) {
        if (!read_weights(value, &w))
            return false;
    }
    if (w.gzip == UNSAID)
        w.gzip = w.any;
    if (w.gzip == UNSAID || w.gzip == 0)
        return false;
    return w.identity == UNSAID || w.gzip >= w.identity;
}

/* ---- Sending ---- */

typedef struct packing {
    z_stream zlib;
    int file;
    uint64_t at, size;
} packing;

/* Everything that zlib has to say of its input. Returns false where it can't go on. */
static bool put_all(srv_exchange *x, packing *p, int flush)
{
    unsigned char out[PIECE];
    int said;

    do {
        p->zlib.next_out = out;
        p->zlib.avail_out = sizeof out;
        said = deflate(&p->zlib, flush);
        srv_put(x, (h1_bytes){out, sizeof out - p->zlib.avail_out});
    } while (said == Z_OK && p->zlib.avail_out == 0);
    return flush == Z_FINISH ? said == Z_STREAM_END : said == Z_OK || said == Z_BUF_ERROR;
}

static srv_produced pack_piece(srv_exchange *x, packing *p)
{
    unsigned char in[PIECE];
    size_t due = p->size - p->at < sizeof in ? (size_t)(p->size - p->at) : sizeof in;
    bool last = p->at + due == p->size;

    if (pread(p->file, in, due, (off_t)p->at) != (ssize_t)due)
        return SRV_PRODUCED_FAULT;
    p->at += due;
    p->zlib.next_in = in;
    p->zlib.avail_in = (uInt)due;
    if (!put_all(x, p, last ? Z_FINISH : Z_NO_FLUSH))
        return SRV_PRODUCED_FAULT;
    return last ? SRV_PRODUCED_ALL : SRV_PRODUCED_SOME;
}

/* Until something comes out: what shrinks well stays in zlib for some pieces. */
static srv_produced produce(srv_exchange *x)
{
    packing *p = x->state;
    uLong before = p->zlib.total_out;
    srv_produced said = SRV_PRODUCED_SOME;

    for (unsigned i = 0; i < PIECES && said == SRV_PRODUCED_SOME && p->zlib.total_out == before; i++)
        said = pack_piece(x, p);
    return said;
}

static void drop(srv_exchange *x)
{
    packing *p = x->state;

    deflateEnd(&p->zlib);
    close(p->file);
    free(p);
    x->state = NULL;
}

void srv_gzip_send(srv_exchange *x, const char *media_type, int file, uint64_t size)
{
    packing *p = calloc(1, sizeof *p);

    if (p == NULL || deflateInit2(&p->zlib, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(p);
        close(file);
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "There was no memory to compress the file.");
        return;
    }
    p->file = file;
    p->size = size;
    x->state = p;
    x->drop = drop;
    srv_send_stream(x, 200, media_type, SRV_LENGTH_UNKNOWN, produce);
}
