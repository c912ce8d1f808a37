/* SPDX-License-Identifier: MIT */
/* A store keeps whole files and no others, under names that were free; with nameless files and without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/frames/store.h"

static srv_store store;
static char folder[64];

/* Every test begins with an empty folder, once with nameless files and once as if there were none. */
static int set_up(bool named)
{
    snprintf(folder, sizeof folder, "/tmp/h1-store-XXXXXX");
    if (mkdtemp(folder) == NULL || srv_store_open(&store, folder) != 0)
        return -1;
    store.named = named;
    return 0;
}

static int set_up_nameless(void **state)
{
    (void)state;
    return set_up(false);
}

static int set_up_named(void **state)
{
    (void)state;
    return set_up(true);
}

static int tear_down(void **state)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    (void)state;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    srv_store_close(&store);
    return rmdir(folder);
}

static size_t files_there(void)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    while ((entry = readdir(dir)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

/* Store a file; what it is called then. */
static const char *put(const char *name, const char *content)
{
    static char stored[FRAME_NAME_MOST + 1];
    srv_file file;

    assert_int_equal(srv_store_begin(&store, &file, strlen(content)), 0);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)content, strlen(content)), 0);
    assert_int_equal(srv_store_finish(&store, &file, name, stored), 0);
    assert_int_equal(file.fd, -1);
    assert_int_equal(store.claimed, 0);
    return stored;
}

static void assert_content(const char *name, const char *content)
{
    char got[64] = "";
    int fd = openat(store.folder, name, O_RDONLY | O_NOFOLLOW);

    assert_true(fd >= 0);
    assert_true(read(fd, got, sizeof got - 1) >= 0);
    close(fd);
    assert_string_equal(got, content);
}

static void never_overwrites(void **state)
{
    (void)state;
    assert_string_equal(put("a.txt", "one"), "a.txt");
    assert_string_equal(put("a.txt", "two"), "a-1.txt");
    assert_string_equal(put("a.txt", "three"), "a-2.txt");
    assert_string_equal(put("a-1.txt", "four"), "a-1-1.txt");
    assert_string_equal(put(".profile", ""), ".profile");
    assert_string_equal(put(".profile", ""), ".profile-1");
    assert_string_equal(put("x.tar.gz", ""), "x.tar.gz");
    assert_string_equal(put("x.tar.gz", ""), "x.tar-1.gz");
    assert_content("a.txt", "one");
    assert_content("a-1.txt", "two");
    assert_content("a-2.txt", "three");
    assert_int_equal(files_there(), 8);
}

static void neither_follows_nor_replaces_a_link(void **state)
{
    (void)state;
    assert_int_equal(symlinkat("/nonexistent/target", store.folder, "link"), 0);
    assert_string_equal(put("link", "x"), "link-1");
    assert_content("link-1", "x");
}

static void shortens_a_stem_between_characters_so_that_a_number_fits(void **state)
{
    char name[FRAME_NAME_MOST + 1] = "";
    char due[FRAME_NAME_MOST + 1] = "";

    (void)state;
    for (unsigned i = 0; i < 125; i++)
        memcpy(name + (size_t)2 * i, "\xC3\xA9", 3);
    memcpy(name + 250, ".tex", 5);
    memcpy(due, name, 248);
    memcpy(due + 248, "-1.tex", 7);
    assert_string_equal(put(name, ""), name);
    assert_string_equal(put(name, ""), due);
    memset(name, 'x', FRAME_NAME_MOST);
    name[1] = '.';
    assert_string_equal(put(name, ""), name);
    assert_string_equal(put(name, ""), "x-1");
}

static void leaves_nothing_of_a_dropped_file(void **state)
{
    srv_file file;

    (void)state;
    assert_int_equal(srv_store_begin(&store, &file, 10), 0);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)"half", 4), 0);
    assert_int_equal(store.claimed, 6);
    srv_store_drop(&store, &file);
    assert_int_equal(store.claimed, 0);
    assert_int_equal(files_there(), 0);
    srv_store_drop(&store, &file);
}

static void gives_no_name_to_half_a_file(void **state)
{
    char stored[FRAME_NAME_MOST + 1];
    srv_file file;

    (void)state;
    assert_int_equal(srv_store_begin(&store, &file, 10), 0);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)"12345678901", 11), EINVAL);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)"half", 4), 0);
    assert_int_equal(srv_store_finish(&store, &file, "a", stored), EINVAL);
    assert_int_equal(files_there(), 0);
}

