/* SPDX-License-Identifier: MIT */
/* Each rule of frames: what breaks it, the exact bytes at fault, and the near miss that doesn't break it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "framing/tests/frame_trace.h"

#define NAME_64  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define NAME_254 NAME_64 NAME_64 NAME_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LEFT_15  "[[[[[[[[[[[[[[["
#define RIGHT_15 "]]]]]]]]]]]]]]]"

enum { ROOM = 2048 };

/* A dictionary alone, in a frame with the right length. */
typedef struct row {
    frame_profile profile;
    const char *text;
    h1_rule rule;
    size_t at, len; /* in the text */
    const char *near;
} row;

static const row DICTIONARIES[] = {
    {FRAME_PLAIN, "  ", H1_RULE_FRAME_NOT_JSON, 2, 0, "{}"},
    {FRAME_PLAIN, "{\"a\":1,}", H1_RULE_FRAME_NOT_JSON, 7, 1, "{\"a\":1} "},
    {FRAME_PLAIN, "{\"a\":[1,]}", H1_RULE_FRAME_NOT_JSON, 8, 1, "{\"a\":[1]}"},
    {FRAME_PLAIN, "{,}", H1_RULE_FRAME_NOT_JSON, 1, 1, "{ }"},
    {FRAME_PLAIN, "{a:1}", H1_RULE_FRAME_NOT_JSON, 1, 1, "{\"a\":1}"},
    {FRAME_PLAIN, "{\"a\" 1}", H1_RULE_FRAME_NOT_JSON, 5, 1, "{\"a\":1}"},
    {FRAME_PLAIN, "{\"a\":1 \"b\":2}", H1_RULE_FRAME_NOT_JSON, 7, 1, "{\"a\":1,\"b\":2}"},
    {FRAME_PLAIN, "{\"a\":01}", H1_RULE_FRAME_NOT_JSON, 6, 1, "{\"a\":0}"},
    {FRAME_PLAIN, "{\"a\":-}", H1_RULE_FRAME_NOT_JSON, 6, 1, "{\"a\":-0}"},
    {FRAME_PLAIN, "{\"a\":+1}", H1_RULE_FRAME_NOT_JSON, 5, 1, "{\"a\":1}"},
    {FRAME_PLAIN, "{\"a\":1.}", H1_RULE_FRAME_NOT_JSON, 7, 1, "{\"a\":1.5}"},
    {FRAME_PLAIN, "{\"a\":1e+}", H1_RULE_FRAME_NOT_JSON, 8, 1, "{\"a\":1E+2}"},
    {FRAME_PLAIN, "{\"a\":tru}", H1_RULE_FRAME_NOT_JSON, 8, 1, "{\"a\":true}"},
    {FRAME_PLAIN, "{\"a\":nulll}", H1_RULE_FRAME_NOT_JSON, 9, 1, "{\"a\":null}"},
    {FRAME_PLAIN, "{\"a\":NaN}", H1_RULE_FRAME_NOT_JSON, 5, 1, "{\"a\":false}"},
    {FRAME_PLAIN, "{\"a\":\"\\x41\"}", H1_RULE_FRAME_NOT_JSON, 7, 1, "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}"},
    {FRAME_PLAIN, "{\"a\":\"\\u00g0\"}", H1_RULE_FRAME_NOT_JSON, 10, 1, "{\"a\":\"\\u00fF\"}"},
    {FRAME_PLAIN, "{\"a\":\"\\uD83Dx\"}", H1_RULE_FRAME_NOT_JSON, 6, 6, "{\"a\":\"\\uD83D\\uDE00\"}"},
    {FRAME_PLAIN, "{\"a\":\"\\uD83D\\u0041\"}", H1_RULE_FRAME_NOT_JSON, 6, 6, "{\"a\":\"\\uD7FF\\u0041\"}"},
    {FRAME_PLAIN, "{\"a\":\"\\uDE00\"}", H1_RULE_FRAME_NOT_JSON, 6, 6, "{\"a\":\"\\uE000\"}"},
    {FRAME_PLAIN, "{\"a\":\"\\uDE00\\uDE00\"}", H1_RULE_FRAME_NOT_JSON, 6, 6, "{\"a\":\"\\uD800\\uDE00\"}"},
    {FRAME_PLAIN, "{\"a\":\"\n\"}", H1_RULE_FRAME_NOT_JSON, 6, 1, "{\"a\":\n\"\"}"},
    {FRAME_PLAIN, "{\"a\":\"b", H1_RULE_FRAME_NOT_JSON, 7, 0, "{\"a\":\"b\"}"},
    {FRAME_PLAIN, "{\"a\":{}", H1_RULE_FRAME_NOT_JSON, 7, 0, "{\"a\":{}}"},
    {FRAME_PLAIN, "{} {}", H1_RULE_FRAME_NOT_JSON, 3, 1, "{}   "},
    {FRAME_PLAIN, "{}//", H1_RULE_FRAME_NOT_JSON, 2, 1, "{}\r\n"},
    {FRAME_PLAIN, "\xEF\xBB\xBF{}", H1_RULE_FRAME_NOT_JSON, 0, 1, "{}"},
    {FRAME_PLAIN, "{\"a\":\"\xC3\"}", H1_RULE_FRAME_NOT_UTF8, 6, 1, "{\"a\":\"\xC3\xA9\"}"},
    {FRAME_PLAIN, "{\"\xC0\x80\":1}", H1_RULE_FRAME_NOT_UTF8, 2, 1, "{\"\xC2\x80\":1}"},
    {FRAME_PLAIN, "{\"a\":\"\xED\xA0\x80\"}", H1_RULE_FRAME_NOT_UTF8, 6, 1, "{\"a\":\"\xED\x9F\xBF\"}"},
    {FRAME_PLAIN, "{\"a\":\"\xF4\x90\x80\x80\"}", H1_RULE_FRAME_NOT_UTF8, 6, 1, "{\"a\":\"\xF4\x8F\xBF\xBF\"}"},
    {FRAME_PLAIN, "{\"a\":[" LEFT_15 RIGHT_15 "]}", H1_RULE_FRAME_TOO_DEEP, 20, 1, "{\"a\":" LEFT_15 RIGHT_15 "}"},
    {FRAME_PLAIN, "[" LEFT_15 "[", H1_RULE_FRAME_TOO_DEEP, 16, 1,
     "{\"a\":[[],[],[],[],[],[],[],{},{},{},{},{},{},{},[]]}"},
    {FRAME_PLAIN, LEFT_15 "[{", H1_RULE_FRAME_TOO_DEEP, 16, 1, "{\"[[[[[[[[[[[[[[[[[[[[\":[]}"},
    {FRAME_PLAIN, " [1] ", H1_RULE_FRAME_NOT_OBJECT, 0, 5, " {}  "},
    {FRAME_PLAIN, "\"text\"", H1_RULE_FRAME_NOT_OBJECT, 0, 6, "{\"a\":\"text\"}"},
    {FRAME_PLAIN, "17", H1_RULE_FRAME_NOT_OBJECT, 0, 2, "{}"},
    {FRAME_PLAIN, "{\"a\":1, \"a\" :2}", H1_RULE_FRAME_DUPLICATE_KEY, 8, 3, "{\"a\":1, \"b\" :2}"},
    {FRAME_PLAIN, "{\"a\\\"\":1,\"a\\u0022\":2}", H1_RULE_FRAME_DUPLICATE_KEY, 9, 9, "{\"a\\\"\":1,\"a\\u0023\":2}"},
    {FRAME_PLAIN, "{\"a\\\"b\":1,\"a\\\"b\":2}", H1_RULE_FRAME_DUPLICATE_KEY, 10, 6, "{\"a\\\"b\":1,\"ab\":2}"},
    {FRAME_PLAIN, "{\"b\":[{\"a\":1,\"a\":2}]}", H1_RULE_FRAME_DUPLICATE_KEY, 13, 3, "{\"b\":[{\"a\":1},{\"a\":2}]}"},
    {FRAME_PLAIN, "{\"a\\u0000\":1}", H1_RULE_FRAME_KEY_NUL, 3, 6, "{\"a\":\"\\u0000\"}"},
    {FRAME_PLAIN, "{\"a\":-1e999}", H1_RULE_FRAME_NUMBER_RANGE, 5, 6, "{\"a\":-1e99}"},
    {FRAME_PLAIN, "{\"file_size\":\"1\"}", H1_RULE_FRAME_SIZE_TYPE, 13, 3, "{\"file_name\":\"..\"}"},
    {FRAME_UPLOAD, "{\"file_size\":1}", H1_RULE_FRAME_NAME_MISSING, 0, 15, "{\"file_size\":1,\"file_name\":\"a\"}"},
    {FRAME_UPLOAD, "{\"File_name\":\"a\",\"file_size\":1}", H1_RULE_FRAME_NAME_MISSING, 0, 31,
     "{\"file_name\":\"a\",\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_name\":7,\"file_size\":1}", H1_RULE_FRAME_NAME_TYPE, 13, 1,
     "{\"file_name\":\"7\",\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_name\": [\"a\"] ,\"file_size\":1}", H1_RULE_FRAME_NAME_TYPE, 14, 5,
     "{\"file_name\": \"[a]\" ,\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_name\":\"../a\",\"file_size\":1}", H1_RULE_FRAME_NAME_NOT_PLAIN, 13, 6,
     "{\"file_name\":\"..+a\",\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_size\":1,\"file\\u005fname\":\"a\\u002fb\"}", H1_RULE_FRAME_NAME_NOT_PLAIN, 32, 10,
     "{\"file_size\":1,\"file\\u005fname\":\"a\\u0030b\"}"},
    {FRAME_UPLOAD, "{\"file_name\":\"aa" NAME_254 "\",\"file_size\":1}", H1_RULE_FRAME_NAME_TOO_LONG, 13, 258,
     "{\"file_name\":\"a" NAME_254 "\",\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\"}", H1_RULE_FRAME_SIZE_MISSING, 0, 17, "{\"file_name\":\"a\",\"file_size\":0}"},
    {FRAME_UPLOAD, "{\"x\":{\"file_size\":1},\"file_name\":\"a\"}", H1_RULE_FRAME_SIZE_MISSING, 0, 37,
     "{\"x\":{\"file_size\":1},\"file_size\":2,\"file_name\":\"a\"}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":-1}", H1_RULE_FRAME_SIZE_TYPE, 29, 2,
     "{\"file_name\":\"a\",\"file_size\":1}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":1.0}", H1_RULE_FRAME_SIZE_TYPE, 29, 3,
     "{\"file_name\":\"a\",\"file_size\":10}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":1e3 }", H1_RULE_FRAME_SIZE_TYPE, 29, 3,
     "{\"file_name\":\"a\",\"file_size\":103 }"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":null}", H1_RULE_FRAME_SIZE_TYPE, 29, 4,
     "{\"file_name\":\"a\",\"file_size\":0}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":9007199254740992}", H1_RULE_FRAME_SIZE_RANGE, 29, 16,
     "{\"file_name\":\"a\",\"file_size\":9007199254740991}"},
    {FRAME_UPLOAD, "{\"file_name\":\"a\",\"file_size\":18446744073709551617}", H1_RULE_FRAME_SIZE_RANGE, 29, 20,
     "{\"file_name\":\"a\",\"file_size\":1844674407370955}"},
};

