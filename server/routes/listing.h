/* SPDX-License-Identifier: MIT */
/* The page of a folder that has no index.html. */
#ifndef SERVER_ROUTES_LISTING_H
#define SERVER_ROUTES_LISTING_H

#include "server/exchange/exchange.h"

enum {
    SRV_LISTING_MOST = 10000, /* entries; how many there are beyond is told */
};

/* Answer with a page of links: folders first, then files, each in the order of the bytes of their names, with size and
 * time of the last change in UTC. What isn't served isn't listed: hidden names, pipes and devices, links that lead out
 * of the root. Names are escaped, and the page may load nothing and run nothing (Content-Security-Policy).
 *
 *   root    see files_root.h
 *   name    of the folder below it; "." for the root
 *   folder  the folder, open for reading; becomes the answer's, and is closed by it
 *
 * O(n log n) for n entries, each of which is looked up once. */
void srv_listing_send(srv_exchange *x, int root, const char *name, int folder);

#endif
