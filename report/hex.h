/* SPDX-License-Identifier: MIT */
/* Bytes in hexadecimal: "00000010  48 6f 73 74 …  Host". */
#ifndef REPORT_HEX_H
#define REPORT_HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Write bytes, sixteen a line: their offset, each as two digits, and the printable ones as they are, "." for others.
 *
 *   at  the offset that is printed for bytes[0] */
void report_hex_to(FILE *out, const uint8_t *bytes, size_t len, uint64_t at);

#endif