static size_t frame_of(uint8_t *out, const char *text)
{
    size_t len = strlen(text);

    memcpy(out, "H1F1", 4);
    out[4] = out[5] = 0;
    out[6] = (uint8_t)(len >> 8);
    out[7] = (uint8_t)len;
    memcpy(out + FRAME_HEADER, text, len);
    return FRAME_HEADER + len;
}

static frame_trace trace_of(frame_profile profile, const uint8_t *bytes, size_t len)
{
    const frame_trace_plan plan = {profile, FRAME_DICTIONARY_MOST, 0, false};
    frame_trace trace;

    frame_trace_run(&trace, &plan, bytes, len, NULL, 0);
    assert_null(trace.broke);
    return trace;
}

static void refuses_at(const frame_trace *t, h1_rule rule, uint64_t at, uint64_t len)
{
    const frame_trace_event *last = &t->events[t->count - 1];

    assert_true(t->count > 0);
    print_message("    %s\n", frame_trace_line(t, t->count - 1));
    assert_string_equal(h1_rule_name(last->rule).text, h1_rule_name(rule).text);
    assert_int_equal(last->at, at);
    assert_int_equal(last->len, len);
}

static void refuses_each_wrong_dictionary_at_its_place_and_no_near_miss(void **state)
{
    uint8_t bytes[ROOM];

    (void)state;
    for (size_t i = 0; i < sizeof DICTIONARIES / sizeof *DICTIONARIES; i++) {
        const row *r = &DICTIONARIES[i];
        frame_trace trace = trace_of(r->profile, bytes, frame_of(bytes, r->text));
        print_message("[ row ] %s\n", r->text);
        assert_int_equal(trace.events[0].type, FRAME_REFUSED);
        refuses_at(&trace, r->rule, FRAME_HEADER + r->at, r->len);
        print_message("[ near ] %s\n", r->near);
        trace = trace_of(r->profile, bytes, frame_of(bytes, r->near));
        assert_string_equal(h1_rule_name(trace.events[0].rule).text, "none");
        assert_int_equal(trace.events[0].type, FRAME_DICT);
        assert_int_equal(trace.events[0].at, FRAME_HEADER);
        assert_int_equal(trace.events[0].len, strlen(r->near));
    }
}

