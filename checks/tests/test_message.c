/* SPDX-License-Identifier: MIT */
/* Every message rule with a message that breaks it, at the marked bytes, and one that nearly does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../fields.h"
#include "checked.h"

#define HOST  "Host: a\r\n"
#define NOW   "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"
#define OK    "HTTP/1.1 200 OK\r\n" NOW
#define GET   "GET / HTTP/1.1\r\n" HOST
#define TEXT  "Content-Type: text/plain\r\n"

#define RULE(name) .rule = H1_RULE_##name
#define CLEAN      .rule = H1_RULE_NONE
#define RUN(rows)                                                                                                      \
    (void)state;                                                                                                       \
    checked_rows(rows, sizeof rows / sizeof *rows)

static void content_length_and_transfer_encoding_stay_out_of_heads_without_content(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 103 Early Hints\r\n[[Content-Length: 5]]\r\n\r\n", RULE(CONTENT_LENGTH_ON_1XX)},
        {"HTTP/1.1 103 Early Hints\r\nX-Content-Length: 5\r\n\r\n", CLEAN},
        {"HTTP/1.1 100 Continue\r\n[[Transfer-Encoding: chunked]]\r\n\r\n", RULE(TRANSFER_ENCODING_ON_1XX)},
        {"HTTP/1.1 204 No Content\r\n" NOW "[[Content-Length: 5]]\r\n\r\n", RULE(CONTENT_LENGTH_ON_204)},
        {"HTTP/1.1 204 No Content\r\n" NOW "\r\n", CLEAN},
        {"HTTP/1.1 304 Not Modified\r\n" NOW "Content-Length: 5\r\n\r\n", CLEAN},
        {"HTTP/1.1 204 No Content\r\n" NOW "[[transfer-encoding: chunked]]\r\n\r\n", RULE(TRANSFER_ENCODING_ON_204)},
        {"HTTP/1.1 200 OK\r\n[[Content-Length: 5]]\r\n\r\n", RULE(CONTENT_LENGTH_ON_CONNECT_2XX),
         .answers = H1_TO_CONNECT},
        {"HTTP/1.1 403 Forbidden\r\n" NOW "Content-Length: 0\r\n\r\n", .answers = H1_TO_CONNECT},
        {"HTTP/1.1 200 OK\r\n[[Transfer-Encoding: chunked]]\r\n\r\n", RULE(TRANSFER_ENCODING_ON_CONNECT_2XX),
         .answers = H1_TO_CONNECT},
        {"HTTP/1.1 200 OK\r\n\r\n", .answers = H1_TO_CONNECT},
    };
    RUN(rows);
}

static void every_known_name_is_found_in_any_case(void **state)
{
    static const char *const names[] = {
#define X(name, text) text,
        CHECK_KNOWN_NAMES(X)
#undef X
    };

    (void)state;
    for (unsigned i = 0; i < CHECK_NAMES; i++) {
        uint8_t bytes[40] = {0};
        size_t len = strlen(names[i]);
        check_message message = {.bytes = bytes};
        h1_field field = {.name_len = (uint16_t)len};
        memcpy(bytes, names[i], len);
        assert_int_equal(check_name_of(&message, &field), i);
        bytes[0] = (uint8_t)(bytes[0] - 0x20);
        assert_int_equal(check_name_of(&message, &field), i);
        field.name_len--;
        assert_int_not_equal(check_name_of(&message, &field), i);
        bytes[0] = '~';
        assert_int_equal(check_name_of(&message, &field), CHECK_NAMES);
    }
}

static void some_methods_and_statuses_have_no_content(void **state)
{
    static const checked rows[] = {
        {"CONNECT a:1 HTTP/1.1\r\n" HOST TEXT "[[Content-Length: 2]]\r\n\r\nhi", RULE(CONTENT_WITH_CONNECT)},
        {"CONNECT a:1 HTTP/1.1\r\n" HOST TEXT "[[Transfer-Encoding: chunked]]\r\n\r\n0\r\n\r\n",
         RULE(CONTENT_WITH_CONNECT)},
        {"CONNECT a:1 HTTP/1.1\r\n" HOST "\r\n", CLEAN},
        {"[[TRACE]] / HTTP/1.1\r\n" HOST TEXT "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_WITH_TRACE)},
        {"TRACE / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", CLEAN},
        {"[[GET]] / HTTP/1.1\r\n" HOST TEXT "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_WITH_GET)},
        {"[[DELETE]] / HTTP/1.1\r\n" HOST TEXT "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
         RULE(CONTENT_WITH_GET)},
        {"QUERY / HTTP/1.1\r\n" HOST TEXT "Content-Length: 2\r\n\r\nhi", CLEAN},
        {"HTTP/1.1 [[205]] Reset Content\r\n" NOW TEXT "Content-Length: 1\r\n\r\nh", RULE(CONTENT_WITH_205)},
        {"HTTP/1.1 205 Reset Content\r\n" NOW TEXT "Content-Length: 0\r\n\r\n", CLEAN},
        {"HTTP/1.1 205 Reset Content\r\n" NOW TEXT "Content-Length: 2\r\n\r\n", .answers = H1_TO_HEAD},
    };
    RUN(rows);
}

static void content_is_announced_where_a_method_has_it(void **state)
{
    static const checked rows[] = {
        {"[[POST]] / HTTP/1.1\r\n" HOST "\r\n", RULE(CONTENT_LENGTH_MISSING)},
        {"POST / HTTP/1.1\r\n" HOST EMPTY, CLEAN},
        {"PATCH / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", CLEAN},
        {"post / HTTP/1.1\r\n" HOST "\r\n", CLEAN},
        {"GET / HTTP/1.1\r\n" HOST "[[Content-Length: 0]]\r\n\r\n", RULE(CONTENT_LENGTH_NEEDLESS)},
        {"OPTIONS / HTTP/1.1\r\n" HOST EMPTY, CLEAN},
        {"PUT / HTTP/1.1\r\n" HOST "[[Expect: 100-Continue]]\r\n" EMPTY, RULE(EXPECT_WITHOUT_CONTENT)},
        {"GET / HTTP/1.1\r\n" HOST "[[Expect: 100-continue]]\r\n\r\n", RULE(EXPECT_WITHOUT_CONTENT)},
        {"PUT / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n" TEXT "Content-Length: 1\r\n\r\nx", CLEAN},
        {"PUT / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", CLEAN},
    };
    RUN(rows);
}

static void statuses_bring_the_fields_they_need(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 [[401]] Unauthorized\r\n" NOW EMPTY, RULE(WWW_AUTHENTICATE_MISSING)},
        {"HTTP/1.1 [[401]] Unauthorized\r\n" NOW "WWW-Authenticate: ,\r\n" EMPTY, RULE(WWW_AUTHENTICATE_MISSING)},
        {"HTTP/1.1 401 Unauthorized\r\n" NOW "www-authenticate: ,\r\nWWW-Authenticate: Basic realm=\"a\"\r\n" EMPTY,
         CLEAN},
        {"HTTP/1.1 [[407]] x\r\n" EMPTY, RULE(PROXY_AUTHENTICATE_MISSING)},
        {"HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"a\"\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 [[405]] x\r\n" NOW EMPTY, RULE(ALLOW_MISSING)},
        {"HTTP/1.1 405 x\r\n" NOW "Allow:\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 [[426]] x\r\n" NOW EMPTY, RULE(UPGRADE_MISSING)},
        {"HTTP/1.1 426 x\r\n" NOW "Upgrade: TLS/1.2\r\nConnection: Upgrade\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 [[101]] x\r\nConnection: upgrade\r\n\r\n", RULE(UPGRADE_MISSING)},
        {"HTTP/1.1 [[302]] \r\n" NOW EMPTY, RULE(LOCATION_MISSING)},
        {"HTTP/1.1 302 \r\n" NOW "Location: /\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 303 \r\n" NOW EMPTY, CLEAN},
        {"HTTP/1.1 [[301]] \r\n" NOW EMPTY, RULE(LOCATION_MISSING)},
        {"HTTP/1.1 [[307]] \r\n" NOW EMPTY, RULE(LOCATION_MISSING)},
        {"HTTP/1.1 [[308]] \r\n" NOW EMPTY, RULE(LOCATION_MISSING)},
        {"HTTP/1.1 [[401]]\r\n" NOW EMPTY, RULE(WWW_AUTHENTICATE_MISSING)},
        {"\r\nHTTP/1.1  [[401]] \r\n" NOW EMPTY, RULE(WWW_AUTHENTICATE_MISSING)},
    };
    RUN(rows);
}

static void date_and_content_type_are_missed(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 [[404]] Not Found\r\n" EMPTY, RULE(DATE_MISSING)},
        {"HTTP/1.1 404 Not Found\r\n" NOW EMPTY, CLEAN},
        {"HTTP/1.1 [[200]] OK\r\n" EMPTY, RULE(DATE_MISSING)},
        {"HTTP/1.1 [[499]] x\r\n" EMPTY, RULE(DATE_MISSING)},
        {"HTTP/1.1 500 x\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 200 Connection established\r\n\r\nhello", CLEAN, .joined = true},
        {"HTTP/1.1 503 x\r\n" EMPTY, CLEAN},
        {"HTTP/1.0 200 OK\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 200 OK\r\n\r\n", .joined = true}, /* it may answer a CONNECT */
        {"HTTP/1.1 [[404]] x\r\n" EMPTY, RULE(DATE_MISSING), .joined = true},
        {"HTTP/1.1 [[200]] OK\r\n" NOW "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_TYPE_MISSING)},
        {"HTTP/1.1 [[000]] OK\r\n" NOW "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_TYPE_MISSING)},
        {"HTTP/1.1 200 OK\r\n" NOW "Content-Length: 2\r\n\r\n", .answers = H1_TO_HEAD},
        {"HTTP/1.1 206 x\r\n" NOW "Content-Range: bytes 0-1/4\r\nContent-Length: 2\r\n\r\nhi", CLEAN},
        {"[[POST]] / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_TYPE_MISSING)},
        {"[[OPTIONS]] / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", RULE(OPTIONS_CONTENT_TYPE_MISSING)},
        {"OPTIONS / HTTP/1.1\r\n" HOST TEXT "Content-Length: 2\r\n\r\nhi", CLEAN},
    };
    RUN(rows);
}

static void connection_names_what_ends_at_the_next_hop_and_nothing_else(void **state)
{
    static const checked rows[] = {
        {GET "[[Upgrade: websocket]]\r\nConnection: keep-alive, upgraded\r\n\r\n",
         RULE(UPGRADE_WITHOUT_CONNECTION_OPTION)},
        {GET "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: ,UPGRADE\r\n\r\n", CLEAN},
        {"GET / HTTP/1.0\r\nUpgrade: websocket\r\n\r\n", CLEAN},
        {OK "[[Upgrade: h2]]\r\n" EMPTY, RULE(UPGRADE_WITHOUT_CONNECTION_OPTION)},
        {GET "[[TE: trailers]]\r\nConnection: close\r\n\r\n", RULE(TE_WITHOUT_CONNECTION_OPTION)},
        {GET "TE: trailers\r\nConnection: TE, close\r\n\r\n", CLEAN},
        {GET "Connection: close, [[Cookie]]\r\nCookie: a=b\r\n\r\n", RULE(CONNECTION_END_TO_END)},
        {GET "Connection: close, Cookies\r\nCookie: a=b\r\n\r\n", CLEAN},
        {GET "Connection: close,\r\n upgrade\r\nUpgrade: a\r\n\r\n", CLEAN},
        {GET "Connection: [[AUTHORIZATION]]\r\n\r\n", RULE(CONNECTION_END_TO_END)},
    };
    RUN(rows);
}

static void fields_of_one_value_have_one_line(void **state)
{
    static const checked rows[] = {
        {OK TEXT "[[content-type: text/html]]\r\n" EMPTY, RULE(FIELD_REPEATED)},
        {OK "[[Date: Sun, 06 Nov 1994 08:49:38 GMT]]\r\n" EMPTY, RULE(FIELD_REPEATED)},
        {OK "Server: a\r\nVary: a\r\n[[Server: b]]\r\n" EMPTY, RULE(FIELD_REPEATED)},
        {OK
         "Vary: a\r\nVary: b\r\nSet-Cookie: a=b\r\nSet-Cookie: b=c\r\nCache-Control: a\r\nCache-Control: b\r\n" EMPTY,
         CLEAN},
        {GET "If-Match: \"a\"\r\nIf-Match: \"b\"\r\nRange: bytes=1-2\r\nRange: bytes=3-4\r\n\r\n", CLEAN},
        {GET "Cookie: a=b\r\n[[Cookie: c=d]]\r\n\r\n", RULE(COOKIE_REPEATED)},
        {GET "Cookie: a=b\r\nCookie2: c=d\r\n\r\n", CLEAN},
        {GET "Cookie: a=b\r\n[[Cookie:]]\r\n\r\n", RULE(COOKIE_REPEATED)},
    };
    RUN(rows);
}

static void dates_are_dates(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 [[UTC]]\r\n" EMPTY, RULE(DATE_INVALID)},
        {GET "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT[[; length=5]]\r\n\r\n", RULE(DATE_INVALID)},
        {GET "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n\r\n", CLEAN},
        {GET "[[If-Unmodified-Since]]:\r\n\r\n", RULE(DATE_INVALID)},
        {"HTTP/1.1 200 OK\r\nDate: [[Mon, 06 Nov 1994 08:49:37 GMT]]\r\n" EMPTY, RULE(DATE_IMPOSSIBLE)},
        {"HTTP/1.1 200 OK\r\nDate: [[Sunday, 06-Nov-94 08:49:37 GMT]]\r\n" EMPTY, RULE(DATE_OBSOLETE_FORMAT)},
        {"HTTP/1.0 200 OK\r\nDate: Sunday, 06-Nov-94 08:49:37 GMT\r\n" EMPTY, CLEAN},
        {"HTTP/1.0 200 OK\r\nDate: [[Sun Nov  6 08:49:37 1994]]\r\n" EMPTY, RULE(DATE_OBSOLETE_FORMAT)},
        {OK "Last-Modified: [[Sun, 06 Nov 1994 08:49:38 GMT]]\r\n" EMPTY, RULE(LAST_MODIFIED_AFTER_DATE)},
        {OK "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n" EMPTY, CLEAN},
        {OK "Last-Modified: Sun, 06 Nov 1994 08:49:38 [[UTC]]\r\n" EMPTY, RULE(DATE_INVALID)},
        {OK "Last-Modified: [[Tue, 06 Nov 1995 08:49:37 GMT]]\r\n" EMPTY, RULE(DATE_IMPOSSIBLE)},
        {OK "Last-Modified: [[Tue Nov  6 08:49:37 1995]]\r\n" EMPTY, RULE(DATE_IMPOSSIBLE)},
        {OK "Last-Modified: Mon Nov  6 08:49:37 [[GMT 1995]]\r\n" EMPTY, RULE(DATE_INVALID)},
        {"HTTP/1.0 200 OK\r\nDate: Sunday, 06-Nov-94 08:49:37 GMT\r\n"
         "Last-Modified: Sun, 06 Nov 1994 08:00:00 GMT\r\n" EMPTY,
         CLEAN},
        {OK "Last-Modified: Sun, 6[[ Nov 1994 08:49:37 GMT]]\r\n" EMPTY, RULE(DATE_INVALID)},
        {OK "Expires: [[0]]\r\n" EMPTY, RULE(EXPIRES_INVALID)},
        {OK "Expires: Thu, 01 Jan 1970 00:00:00 GMT\r\n" EMPTY, CLEAN},
        {OK "Retry-After: 120[[.5]]\r\n" EMPTY, RULE(RETRY_AFTER_INVALID)},
        {OK "Retry-After: [[-1]]\r\n" EMPTY, RULE(RETRY_AFTER_INVALID)},
        {OK "Retry-After: 120\r\n" EMPTY, CLEAN},
        {OK "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n" EMPTY, CLEAN},
        {OK "Retry-After: [[Fri Dec 31 23:59:59 1999]]\r\n" EMPTY, RULE(DATE_OBSOLETE_FORMAT)},
    };
    RUN(rows);
}

