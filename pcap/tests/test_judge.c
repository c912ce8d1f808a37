/* SPDX-License-Identifier: MIT */
/* What the judge finds in whole connections: messages, findings, and what it says it didn't look at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pcap/tests/talking.h"

#define GET        "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
#define DATED      "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define OK_5       "HTTP/1.1 200 OK\r\n" DATED "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n"
#define OK_CLOSE   "HTTP/1.1 200 OK\r\n" DATED "Content-Type: text/plain\r\nConnection: close\r\n\r\n"
#define OK_CHUNKED "HTTP/1.1 200 OK\r\n" DATED "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
#define NO_CONTENT "HTTP/1.1 204 No Content\r\n" DATED "\r\n"

/* One turn: who says what. */
struct turn {
    char who; /* '>' and '<' say, 'x' and 'y' lose bytes of client and server, 'f' and 'g' end, 'r' the server resets */
    const char *text;
    uint32_t lost;
};

struct row {
    const char *name;
    bool joined; /* without the handshake */
    struct turn turns[12];
    const char *due;
};

static void take_turn(talking *t, const struct turn *turn)
{
    switch (turn->who) {
    case '>':
        talking_says(t, 0, turn->text);
        break;
    case '<':
        talking_says(t, 1, turn->text);
        break;
    case 'x':
    case 'y':
        talking_loses(t, turn->who == 'x' ? 0 : 1, turn->lost);
        break;
    case 'f':
    case 'g':
        talking_ends(t, turn->who == 'f' ? 0 : 1);
        break;
    default:
        talking_resets(t, 1);
        break;
    }
}

static void expect_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        talking t;
        print_message("[ row ] %s\n", rows[i].name);
        talking_open(&t, 0);
        if (!rows[i].joined)
            talking_hands(&t);
        for (const struct turn *turn = rows[i].turns; turn->who; turn++)
            take_turn(&t, turn);
        assert_string_equal(talking_finish(&t), rows[i].due);
        talking_close(&t);
    }
}

static void pairs_responses_with_their_requests(void **state)
{
    static const struct row rows[] = {
        {"one exchange", 0, {{'>', GET, 0}, {'<', OK_5 "hello", 0}}, ">1 GET /a none 0 ok <1 200 length 5 ok"},
        {"HEAD has no body",
         0,
         {{'>', "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" GET, 0}, {'<', OK_5 OK_5 "hello", 0}},
         ">1 HEAD /a none 0 ok >2 GET /a none 0 ok <1 200 none 0 ok <2 200 length 5 ok"},
        {"interim responses answer nothing",
         0,
         {{'>', GET, 0}, {'<', "HTTP/1.1 103 Early Hints\r\n\r\n" NO_CONTENT, 0}},
         ">1 GET /a none 0 ok <1 103 none 0 ok <2 204 none 0 ok"},
        {"a response nobody asked for",
         0,
         {{'>', GET, 0}, {'<', NO_CONTENT, 0}, {'<', NO_CONTENT, 0}},
         ">1 GET /a none 0 ok <1 204 none 0 ok !data-after-last-message@64"},
        {"the server speaks first",
         0,
         {{'<', "HTTP/1.1 408 Request Timeout\r\n" DATED "Content-Length: 0\r\nConnection: close\r\n\r\n", 0},
          {'g', "", 0}},
         "<1 408 length 0 ok"},
        {"a request refused before its head is complete",
         0,
         {{'>', "GET /a HTTP/1.1\r\nHost:", 0}, {'<', NO_CONTENT, 0}, {'>', " a\r\n\r\n", 0}},
         "<1 204 none 0 ok >1 GET /a none 0 ok"},
        {"HTTP/0.9",
         0,
         {{'>', "GET /a\r\n", 0}, {'<', "<p>hello", 0}, {'g', "", 0}},
         "!http09-request@4 >1 GET /a none 0 ok <1 0 close 8 ok"},
    };

    (void)state;
    expect_rows(rows, sizeof rows / sizeof *rows);
}

