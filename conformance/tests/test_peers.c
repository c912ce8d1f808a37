/* SPDX-License-Identifier: MIT */
/* What the client and the proxy role are made of, without a connection: what a client says of its responses, in which
 * parts a server speaks, what was asked, and what a sender is accused of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/net/asked.h"
#include "conformance/net/moves.h"
#include "conformance/peers/said.h"
#include "conformance/peers/sent.h"
#include "conformance/reader/reader.h"

static conf_bytes bytes_of(const char *text)
{
    return (conf_bytes){(const uint8_t *)text, strlen(text)};
}

/* ---- said ---- */

static void a_report_is_a_json_line_a_response(void **state)
{
    static const struct {
        const char *output;
        size_t count;
        const char *wrong; /* NULL: nothing */
        unsigned status;   /* of the first */
        const char *body;  /* of the first; NULL: it tells none */
        const char *error;
    } rows[] = {
        {"", 0, NULL, 0, NULL, NULL},
        {"{\"status\":200,\"body_base64\":\"b2s=\",\"error\":null}\n", 1, NULL, 200, "ok", NULL},
        {"{\"status\":204,\"body_base64\":\"\",\"error\":null}", 1, NULL, 204, "", NULL},
        {"{\"status\":200,\"body_base64\":null}\n\n{\"status\":404}\n", 2, NULL, 200, NULL, NULL},
        {"{\"status\":null,\"body_base64\":\"aGk=\",\"error\":\"cut\"}\n", 1, NULL, 0, "hi", "cut"},
        {"{\"status\":200,\"body_base64\":\"YWJj\"}\n", 1, NULL, 200, "abc", NULL},
        {"ok\n", 0, "it is not a JSON object", 0, NULL, NULL},
        {"[200]\n", 0, "it is not a JSON object", 0, NULL, NULL},
        {"{\"body_base64\":\"\"}\n", 0, "\"status\" is no number", 0, NULL, NULL},
        {"{\"status\":1000}\n", 0, "\"status\" is no status-code", 0, NULL, NULL},
        {"{\"status\":200,\"body_base64\":\"b2s\"}\n", 0, "\"body_base64\" is no base64", 0, NULL, NULL},
        {"{\"status\":200,\"body_base64\":\"b2!=\"}\n", 0, "\"body_base64\" is no base64", 0, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_memory memory = {0};
        conf_said said = conf_said_read(&memory, bytes_of(rows[i].output));
        assert_int_equal(said.count, rows[i].count);
        assert_non_null(said.answers);
        assert_string_equal(said.wrong != NULL ? said.wrong : "", rows[i].wrong != NULL ? rows[i].wrong : "");
        if (said.count > 0) {
            assert_int_equal(said.answers[0].status, rows[i].status);
            assert_int_equal(said.answers[0].has_body, rows[i].body != NULL);
            assert_int_equal(said.answers[0].body.len, rows[i].body != NULL ? strlen(rows[i].body) : 0);
            if (rows[i].body != NULL)
                assert_memory_equal(said.answers[0].body.at, rows[i].body, strlen(rows[i].body));
            assert_string_equal(said.answers[0].error != NULL ? said.answers[0].error : "",
                                rows[i].error != NULL ? rows[i].error : "");
        }
        conf_memory_free(&memory);
    }
}

/* ---- moves ---- */

static const conf_variables VARIABLES = {
    .host = "a:1", .port = "1", .path = "/p", .origin = "o:2", .target = "http://o:2/p"};

static conf_case *read_case(conf_memory *memory, conf_suite *suite, conf_ledger *ledger, const char *script)
{
    const char *text =
        conf_format(memory, "case a\ntitle: T\nneeds: 9112-6.3-15\nside: proxy\n%s\nup: accept\n", script);

    *ledger = conf_ledger_builtin(memory);
    conf_suite_init(suite, memory, ledger);
    conf_suite_read_text(suite, "rfc9112/6.3-a.case", text, strlen(text));
    if (suite->fault_count > 0)
        print_error("%u: %s\n", suite->faults[0].line, suite->faults[0].text);
    assert_int_equal(suite->fault_count, 0);
    return suite->cases[0];
}

/* The moves as one word each: w4 a write of four bytes, | a cut, ~20 a pause, ?1 an await, $ and ! ends. */
static void put_moves(conf_memory *memory, conf_buffer *out, const conf_moves *moves)
{
    for (size_t i = 0; i < moves->count; i++) {
        const conf_move *move = &moves->at[i];
        if (move->kind == CONF_MOVE_WRITE)
            conf_put(memory, out, " w%zu", move->bytes.len);
        else if (move->kind == CONF_MOVE_PAUSE)
            conf_put(memory, out, " ~%u", move->milliseconds);
        else if (move->kind == CONF_MOVE_AWAIT)
            conf_put(memory, out, " ?%zu", move->count);
        else
            conf_put(memory, out, " %s",
                     move->kind == CONF_MOVE_CUT          ? "|"
                     : move->kind == CONF_MOVE_HALF_CLOSE ? "$"
                                                          : "!");
    }
}

#define ASK "> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\n"
#define OK  "< HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok\n"

static void a_server_speaks_in_parts(void **state)
{
    static const struct {
        const char *script;
        const char *parts;  /* each with what it awaits */
        const char *client; /* the other end */
        conf_after after;
    } rows[] = {
        {ASK OK, "[1 w40]", " w27", CONF_AFTER_STAY},
        {"< HTTP/1.1 200 OK\\r\\n\n< Content-Length: 0\\r\\n\\r\\n\n", "[1 w38]", "", CONF_AFTER_STAY},
        {"< HTTP/1.1 200 OK\\r\\n\n|\n< Content-Length: 0\\r\\n\\r\\n\n", "[1 w17 | w21]", "", CONF_AFTER_STAY},
        {"< HTTP/1.1 200 OK\\r\\n\\r\\nok\n", "[1 w21]", "", CONF_AFTER_CLOSE},
        {"< HTTP/1.1 200 OK\\r\\n\\r\\nok\n$\n", "[1 w21 $]", "", CONF_AFTER_CLOSE},
        {"< HTTP/1.1 200 OK\\r\\nCont\n!\n", "[1 w21 !]", "", CONF_AFTER_CLOSE},
        {"< HTTP/1.0 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n\n", "[1 w38]", "", CONF_AFTER_LINGER},
        {ASK OK "< X\n", "[1 w41]", " w27", CONF_AFTER_STAY},
        {"< HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n\n", "[1 w38]", "", CONF_AFTER_CLOSE},
        {ASK OK ASK OK, "[1 w40] [2 w40]", " w27 ?1 w27", CONF_AFTER_STAY},
        {ASK ASK OK OK, "[1 w80]", " w54", CONF_AFTER_STAY},
        {"> POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 2\\r\\nExpect: 100-continue\\r\\n\\r\\n\n"
         "< HTTP/1.1 100 Continue\\r\\n\\r\\n\n> ok\n" OK,
         "[1 w25] [1 w40]", " w69 ?1 w2", CONF_AFTER_STAY},
        {ASK "< HTTP/1.1 200 OK\\r\\n\n~ 20ms\n< Content-Length: 0\\r\\n\\r\\n\n", "[1 w17 ~20 w21]", " w27",
         CONF_AFTER_STAY},
        {"> HEAD {path} HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\n< HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\n\n",
         "[1 w38]", " w29", CONF_AFTER_STAY},
        {"< HTTP/1.1 200 OK\\r\\nX: {host} {origin}\\r\\n\\r\\n\n", "[1 w31]", "", CONF_AFTER_CLOSE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_memory memory = {0};
        conf_ledger ledger;
        conf_suite suite;
        conf_case *c = read_case(&memory, &suite, &ledger, rows[i].script);
        conf_parts parts = conf_parts_of_server(&memory, c, 0, &VARIABLES);
        conf_moves client = conf_moves_of_client(&memory, c, &VARIABLES, 100);
        conf_buffer said = {0};
        conf_buffer asked = {0};
        for (size_t k = 0; k < parts.count; k++) {
            conf_put(&memory, &said, "%s[%zu", k > 0 ? " " : "", parts.at[k].awaits);
            put_moves(&memory, &said, &parts.at[k].moves);
            conf_put(&memory, &said, "]");
        }
        put_moves(&memory, &asked, &client);
        assert_string_equal(conf_text(&memory, (char *)said.at, said.len), rows[i].parts);
        assert_string_equal(conf_text(&memory, (char *)asked.at, asked.len), rows[i].client);
        assert_int_equal(conf_after_responses(&memory, c, c->bytes[H1_RESPONSES]), rows[i].after);
        conf_memory_free(&memory);
    }
}

static void a_group_has_bytes_of_its_own(void **state)
{
    static const size_t lengths[] = {0, 21, 26}; /* of no group, and of the two */
    conf_memory memory = {0};
    conf_ledger ledger;
    conf_suite suite;
    conf_case *c = read_case(&memory, &suite, &ledger,
                             ASK "alt one\n  up: nothing\n  < HTTP/1.1 200 OK\\r\\n\\r\\nok\n"
                                 "alt two\n  up: accept\n  < HTTP/1.1 404 Not Found\\r\\n\\r\\n\n");

    (void)state;
    for (size_t group = 0; group < 3; group++) {
        conf_parts parts = conf_parts_of_server(&memory, c, group, &VARIABLES);
        assert_int_equal(parts.count, group > 0 ? 1 : 0);
        assert_int_equal(parts.count > 0 ? parts.at[0].moves.at[0].bytes.len : 0, lengths[group]);
    }
    conf_memory_free(&memory);
}

/* ---- asked ---- */

static void what_was_asked_is_read_from_the_bytes(void **state)
{
    static const struct {
        const char *bytes;
        size_t count, answers;
        h1_answers first;
        bool unfinished, refused;
    } rows[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1, 1, H1_TO_OTHER, false, false},
        {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 2, 2, H1_TO_HEAD, false, false},
        {"CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 1, 1, H1_TO_CONNECT, false, false},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nok", 1, 1, H1_TO_OTHER, true, false},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n", 1, 1, H1_TO_OTHER, false, true},
        {"HEAD / HTTP/2.0\r\n\r\n", 0, 1, H1_TO_HEAD, false, true},
        {"GET /a\r\n", 0, 1, H1_TO_09, false, true},
        {"GET / /HTTP/1\r\n", 0, 1, H1_TO_OTHER, false, true},
        {"", 0, 1, H1_TO_OTHER, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_memory memory = {0};
        conf_asked asked = conf_asked_in(&memory, bytes_of(rows[i].bytes));
        if (asked.count != rows[i].count || asked.refused != rows[i].refused)
            print_error("row %zu\n", i + 1);
        assert_int_equal(asked.count, rows[i].count);
        assert_int_equal(asked.answer_count, rows[i].answers);
        assert_int_equal(asked.answers[0], rows[i].first);
        assert_int_equal(asked.unfinished, rows[i].unfinished);
        assert_int_equal(asked.refused, rows[i].refused);
        conf_memory_free(&memory);
    }
}

/* ---- sent ---- */

static conf_observed observe(conf_memory *memory, const char *bytes)
{
    conf_observed observed = {.side = H1_REQUESTS, .mode = H1_AUDIT, .ending = CONF_ENDED};

    conf_buffer_add(memory, &observed.received, (const uint8_t *)bytes, strlen(bytes));
    conf_observed_read(memory, &observed);
    return observed;
}

#define CHUNKED "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"

static void a_sender_is_accused_of_what_it_made(void **state)
{
    static const struct {
        const char *given; /* NULL: it made all itself */
        const char *sent;
        const char *id; /* of the only result */
        conf_state state;
    } rows[] = {
        {NULL, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "sent/valid", CONF_PASS},
        {NULL, "GET / HTTP/1.1\r\n\r\n", "sent/host-missing", CONF_FAIL},
        {NULL, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "sent/target-percent", CONF_FAIL},
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "sent/target-percent", CONF_FAIL},
        {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "sent/target-percent",
         CONF_USED_LIBERTY},
        {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "sent/host-missing", CONF_FAIL},
        {"GET / HTTP/1.1\r\nHost: a\r\nDate: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nDate: x\r\n\r\n", "sent/valid",
         CONF_PASS},
        {NULL, "GET / HTTP/1.0\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\nHost: a\r\n\r\n", "sent/valid", CONF_PASS},
        {NULL, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
         "sent/data-after-last-message", CONF_FAIL},
        {"GET / HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n",
         "sent/whitespace-before-fields", CONF_FAIL},
        {CHUNKED " X: y\r\n\r\n", CHUNKED " X: y\r\n\r\n", "sent/whitespace-before-fields", CONF_USED_LIBERTY},
        {CHUNKED "\r\n", CHUNKED " X: y\r\n\r\n", "sent/whitespace-before-fields", CONF_FAIL},
        {CHUNKED "X : y\r\n\r\n", CHUNKED "X : y\r\n\r\n", "sent/field-space-before-colon", CONF_USED_LIBERTY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_memory memory = {0};
        conf_sent brought = {.memory = &memory};
        conf_sent sent = {.memory = &memory};
        conf_observed observed = observe(&memory, rows[i].sent);
        conf_result *results;
        size_t count;
        if (rows[i].given != NULL) {
            conf_observed given = observe(&memory, rows[i].given);
            conf_sent_look(&brought, &given, "a case", NULL);
            conf_observed_free(&given);
        }
        conf_sent_look(&sent, &observed, "a case", rows[i].given != NULL ? &brought : NULL);
        results = conf_sent_results(&sent, "What it sends", &count);
        assert_int_equal(count, 1);
        assert_string_equal(results[0].c->id, rows[i].id);
        assert_int_equal(results[0].state, rows[i].state);
        conf_observed_free(&observed);
        conf_memory_free(&memory);
    }
}

/* ---- held to the request ---- */

#define ANY   "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n"
#define OLD   "GET / HTTP/1.0\r\n\r\n"
#define NEW   "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define CHUNK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"

static conf_observed observe_answer(conf_memory *memory, const char *asked, const char *answer)
{
    conf_asked requests = conf_asked_in(memory, bytes_of(asked));
    conf_observed observed = {.side = H1_RESPONSES,
                              .mode = H1_AUDIT,
                              .ending = CONF_ENDED,
                              .answers = requests.answers,
                              .answer_count = requests.answer_count,
                              .exchanges = requests.exchanges,
                              .exchange_count = requests.exchange_count};

    conf_buffer_add(memory, &observed.received, (const uint8_t *)answer, strlen(answer));
    conf_observed_read(memory, &observed);
    return observed;
}

static void a_response_is_held_to_its_request(void **state)
{
    static const struct {
        const char *asked;
        const char *given; /* what a proxy was given for it; NULL: it made all itself */
        const char *answer;
        const char *id; /* of the first result */
        conf_state state;
    } rows[] = {
        {NEW, NULL, ANY CHUNK "\r\n", "answered/valid", CONF_PASS},
        {OLD, NULL, ANY CHUNK "\r\n", "answered/transfer-encoding-to-http10", CONF_FAIL},
        {NEW OLD, NULL, ANY "Content-Length: 0\r\n\r\n" ANY CHUNK "\r\n", "answered/transfer-encoding-to-http10",
         CONF_FAIL},
        {NEW OLD, NULL, "HTTP/1.1 103 Early\r\n\r\n" ANY "Content-Length: 0\r\n\r\n" ANY CHUNK "\r\n",
         "answered/transfer-encoding-to-http10", CONF_FAIL},
        {OLD, NULL, "HTTP/1.1 103 Early\r\n\r\n" ANY "Content-Length: 0\r\n\r\n", "answered/interim-to-http10",
         CONF_FAIL},
        {NEW, NULL, "HTTP/1.1 304 Not Modified\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
         "answered/not-modified-unasked", CONF_FAIL},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: \rb\r\n\r\n", NULL, /* what it was read as isn't certain */
         "HTTP/1.1 304 Not Modified\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n", "answered/valid", CONF_PASS},
        {NEW, NULL, ANY CHUNK "X-Sum: 1\r\n\r\n", "answered/trailer-not-announced", CONF_WARN},
        {NEW, NULL, ANY "Trailer: x-sum\r\n" CHUNK "X-Sum: 1\r\n\r\n", "answered/valid", CONF_PASS},
        {NEW, NULL, ANY "Trailer: Content-Length\r\n" CHUNK "Content-Length: 1\r\n\r\n", "answered/trailer-forbidden",
         CONF_FAIL},
        {NEW, ANY CHUNK "X-Sum: 1\r\n\r\n", ANY CHUNK "X-Sum: 1\r\n\r\n", "answered/valid", CONF_PASS},
        {NEW, "HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nVia: b\r\n\r\n", "answered/valid",
         CONF_PASS},
        {OLD, ANY CHUNK "\r\n", ANY CHUNK "\r\n", "answered/transfer-encoding-to-http10", CONF_FAIL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_memory memory = {0};
        conf_sent brought = {.memory = &memory};
        conf_sent sent = {.memory = &memory};
        conf_observed given = observe_answer(&memory, rows[i].asked, rows[i].given != NULL ? rows[i].given : "");
        conf_observed observed = observe_answer(&memory, rows[i].asked, rows[i].answer);
        conf_result *results;
        size_t count;
        conf_sent_look(&brought, &given, "a case", NULL);
        conf_sent_look(&sent, &observed, "a case", &brought);
        results = conf_sent_results(&sent, "What it answers", &count);
        if (count != 1 || strcmp(results[0].c->id, rows[i].id) != 0)
            print_error("row %zu: %zu, %s\n", i + 1, count, results[0].c->id);
        assert_int_equal(count, 1);
        assert_string_equal(results[0].c->id, rows[i].id);
        assert_int_equal(results[0].state, rows[i].state);
        conf_observed_free(&given);
        conf_observed_free(&observed);
        conf_memory_free(&memory);
    }
}

static void a_rule_that_binds_others_is_forgiven(void **state)
{
    conf_memory memory = {0};
    conf_sent brought = {.memory = &memory};
    conf_sent sent = {.memory = &memory};
    conf_observed observed = observe(&memory, "GET / HTTP/1.1\r\nHost: a\r\nDate: x\r\n\r\n");
    size_t count;

    (void)state;
    conf_sent_forgive(&brought, H1_RULE_DATE_INVALID);
    conf_sent_look(&sent, &observed, "a case", &brought);
    assert_string_equal(conf_sent_results(&sent, "What it sends", &count)[0].c->id, "sent/valid");
    conf_sent_look(&sent, &observed, "a case", NULL);
    assert_string_equal(conf_sent_results(&sent, "What it sends", &count)[0].c->id, "sent/date-invalid");
    conf_observed_free(&observed);
    conf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_a_json_line_a_response),   cmocka_unit_test(a_server_speaks_in_parts),
        cmocka_unit_test(a_group_has_bytes_of_its_own),         cmocka_unit_test(what_was_asked_is_read_from_the_bytes),
        cmocka_unit_test(a_sender_is_accused_of_what_it_made),  cmocka_unit_test(a_response_is_held_to_its_request),
        cmocka_unit_test(a_rule_that_binds_others_is_forgiven),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
