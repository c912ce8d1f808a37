/* SPDX-License-Identifier: MIT */
/* Captures that are damaged, cut off, or no captures at all: the fault, its place and its numbers, and that everything
 * before the damage was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pcap/blocks_write.h"
#include "pcap/source.h"
#include "pcap/wire.h"

enum {
    MOST = 4096,
};

struct bytes {
    uint8_t at[MOST];
    size_t len;
};

/* What reading gave: how many packets, and why it stopped. */
struct outcome {
    uint64_t packets;
    cap_code code;
    cap_fault fault;
};

static struct outcome read_bytes(const uint8_t *at, size_t len)
{
    struct outcome outcome = {0};
    FILE *file = tmpfile();
    cap_bytes bytes;
    cap_blocks blocks;
    cap_packet packet;

    assert_non_null(file);
    fwrite(at, 1, len, file);
    fflush(file);
    lseek(fileno(file), 0, SEEK_SET);
    outcome.code = cap_bytes_attach(&bytes, fileno(file), NULL, &outcome.fault);
    if (outcome.code == CAP_OK) {
        outcome.code = cap_blocks_open(&blocks, &bytes, &outcome.fault);
        while (outcome.code == CAP_OK) {
            outcome.code = cap_blocks_next(&blocks, &packet, &outcome.fault);
            outcome.packets += outcome.code == CAP_OK;
        }
        cap_blocks_close(&blocks);
        cap_bytes_close(&bytes);
    }
    fclose(file);
    assert_int_equal(outcome.fault.code, outcome.code);
    return outcome;
}

/* Two packets of 10 and 20 bytes; ends[i] is where the i-th element (headers too) ends. */
static struct bytes sample(bool pcapng, size_t *ends, size_t *count)
{
    static const uint8_t payload[20] = {0};
    const cap_interface interface = {.link_type = 1, .snap_length = 65535, .resolution = 6};
    cap_packet packet = {.captured = 10, .length = 10, .bytes = payload};
    struct bytes sample = {.len = 0};
    FILE *file = tmpfile();
    cap_writer writer = {.out = file};

    assert_non_null(file);
    *count = 0;
    for (int step = 0; step < (pcapng ? 5 : 3); step++) {
        if (pcapng && step == 0)
            cap_write_section(&writer);
        else if (pcapng && step == 1)
            cap_write_interface(&writer, &interface);
        else if (pcapng && step == 3)
            cap_write_block(&writer, 0x0BAD, payload, 8);
        else if (!pcapng && step == 0)
            cap_write_pcap_header(&writer, 1, 65535);
        else if (pcapng)
            cap_write_enhanced(&writer, &interface, &packet);
        else
            cap_write_pcap_packet(&writer, &packet);
        if (step == 2 || (!pcapng && step == 1))
            packet.captured = packet.length = 20;
        fflush(file);
        ends[(*count)++] = (size_t)ftell(file);
    }
    rewind(file);
    sample.len = fread(sample.at, 1, sizeof sample.at, file);
    fclose(file);
    return sample;
}

static bool is_end(const size_t *ends, size_t count, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (ends[i] == len)
            return true;
    }
    return false;
}

static void never_takes_a_cut_for_the_end(void **state)
{
    (void)state;
    for (int pcapng = 0; pcapng < 2; pcapng++) {
        size_t ends[8], count;
        struct bytes whole = sample(pcapng, ends, &count);
        size_t first = ends[pcapng ? 2 : 1], second = ends[count - 1];
        for (size_t len = 1; len <= whole.len; len++) {
            struct outcome got = read_bytes(whole.at, len);
            assert_int_equal(got.packets, (len >= first) + (len >= second));
            if (is_end(ends, count, len)) {
                assert_int_equal(got.code, CAP_END);
                continue;
            }
            assert_in_range(got.code, CAP_CUT_HEADER, CAP_CUT_PACKET);
            assert_int_equal(got.fault.at, len);
            assert_true(got.fault.have < got.fault.want);
        }
    }
}