static void tells_whole_messages_from_cut_ones(void **state)
{
    static const struct row rows[] = {
        {"close ends a body without length",
         0,
         {{'>', GET, 0}, {'<', OK_CLOSE "hello", 0}, {'g', "", 0}},
         ">1 GET /a none 0 ok <1 200 close 5 ok"},
        {"a reset does not",
         0,
         {{'>', GET, 0}, {'<', OK_CLOSE "hello", 0}, {'r', "", 0}},
         ">1 GET /a none 0 ok <1 200 close 5 cut"},
        {"nor does the end of the capture",
         0,
         {{'>', GET, 0}, {'<', OK_CLOSE "hello", 0}},
         ">1 GET /a none 0 ok <1 200 close 5 cut"},
        {"closed inside a body",
         0,
         {{'>', GET, 0}, {'<', OK_5 "hel", 0}, {'g', "", 0}},
         ">1 GET /a none 0 ok !message-incomplete@80 <1 200 length 3 cut"},
        {"reset inside a body, which accuses nobody",
         0,
         {{'>', GET, 0}, {'<', OK_5 "hel", 0}, {'r', "", 0}},
         ">1 GET /a none 0 ok <1 200 length 3 cut"},
        {"nobody knows its length",
         0,
         {{'>', GET, 0},
          {'<', "HTTP/1.1 200 OK\r\n" DATED "Content-Type: a/b\r\nContent-Length: 5\r\n", 0},
          {'<', "Content-Length: 6\r\n\r\nhello", 0}},
         ">1 GET /a none 0 ok !content-length-differs@92 <1 200 undecided 0 cut"},
        {"closed inside a chunk",
         0,
         {{'>', GET, 0}, {'<', OK_CHUNKED "5\r\nhel", 0}, {'g', "", 0}},
         ">1 GET /a none 0 ok !message-incomplete@80 <1 200 chunked 3 cut"},
    };

    (void)state;
    expect_rows(rows, sizeof rows / sizeof *rows);
}

static void reads_on_behind_gaps(void **state)
{
    static const struct row rows[] = {
        {"inside a body of known length",
         0,
         {{'>', GET, 0}, {'<', OK_5 "h", 0}, {'y', "", 3}, {'<', "o", 0}, {'>', GET, 0}, {'<', NO_CONTENT, 0}},
         ">1 GET /a none 0 ok <1 200 length 5 ok +3 >2 GET /a none 0 ok <2 204 none 0 ok"},
        {"inside a chunk",
         0,
         {{'>', GET, 0}, {'<', OK_CHUNKED "5\r\nh", 0}, {'y', "", 3}, {'<', "o\r\n0\r\n\r\n", 0}},
         ">1 GET /a none 0 ok <1 200 chunked 5 ok +3"},
        {"over the end of a chunk",
         0,
         {{'>', GET GET, 0}, {'<', OK_CHUNKED "5\r\nh", 0}, {'y', "", 8}, {'<', "x\r\n0\r\n\r\n" NO_CONTENT, 0}},
         ">1 GET /a none 0 ok >2 GET /a none 0 ok <1 200 chunked 1 cut +8 <2 204 none 0 ok again"},
        {"over the end of a body",
         0,
         {{'>', GET GET, 0}, {'<', OK_5 "hel", 0}, {'y', "", 10}, {'<', "junk\r\n" NO_CONTENT, 0}},
         ">1 GET /a none 0 ok >2 GET /a none 0 ok <1 200 length 5 ok +2 <2 204 none 0 ok again"},
        {"inside a head",
         0,
         {{'>', "GET /a HTTP/1.1\r\nHo", 0}, {'x', "", 7}, {'>', "X: y\r\n\r\n" GET, 0}, {'<', NO_CONTENT, 0}},
         ">1 GET /a none 0 ok again <1 204 none 0 ok"},
        {"a whole request: its response is no surprise",
         0,
         {{'>', GET, 0},
          {'<', NO_CONTENT, 0},
          {'x', "", 28},
          {'<', NO_CONTENT, 0},
          {'>', GET, 0},
          {'<', OK_5 "hello", 0}},
         ">1 GET /a none 0 ok <1 204 none 0 ok <2 204 none 0 ok >2 GET /a none 0 ok again <3 200 length 5 ok"},
        {"a request between two that are pipelined",
         0,
         {{'>', GET, 0}, {'x', "", 29}, {'>', GET, 0}, {'<', NO_CONTENT OK_5 NO_CONTENT, 0}},
         ">1 GET /a none 0 ok >2 GET /a none 0 ok again <1 204 none 0 ok <2 200 none 0 ok <3 204 none 0 ok"},
        {"until the close",
         0,
         {{'>', GET, 0}, {'<', OK_CLOSE "hello", 0}, {'y', "", 100}, {'<', "x", 0}, {'g', "", 0}},
         ">1 GET /a none 0 ok <1 200 close 106 ok +100"},
    };

    (void)state;
    expect_rows(rows, sizeof rows / sizeof *rows);
}