static void references_are_uris(void **state)
{
    static const checked rows[] = {
        {OK "Location: /a[[ b]]\r\n" EMPTY, RULE(LOCATION_INVALID)},
        {OK "Location: /a%20b#c\r\n" EMPTY, CLEAN},
        {OK "Location: http://[[me]]@a/\r\n" EMPTY, RULE(LOCATION_USERINFO)},
        {OK "Location: ftp://me@a/\r\n" EMPTY, CLEAN},
        {GET "Referer: http://a/[[|]]\r\n\r\n", RULE(REFERER_INVALID)},
        {GET "Referer: http://a/?%7C\r\n\r\n", CLEAN},
        {GET "Referer: about:blank\r\n\r\n", CLEAN},
        {GET "Referer: http://a/[[#b]]\r\n\r\n", RULE(REFERER_FRAGMENT)},
        {GET "Referer: http://[[me:x]]@a/\r\n\r\n", RULE(REFERER_USERINFO)},
    };
    RUN(rows);
}

static void values_follow_their_grammars(void **state)
{
    static const checked rows[] = {
        {OK "Content-Type: [[text]]\r\n" EMPTY, RULE(CONTENT_TYPE_INVALID)},
        {OK "Content-Type: text/plain; charset[[ = a]]\r\n" EMPTY, RULE(CONTENT_TYPE_INVALID)},
        {OK "Content-Type: text/plain;charset=\"a b\";\r\n" EMPTY, CLEAN},
        {OK "ETag: [[abc]]\r\n" EMPTY, RULE(ETAG_INVALID)},
        {OK "ETag: \"a[[\\]]b\\\"\r\n" EMPTY, RULE(ETAG_BACKSLASH)},
        {OK "ETag: \"a/b\"\r\nX-ETag: \"\\\"\r\n" EMPTY, CLEAN},
        {OK "ETag: W/\"\"\r\n" EMPTY, CLEAN},
        {"OPTIONS * HTTP/1.1\r\n" HOST "Max-Forwards: [[-1]]\r\n\r\n", RULE(MAX_FORWARDS_INVALID)},
        {"OPTIONS * HTTP/1.1\r\n" HOST "Max-Forwards: 01\r\n\r\n", CLEAN},
        {OK "Age: 1[[, 2]]\r\n" EMPTY, RULE(AGE_INVALID)},
        {OK "Age: 99999999999999999999999\r\n" EMPTY, CLEAN},
        {GET "Accept: a/b;q=1, c/d; q=[[0.1234]]\r\n\r\n", RULE(QVALUE_INVALID)},
        {GET "Accept: a/b;q=1, c/d; q=0.123, e/f;x=\";q=7\"\r\nAccept-Language: *;Q=0.\r\n\r\n", CLEAN},
        {GET "Accept-Encoding: gzip;[[q=]]\r\n\r\n", RULE(QVALUE_INVALID)},
        {GET "Accept: a/b;x=\"\\\",;q=7\" ;y=z ;q=0.5, c/d\r\n\r\n", CLEAN},
        {GET "Accept: a/b;q=[[0.5555]] ;y=z\r\n\r\n", RULE(QVALUE_INVALID)},
        {GET "Accept: a/b;x=\"a\\\",;q=7\"\r\n\r\n", CLEAN},
        {"PUT / HTTP/1.1\r\n" HOST "Expect: [[200-ok]]\r\n" EMPTY, RULE(EXPECT_UNKNOWN)},
    };
    RUN(rows);
}