/* Whole streams: header, order and number of frames, the end. */
static const struct stream {
    const char *bytes;
    size_t size;
    uint32_t dictionary_most;
    uint64_t frames_most;
    bool end;
    const char *events; /* a letter each: Dict dAta End Closed Incomplete Refused */
    h1_rule rule;
    uint64_t at, len;
} STREAMS[] = {
#define BYTES(text) (text), sizeof(text) - 1
    {BYTES(""), 64, 0, true, "C", H1_RULE_NONE, 0, 0},
    {BYTES(""), 64, 0, false, "", H1_RULE_NONE, 0, 0},
    {BYTES("H1F1\0\0\0\2{}"), 64, 0, true, "DEC", H1_RULE_NONE, 10, 0},
    {BYTES("H1F1\0\0\0\2{}H1F1\0\0\0\2{}"), 64, 0, true, "DEDEC", H1_RULE_NONE, 20, 0},
    {BYTES("GET / HT"), 64, 0, false, "R", H1_RULE_FRAME_MAGIC, 0, 1},
    {BYTES("H1F"), 64, 0, false, "", H1_RULE_NONE, 0, 0},
    {BYTES("H1F2"), 64, 0, false, "R", H1_RULE_FRAME_MAGIC, 3, 1},
    {BYTES("H1F1\0\0\0\2{}h"), 64, 0, false, "DER", H1_RULE_FRAME_MAGIC, 10, 1},
    {BYTES("H1F1\0\0\0\1"), 64, 0, false, "R", H1_RULE_FRAME_DICTIONARY_TOO_SHORT, 4, 4},
    {BYTES("H1F1\0\0\0\0"), 64, 0, false, "R", H1_RULE_FRAME_DICTIONARY_TOO_SHORT, 4, 4},
    {BYTES("H1F1\0\0\0\x41"), 64, 0, false, "R", H1_RULE_FRAME_DICTIONARY_TOO_LONG, 4, 4},
    {BYTES("H1F1\0\0\0\x40"), 64, 0, false, "", H1_RULE_NONE, 0, 0},
    {BYTES("H1F1\0\1\0\1"), 99999, 0, false, "R", H1_RULE_FRAME_DICTIONARY_TOO_LONG, 4, 4},
    {BYTES("H1F1\0\1\0\0"), 99999, 0, false, "", H1_RULE_NONE, 0, 0},
    {BYTES("H1F1\xff\xff\xff\xff"), 99999, 0, false, "R", H1_RULE_FRAME_DICTIONARY_TOO_LONG, 4, 4},
    {BYTES("H"), 64, 0, true, "I", H1_RULE_FRAME_CUT, 1, 0},
    {BYTES("H1F1\0\0\0"), 64, 0, true, "I", H1_RULE_FRAME_CUT, 7, 0},
    {BYTES("H1F1\0\0\0\2{"), 64, 0, true, "I", H1_RULE_FRAME_CUT, 9, 0},
    {BYTES("H1F1\0\0\0\017{\"file_size\":3}ab"), 64, 0, true, "DAI", H1_RULE_FRAME_PAYLOAD_SHORT, 25, 0},
    {BYTES("H1F1\0\0\0\017{\"file_size\":3}abc"), 64, 0, true, "DAEC", H1_RULE_NONE, 26, 0},
    {BYTES("H1F1\0\0\0\017{\"file_size\":3}"), 64, 0, true, "DI", H1_RULE_FRAME_PAYLOAD_SHORT, 23, 0},
    {BYTES("H1F1\0\0\0\017{\"file_size\":3}abcd"), 64, 0, true, "DAER", H1_RULE_FRAME_MAGIC, 26, 1},
    {BYTES("H1F1\0\0\0\2{}H"), 64, 1, false, "DER", H1_RULE_FRAME_BYTES_AFTER, 10, 1},
    {BYTES("H1F1\0\0\0\2{}"), 64, 1, true, "DEC", H1_RULE_NONE, 10, 0},
    {BYTES("H1F1\0\0\0\2{}H"), 64, 2, false, "DE", H1_RULE_NONE, 10, 0},
#undef BYTES
};