static void joins_connections_in_their_middle(void **state)
{
    static const struct row rows[] = {
        {"between messages", 1, {{'>', GET, 0}, {'<', OK_5 "hello", 0}}, ">1 GET /a none 0 ok <1 200 length 5 ok"},
        {"inside a response",
         1,
         {{'<', "rest of a body\r\nHTTP/1.1 is a name\n" OK_5 "hello", 0}, {'>', GET, 0}, {'<', NO_CONTENT, 0}},
         "<1 200 length 5 ok again >1 GET /a none 0 ok <2 204 none 0 ok"},
        {"inside a request",
         1,
         {{'>', "a=b&c=d", 0}, {'<', NO_CONTENT, 0}, {'>', GET, 0}},
         "<1 204 none 0 ok >1 GET /a none 0 ok again"},
        {"responses alone",
         1,
         {{'<', OK_5 "hello", 0}, {'<', OK_5, 0}, {'<', NO_CONTENT, 0}},
         "<1 200 length 5 ok <2 200 none 0 ok <3 204 none 0 ok"},
        {"a response that only HEAD explains ends the capture", 1, {{'<', OK_5, 0}}, "<1 200 none 0 ok"},
        {"requests alone", 1, {{'>', GET GET, 0}}, ">1 GET /a none 0 ok >2 GET /a none 0 ok"},
    };

    (void)state;
    expect_rows(rows, sizeof rows / sizeof *rows);
}