static void ranges_say_what_is_sent(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 [[206]] x\r\n" NOW TEXT "Content-Length: 2\r\n\r\nhi", RULE(CONTENT_RANGE_MISSING)},
        {"HTTP/1.1 206 x\r\n" NOW "Content-Type: multipart/byteranges; boundary=a\r\nContent-Length: 2\r\n\r\nhi",
         CLEAN},
        {"HTTP/1.1 206 x\r\n" NOW "Content-Type: multipart/byteranges; boundary=a\r\n[[Content-Range: bytes 0-1/2]]\r\n"
         "Content-Length: 2\r\n\r\nhi",
         RULE(CONTENT_RANGE_WITH_MULTIPART)},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: [[bytes 0-2/3]]\r\nContent-Length: 2\r\n\r\nhi",
         RULE(CONTENT_RANGE_LENGTH)},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: bytes 0-1/3\r\nContent-Length: 2\r\n\r\nhi", CLEAN},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: bytes 0-2/3\r\nContent-Length: 3\r\n\r\n",
         .answers = H1_TO_HEAD},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: bytes 0-2/3\r\n\r\nhi", CLEAN}, /* ends with the connection */
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: bytes 0-1/[[1]]\r\nContent-Length: 2\r\n\r\nhi",
         RULE(CONTENT_RANGE_INVALID)},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: lines 0-1/1 of it\r\nContent-Length: 2\r\n\r\nhi", CLEAN},
        {OK "[[Content-Range: bytes 0-1/2]]\r\n" EMPTY, RULE(CONTENT_RANGE_UNEXPECTED)},
        {"HTTP/1.1 416 x\r\n" NOW "Content-Range: bytes */2\r\n" EMPTY, CLEAN},
        {GET "[[If-Range: \"a\"]]\r\n\r\n", RULE(IF_RANGE_WITHOUT_RANGE)},
        {GET "Range: bytes=0-1\r\nIf-Range: [[W/\"a\"]]\r\n\r\n", RULE(IF_RANGE_WEAK)},
        {GET "Range: bytes=0-1\r\nIf-Range: \"W/a\"\r\n\r\n", CLEAN},
        {GET "Range: bytes=0-1\r\nIf-Range: Wed, 09 Jun 2021 10:18:14 GMT\r\n\r\n", CLEAN},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: [[bytes 0-0/3]]\r\n\r\nhi", RULE(CONTENT_RANGE_LENGTH)},
    };
    RUN(rows);
}

