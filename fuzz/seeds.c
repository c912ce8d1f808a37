/* SPDX-License-Identifier: MIT */
/* Writes the seeds of the stream targets: the bytes of every case, behind a plan (segmentation.h).
 *
 *   fuzz_seeds CASES-FOLDER SEEDS-FOLDER      writes SEEDS-FOLDER/requests/… and SEEDS-FOLDER/responses/…
 *
 * A case gives a strict and an audit seed for each direction in which it has bytes; long ones, which test limits, are
 * left out and counted. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/reader/reader.h"
#include "fuzz/segmentation.h"

enum { MOST_BYTES = 2000 };

static const char *const FOLDERS[] = {[H1_REQUESTS] = "requests", [H1_RESPONSES] = "responses"};

static size_t written;
static size_t too_long;

static int write_seed(const char *path, const uint8_t plan[FUZZ_PLAN_BYTES], const conf_bytes *bytes)
{
    FILE *file = fopen(path, "wb");
    int ok;

    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    fwrite(plan, 1, FUZZ_PLAN_BYTES, file);
    fwrite(bytes->at, 1, bytes->len, file);
    ok = ferror(file) == 0;
    ok = fclose(file) == 0 && ok;
    written += ok ? 1 : 0;
    return ok ? 0 : 1;
}

/* Plans differ from seed to seed, so that a fuzzer starts with all of them. */
static int write_direction(const conf_case *c, size_t number, h1_side side, const char *folder)
{
    const conf_bytes *bytes = &c->bytes[side];
    int status = 0;

    if (bytes->len == 0)
        return 0;
    if (bytes->len > MOST_BYTES) {
        too_long++;
        return 0;
    }
    for (unsigned audit = 0; audit < 2 && status == 0; audit++) {
        uint8_t plan[FUZZ_PLAN_BYTES] = {
            (uint8_t)(audit | FUZZ_PLAN_END | (number % 4) << 2 | (side == H1_RESPONSES ? FUZZ_PLAN_RESPONSES : 0)),
            (uint8_t)(number % 5)};
        char path[4096];
        snprintf(path, sizeof path, "%s/%s/%05zu-%s", folder, FOLDERS[side], number, audit != 0 ? "audit" : "strict");
        status = write_seed(path, plan, bytes);
    }
    return status;
}

static int make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return 0;
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return 1;
}

static int make_folders(const char *folder)
{
    int status = make_folder(folder);

    for (size_t side = 0; side < sizeof FOLDERS / sizeof *FOLDERS && status == 0; side++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, FOLDERS[side]);
        status = make_folder(path);
    }
    return status;
}

static int write_seeds(const conf_suite *suite, const char *folder)
{
    int status = make_folders(folder);

    for (size_t i = 0; i < suite->fault_count; i++)
        fprintf(stderr, "%s:%u: %s\n", suite->faults[i].path, suite->faults[i].line, suite->faults[i].text);
    for (size_t i = 0; i < suite->case_count && status == 0; i++) {
        status = write_direction(suite->cases[i], i, H1_REQUESTS, folder);
        if (status == 0)
            status = write_direction(suite->cases[i], i, H1_RESPONSES, folder);
    }
    printf("%zu seeds from %zu cases; %zu directions over %d bytes left out\n", written, suite->case_count, too_long,
           MOST_BYTES);
    return status != 0 || suite->fault_count > 0 || written == 0 ? 1 : 0;
}

int main(int argc, char **argv)
{
    conf_memory memory = {0};
    conf_ledger ledger;
    conf_suite suite;
    int status;

    if (argc != 3) {
        fprintf(stderr, "usage: fuzz_seeds CASES-FOLDER SEEDS-FOLDER\n");
        return 2;
    }
    ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, argv[1]);
    status = write_seeds(&suite, argv[2]);
    conf_memory_free(&memory);
    return status;
}