static void names_what_is_no_capture(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        cap_code code;
        uint64_t have;
    } rows[] = {
        {"", 0, CAP_EMPTY, 0},
        {"\0\0\0\0\0\0\0\0", 8, CAP_ZEROS, 8},
        {"\0", 1, CAP_ZEROS, 1},
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 27, CAP_TEXT, 0},
        {"caf\xC3\xA9\n", 6, CAP_TEXT, 0},
        {"\x7F"
         "ELF\1\1",
         6, CAP_NOT_CAPTURE, 0x7F454C46},
        {"\x28\xB5\x2F\xFD\0\0", 6, CAP_OTHER_FORMAT, CAP_FORMAT_ZSTD},
        {"\xFD\x37zXZ\0", 6, CAP_OTHER_FORMAT, CAP_FORMAT_XZ},
        {"BZh91AY", 7, CAP_OTHER_FORMAT, CAP_FORMAT_BZIP2},
        {"\x04\x22\x4D\x18", 4, CAP_OTHER_FORMAT, CAP_FORMAT_LZ4},
        {"PK\3\4\0", 5, CAP_OTHER_FORMAT, CAP_FORMAT_ZIP},
        {"snoop\0\0\0\0\0\0\2", 12, CAP_OTHER_FORMAT, CAP_FORMAT_SNOOP},
        {"\x34\xCD\xB2\xA1\2\0\4\0", 8, CAP_OTHER_FORMAT, CAP_FORMAT_PCAP_MODIFIED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct outcome got = read_bytes((const uint8_t *)rows[i].bytes, rows[i].len);
        print_message("[ row ] %zu\n", i);
        assert_int_equal(got.code, rows[i].code);
        assert_int_equal(got.fault.have, rows[i].have);
        assert_int_equal(got.packets, 0);
    }
}

/* One number of a sound file is changed; ends[] as in sample(). */
struct damage {
    bool pcapng;
    int element; /* the number's place counts from the end of this element */
    int at;
    uint32_t value;
    cap_code code;
    uint64_t packets, have, want;
};

static void names_the_damaged_record_and_the_numbers(void **state)
{
    static const struct damage rows[] = {
        {false, 0, -20, 0x00040001, CAP_VERSION, 0, 1, 2},
        {false, 1, 8, CAP_PACKET_MOST + 1, CAP_RECORD_LENGTH, 1, CAP_PACKET_MOST + 1, CAP_PACKET_MOST},
        {true, 0, -20, 0x12345678, CAP_BYTE_ORDER, 0, 0x78563412, 0x1A2B3C4D},
        {true, 0, -16, 0x00000002, CAP_VERSION, 0, 2, 1},
        {true, 0, -24, 24, CAP_BLOCK_SHORT, 0, 24, 0x0A0D0D0A},
        {true, 0, -24, 29, CAP_BLOCK_LENGTH, 0, 29, 0x0A0D0D0A},
        {true, 0, -4, 32, CAP_BLOCK_TRAILER, 0, 32, 28},
        {true, 0, 4, 16, CAP_BLOCK_SHORT, 0, 16, 1},
        {true, 0, 16, 0x00400009, CAP_BLOCK_OPTIONS, 0, 0, 1}, /* an option far longer than its block */
        {true, 0, 20, 0x00000014, CAP_TIME_RESOLUTION, 0, 20, 0},
        {true, 1, 4, 8, CAP_BLOCK_LENGTH, 0, 8, 6},
        {true, 1, 4, 0xFFFFFFFC, CAP_BLOCK_LENGTH, 0, 0xFFFFFFFC, 6},
        {true, 1, 8, 1, CAP_NO_INTERFACE, 0, 1, 1},
        {true, 1, 20, 13, CAP_BLOCK_PACKET, 0, 13, 12},
        {true, 2, 4, 24, CAP_BLOCK_TRAILER, 1, 6, 24},
        {true, 2, 4, 10, CAP_BLOCK_LENGTH, 1, 10, 0x0BAD},
        {true, 3, -4, 21, CAP_BLOCK_TRAILER, 1, 21, 20},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t ends[8], count;
        const struct damage *row = &rows[i];
        struct bytes bytes = sample(row->pcapng, ends, &count);
        size_t place = row->at < 0 ? ends[row->element] - (size_t)-row->at : ends[row->element] + (size_t)row->at;
        size_t block = row->at < 0 ? (row->element > 0 ? ends[row->element - 1] : 0) : ends[row->element];
        cap_write32(bytes.at + place, row->value, false);
        struct outcome got = read_bytes(bytes.at, bytes.len);
        print_message("[ row ] %zu\n", i);
        assert_int_equal(got.code, row->code);
        assert_int_equal(got.packets, row->packets);
        assert_int_equal(got.fault.have, row->have);
        assert_int_equal(got.fault.want, row->want);
        assert_int_equal(got.fault.at, block);
    }
}