static void set_cookie_follows_the_advice_for_servers(void **state)
{
    static const checked rows[] = {
        {OK "Set-Cookie: a=b;[[Path=/]]\r\n" EMPTY, RULE(SET_COOKIE_INVALID)},
        {OK "Set-Cookie: a=\"b\"; Path=/; whatever it says\r\n" EMPTY, CLEAN},
        {OK "Set-Cookie: a=b\r\n[[Set-Cookie: a=c; Path=/]]\r\n" EMPTY, RULE(SET_COOKIE_REPEATED)},
        {OK "Set-Cookie: a=b\r\nSet-Cookie: A=c; Path=/\r\n" EMPTY, CLEAN},
        {OK "Set-Cookie: a=b; Path=/; [[path]]=/c\r\n" EMPTY, RULE(SET_COOKIE_ATTRIBUTE_REPEATED)},
        {OK "Set-Cookie: a=b; Path=/; Paths=/c\r\n" EMPTY, CLEAN},
        {OK "Set-Cookie: a=b; Path=/; Part=/c; =1; =2\r\n" EMPTY, CLEAN},
        {OK "Set-Cookie: a=b; [[Expires]]\r\n" EMPTY, RULE(SET_COOKIE_EXPIRES)},
        {OK "Set-Cookie: a=b; expires=[[Wed, 09-Jun-2021 10:18:14 GMT]]\r\n" EMPTY, RULE(SET_COOKIE_EXPIRES)},
        {OK "Set-Cookie: a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT\r\n" EMPTY, CLEAN},
        {OK "Set-Cookie: expires=b\r\n" EMPTY, CLEAN},
    };
    RUN(rows);
}

