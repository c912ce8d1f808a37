/* SPDX-License-Identifier: MIT */
/* Makes 1,024 different requests, of 565 bytes on average: which fields there are, in which order and with which values
 * is drawn by a generator of fixed seed. One message that is repeated flatters a parser whose branches depend on it;
 * these don't. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/input.h"

enum { REQUESTS = 1024, MOST = 4096 };

typedef struct writer {
    char *at;
    size_t left;
    uint64_t state;
} writer;

static unsigned draw(writer *w, unsigned below)
{
    w->state = w->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(w->state >> 33) % below;
}

static void text(writer *w, const char *s)
{
    const size_t len = strlen(s);

    if (len >= w->left)
        abort(); /* MOST is too small: a mistake in this file */
    memcpy(w->at, s, len);
    w->at += len;
    w->left -= len;
}

static void letters(writer *w, unsigned least, unsigned most)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";

    for (unsigned n = least + draw(w, most - least + 1); n > 0; n--) {
        const char letter[2] = {alphabet[draw(w, sizeof alphabet - 1)], '\0'};
        text(w, letter);
    }
}

static void write_target(writer *w)
{
    for (unsigned n = 1 + draw(w, 4); n > 0; n--) {
        text(w, "/");
        letters(w, 2, 12);
    }
    for (unsigned n = draw(w, 4), i = 0; i < n; i++) {
        text(w, i == 0 ? "?" : "&");
        letters(w, 1, 6);
        text(w, "=");
        letters(w, 1, 16);
    }
}

static void write_cookie(writer *w)
{
    for (unsigned n = 1 + draw(w, 4), i = 0; i < n; i++) {
        text(w, i == 0 ? "" : "; ");
        letters(w, 2, 10);
        text(w, "=");
        letters(w, 8, 60);
    }
}

/* One field line of a kind that browsers and programs send; no kind comes twice in a request. */
static void write_field(writer *w, unsigned kind)
{
    static const char *const start[] = {
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:",
        "Accept: text/html,application/xhtml+xml;q=0.",
        "Accept-Language: en-GB,en;q=0.",
        "Accept-Encoding: gzip, deflate, br;q=0.",
        "Referer: https://www.example.org/",
        "Cookie: ",
        "Cache-Control: max-age=",
        "If-None-Match: \"",
        "X-Requested-With: ",
        "X-Request-Id: ",
        "Sec-Fetch-Site: ",
        "Authorization: Bearer ",
        "Connection: keep-alive",
        "Priority: u=",
        "Origin: https://",
        "Sec-CH-UA-Platform: \"",
    };

    text(w, start[kind]);
    switch (kind) {
    case 0:
        letters(w, 2, 4);
        text(w, ") Gecko/20100101 Firefox/");
        letters(w, 2, 5);
        break;
    case 1:
    case 2:
    case 3:
    case 6:
    case 13:
        text(w, draw(w, 2) == 0 ? "5" : "8");
        break;
    case 12:
        break;
    case 5:
        write_cookie(w);
        break;
    case 7:
    case 15:
        letters(w, 6, 24);
        text(w, "\"");
        break;
    default:
        letters(w, 6, 40);
    }
    text(w, "\r\n");
}

static void write_request(writer *w)
{
    static const char *const methods[] = {"GET ", "GET ", "GET ", "GET ", "HEAD ", "DELETE "};
    enum { KINDS = 16 };
    unsigned order[KINDS];

    for (unsigned i = 0; i < KINDS; i++) {
        const unsigned j = draw(w, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    text(w, methods[draw(w, sizeof methods / sizeof *methods)]);
    write_target(w);
    text(w, " HTTP/1.1\r\nHost: ");
    letters(w, 3, 14);
    text(w, ".example.org\r\n");
    for (unsigned n = 6 + draw(w, 10), i = 0; i < n; i++)
        write_field(w, order[i]);
    text(w, "\r\n");
}

uint8_t *bench_make_requests(size_t *len)
{
    char *bytes = malloc((size_t)REQUESTS * MOST);
    writer w = {.at = bytes, .left = (size_t)REQUESTS * MOST, .state = 9112};

    if (bytes == NULL)
        return NULL;
    for (unsigned i = 0; i < REQUESTS; i++)
        write_request(&w);
    *len = (size_t)(w.at - bytes);
    return (uint8_t *)bytes;
}
