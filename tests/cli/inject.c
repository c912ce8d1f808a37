/* SPDX-License-Identifier: MIT */
/* Faults for a program that is linked with libc dynamically; preload it (LD_PRELOAD).
 *
 *   H1_INJECT_SYNC_MS=N    every fsync() takes N milliseconds longer
 *   H1_INJECT_KILL=N       the process dies by SIGKILL before its call N of those below that touch files or sockets
 *   H1_INJECT_HALF=1       … and if that call is to write or send, half of it is done first
 *   H1_INJECT_NO_TMPFILE=1 the file system has no files without a name
 *
 * It never changes what a call does in any other way. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long number_of(const char *variable)
{
    const char *text = getenv(variable);

    return text != NULL ? strtol(text, NULL, 10) : 0;
}

/* Does the process die at this call? */
static int is_last_call(void)
{
    static atomic_long calls;
    long last = number_of("H1_INJECT_KILL");

    return last > 0 && atomic_fetch_add(&calls, 1) + 1 == last;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static void count_call(void)
{
    if (is_last_call())
        die();
}

/* The function of that name in libc. ISO C has no cast from an object pointer to it; POSIX has this one. */
#define REAL(name)                                                                                                     \
    static __typeof__(name) *real;                                                                                     \
    if (real == NULL)                                                                                                  \
    *(void **)(&real) = dlsym(RTLD_NEXT, #name)

#define COUNTED(type, name, parameters, arguments)                                                                     \
    type name parameters                                                                                               \
    {                                                                                                                  \
        REAL(name);                                                                                                    \
        count_call();                                                                                                  \
        return real arguments;                                                                                         \
    }

#define HALVED(name, parameters, whole, half)                                                                          \
    ssize_t name parameters                                                                                            \
    {                                                                                                                  \
        REAL(name);                                                                                                    \
        if (is_last_call()) {                                                                                          \
            if (number_of("H1_INJECT_HALF") != 0 && len > 1)                                                           \
                (void)!real half;                                                                                      \
            die();                                                                                                     \
        }                                                                                                              \
        return real whole;                                                                                             \
    }

COUNTED(ssize_t, read, (int fd, void *bytes, size_t len), (fd, bytes, len))
COUNTED(ssize_t, recv, (int fd, void *bytes, size_t len, int flags), (fd, bytes, len, flags))
HALVED(write, (int fd, const void *bytes, size_t len), (fd, bytes, len), (fd, bytes, len / 2))
HALVED(send, (int fd, const void *bytes, size_t len, int flags), (fd, bytes, len, flags), (fd, bytes, len / 2, flags))
COUNTED(int, close, (int fd), (fd))
COUNTED(int, poll, (struct pollfd * fds, nfds_t count, int wait), (fds, count, wait))
COUNTED(int, accept4, (int fd, struct sockaddr *address, socklen_t *len, int flags), (fd, address, len, flags))
COUNTED(int, epoll_pwait, (int fd, struct epoll_event *events, int most, int wait, const sigset_t *mask),
        (fd, events, most, wait, mask))
COUNTED(int, linkat, (int from, const char *path, int to, const char *name, int flags), (from, path, to, name, flags))
COUNTED(int, unlinkat, (int folder, const char *name, int flags), (folder, name, flags))
COUNTED(int, renameat2, (int from, const char *path, int to, const char *name, unsigned flags),
        (from, path, to, name, flags))

int fsync(int fd)
{
    long ms = number_of("H1_INJECT_SYNC_MS");
    const struct timespec longer = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    REAL(fsync);

    count_call();
    nanosleep(&longer, NULL);
    return real(fd);
}

int openat(int folder, const char *path, int flags, ...)
{
    unsigned mode = 0;
    va_list more;
    REAL(openat);

    count_call();
    va_start(more, flags);
    if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE)
        mode = va_arg(more, unsigned);
    va_end(more);
    if ((flags & O_TMPFILE) == O_TMPFILE && number_of("H1_INJECT_NO_TMPFILE") != 0) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real(folder, path, flags, mode);
}