static void cache_control_is_written_as_caches_read_it(void **state)
{
    static const checked rows[] = {
        {OK "Cache-Control: max-age=[[\"1\"]]\r\n" EMPTY, RULE(CACHE_DIRECTIVE_QUOTED)},
        {OK "Cache-Control: Max-Age=1, S-MAXAGE=[[\"1\"]]\r\n" EMPTY, RULE(CACHE_DIRECTIVE_QUOTED)},
        {GET "Cache-Control: max-stale, min-fresh=[[\"1\"]]\r\n\r\n", RULE(CACHE_DIRECTIVE_QUOTED)},
        {OK "Cache-Control: min-fresh=\"1\", ext=\"1\", max-stale=a\r\n" EMPTY, CLEAN}, /* not a response's */
        {OK "Cache-Control: max-age=[[1.5]]\r\n" EMPTY, RULE(CACHE_CONTROL_INVALID)},
        {OK "Cache-Control: [[max-age]]\r\n" EMPTY, RULE(CACHE_CONTROL_INVALID)},
        {OK "Cache-Control: a[[;]]\r\n" EMPTY, RULE(CACHE_CONTROL_INVALID)},
        {OK "Cache-Control: ,max-age=99999999999999999999 ,,no-store\r\n" EMPTY, CLEAN},
        {OK "Cache-Control: a,\r\n b\r\nCache-Control: c\r\n" EMPTY, CLEAN},
        {OK "Cache-Control: private=[[Age]]\r\n" EMPTY, RULE(CACHE_DIRECTIVE_UNQUOTED)},
        {OK "Cache-Control: private=\"Age\", no-cache\r\n" EMPTY, CLEAN},
        {OK "Cache-Control: [[must-understand]]\r\n" EMPTY, RULE(MUST_UNDERSTAND_ALONE)},
        {OK "Cache-Control: no-store\r\nCache-Control: must-understand\r\n" EMPTY, CLEAN},
    };
    RUN(rows);
}

