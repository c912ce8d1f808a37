/* SPDX-License-Identifier: MIT */
/* See table.h. */
#include "table.h"

#include <stdbool.h>
#include <string.h>

/* Cut a line at its tabs and add its cells. Returns false where it has not as many as there are columns. */
static bool add_line(conf_memory *memory, conf_table *table, char *line)
{
    size_t before = table->rows * table->columns;
    size_t count = 0;

    for (char *cell = line; cell != NULL; count++) {
        char *tab = strchr(cell, '\t');
        if (tab != NULL)
            *tab++ = '\0';
        if (count == table->columns)
            return false;
        table->cells = conf_grow(memory, table->cells, before + count, sizeof *table->cells);
        table->cells[before + count] = cell;
        cell = tab;
    }
    return count == table->columns;
}

unsigned conf_table_read(conf_memory *memory, const char *text, size_t len, size_t columns, conf_table *table)
{
    char *line = conf_text(memory, text, len);
    bool header = true;
    unsigned number = 1;

    *table = (conf_table){.columns = columns};
    for (char *next; line != NULL && *line != '\0'; line = next, number++) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        if (*line == '#')
            continue;
        if (!add_line(memory, table, line))
            return number;
        table->rows += header ? 0 : 1;
        header = false;
    }
    return 0;
}

const char *const *conf_table_row(const conf_table *table, size_t row)
{
    return table->cells + row * table->columns;
}
