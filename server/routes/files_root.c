/* SPDX-License-Identifier: MIT */
/* openat2, which glibc has no function for. */
#include "server/routes/files_root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    TRIES = 8, /* openat2 says EAGAIN where a rename went on beside a ".." in a link */
};

static int open_beneath(int root, const char *name, int flags)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long fd = -1;

    errno = EAGAIN;
    for (unsigned i = 0; i < TRIES && fd < 0 && (errno == EAGAIN || errno == EINTR); i++)
        fd = syscall(SYS_openat2, root, name, &how, sizeof how);
    return (int)fd;
}

int srv_root_open(const char *path, int *root)
{
    int probe;

    *root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*root < 0)
        return errno;
    probe = open_beneath(*root, ".", O_RDONLY | O_DIRECTORY);
    if (probe < 0) {
        int error = errno;
        close(*root);
        *root = -1;
        return error;
    }
    close(probe);
    return 0;
}

/* Open a name, and look whether it is a file or a folder. */
static int open_known(int root, const char *name, int flags, srv_found *found)
{
    int error = 0;

    found->fd = open_beneath(root, name, flags);
    if (found->fd < 0)
        return errno;
    if (fstat(found->fd, &found->status) != 0)
        error = errno;
    else if (!S_ISREG(found->status.st_mode) && !S_ISDIR(found->status.st_mode))
        error = ENOENT;
    if (error != 0)
        close(found->fd);
    return error;
}

int srv_root_find(int root, const char *name, srv_found *found)
{
    int error = open_known(root, name, O_PATH, found);

    if (error != 0)
        return error;
    close(found->fd);
    /* Should another thing have taken its place since, O_NONBLOCK keeps a pipe from holding everybody up. */
    return open_known(root, name, O_RDONLY | O_NONBLOCK | O_NOCTTY, found);
}