static void reads_streams_to_their_end_or_first_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof STREAMS / sizeof *STREAMS; i++) {
        const struct stream *s = &STREAMS[i];
        const frame_trace_plan plan = {FRAME_PLAIN, s->dictionary_most, s->frames_most, s->end};
        frame_trace trace;
        char events[FRAME_TRACE_MOST + 1] = "";
        frame_trace_run(&trace, &plan, (const uint8_t *)s->bytes, s->size, NULL, 0);
        print_message("[ stream ] %zu: %s\n", i, s->events);
        assert_null(trace.broke);
        for (size_t k = 0; k < trace.count; k++)
            events[k] = "-DAECIR"[trace.events[k].type];
        assert_string_equal(events, s->events);
        if (s->rule != H1_RULE_NONE)
            refuses_at(&trace, s->rule, s->at, s->len);
    }
}

static void gives_out_what_the_dictionary_says(void **state)
{
    static const char text[] =
        "{\"x\":[{\"file_name\":\"no\"}, \"}\\\"\"], \"file_size\" : 7 ,\"file_name\": \"\\u00e9.t\"}";
    uint8_t bytes[ROOM];
    frame_trace trace = trace_of(FRAME_UPLOAD, bytes, frame_of(bytes, text));
    const frame_dictionary *says = &trace.events[0].says;

    (void)state;
    assert_int_equal(trace.events[0].type, FRAME_DICT);
    assert_true(says->has_size);
    assert_int_equal(says->file_size, 7);
    assert_int_equal(says->name_len, 4);
    assert_string_equal(says->file_name, "\xC3\xA9.t");
}

