/* SPDX-License-Identifier: MIT */
/* The output of bench-parser. Versions of packages, compiler and flags were noted when it was built (BENCH_ macros). */
#include "bench/show.h"

#include <h1/h1.h>

#include <inttypes.h>
#include <string.h>

static const char *const GROUPS[] = {"head", "chunked", "pieces"};

static void show_processor(FILE *to)
{
    FILE *info = fopen("/proc/cpuinfo", "r");
    char line[512];

    while (info != NULL && fgets(line, sizeof line, info) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon != NULL) {
            fprintf(to, "processor: %s", colon + 2);
            break;
        }
    }
    if (info != NULL)
        fclose(info);
}

void show_about(FILE *to, const bench_parser *const *list, size_t count, size_t rounds)
{
    fprintf(to, "compiler: %s\nflags: %s\n", BENCH_COMPILER, BENCH_FLAGS);
    show_processor(to);
    fprintf(to, "default kernel: %s\nrounds: %zu, interleaved; the least is shown\n", list[0]->name, rounds);
    fprintf(to, "contestants:");
    for (size_t p = 0; p < count; p++)
        fprintf(to, "%s %s", p == 0 ? "" : ",", list[p]->name);
    fprintf(to, "\npackages: %s\n", BENCH_PACKAGES[0] != '\0' ? BENCH_PACKAGES : "none");
    if (BENCH_MISSING[0] != '\0')
        fprintf(to, "not here when this was built, so left out: %s\n", BENCH_MISSING);
}

void show_table(const bench_input *in, const bench_parser *const *list, size_t count, const bench_line *lines)
{
    printf("\n%s (%s): %zu bytes, %zu message%s, checksum %016" PRIx64 "\n", in->name, GROUPS[in->group], in->len,
           in->messages, in->messages == 1 ? "" : "s", lines[0].sum);
    printf("  %-16s %12s %12s %8s %8s\n", "", "ns a message", "ns a byte", "spread", "to h1");
    for (size_t p = 0; p < count; p++) {
        const bench_line *line = &lines[p];
        if (!line->taken || line->refused) {
            printf("  %-16s %s\n", list[p]->name, line->taken ? "refuses it" : "can't run here");
            continue;
        }
        printf("  %-16s %12.1f %12.3f %7.1f%% %8.2f\n", list[p]->name, line->ns / (double)in->messages,
               line->ns / (double)in->len, line->spread * 100, line->ns / lines[0].ns);
    }
}

/* A file's name as a JSON string. */
static void show_string(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < 0x20)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

void show_json(const bench_input *in, const bench_parser *const *list, size_t count, const bench_line *lines)
{
    for (size_t p = 0; p < count; p++) {
        const bench_line *line = &lines[p];
        if (!line->taken || line->refused) {
            fprintf(stderr, "%s: %s %s\n", in->name, list[p]->name, line->taken ? "refuses it" : "can't run here");
            continue;
        }
        printf("{\"input\":");
        show_string(in->name);
        printf(",\"group\":\"%s\",\"bytes\":%zu,\"parser\":\"%s\",\"ns\":%.1f,\"spread\":%.4f,\"ratio_to_h1\":%.4f}\n",
               GROUPS[in->group], in->len, list[p]->name, line->ns, line->spread, line->ns / lines[0].ns);
    }
}