static void challenges_and_credentials_are_unambiguous(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 401 x\r\n" NOW "WWW-Authenticate: Basic realm=\"a\"[[ b]]\r\n" EMPTY, RULE(CHALLENGE_INVALID)},
        {"HTTP/1.1 401 x\r\n" NOW "WWW-Authenticate: Basic realm=[[a]]\r\n" EMPTY, RULE(REALM_NOT_QUOTED)},
        {"HTTP/1.1 401 x\r\n" NOW "WWW-Authenticate: Negotiate, NTLM, Basic realm=\"a\"\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 401 x\r\n" NOW "WWW-Authenticate: A realm=\"a\", B realm=\"b\"\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 401 x\r\n" NOW "WWW-Authenticate: A b=c, [[B]]=d\r\n" EMPTY, RULE(AUTH_PARAM_REPEATED)},
        {GET "Authorization: Digest a=b, [[a]]=b\r\n\r\n", RULE(AUTH_PARAM_REPEATED)},
        {GET "Authorization: Digest realm=a\r\n\r\n", CLEAN}, /* a client repeats what it was given */
        {GET "Authorization: Bearer a.b-c_d~e+f/g==\r\n\r\n", CLEAN},
        {GET "Proxy-Authorization: Basic [[\xe9]]\r\n\r\n", RULE(CREDENTIALS_INVALID)},
        {"TRACE / HTTP/1.1\r\n" HOST "[[Cookie: a=b]]\r\n\r\n", RULE(TRACE_WITH_CREDENTIALS)},
        {"TRACE / HTTP/1.1\r\n" HOST "[[Proxy-Authorization: A]]\r\n\r\n", RULE(TRACE_WITH_CREDENTIALS)},
        {"trace / HTTP/1.1\r\n" HOST "Cookie: a=b\r\n\r\n", CLEAN},
    };
    RUN(rows);
}