static void follows_connections_that_become_something_else(void **state)
{
    static const char connect[] = "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n";
    static const char upgrade[] = "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    static const char switching[] =
        "HTTP/1.1 101 Switching Protocols\r\n" DATED "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    static const char refused[] = "HTTP/1.1 502 Bad Gateway\r\n" DATED "Content-Length: 0\r\n\r\n";
    const struct row rows[] = {
        {"CONNECT",
         0,
         {{'>', connect, 0},
          {'<', "HTTP/1.1 200 OK\r\n" DATED "\r\n", 0},
          {'>', "\x16\x03\1", 0},
          {'<', "\x16\x03\2", 0}},
         ">1 CONNECT a:443 none 0 ok <1 200 tunnel 0 ok"},
        {"CONNECT refused",
         0,
         {{'>', connect, 0}, {'<', refused, 0}, {'>', GET, 0}, {'<', NO_CONTENT, 0}},
         ">1 CONNECT a:443 none 0 ok !error-without-content@9 <1 502 length 0 ok >2 GET /a none 0 ok <2 204 none 0 ok"},
        {"the client does not wait",
         0,
         {{'>', connect, 0}, {'>', "\x16\x03\1", 0}, {'<', "HTTP/1.1 200 OK\r\n" DATED "\r\n", 0}},
         ">1 CONNECT a:443 none 0 ok <1 200 tunnel 0 ok"},
        {"Upgrade",
         0,
         {{'>', upgrade, 0}, {'<', switching, 0}, {'>', "\x81\5hello", 0}, {'<', "\x81\5hello", 0}},
         ">1 GET /ws none 0 ok <1 101 tunnel 0 ok"},
        {"Upgrade ignored",
         0,
         {{'>', upgrade, 0}, {'<', NO_CONTENT, 0}, {'>', GET, 0}, {'<', NO_CONTENT, 0}},
         ">1 GET /ws none 0 ok <1 204 none 0 ok >2 GET /a none 0 ok <2 204 none 0 ok"},
        {"Upgrade ignored by a server whose client did not wait",
         0,
         {{'>', upgrade, 0}, {'>', GET, 0}, {'<', NO_CONTENT, 0}, {'<', NO_CONTENT, 0}},
         ">1 GET /ws none 0 ok <1 204 none 0 ok >2 GET /a none 0 ok <2 204 none 0 ok"},
        {"Upgrade, and no answer was seen",
         0,
         {{'>', upgrade, 0}, {'>', GET, 0}},
         ">1 GET /ws none 0 ok >2 GET /a none 0 ok"},
    };

    (void)state;
    expect_rows(rows, sizeof rows / sizeof *rows);
}

/* First words of a connection, and what it is counted as. */
static void names_what_is_not_http(void **state)
{
    static const struct {
        unsigned dir;
        const char *bytes;
        size_t len;
        cap_unseen_kind due;
    } rows[] = {
        {0, "\x16\3\1\0\x9C\1", 6, CAP_UNSEEN_TLS},
        {0, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24, CAP_UNSEEN_HTTP2},
        {1, "SSH-2.0-x\r\n", 11, CAP_UNSEEN_SSH},
        {1, "220 mail.example ESMTP\r\n", 24, CAP_UNSEEN_MAIL},
        {1, "+OK ready\r\n", 11, CAP_UNSEEN_MAIL},
        {0, "OPTIONS rtsp://a/ RTSP/1.0\r\n\r\n", 30, CAP_UNSEEN_OTHER},
        {0, "OPTIONS * RTSP/1.0\r\n\r\n", 22, CAP_UNSEEN_OTHER},
        {0, "OPTIONS sip:a@b SIP/2.0\r\n\r\n", 27, CAP_UNSEEN_OTHER},
        {0, "\0\1\2\3\n", 5, CAP_UNSEEN_OTHER},
        {0, "NICK x\r\n", 8, CAP_UNSEEN_OTHER},
        {0, "", 0, CAP_UNSEEN_EMPTY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talking t;
        print_message("[ row ] %zu\n", i);
        talking_open(&t, 0);
        talking_hands(&t);
        talking_bytes(&t, rows[i].dir, rows[i].bytes, rows[i].len);
        assert_string_equal(talking_finish(&t), "");
        assert_int_equal(talking_unseen(&t, rows[i].due)->count, 1);
        assert_int_equal(talking_unseen(&t, rows[i].due)->bytes, rows[i].len);
        assert_int_equal(cap_judge_totals(t.judge)->http, 0);
        talking_close(&t);
    }
}

static void looks_behind_proxy_headers_and_socks(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        cap_unseen_kind due;
    } rows[] = {
        {"PROXY TCP4 192.0.2.1 192.0.2.2 1 80\r\n", 37, CAP_UNSEEN_PROXY},
        {"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0C\1\2\3\4\5\6\7\x8\0\1\0\2", 28, CAP_UNSEEN_PROXY},
        {"\4\1\0\x50\1\2\3\4\0", 9, CAP_UNSEEN_SOCKS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talking t;
        talking_open(&t, 0);
        talking_hands(&t);
        talking_bytes(&t, 0, rows[i].bytes, rows[i].len);
        if (rows[i].due == CAP_UNSEEN_SOCKS)
            talking_bytes(&t, 1, "\0\x5A\0\0\0\0\0\0", 8);
        talking_says(&t, 0, GET);
        talking_says(&t, 1, NO_CONTENT);
        talking_finish(&t);
        assert_non_null(strstr(t.log, ">1 GET /a none 0 ok"));
        assert_non_null(strstr(t.log, "<1 204 none 0 ok"));
        assert_int_equal(talking_unseen(&t, rows[i].due)->count, 1);
        assert_int_equal(talking_unseen(&t, rows[i].due)->bytes, rows[i].len);
        talking_close(&t);
    }
}

static void counts_what_a_tunnel_carries(void **state)
{
    talking t;

    (void)state;
    talking_open(&t, 0);
    talking_hands(&t);
    talking_says(&t, 0, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
    talking_says(&t, 0, "early");
    talking_says(&t, 1, "HTTP/1.1 200 OK\r\n" DATED "\r\n");
    talking_says(&t, 1, "late one");
    talking_finish(&t);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_TUNNEL)->count, 2);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_TUNNEL)->bytes, 13);
    talking_close(&t);
}

