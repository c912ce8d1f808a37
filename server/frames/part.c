/* SPDX-License-Identifier: MIT */
/* See part.h. */
#include "part.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEGINS ".h1-"
#define ENDS   ".part"

enum {
    DIGITS = 16,
    TRIES = 3, /* of names: a sweep that looks at the very moment takes a file before it is locked */
};

/* A sweeper may hold the lock for a moment, or have removed the file just before. */
static bool is_ours(int fd)
{
    struct stat st;

    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

/* A name nobody can guess, so that nobody can be there first; O_EXCL follows no link. */
static int make_one(int folder, char name[SRV_PART_SIZE])
{
    uint64_t random;

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        errno = EIO;
        return -1;
    }
    snprintf(name, SRV_PART_SIZE, BEGINS "%016llx" ENDS, (unsigned long long)random);
    return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, SRV_PART_MODE);
}

int srv_part_make(int folder, char name[SRV_PART_SIZE])
{
    int error = EAGAIN;

    for (int i = 0; i < TRIES; i++) {
        int fd = make_one(folder, name);
        if (fd >= 0 && is_ours(fd))
            return fd;
        if (fd < 0) {
            error = errno;
            break;
        }
        unlinkat(folder, name, 0);
        close(fd);
    }
    name[0] = '\0';
    errno = error;
    return -1;
}

static bool is_part_name(const char *name)
{
    return strlen(name) == strlen(BEGINS) + DIGITS + strlen(ENDS) && strncmp(name, BEGINS, strlen(BEGINS)) == 0 &&
           strspn(name + strlen(BEGINS), "0123456789abcdef") == DIGITS &&
           strcmp(name + strlen(BEGINS) + DIGITS, ENDS) == 0;
}

static void remove_if_left(int folder, const char *name)
{
    struct stat st;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(fd);
}

void srv_part_sweep(int folder)
{
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry;

    if (dir == NULL) {
        if (own >= 0)
            close(own);
        return;
    }
    while ((entry = readdir(dir)) != NULL) {
        if (is_part_name(entry->d_name))
            remove_if_left(folder, entry->d_name);
    }
    closedir(dir);
}
