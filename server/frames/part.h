/* SPDX-License-Identifier: MIT */
/* Files under way on a file system without nameless files: ".h1-" with 16 hexadecimal digits and ".part".
 *
 * Whoever writes one holds a lock on it (flock) until it is closed; the kernel lets go of it when its writer is killed.
 * So what is found without a lock is nobody's and goes. Where a file system has no locks, nothing is swept away. */
#ifndef SERVER_PART_H
#define SERVER_PART_H

#include <stdbool.h>

enum {
    SRV_PART_MODE = 0666, /* less the umask */
    SRV_PART_SIZE = 32,   /* a name with its zero byte, and some */
};

/* Make one in the folder, locked. Returns its descriptor, or -1 with errno; `name` is empty then. */
int srv_part_make(int folder, char name[SRV_PART_SIZE]);

/* Remove those that nobody is writing any more. */
void srv_part_sweep(int folder);

#endif