static void judges_a_bad_request_by_the_answer_to_it(void **state)
{
    talking t;

    (void)state;
    talking_open(&t, 0);
    talking_hands(&t);
    talking_says(&t, 0, "nonsense\r\n\r\n");
    talking_says(&t, 1, "HTTP/1.1 400 Bad Request\r\n" DATED "Content-Length: 0\r\n\r\n");
    talking_finish(&t);
    assert_string_equal(t.log, "!request-line-parts@8 <1 400 length 0 ok");
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_STOPPED)->count, 1);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_STOPPED)->bytes, 12);
    talking_close(&t);
}

static void names_the_packet_of_each_message_and_finding(void **state)
{
    talking t;

    (void)state;
    talking_open(&t, 0);
    t.with_packets = true;
    talking_hands(&t);                                /* 1 to 3 */
    talking_says(&t, 0, "GET /a HTTP/1.1\r\n");       /* 4 */
    talking_says(&t, 0, "Host: a\r\nX: \1");          /* 5: the fault */
    talking_says(&t, 0, "\r\n\r\nGET /b HT");         /* 6 */
    talking_says(&t, 1, OK_5 "hel");                  /* 7 */
    talking_says(&t, 0, "TP/1.1\r\nHost: a\r\n\r\n"); /* 8 */
    talking_says(&t, 1, "lo");                        /* 9 */
    assert_string_equal(talking_finish(&t), "!field-value-control@29 #5 >1 GET /a none 0 ok #6 "
                                            ">2 GET /b none 0 ok #8 <1 200 length 5 ok #9");
    talking_close(&t);
}

static void counts_what_is_cut_off_and_invents_nothing(void **state)
{
    talking t;

    (void)state;
    talking_open(&t, 0);
    talking_hands(&t);
    talking_cuts(&t, 0, GET, 20);
    talking_cuts(&t, 1, OK_5 "hello", 30);
    talking_says(&t, 0, GET);
    talking_cuts(&t, 1, OK_5 "hello", sizeof OK_5 - 1 + 2);
    assert_string_equal(talking_finish(&t), ">1 GET /a none 0 ok again <1 200 length 5 ok +3 again");
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_PARTIAL)->count, 2);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_CUT)->count, 3);
    talking_close(&t);
}

