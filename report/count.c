/* SPDX-License-Identifier: MIT */
/* See count.h. */
#include "report/count.h"

#include <inttypes.h>
#include <string.h>

report_number report_number_of(uint64_t n)
{
    char digits[24];
    report_number number = {{0}};
    size_t len = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, n);
    size_t used = 0;

    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            number.text[used++] = ',';
        number.text[used++] = digits[i];
    }
    return number;
}

report_number report_bytes_of(uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    report_number number;
    double value = (double)bytes / 1000;
    size_t unit = 0;

    if (bytes < 1000) {
        snprintf(number.text, sizeof number.text, "%" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
        return number;
    }
    while (value >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    snprintf(number.text, sizeof number.text, "%.1f %s", value, units[unit]);
    return number;
}

void report_count_to(FILE *out, uint64_t n, const char *one, const char *many)
{
    fprintf(out, "%s %s", report_number_of(n).text, n == 1 ? one : many);
}