static void hops_agree_on_what_they_can(void **state)
{
    static const checked rows[] = {
        {OK "[[Keep-Alive: timeout=5]]\r\n" EMPTY, RULE(KEEP_ALIVE_WITHOUT_CONNECTION_OPTION)},
        {"HTTP/1.0 200 x\r\nKeep-Alive: timeout=5\r\n" EMPTY, CLEAN},
        {GET "TE: trailers, [[chunked]]\r\nConnection: TE\r\n\r\n", RULE(TE_CHUNKED)},
        {GET "TE: trailers[[;q=1]]\r\nConnection: TE\r\n\r\n", RULE(TE_INVALID)},
        {GET "TE:\r\nConnection: TE\r\n\r\n", CLEAN},
        {"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nUpgrade: [[tls/1.2]]\r\nConnection: upgrade\r\n\r\n",
         RULE(UPGRADE_ORDER)},
        {"HTTP/1.1 101 x\r\nUpgrade: TLS/1.2, h2c\r\nConnection: upgrade\r\n\r\n", CLEAN},
        {OK "Upgrade: h2c, TLS/1.2\r\nConnection: upgrade\r\n" EMPTY, CLEAN}, /* an offer, by preference */
        {OK TEXT "Trailer: a[[=b]]\r\n" EMPTY, RULE(TRAILER_INVALID)},
        {OK TEXT "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n[[X]]: y\r\n\r\n", RULE(TRAILER_NOT_ANNOUNCED)},
        {OK TEXT "Trailer: Z\r\nTrailer: Y, x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n", CLEAN},
    };
    RUN(rows);
}

static void representations_are_described_and_chosen_by_their_grammars(void **state)
{
    static const checked rows[] = {
        {"HTTP/1.1 302 x\r\n" NOW "Location: [[http:///a]]\r\n" EMPTY, RULE(REFERENCE_WITHOUT_HOST)},
        {"HTTP/1.1 302 x\r\n" NOW "Location: [[HTTPS:a]]\r\n" EMPTY, RULE(REFERENCE_WITHOUT_HOST)},
        {"HTTP/1.1 302 x\r\n" NOW "Location: file:///a\r\n" EMPTY, CLEAN},
        {OK "Content-Location: a[[ b]]\r\n" EMPTY, RULE(CONTENT_LOCATION_INVALID)},
        {OK "Content-Location: ?a\r\n" EMPTY, CLEAN},
        {OK "Content-Encoding: [[\"gzip\"]]\r\n" EMPTY, RULE(CONTENT_ENCODING_INVALID)},
        {OK "Content-Encoding: gzip, [[Identity]]\r\n" EMPTY, RULE(CONTENT_ENCODING_IDENTITY)},
        {OK "Content-Language: [[en_US]]\r\n" EMPTY, RULE(CONTENT_LANGUAGE_INVALID)},
        {OK "Content-Language: [[de-]]\r\n" EMPTY, RULE(CONTENT_LANGUAGE_INVALID)},
        {OK "Content-Language: [[1de]]\r\n" EMPTY, RULE(CONTENT_LANGUAGE_INVALID)},
        {OK "Content-Language: [[de-abcdefghi]]\r\n" EMPTY, RULE(CONTENT_LANGUAGE_INVALID)},
        {OK "Content-Language: x-klingon, de-1996,\r\nContent-Language: zh-Hant-TW\r\n" EMPTY, CLEAN},
        {"HTTP/1.1 304 x\r\n" NOW "[[Content-Language: de]]\r\n\r\n", RULE(REPRESENTATION_FIELD_IN_304)},
        {"HTTP/1.1 304 x\r\n" NOW "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nETag: \"\"\r\n\r\n", CLEAN},
        {GET "Accept-Charset: a[[=b]]\r\n\r\n", RULE(ACCEPT_CHARSET_INVALID)},
        {GET "Accept-Language: en[[/us]]\r\n\r\n", RULE(ACCEPT_LANGUAGE_INVALID)},
        {OK "Vary: a [[b]]\r\n" EMPTY, RULE(VARY_INVALID)},
        {OK "Vary: *\r\n" EMPTY, CLEAN},
        {GET "Accept: a/b, c/d;e=f;Q=1;[[g]]=h\r\n\r\n", RULE(ACCEPT_WEIGHT_FIRST)},
        {GET "Accept: c/d;e=f;q=1;\r\n\r\n", CLEAN},
        {GET "From: [[a at b]]\r\n\r\n", RULE(FROM_INVALID)},
        {GET "From: [[@b]]\r\n\r\n", RULE(FROM_INVALID)},
        {GET "From: \"A B\" <a@b> (c)\r\n\r\n", CLEAN},
        {GET "If-None-Match: \"a\"\r\nIf-None-Match: [[*]]\r\n\r\n", RULE(IF_MATCH_STAR_AND_TAGS)},
        {GET "If-None-Match: *\r\nIf-Match: \"*, *\"\r\n\r\n", CLEAN},
    };
    RUN(rows);
}