static void counts_packets_that_go_unread(void **state)
{
    const cap_segment segment = {.from = made_client(4), .to = made_server(4)};
    static made m;
    talking t;

    (void)state;
    talking_open(&t, 0);
    talking_hands(&t);
    made_start(&m, "abc", 3);
    made_udp(&m, 50000, 53);
    made_ipv4(&m, &segment, 17, 0, 0, -1);
    made_ethernet(&m, 0x0800);
    const cap_packet udp = made_packet(&m, 4, 1);
    assert_int_equal(cap_judge_packet(t.judge, &udp), CAP_OK);
    assert_int_equal(cap_judge_packet(t.judge, &udp), CAP_OK);
    const cap_packet unknown_link = made_packet(&m, 6, 9999);
    assert_int_equal(cap_judge_packet(t.judge, &unknown_link), CAP_OK);
    talking_finish(&t);
    assert_int_equal(cap_judge_totals(t.judge)->packets, 6);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_PACKETS + CAP_SKIP_NOT_TCP)->count, 2);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_PACKETS + CAP_SKIP_LINK_TYPE)->count, 1);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_EMPTY)->count, 1);
    talking_close(&t);
}

static void judges_one_connection_of_many(void **state)
{
    const cap_judge_options options = {.only_one = true, .only = 1};
    talking t;

    (void)state;
    talking_open(&t, 0);
    const cap_visitor visitor = {0};
    cap_judge_close(t.judge);
    t.judge = cap_judge_open(&options, &visitor);
    for (int i = 0; i < 3; i++) {
        talking_hands(&t);
        if (i < 2)
            talking_says(&t, 0, GET);
        talking_next(&t);
    }
    talking_finish(&t);
    assert_int_equal(cap_judge_totals(t.judge)->connections, 3);
    assert_int_equal(cap_judge_totals(t.judge)->requests, 1);
    assert_int_equal(talking_unseen(&t, CAP_UNSEEN_EMPTY)->count, 0); /* nobody asked for the third */
    talking_close(&t);
}

/* Ten times the bound: heads that never end, in more connections than fit. */
static void stays_below_its_bound(void **state)
{
    enum { BOUND = 1 << 20, LINE = 1400, LINES = 8, CONNECTIONS = 10 * BOUND / (LINE * LINES) };
    char line[LINE + 1];
    talking t;

    (void)state;
    memset(line, 'x', LINE);
    memcpy(line, "X: ", 3);
    memcpy(line + LINE - 2, "\r\n", 3);
    talking_open(&t, BOUND);
    t.quiet = true;
    for (int i = 0; i < CONNECTIONS; i++) {
        talking_hands(&t);
        talking_says(&t, 0, "GET / HTTP/1.1\r\n");
        for (int j = 0; j < LINES; j++)
            talking_says(&t, 0, line);
        talking_next(&t);
    }
    talking_finish(&t);
    const cap_totals *totals = cap_judge_totals(t.judge);
    assert_int_equal(totals->connections, CONNECTIONS);
    assert_true(totals->flows.evicted > CONNECTIONS / 2);
    assert_true(totals->unseen[CAP_UNSEEN_EVICTED].count == totals->flows.evicted);
    assert_int_equal(totals->unseen[CAP_UNSEEN_PARTIAL].count, CONNECTIONS);
    assert_true(totals->memory_highest > BOUND / 2);
    assert_true(totals->memory_highest <= BOUND + 64 * 1024); /* and what one segment makes of it */
    talking_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_responses_with_their_requests),
        cmocka_unit_test(tells_whole_messages_from_cut_ones),
        cmocka_unit_test(reads_on_behind_gaps),
        cmocka_unit_test(joins_connections_in_their_middle),
        cmocka_unit_test(follows_connections_that_become_something_else),
        cmocka_unit_test(counts_what_a_tunnel_carries),
        cmocka_unit_test(names_what_is_not_http),
        cmocka_unit_test(looks_behind_proxy_headers_and_socks),
        cmocka_unit_test(judges_a_bad_request_by_the_answer_to_it),
        cmocka_unit_test(names_the_packet_of_each_message_and_finding),
        cmocka_unit_test(counts_what_is_cut_off_and_invents_nothing),
        cmocka_unit_test(counts_packets_that_go_unread),
        cmocka_unit_test(judges_one_connection_of_many),
        cmocka_unit_test(stays_below_its_bound),
    };
    return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
