/* SPDX-License-Identifier: MIT */
/* A folder is served file by file, and nothing outside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/routes/files.h"
#include "server/routes/files_root.h"
#include "server/routes/tests/asked.h"

#define THEN    784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static srv_files files;
static char folder[64];
static asked a;

static void write_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(utimensat(AT_FDCWD, name, (struct timespec[]){{THEN, 0}, {THEN, 5}}, 0), 0);
}

/* The tests work in "top/"; "out.txt" and "topless/" lie beside it. */
static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/h1-files-XXXXXX");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("top", 0755) != 0 || mkdir("topless", 0755) != 0)
        return -1;
    write_file("out.txt", "outside\n");
    write_file("topless/out.txt", "outside\n");
    return chdir("top") != 0 || srv_files_open(&files, ".", true) != 0;
}

static int take_out(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    srv_files_close(&files);
    return chdir("/") != 0 || nftw(folder, take_out, 8, FTW_DEPTH | FTW_PHYS) != 0;
}

/* Ask for a target below "/", an hour after every file was written. */
static void ask(const char *method, const char *target, const char *fields)
{
    static char text[8192];
    srv_route route = srv_files_route(&files, "/");

    snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n", method, target, fields);
    asked_read(&a, &route, text);
    a.service.time = (int64_t)time(NULL) + 3600;
    route.serve(&a.x);
    asked_produce(&a);
    if (a.x.drop != NULL)
        a.x.drop(&a.x);
    assert_int_equal(a.answers, 1);
}

static unsigned get(const char *target)
{
    ask("GET", target, "");
    return a.status;
}

static void content_is(const char *content)
{
    assert_int_equal(a.content_len, strlen(content));
    assert_memory_equal(a.content, content, a.content_len);
}

static void field_is(const char *name, const char *value)
{
    const char *is = asked_field(&a, name);

    if (value == NULL)
        assert_null(is);
    else
        assert_string_equal(is != NULL ? is : "(none)", value);
}

