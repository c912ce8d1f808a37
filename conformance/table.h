/* SPDX-License-Identifier: MIT */
/* A table of tab-separated columns, header line first: how the ledger and what belongs to it are kept. */
#ifndef CONF_TABLE_H
#define CONF_TABLE_H

#include "memory.h"

typedef struct conf_table {
    const char **cells; /* [rows * columns], row by row, without the header; live in memory */
    size_t rows, columns;
} conf_table;

/* Read a table; lines that start with # are comments.
 *
 *   text, len  the file; only read during the call
 *   columns    that every line has to have
 *
 * Returns 0, or the number of the first line that has another number of columns. */
unsigned conf_table_read(conf_memory *memory, const char *text, size_t len, size_t columns, conf_table *table);

/* A row's cells: [columns]. */
const char *const *conf_table_row(const conf_table *table, size_t row);

#endif
