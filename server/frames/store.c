/* SPDX-License-Identifier: MIT */
/* See store.h. */
#include "store.h"

#include "sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    TRIES_MOST = 10000, /* names that are tried before a directory counts as full of them */
};

int srv_store_open(srv_store *store, const char *path)
{
    *store = (srv_store){.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (store->folder < 0)
        return errno;
    srv_part_sweep(store->folder);
    return 0;
}

void srv_store_close(srv_store *store)
{
    srv_syncs_free(store->syncs);
    store->syncs = NULL;
    if (store->folder >= 0)
        close(store->folder);
    store->folder = -1;
}

/* Is there space for one more file beside those that are under way? */
static bool has_space(const srv_store *store, uint64_t size)
{
    struct statvfs disk;
    uint64_t unit, free_bytes;

    if (fstatvfs(store->folder, &disk) != 0)
        return true; /* then a write will say so */
    unit = disk.f_frsize;
    free_bytes = disk.f_bavail > UINT64_MAX / unit ? UINT64_MAX : disk.f_bavail * unit;
    return free_bytes >= store->claimed && free_bytes - store->claimed >= size;
}

static int open_file(srv_store *store, srv_file *file)
{
    if (!store->named) {
        file->fd = openat(store->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, SRV_PART_MODE);
        if (file->fd >= 0)
            return 0;
        /* EISDIR: a kernel that doesn't know O_TMPFILE */
        if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)
            return errno;
        store->named = true;
    }
    file->fd = srv_part_make(store->folder, file->part);
    return file->fd >= 0 ? 0 : errno;
}

int srv_store_begin(srv_store *store, srv_file *file, uint64_t size)
{
    int error;

    *file = (srv_file){.fd = -1};
    if (!has_space(store, size))
        return ENOSPC;
    error = open_file(store, file);
    if (error != 0)
        return error;
    file->due = size;
    store->claimed += size;
    return 0;
}

int srv_store_write(srv_store *store, srv_file *file, const uint8_t *bytes, size_t len)
{
    if (len > file->due)
        return EINVAL;
    while (len > 0) {
        ssize_t written = write(file->fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : EIO;
        bytes += written;
        len -= (size_t)written;
        file->due -= (uint64_t)written;
        store->claimed -= (uint64_t)written;
    }
    return 0;
}

int srv_store_extend(srv_store *store, srv_file *file, uint64_t more)
{
    if (!has_space(store, more))
        return ENOSPC;
    file->due += more;
    store->claimed += more;
    return 0;
}

/* Close it; where it still has the name under which it was written, that goes too. */
static void close_file(int folder, srv_file *file)
{
    if (file->part[0] != '\0')
        unlinkat(folder, file->part, 0);
    close(file->fd);
    *file = (srv_file){.fd = -1};
}

void srv_store_drop(srv_store *store, srv_file *file)
{
    if (file->fd < 0)
        return;
    store->claimed -= file->due;
    close_file(store->folder, file);
}

/* "a.txt", "a-1.txt", "a-2.txt" …; a name that would become too long loses the end of its stem, in whole characters. */
static void numbered(const char *name, unsigned number, char out[FRAME_NAME_MOST + 1])
{
    const char *dot = strrchr(name, '.');
    size_t stem = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    size_t extension = strlen(name) - stem;
    char suffix[16] = "";
    size_t room;

    if (number > 0)
        snprintf(suffix, sizeof suffix, "-%u", number);
    if (extension + strlen(suffix) >= FRAME_NAME_MOST)
        extension = 0;
    room = FRAME_NAME_MOST - strlen(suffix) - extension;
    if (stem > room) {
        stem = room;
        while (stem > 0 && ((unsigned char)name[stem] & 0xC0U) == 0x80)
            stem--;
    }
    snprintf(out, FRAME_NAME_MOST + 1, "%.*s%s%.*s", (int)stem, name, suffix, (int)extension,
             name + strlen(name) - extension);
}

/* The name, if nobody has it. A hard link doesn't replace either, where the file system knows no such rename. */
static int rename_part(int folder, srv_file *file, const char *name)
{
    int done = renameat2(folder, file->part, folder, name, RENAME_NOREPLACE);

    if (done == 0) {
        file->part[0] = '\0';
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    return linkat(folder, file->part, folder, name, 0) == 0 ? 0 : errno;
}

static int give_name(int folder, srv_file *file, const char *name)
{
    char path[64];

    if (file->part[0] != '\0')
        return rename_part(folder, file, name);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file->fd);
    if (linkat(AT_FDCWD, path, folder, name, AT_SYMLINK_FOLLOW) == 0)
        return 0;
    if (errno != ENOENT)
        return errno;
    /* without /proc, which takes a capability */
    return linkat(file->fd, "", folder, name, AT_EMPTY_PATH) == 0 ? 0 : errno;
}

static int give_free_name(int folder, srv_file *file, const char *name, char stored[FRAME_NAME_MOST + 1])
{
    int error = EEXIST;

    for (unsigned number = 0; error == EEXIST && number < TRIES_MOST; number++) {
        numbered(name, number, stored);
        error = give_name(folder, file, stored);
    }
    return error;
}

int srv_file_settle(int folder, srv_file *file, const char *name, char stored[FRAME_NAME_MOST + 1])
{
    int error = file->due == 0 ? 0 : EINVAL;

    if (error == 0 && fsync(file->fd) != 0)
        error = errno;
    if (error == 0)
        error = give_free_name(folder, file, name, stored);
    if (error == 0 && fsync(folder) != 0)
        error = errno;
    close_file(folder, file);
    return error;
}

int srv_store_finish(srv_store *store, srv_file *file, const char *name, char stored[FRAME_NAME_MOST + 1])
{
    store->claimed -= file->due;
    return srv_file_settle(store->folder, file, name, stored);
}