static void serves_a_file(void **state)
{
    (void)state;
    write_file("a.txt", LETTERS);
    assert_int_equal(get("/a.txt?query"), 200);
    content_is(LETTERS);
    assert_true(a.is_file);
    assert_string_equal(a.type, "text/plain; charset=utf-8");
    field_is("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
    field_is("Accept-Ranges", "bytes");
    field_is("Cache-Control", "no-cache");
    field_is("X-Content-Type-Options", "nosniff");
    assert_int_equal(asked_field(&a, "ETag")[0], '"');
    write_file("empty", "");
    assert_int_equal(get("/empty"), 200);
    content_is("");
}

static void changes_the_tag_with_the_file(void **state)
{
    char tag[80];

    (void)state;
    write_file("a", "one");
    get("/a");
    snprintf(tag, sizeof tag, "%s", asked_field(&a, "ETag"));
    get("/a");
    field_is("ETag", tag);
    /* The same size and the same time, but another inode. */
    write_file("b", "two");
    assert_int_equal(rename("b", "a"), 0);
    get("/a");
    content_is("two");
    assert_string_not_equal(asked_field(&a, "ETag"), tag);
}

static void gives_no_strong_validator_to_what_may_still_change(void **state)
{
    struct stat status = {.st_size = 1, .st_mtim = {1000, 1}, .st_ctim = {2000, 1}};
    srv_validators fresh, settled;

    (void)state;
    fresh = srv_files_validators(&status, 2001);
    assert_memory_equal(fresh.tag, "W/\"", 3);
    assert_false(fresh.has_modified);
    assert_false(fresh.modified_is_strong);
    settled = srv_files_validators(&status, 2002);
    assert_int_equal(settled.tag[0], '"');
    assert_true(settled.has_modified && settled.modified_is_strong);
    assert_int_equal(settled.modified, 1000);
    /* The weak one must not come to match what is there later. */
    assert_null(strstr(fresh.tag, settled.tag));
}

static void never_dates_a_file_later_than_the_answer(void **state)
{
    struct stat status = {.st_mtim = {5000, 0}, .st_ctim = {2000, 0}};
    srv_validators valid = srv_files_validators(&status, 4999);

    (void)state;
    assert_true(valid.has_modified);
    assert_int_equal(valid.modified, 4999);
    assert_false(valid.modified_is_strong);
    valid = srv_files_validators(&status, 5000);
    assert_int_equal(valid.modified, 5000);
    assert_true(valid.modified_is_strong);
    valid = srv_files_validators(&status, 2001);
    assert_true(valid.has_modified);
    assert_int_equal(valid.modified, 2001);
    assert_false(valid.modified_is_strong);
}

static void changes_the_tag_with_each_number(void **state)
{
    struct stat base = {.st_dev = 1, .st_ino = 2, .st_size = 3, .st_mtim = {4, 5}, .st_ctim = {6, 7}}, other[7];
    srv_validators valid = srv_files_validators(&base, 100);

    (void)state;
    for (size_t i = 0; i < 7; i++)
        other[i] = base;
    other[0].st_dev++;
    other[1].st_ino++;
    other[2].st_size++;
    other[3].st_mtim.tv_sec++;
    other[4].st_mtim.tv_nsec++;
    other[5].st_ctim.tv_sec++;
    other[6].st_ctim.tv_nsec++;
    for (size_t i = 0; i < 7; i++)
        assert_string_not_equal(srv_files_validators(&other[i], 100).tag, valid.tag);
}

static void answers_not_modified_without_content(void **state)
{
    char fields[200], tag[80];

    (void)state;
    write_file("a.txt", LETTERS);
    get("/a.txt");
    snprintf(tag, sizeof tag, "%s", asked_field(&a, "ETag"));
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\nRange: bytes=0-0\r\n", tag);
    ask("GET", "/a.txt", fields);
    assert_int_equal(a.status, 304);
    content_is("");
    assert_string_equal(a.type, "");
    field_is("ETag", tag);
    field_is("Cache-Control", "no-cache");
    field_is("Last-Modified", NULL);
    ask("HEAD", "/a.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    assert_int_equal(a.status, 304);
    ask("GET", "/a.txt", "If-Match: \"other\"\r\n");
    assert_int_equal(a.status, 412);
    assert_true(a.is_problem);
    /* What isn't there has no preconditions, RFC 9110 section 13.2.1. */
    ask("GET", "/b.txt", "If-Match: \"other\"\r\n");
    assert_int_equal(a.status, 404);
}

static void serves_one_range(void **state)
{
    (void)state;
    write_file("a.txt", LETTERS);
    ask("GET", "/a.txt", "Range: bytes=1-3\r\n");
    assert_int_equal(a.status, 206);
    content_is("bcd");
    field_is("Content-Range", "bytes 1-3/26");
    field_is("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_string_equal(a.type, "text/plain; charset=utf-8");
    ask("GET", "/a.txt", "Range: bytes=30-\r\n");
    assert_int_equal(a.status, 416);
    field_is("Content-Range", "bytes */26");
    ask("HEAD", "/a.txt", "Range: bytes=1-3\r\n");
    assert_int_equal(a.status, 200);
    assert_int_equal(a.file_len, 26);
    ask("GET", "/a.txt", "Range: bytes=1-3\r\nRange: bytes=1-3\r\n");
    assert_int_equal(a.status, 200);
    ask("GET", "/a.txt", "Range: lines=1-3\r\n");
    assert_int_equal(a.status, 200);
}

static void continues_only_what_is_the_same(void **state)
{
    char fields[200];

    (void)state;
    write_file("a.txt", LETTERS);
    get("/a.txt");
    snprintf(fields, sizeof fields, "Range: bytes=24-\r\nIf-Range: %s\r\n", asked_field(&a, "ETag"));
    ask("GET", "/a.txt", fields);
    assert_int_equal(a.status, 206);
    content_is("yz");
    assert_string_equal(a.type, "");
    field_is("Last-Modified", NULL);
    ask("GET", "/a.txt", "Range: bytes=24-\r\nIf-Range: \"other\"\r\n");
    assert_int_equal(a.status, 200);
    content_is(LETTERS);
}

/* A file whose letters lie 200 bytes apart. */
static void write_spread(const char *name)
{
    static char content[26 * 200 + 1];

    memset(content, '.', sizeof content - 1);
    for (size_t i = 0; i < 26; i++)
        content[200 * i] = (char)('a' + i);
    write_file(name, content);
}

static void serves_several_ranges_in_parts(void **state)
{
    char expected[1024];
    char boundary[33];

    (void)state;
    write_spread("a.html");
    ask("GET", "/a.html", "Range: bytes=200-202, 0-1, -200\r\n");
    assert_int_equal(a.status, 206);
    field_is("Content-Range", NULL);
    assert_memory_equal(a.type, "multipart/byteranges; boundary=", 31);
    assert_int_equal(strlen(a.type), 31 + 32);
    memcpy(boundary, a.type + 31, sizeof boundary);
    snprintf(expected, sizeof expected,
             "--%s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Range: bytes 200-202/5200\r\n\r\nb..\r\n"
             "--%s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Range: bytes 0-1/5200\r\n\r\na.\r\n"
             "--%s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Range: bytes 5000-5199/5200\r\n\r\nz",
             boundary, boundary, boundary);
    assert_memory_equal(a.content, expected, strlen(expected));
    snprintf(expected, sizeof expected, "\r\n--%s--\r\n", boundary);
    assert_memory_equal(a.content + a.content_len - strlen(expected), expected, strlen(expected));
    assert_int_equal(a.stream_len, a.content_len);
    /* One that remains is no multipart. */
    ask("GET", "/a.html", "Range: bytes=0-99, 50-149\r\n");
    field_is("Content-Range", "bytes 0-149/5200");
    ask("GET", "/a.html", "Range: bytes=0-99, 9999-\r\n");
    field_is("Content-Range", "bytes 0-99/5200");
}

static void cuts_parts_of_a_file_that_was_shortened(void **state)
{
    srv_route route = srv_files_route(&files, "/");

    (void)state;
    write_spread("a.html");
    asked_read(&a, &route, "GET /a.html HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9,1000-1009\r\n\r\n");
    route.serve(&a.x);
    assert_int_equal(truncate("a.html", 1005), 0);
    asked_produce(&a);
    a.x.drop(&a.x);
    assert_true(a.fault);
    assert_true(a.content_len < a.stream_len);
}

static void lets_no_path_out(void **state)
{
    static const char *const targets[] = {
        "/../out.txt",
        "/%2e%2e/out.txt",
        "/..%2fout.txt",
        "/up/out.txt",
        "/absolute",
        "/climb",
        "/sub/climb",
        "/inside-but-absolute",
        "/proc/self/root/etc/passwd",
        "/loop",
        "/../topless/out.txt",
    };
    char path[128];

    (void)state;
    mkdir("sub", 0755);
    write_file("sub/in.txt", "inside");
    snprintf(path, sizeof path, "%s/top/sub/in.txt", folder);
    assert_int_equal(symlink("..", "up") | symlink("/etc/passwd", "absolute") | symlink("../out.txt", "climb") |
                         symlink("../../out.txt", "sub/climb") | symlink(path, "inside-but-absolute") |
                         symlink("/proc", "proc") | symlink("loop", "loop"),
                     0);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (get(targets[i]) != 404)
            fail_msg("%s is %u", targets[i], a.status);
    /* Links that stay inside are followed, also by a way up. */
    assert_int_equal(symlink("sub/in.txt", "link") | symlink("../sub/in.txt", "sub/round"), 0);
    assert_int_equal(get("/link"), 200);
    content_is("inside");
    assert_int_equal(get("/sub/round"), 200);
    content_is("inside");
}

/* Somebody who waits 300 ms for a reader of the pipe; exits with 0 if one comes. */
static pid_t wait_for_reader(void)
{
    struct itimerval patience = {.it_value = {0, 300000}};
    pid_t child = fork();

    if (child == 0) {
        setitimer(ITIMER_REAL, &patience, NULL);
        _exit(open("pipe", O_WRONLY) < 0);
    }
    usleep(100000);
    return child;
}

static void serves_nothing_but_files_and_folders(void **state)
{
    pid_t writer;
    int status;

    (void)state;
    assert_int_equal(mkfifo("pipe", 0644), 0);
    alarm(5);
    writer = wait_for_reader();
    assert_int_equal(get("/pipe"), 404);
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_true(WIFSIGNALED(status));
    alarm(0);
    write_file(".secret", "x");
    assert_int_equal(get("/.secret"), 404);
    assert_int_equal(get("/a%00"), 400);
    assert_int_equal(get("/%2F"), 404);
}

static void tells_files_from_folders_by_the_slash(void **state)
{
    (void)state;
    mkdir("sub", 0755);
    mkdir("a:b", 0755);
    write_file("a.txt", "x");
    assert_int_equal(get("/sub?a=b&c"), 301);
    field_is("Location", "./sub/?a=b&c");
    assert_int_equal(get("/a:b"), 301);
    field_is("Location", "./a:b/");
    assert_int_equal(get("/x/../%73ub?"), 301);
    field_is("Location", "./%73ub/?");
    assert_int_equal(get("//sub"), 404);
    assert_int_equal(get("/a.txt/"), 404);
    assert_int_equal(get("/sub/"), 200);
}

static void shows_the_index_of_a_folder(void **state)
{
    (void)state;
    mkdir("sub", 0755);
    write_file("sub/index.html", "<p>hello");
    assert_int_equal(get("/sub/"), 200);
    content_is("<p>hello");
    assert_string_equal(a.type, "text/html; charset=utf-8");
    assert_non_null(asked_field(&a, "ETag"));
    ask("GET", "/sub/", "Range: bytes=0-2\r\n");
    content_is("<p>");
    /* A link out of the root is no index, and isn't told from a folder without permission to list. */
    mkdir("bad", 0755);
    assert_int_equal(symlink("../../out.txt", "bad/index.html"), 0);
    assert_int_equal(get("/bad/"), 404);
}

static void lists_a_folder(void **state)
{
    const char *page = a.content;

    (void)state;
    mkdir("sub", 0755);
    mkdir("sub/z folder", 0755);
    write_file("sub/<b>&\"'.txt", "12345");
    write_file("sub/java:x", "");
    write_file("sub/.hidden", "");
    mkfifo("sub/pipe", 0644);
    assert_int_equal(symlink("../../out.txt", "sub/outside") | symlink("java:x", "sub/inside"), 0);
    assert_int_equal(get("/sub/"), 200);
    a.content[a.content_len] = '\0';
    assert_string_equal(a.type, "text/html; charset=utf-8");
    assert_non_null(strstr(page, "<td><a href=\"./%3Cb%3E&amp;%22&#39;.txt\">&lt;b&gt;&amp;&quot;&#39;.txt</a></td>"
                                 "<td>5</td><td>1994-11-06 08:49</td>"));
    assert_non_null(strstr(page, "<a href=\"./java:x\">"));
    assert_non_null(strstr(page, "<a href=\"./inside\">"));
    assert_non_null(strstr(page, "<a href=\"../\">"));
    assert_null(strstr(page, "hidden"));
    assert_null(strstr(page, "pipe"));
    assert_null(strstr(page, "outside"));
    assert_true(strstr(page, "z%20folder/") < strstr(page, "./%3Cb"));
    assert_true(strstr(page, "./inside") < strstr(page, "./java"));
    assert_null(strstr(page, "<b>"));
    files.listing = false;
    assert_int_equal(get("/sub/"), 403);
}

static void shows_sizes_with_one_decimal(void **state)
{
    static const struct {
        off_t size;
        const char *shown;
    } cases[] = {
        {9999, "<td>9999</td>"},
        {10000, "<td>9.8 KiB</td>"},
        {1023 * 1024, "<td>1.0 MiB</td>"},
        {INT64_C(5) << 30, "<td>5.0 GiB</td>"},
    };

    (void)state;
    write_file("a", "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(truncate("a", cases[i].size), 0);
        get("/");
        a.content[a.content_len] = '\0';
        assert_non_null(strstr(a.content, cases[i].shown));
    }
}

static void says_how_many_it_does_not_list(void **state)
{
    char name[16];

    (void)state;
    for (unsigned i = 0; i < 10003; i++) {
        snprintf(name, sizeof name, "%05u", i);
        close(open(name, O_WRONLY | O_CREAT, 0644));
    }
    assert_int_equal(get("/"), 200);
    a.content[a.content_len] = '\0';
    assert_non_null(strstr(a.content, "<p>3 more are not listed.</p>"));
}

static void says_where_the_folder_cannot_be_opened(void **state)
{
    srv_files none;

    (void)state;
    write_file("a.txt", "x");
    assert_int_equal(srv_files_open(&none, "nowhere", true), ENOENT);
    assert_int_equal(srv_files_open(&none, "a.txt", true), ENOTDIR);
}

static void serves_below_its_own_path(void **state)
{
    srv_route route = srv_files_route(&files, "/files/");

    (void)state;
    write_file("a.txt", "x");
    asked_serve(&a, &route, "GET /files/a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(a.status, 200);
    asked_serve(&a, &route, "GET /files/../a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(a.status, 200);
    asked_serve(&a, &route, "GET /files/ HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(a.status, 200);
}

static void leaves_no_descriptor_open(void **state)
{
    int before, after;

    (void)state;
    write_spread("a.html");
    mkdir("sub", 0755);
    mkdir("sub/index.html", 0755);
    mkdir("shown", 0755);
    write_file("shown/index.html", "");
    mkfifo("pipe", 0644);
    before = dup(0);
    close(before);
    get("/a.html");
    get("/a.html/");
    get("/sub");
    get("/sub/");
    get("/shown/");
    get("/pipe");
    get("/nothing");
    ask("GET", "/a.html", "Range: bytes=9999-\r\n");
    ask("GET", "/a.html", "Range: bytes=0-0, 900-901\r\n");
    ask("GET", "/a.html", "If-Match: \"x\"\r\n");
    ask("GET", "/a.html", "If-None-Match: *\r\n");
    files.listing = false;
    get("/sub/");
    after = dup(0);
    close(after);
    assert_int_equal(after, before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(serves_a_file),
        TEST(changes_the_tag_with_the_file),
        TEST(gives_no_strong_validator_to_what_may_still_change),
        TEST(never_dates_a_file_later_than_the_answer),
        TEST(changes_the_tag_with_each_number),
        TEST(answers_not_modified_without_content),
        TEST(serves_one_range),
        TEST(continues_only_what_is_the_same),
        TEST(serves_several_ranges_in_parts),
        TEST(cuts_parts_of_a_file_that_was_shortened),
        TEST(lets_no_path_out),
        TEST(serves_nothing_but_files_and_folders),
        TEST(tells_files_from_folders_by_the_slash),
        TEST(shows_the_index_of_a_folder),
        TEST(lists_a_folder),
        TEST(shows_sizes_with_one_decimal),
        TEST(says_how_many_it_does_not_list),
        TEST(says_where_the_folder_cannot_be_opened),
        TEST(serves_below_its_own_path),
        TEST(leaves_no_descriptor_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