static void ranges_are_asked_for_with_care(void **state)
{
    static const checked rows[] = {
        {GET "Range: [[bytes=0-1,2-]]\r\n\r\n", RULE(RANGES_OVERLAP)},
        {GET "Range: [[bytes=0-,9-9]]\r\n\r\n", RULE(RANGES_OVERLAP)},
        {GET "Range: [[bytes=9-9,0-1]]\r\n\r\n", RULE(RANGES_NOT_ASCENDING)},
        {GET "Range: bytes=0-1,3-\r\n\r\n", CLEAN},
        {GET "Range: bytes=-5,0-1\r\n\r\n", CLEAN},
        {GET "Range: bytes=18446744073709551615-18446744073709551615\r\n\r\n", CLEAN},
        {GET "Range: lines=9-9,0-1\r\n\r\n", CLEAN},
        {"HTTP/1.1 206 x\r\n" NOW TEXT "Content-Range: [[bytes 0-1/*]]\r\nContent-Length: 2\r\n\r\nhi",
         RULE(CONTENT_RANGE_LENGTH_UNKNOWN)},
    };
    RUN(rows);
}

static void values_are_written_plainly(void **state)
{
    static const checked rows[] = {
        {GET "A:[[\t]]b\r\nC:  d\r\n\r\n", RULE(OPTIONAL_WHITESPACE)}, /* once is enough */
        {GET "A: b[[ \t]]\r\n\r\n", RULE(OPTIONAL_WHITESPACE)},
        {GET "A:b\r\nC:\r\nD:   \r\n\r\n", CLEAN},
        {GET "User-Agent: a/1[[  ]]b/2\r\n\r\n", RULE(REQUIRED_WHITESPACE)},
        {GET "User-Agent: a/1 (b  c\\) d)[[\t]](e)\r\n\r\n", RULE(REQUIRED_WHITESPACE)},
        {OK "Server: a/1 (b  (\t) c)\r\n" EMPTY, CLEAN},           /* in a comment a blank is a byte of it */
        {GET "Via: 1.1 a ,  1.1 b,\t1.1 c (d  e)\r\n\r\n", CLEAN}, /* beside a comma it is optional */
        {GET "Via: 1.1 a, 1.1[[ \t]]b\r\n\r\n", RULE(REQUIRED_WHITESPACE)},
        {GET "X-Agent: a  b\r\n\r\n", CLEAN},
        {OK "Content-Type: a/b;c=\"[[\\d]]\\\"\\\\\"\r\n" EMPTY, RULE(QUOTED_PAIR_NEEDLESS)},
        {GET "User-Agent: a (b (\\)[[\\c]]) \\(d)\r\n\r\n", RULE(QUOTED_PAIR_NEEDLESS)},
        {GET "User-Agent: a\\b \"\\c\"\r\nX-Path: \"\\d\"\r\n\r\n", CLEAN}, /* not in a comment; nobody knows */
        {OK "Set-Cookie: a=b; Domain=c[[, d=e]]; Path=/\r\n" EMPTY, RULE(SET_COOKIE_JOINED)},
        {OK "Set-Cookie: a=b; Path=/c,d; Part=, =\r\n" EMPTY, CLEAN},
    };
    RUN(rows);
}

static void http09_is_named(void **state)
{
    static const checked rows[] = {
        {"[[GET /index.html]]\r\n", RULE(HTTP09_REQUEST)},
        {"GET /index.html HTTP/1.0\r\n\r\n", CLEAN},
    };
    RUN(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_length_and_transfer_encoding_stay_out_of_heads_without_content),
        cmocka_unit_test(every_known_name_is_found_in_any_case),
        cmocka_unit_test(some_methods_and_statuses_have_no_content),
        cmocka_unit_test(content_is_announced_where_a_method_has_it),
        cmocka_unit_test(statuses_bring_the_fields_they_need),
        cmocka_unit_test(date_and_content_type_are_missed),
        cmocka_unit_test(connection_names_what_ends_at_the_next_hop_and_nothing_else),
        cmocka_unit_test(fields_of_one_value_have_one_line),
        cmocka_unit_test(dates_are_dates),
        cmocka_unit_test(references_are_uris),
        cmocka_unit_test(values_follow_their_grammars),
        cmocka_unit_test(ranges_say_what_is_sent),
        cmocka_unit_test(set_cookie_follows_the_advice_for_servers),
        cmocka_unit_test(cache_control_is_written_as_caches_read_it),
        cmocka_unit_test(challenges_and_credentials_are_unambiguous),
        cmocka_unit_test(hops_agree_on_what_they_can),
        cmocka_unit_test(representations_are_described_and_chosen_by_their_grammars),
        cmocka_unit_test(ranges_are_asked_for_with_care),
        cmocka_unit_test(values_are_written_plainly),
        cmocka_unit_test(http09_is_named),
    };
    return cmocka_run_group_tests_name("message checks", tests, NULL, NULL);
}
