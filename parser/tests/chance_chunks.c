/* SPDX-License-Identifier: MIT */
/* Bodies of chunks made by chance: every kernel says of them what the reference says, in calls for many events. A
 * program of its own that needs no other library, so that an emulator can run it too.
 *
 *   chance_chunks BODIES
 *
 * Exits 1 at the first difference, and says where. */
#include <stdio.h>
#include <stdlib.h>

#include "parser/tests/batches.h"
#include "parser/tests/chunk_body.h"

enum { CHUNKS = 60, HEAD = 60 };

static uint32_t state = 1;

static uint32_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state >> 8;
}

static const char *any_data(void)
{
    static const char *const data[] = {"data", "data", "\r\n1\r\n22", "\r\n5\r\nhello\r\n4\r\n", "0\r\n", "\r\n"};

    return data[next_random() % (sizeof data / sizeof *data)];
}

/* Most bodies are written as senders write them; one in four has a bit wrong. */
static void make(chunk_body *b, unsigned long number)
{
    static const chunk_writing ways[] = {{true, 1, ""}, {false, 2, ""}, {false, 1, ";a"}, {true, 3, ""}};
    const uint32_t most = 1u << (2 + next_random() % 7);

    chunk_body_begin(b);
    for (size_t i = 0; i < CHUNKS; i++) {
        const bool plain = number % 2 == 0 || next_random() % 16 > 0;
        const chunk_writing *way = plain ? &chunk_plain : &ways[next_random() % 4];
        chunk_body_put(b, way, 1 + next_random() % most, any_data());
    }
    chunk_body_end(b);
    if (number % 4 == 3)
        b->bytes[HEAD + next_random() % (b->len - HEAD)] ^= (uint8_t)(1u << next_random() % 8);
}

int main(int argc, char **argv)
{
    static chunk_body b;
    const unsigned long bodies = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    const char *chosen = h1_kernel_in_use(); /* before any is forced */

    for (unsigned long i = 0; i < bodies; i++) {
        const batches_plan plan = {.piece = i % 3 == 0 ? 1 + next_random() % 700 : 0,
                                   .events = 1 + next_random() % BATCHES_EVENTS,
                                   .capacity = BATCHES_FIELDS};
        const char *kernel;
        const char *found;
        make(&b, i);
        found = batches_of_kernels(&plan, b.bytes, b.len, &kernel);
        if (found != NULL) {
            printf("%s: %s differs, body %lu, %zu events a call, pieces of %zu\n", kernel, found, i, plan.events,
                   plan.piece);
            return 1;
        }
    }
    printf("%lu bodies compared, %s in use\n", bodies, chosen);
    return bodies > 0 ? 0 : 2;
}