static void leaves_a_name_alone_in_plain_frames(void **state)
{
    uint8_t bytes[ROOM];
    frame_trace trace = trace_of(FRAME_PLAIN, bytes, frame_of(bytes, "{\"file_name\":7}"));

    (void)state;
    assert_int_equal(trace.events[0].type, FRAME_DICT);
    assert_false(trace.events[0].says.has_size);
    assert_int_equal(trace.events[1].type, FRAME_END);
}

static void encodes_what_it_decodes_and_nothing_else(void **state)
{
    static uint8_t longest[FRAME_DICTIONARY_MOST + 1];
    uint8_t header[FRAME_HEADER];
    frame_fault fault;

    (void)state;
    for (size_t i = 0; i < sizeof DICTIONARIES / sizeof *DICTIONARIES; i++) {
        const row *r = &DICTIONARIES[i];
        fault = frame_encode(r->profile, (const uint8_t *)r->text, strlen(r->text), header, NULL);
        assert_int_equal(fault.rule, r->rule);
        assert_int_equal(fault.span.at, r->at);
        assert_int_equal(fault.span.len, r->len);
        fault = frame_encode(r->profile, (const uint8_t *)r->near, strlen(r->near), header, NULL);
        assert_int_equal(fault.rule, H1_RULE_NONE);
        assert_memory_equal(header, "H1F1\0\0", 6);
        assert_int_equal(header[6] << 8 | header[7], strlen(r->near));
    }
    memset(longest, ' ', sizeof longest);
    memcpy(longest, "{}", 2);
    fault = frame_encode(FRAME_PLAIN, longest, FRAME_DICTIONARY_MOST, header, NULL);
    assert_int_equal(fault.rule, H1_RULE_NONE);
    assert_memory_equal(header, "H1F1\0\1\0\0", FRAME_HEADER);
    fault = frame_encode(FRAME_PLAIN, longest, sizeof longest, header, NULL);
    assert_int_equal(fault.rule, H1_RULE_FRAME_DICTIONARY_TOO_LONG);
    fault = frame_encode(FRAME_PLAIN, longest, 1, header, NULL);
    assert_int_equal(fault.rule, H1_RULE_FRAME_DICTIONARY_TOO_SHORT);
}

static size_t allowed;

static void *sparing(size_t size)
{
    return allowed > 0 && allowed-- > 0 ? malloc(size) : NULL;
}

static void says_so_when_memory_is_short_at_every_allocation(void **state)
{
    uint8_t bytes[ROOM];
    size_t len = frame_of(bytes, "{\"a\":{\"b\":[1,2.5,true]},\"file_name\":\"n\",\"file_size\":0}");
    size_t refusals = 0;

    (void)state;
    json_set_alloc_funcs(sparing, free);
    for (size_t n = 0;; n++) {
        frame_trace trace;
        allowed = n;
        trace = trace_of(FRAME_UPLOAD, bytes, len);
        if (trace.events[0].type == FRAME_DICT)
            break;
        refuses_at(&trace, H1_RULE_FRAME_NO_MEMORY, FRAME_HEADER, len - FRAME_HEADER);
        refusals++;
    }
    json_set_alloc_funcs(malloc, free);
    assert_true(refusals > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_each_wrong_dictionary_at_its_place_and_no_near_miss),
        cmocka_unit_test(reads_streams_to_their_end_or_first_fault),
        cmocka_unit_test(gives_out_what_the_dictionary_says),
        cmocka_unit_test(leaves_a_name_alone_in_plain_frames),
        cmocka_unit_test(encodes_what_it_decodes_and_nothing_else),
        cmocka_unit_test(says_so_when_memory_is_short_at_every_allocation),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
