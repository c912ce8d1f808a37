/* SPDX-License-Identifier: MIT */
/* A folder from which files are served, and the one way to open what is below it.
 *
 * The kernel resolves each name with openat2: nothing outside the folder can be reached, whatever links and renames do
 * meanwhile. A link is followed if it stays below the folder all the way; one with an absolute path never does. Mounts
 * below the folder are part of it. There is no other way to open a file here, so on a kernel without openat2 (before
 * Linux 5.6), or where a sandbox forbids it, nothing is served. */
#ifndef SERVER_ROUTES_FILES_ROOT_H
#define SERVER_ROUTES_FILES_ROOT_H

#include <sys/stat.h>

/* A file or folder that was opened for reading. */
typedef struct srv_found {
    int fd;
    struct stat status;
} srv_found;

/* Open the folder.
 *
 *   path  followed as the user's own paths are
 *   root  receives a descriptor, closed with close()
 *
 * Returns 0 or an errno; ENOSYS where the kernel has no openat2. */
int srv_root_open(const char *path, int *root);

/* Open a regular file or a folder below the root.
 *
 *   name   relative; "." is the root
 *   found  receives it, where the result is 0; found->fd is the caller's to close
 *
 * Returns 0 or an errno: EXDEV where the name leads out of the root, ENOENT also for what is neither file nor folder.
 * Pipes, sockets and devices are not opened even for a moment, so that nobody notices: a pipe's writer would. */
int srv_root_find(int root, const char *name, srv_found *found);

#endif
