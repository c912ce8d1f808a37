/* SPDX-License-Identifier: MIT */
/* /h1/hello: the shortest answer. */
#include "server/routes/bench.h"
#include "server/routes/page.h"

void srv_serve_hello(srv_exchange *x)
{
    srv_send(x, 200, SRV_PLAIN, (h1_bytes){"Hello, World!\n", 14});
}
