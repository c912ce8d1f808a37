/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the tree of servers, drawn on a grid of characters. A line for each server and one between two;
 * the further right two are joined, the more cases part them. */
#include <stdio.h>
#include <string.h>

#include "cli/conform_matrix.h"

enum {
    SCALE_COLUMNS = 30, /* from none to all cases that part them */
    LABEL_COLUMNS = 10, /* more than "+- 1234 " takes, so that no two joints are nearer */
};

typedef struct place {
    size_t row, column;
} place;

typedef struct grid {
    char *at; /* [rows][columns] */
    size_t rows, columns;
} grid;

static char *cell(const grid *g, size_t row, size_t column)
{
    return g->at + row * g->columns + column;
}

static void put(const grid *g, place at, const char *text)
{
    memcpy(cell(g, at.row, at.column), text, strlen(text));
}

/* The names, in the order in which the clusters hold them. */
static size_t put_names(const cli_conform_matrix *m, const grid *g, place *places)
{
    const cli_conform_cluster *all = &m->clusters[2 * m->count - 2];
    size_t longest = 0;

    for (size_t i = 0; i < all->count; i++) {
        size_t server = all->servers[i];
        places[server] = (place){2 * i, strlen(m->names[server]) + 1};
        put(g, (place){2 * i, 0}, m->names[server]);
        longest = places[server].column > longest ? places[server].column : longest;
    }
    return longest;
}

/* A line from a cluster to the joint at its right. */
static void put_branch(const grid *g, place from, size_t column)
{
    memset(cell(g, from.row, from.column), '-', column - from.column);
    *cell(g, from.row, column) = '+';
}

static place put_joint(const grid *g, place left, place right, size_t column, size_t cases)
{
    place joint = {(left.row + right.row) / 2, column};
    char label[32];

    put_branch(g, left, column);
    put_branch(g, right, column);
    for (size_t row = left.row + 1; row < right.row; row++)
        *cell(g, row, column) = '|';
    snprintf(label, sizeof label, "+- %zu ", cases);
    put(g, joint, label);
    joint.column += strlen(label);
    return joint;
}

static size_t column_of(const cli_conform_matrix *m, const cli_conform_cluster *c, const place *places, size_t names)
{
    size_t least =
        (places[c->left].column > places[c->right].column ? places[c->left].column : places[c->right].column);
    size_t scaled = names + (m->parted > 0 ? c->cases * SCALE_COLUMNS / m->parted : 0);

    return scaled > least + 1 ? scaled : least + 1;
}

static void print(FILE *out, const grid *g)
{
    for (size_t row = 0; row < g->rows; row++) {
        size_t len = g->columns;
        while (len > 0 && *cell(g, row, len - 1) == ' ')
            len--;
        fprintf(out, "%.*s\n", (int)len, cell(g, row, 0));
    }
}

void cli_conform_matrix_tree_to(FILE *out, const cli_conform_matrix *m)
{
    grid g = {.rows = 2 * m->count - 1, .columns = SCALE_COLUMNS + (m->count + 4) * LABEL_COLUMNS};
    place *places = conf_alloc(m->memory, (2 * m->count - 1) * sizeof *places);
    size_t names;

    g.at = conf_alloc(m->memory, g.rows * g.columns);
    memset(g.at, ' ', g.rows * g.columns);
    names = put_names(m, &g, places);
    for (size_t i = m->count; i < 2 * m->count - 1; i++) {
        const cli_conform_cluster *c = &m->clusters[i];
        places[i] = put_joint(&g, places[c->left], places[c->right], column_of(m, c, places, names), c->cases);
    }
    print(out, &g);
}