static void names_damaged_and_cut_gzip(void **state)
{
    /* "hello" packed, with the checksum and the length behind it */
    static const uint8_t packed[] = {0x1F, 0x8B, 8,    0,    0,    0,    0,    0,    0, 3, 0xCB, 0x48, 0xCD,
                                     0xC9, 0xC9, 0x07, 0x00, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0,    0};
    uint8_t bytes[sizeof packed + 4];

    (void)state;
    assert_int_equal(read_bytes(packed, sizeof packed).code, CAP_TEXT);
    for (size_t len = 2; len < sizeof packed; len++) {
        struct outcome got = read_bytes(packed, len);
        assert_int_equal(got.code, len < 11 ? CAP_GZIP_CUT : got.code);
        assert_true(got.code == CAP_GZIP_CUT || got.code == CAP_TEXT);
    }
    memcpy(bytes, packed, sizeof packed);
    bytes[17] ^= 1; /* the checksum */
    assert_int_not_equal(read_bytes(bytes, sizeof packed).code, CAP_END);
    bytes[10] = 0xFF; /* no such block type */
    struct outcome got = read_bytes(bytes, sizeof packed);
    assert_int_equal(got.code, CAP_GZIP_DAMAGED);
    assert_in_range(got.fault.at, 10, 12);
}

static void refuses_directories_and_what_is_not_there(void **state)
{
    cap_source source;
    cap_fault fault;

    (void)state;
    assert_int_equal(cap_source_open(&source, "/", NULL, NULL, &fault), CAP_DIRECTORY);
    assert_int_equal(cap_source_open(&source, "/nowhere/at/all", NULL, NULL, &fault), CAP_CANNOT_OPEN);
    assert_int_equal(fault.want, 2); /* ENOENT */
}

static void reports_a_failing_read_with_its_place(void **state)
{
    cap_bytes bytes;
    cap_fault fault;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(cap_bytes_attach(&bytes, ends[1], NULL, &fault), CAP_READ_FAILED); /* a pipe's writing end */
    assert_int_equal(fault.at, 0);
    assert_int_equal(fault.want, 9); /* EBADF */
    close(ends[0]);
    close(ends[1]);
}

static void reads_a_pipe_to_its_end(void **state)
{
    size_t edges[8], count;
    struct bytes whole = sample(true, edges, &count);
    cap_bytes bytes;
    cap_blocks blocks;
    cap_packet packet;
    cap_fault fault;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], whole.at, whole.len), whole.len);
    close(ends[1]);
    assert_int_equal(cap_bytes_attach(&bytes, ends[0], NULL, &fault), CAP_OK);
    assert_int_equal(cap_blocks_open(&blocks, &bytes, &fault), CAP_OK);
    assert_int_equal(cap_blocks_next(&blocks, &packet, &fault), CAP_OK);
    assert_int_equal(cap_blocks_next(&blocks, &packet, &fault), CAP_OK);
    assert_int_equal(cap_blocks_next(&blocks, &packet, &fault), CAP_END);
    cap_blocks_close(&blocks);
    cap_bytes_close(&bytes);
    close(ends[0]);
}

static void has_a_sentence_of_its_own_for_each_fault(void **state)
{
    char texts[CAP_LIVE + 1][256];

    (void)state;
    for (int code = 0; code <= CAP_LIVE; code++) {
        cap_fault fault = {.code = (cap_code)code, .at = 7, .have = 1, .want = 2};
        size_t len = cap_fault_text(&fault, texts[code], sizeof texts[code]);
        assert_int_equal(len, strlen(texts[code]));
        assert_true(len > 5);
        for (int other = 0; other < code; other++)
            assert_string_not_equal(texts[code], texts[other]);
    }
    cap_fault fault = {.code = CAP_CUT_PACKET, .unpacked = true, .at = 99, .have = 1, .want = 20};
    cap_fault_text(&fault, texts[0], sizeof texts[0]);
    assert_string_equal(texts[0], "ends inside a packet or block at byte 99: 20 bytes expected, 1 there "
                                  "(counted after unpacking)");
    assert_int_equal(cap_fault_text(&fault, texts[0], 10), 9);
    assert_string_equal(texts[0], "ends insi");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_takes_a_cut_for_the_end),
        cmocka_unit_test(names_what_is_no_capture),
        cmocka_unit_test(names_the_damaged_record_and_the_numbers),
        cmocka_unit_test(names_damaged_and_cut_gzip),
        cmocka_unit_test(refuses_directories_and_what_is_not_there),
        cmocka_unit_test(reports_a_failing_read_with_its_place),
        cmocka_unit_test(reads_a_pipe_to_its_end),
        cmocka_unit_test(has_a_sentence_of_its_own_for_each_fault),
    };
    return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
