/* SPDX-License-Identifier: MIT */
/* /h1/chunked/N?delay=MS: N chunks, each sent when it is made, MS milliseconds apart; as lines of text, or for browsers
 * as a page that grows. Where the client takes trailers, the last chunk is followed by the content's digest (RFC 9530).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

#include "report/base64.h"
#include "server/routes/bench.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum {
    CHUNKS_MOST = 100000,
    DELAY_MOST = 60000,
};

typedef struct stream {
    uint64_t at, count, delay, began_ms;
    bool html;
    EVP_MD_CTX *hash;
} stream;

static void put(srv_exchange *x, const stream *s, const void *bytes, size_t len)
{
    EVP_DigestUpdate(s->hash, bytes, len);
    srv_put(x, (h1_bytes){bytes, len});
}

static void put_line(srv_exchange *x, const stream *s)
{
    char line[96];
    int len = snprintf(line, sizeof line,
                       s->html ? "<li>chunk %" PRIu64 " of %" PRIu64 ", %" PRIu64 " ms</li>\n"
                               : "chunk %" PRIu64 " of %" PRIu64 ", %" PRIu64 " ms\n",
                       s->at, s->count, x->service->now_ms - s->began_ms);

    put(x, s, line, (size_t)len);
}

static void put_digest(srv_exchange *x, const stream *s)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    char text[REPORT_BASE64_ROOM(EVP_MAX_MD_SIZE)], value[sizeof text + 16];
    int written;

    if (EVP_DigestFinal_ex(s->hash, digest, &len) != 1)
        return;
    report_base64(digest, len, text);
    written = snprintf(value, sizeof value, "sha-256=:%s:", text);
    srv_add_trailer(x, "Content-Digest", (h1_bytes){value, (size_t)written});
}

static void put_begin(srv_exchange *x, const stream *s)
{
    srv_text t = {0};

    srv_page_begin(&t, "Chunks, as they come");
    srv_text_add(&t, "<ol>\n");
    put(x, s, t.at, t.len);
    srv_text_free(&t);
}

static srv_produced produce(srv_exchange *x)
{
    static const char END[] = "</ol>\n<p id=\"end\">This was the last one.</p>\n</body>\n</html>\n";
    stream *s = x->state;

    if (s->html && s->at == 0)
        put_begin(x, s);
    if (s->at < s->count) {
        s->at++;
        put_line(x, s);
    }
    if (s->at < s->count) {
        x->later = (unsigned)s->delay;
        return s->delay > 0 ? SRV_PRODUCED_LATER : SRV_PRODUCED_SOME;
    }
    if (s->html)
        put(x, s, END, sizeof END - 1);
    put_digest(x, s);
    return SRV_PRODUCED_ALL;
}

static void drop(srv_exchange *x)
{
    stream *s = x->state;

    EVP_MD_CTX_free(s->hash);
    free(s);
    x->state = NULL;
}

static bool begin(srv_exchange *x, const stream *wanted)
{
    stream *s = malloc(sizeof *s);

    if (s == NULL)
        return false;
    *s = *wanted;
    s->began_ms = x->service->now_ms;
    s->hash = EVP_MD_CTX_new();
    x->state = s;
    x->drop = drop;
    return s->hash != NULL && EVP_DigestInit_ex(s->hash, EVP_sha256(), NULL) == 1;
}

void srv_serve_chunked(srv_exchange *x)
{
    stream wanted = {.html = srv_wants_html(x)};

    if (!srv_rest_number(x, 0, CHUNKS_MOST, &wanted.count) || !srv_query_number(x, "delay", DELAY_MOST, &wanted.delay))
        return;
    if (!begin(x, &wanted)) {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
        return;
    }
    if (wanted.html)
        srv_page_fields(x);
    else
        srv_add_text(x, "X-Content-Type-Options", "nosniff");
    srv_add_text(x, "Cache-Control", "no-store");
    if (srv_takes_trailers(x))
        srv_add_text(x, "Trailer", "Content-Digest");
    srv_send_stream(x, 200, wanted.html ? SRV_HTML : SRV_PLAIN, SRV_LENGTH_UNKNOWN, produce);
}
