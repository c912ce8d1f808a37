/* SPDX-License-Identifier: MIT */
/* A fuzz target without a fuzzer: replays the files, and the files of the folders, named on the command line. So the
 * targets build everywhere and never rot, and every input that ever mattered is a test.
 *
 * Exits 2 when nothing was replayed or a file can't be read: a replay of nothing proves nothing. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

static size_t replayed;

static int complain(const char *path)
{
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return 2;
}

static int replay_file(const char *path, size_t size)
{
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    size_t got;

    if (bytes == NULL || file == NULL) {
        free(bytes);
        return complain(path);
    }
    got = fread(bytes, 1, size, file);
    fclose(file);
    if (got == size) {
        fprintf(stderr, "replaying %s\n", path); /* the last line names the input that fails */
        LLVMFuzzerTestOneInput(bytes, size);
        replayed++;
    }
    free(bytes);
    return got == size ? 0 : complain(path);
}

static int replay(const char *path);

static int replay_folder(const char *path)
{
    DIR *folder = opendir(path);
    int status = folder != NULL ? 0 : complain(path);

    while (folder != NULL && status == 0) {
        struct dirent *entry = readdir(folder);
        char inside[4096];
        if (entry == NULL)
            break;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        status = replay(inside);
    }
    if (folder != NULL)
        closedir(folder);
    return status;
}

static int replay(const char *path)
{
    struct stat about;

    if (stat(path, &about) != 0)
        return complain(path);
    return S_ISDIR(about.st_mode) ? replay_folder(path) : replay_file(path, (size_t)about.st_size);
}

int main(int argc, char **argv)
{
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++)
        status = replay(argv[i]);
    printf("%zu inputs replayed\n", replayed);
    return status != 0 || replayed > 0 ? status : 2;
}