static void shows_no_file_before_it_is_whole(void **state)
{
    srv_file file;

    (void)state;
    assert_int_equal(srv_store_begin(&store, &file, 1), 0);
    assert_int_equal(files_there(), store.named ? 1 : 0);
    assert_int_equal(file.part[0] == '.', store.named);
    srv_store_drop(&store, &file);
}

static void refuses_what_the_disk_has_no_space_for(void **state)
{
    srv_file first, second;
    struct statvfs disk;
    uint64_t free_half;

    (void)state;
    assert_int_equal(fstatvfs(store.folder, &disk), 0);
    free_half = disk.f_bavail * disk.f_frsize / 2;
    assert_int_equal(srv_store_begin(&store, &first, FRAME_SIZE_MOST), ENOSPC);
    assert_int_equal(first.fd, -1);
    assert_int_equal(srv_store_begin(&store, &first, 1), 0);
    store.claimed = free_half; /* as if others had announced as much */
    assert_int_equal(srv_store_begin(&store, &second, free_half + free_half / 2), ENOSPC);
    store.claimed = FRAME_SIZE_MOST;
    assert_int_equal(srv_store_begin(&store, &second, 0), ENOSPC);
    store.claimed = 1;
    srv_store_drop(&store, &first);
    assert_int_equal(store.claimed, 0);
}

static void grows_with_what_comes_as_long_as_there_is_space(void **state)
{
    srv_file file;
    char stored[FRAME_NAME_MOST + 1];

    (void)state;
    assert_int_equal(srv_store_begin(&store, &file, 0), 0);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)"ab", 2), EINVAL);
    assert_int_equal(srv_store_extend(&store, &file, 2), 0);
    assert_int_equal(store.claimed, 2);
    assert_int_equal(srv_store_extend(&store, &file, FRAME_SIZE_MOST), ENOSPC);
    assert_int_equal(srv_store_write(&store, &file, (const uint8_t *)"ab", 2), 0);
    assert_int_equal(srv_store_finish(&store, &file, "grown", stored), 0);
    assert_int_equal(store.claimed, 0);
}

static void make_empty(const char *name)
{
    int fd = openat(store.folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    close(fd);
}

static void removes_what_killed_writers_left_and_nothing_else(void **state)
{
    srv_store other;
    srv_file file;

    (void)state;
    make_empty(".h1-0123456789abcdef.part");
    make_empty(".h1-0123456789abcdeF.part");
    make_empty(".h1-0123456789abcdef.part-");
    make_empty("h1-0123456789abcdef.part");
    assert_int_equal(mkdirat(store.folder, ".h1-00000000000000aa.part", 0700), 0);
    assert_int_equal(srv_store_begin(&store, &file, 1), 0);
    assert_int_equal(srv_store_open(&other, folder), 0);
    assert_int_equal(faccessat(store.folder, ".h1-0123456789abcdef.part", F_OK, 0), -1);
    assert_int_equal(files_there(), 4 + (store.named ? 1 : 0));
    srv_store_close(&other);
    srv_store_drop(&store, &file);
    assert_int_equal(unlinkat(store.folder, ".h1-00000000000000aa.part", AT_REMOVEDIR), 0);
}

static void says_why_a_folder_cannot_be_used(void **state)
{
    srv_store other;

    (void)state;
    assert_int_equal(srv_store_open(&other, "/nonexistent"), ENOENT);
    assert_int_equal(srv_store_open(&other, "/dev/null"), ENOTDIR);
    srv_store_close(&other);
}

#define BOTH(test)                                                                                                     \
    cmocka_unit_test_setup_teardown(test, set_up_nameless, tear_down),                                                 \
        cmocka_unit_test_setup_teardown(test, set_up_named, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(never_overwrites),
        BOTH(neither_follows_nor_replaces_a_link),
        BOTH(shortens_a_stem_between_characters_so_that_a_number_fits),
        BOTH(leaves_nothing_of_a_dropped_file),
        BOTH(gives_no_name_to_half_a_file),
        BOTH(shows_no_file_before_it_is_whole),
        BOTH(refuses_what_the_disk_has_no_space_for),
        BOTH(grows_with_what_comes_as_long_as_there_is_space),
        BOTH(removes_what_killed_writers_left_and_nothing_else),
        cmocka_unit_test(says_why_a_folder_cannot_be_used),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
