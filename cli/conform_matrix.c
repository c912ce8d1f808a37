/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the comparison. Cost: cases * servers^3 steps, for the clusters. */
#include "cli/conform_matrix.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/net/transcript.h"
#include "report/count.h"

typedef cli_conform_matrix matrix;
typedef cli_conform_split split;
typedef cli_conform_cluster cluster;

enum { NAME_MOST = 12 };

/* ---- Names ---- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

/* The first plain letters of its Server field: "nginx" of "nginx/1.22.1". Empty where there are none. */
static const char *product_of(const matrix *m, size_t server)
{
    const conf_live_profile *profile = m->reports[server].profile;
    const char *program = profile != NULL && profile->program != NULL ? profile->program : "";
    size_t len = 0;

    while (len < NAME_MOST && is_plain(program[len]))
        len++;
    return conf_text(m->memory, program, len);
}

/* No name that is a product's has a "-", so that one with a number is nobody else's. */
static const char *name_of(const matrix *m, const char *const *products, size_t server)
{
    const char *product = products[server];
    bool alone = product[0] != '\0';

    for (size_t i = 0; i < m->count; i++)
        alone = alone && (i == server || strcmp(products[i], product) != 0);
    if (alone)
        return product;
    return conf_format(m->memory, "%s-%zu", product[0] != '\0' ? product : "server", server + 1);
}

static void name_servers(matrix *m)
{
    const char **products = conf_alloc(m->memory, m->count * sizeof *products);

    m->names = conf_alloc(m->memory, m->count * sizeof *m->names);
    for (size_t i = 0; i < m->count; i++)
        products[i] = product_of(m, i);
    for (size_t i = 0; i < m->count; i++)
        m->names[i] = name_of(m, products, i);
}

/* ---- What they did ---- */

const conf_result *cli_conform_matrix_result(const matrix *m, size_t server, size_t i)
{
    return &m->reports[server].run->results[i];
}

static const char *conduct_of(const conf_result *result)
{
    return result->transcript != NULL ? result->transcript->conduct : NULL;
}

static bool is_judged(const conf_result *result)
{
    return result->state != CONF_SKIP && result->state != CONF_INCONCLUSIVE && result->state != CONF_ERROR;
}

static bool is_alike(const conf_result *a, const conf_result *b)
{
    const char *x = conduct_of(a);
    const char *y = conduct_of(b);

    return a->state == b->state && (x == NULL || y == NULL ? x == y : strcmp(x, y) == 0);
}

/* The part of a server in a case: that of an earlier one who did the same, or a new one. */
static uint8_t part_of(const matrix *m, const uint8_t *parts, size_t server, size_t i)
{
    const conf_result *result = cli_conform_matrix_result(m, server, i);
    uint8_t next = 0;

    if (!is_judged(result))
        return CLI_CONFORM_NOT_COMPARED;
    for (size_t k = 0; k < server; k++) {
        if (parts[k] == CLI_CONFORM_NOT_COMPARED)
            continue;
        if (is_alike(cli_conform_matrix_result(m, k, i), result))
            return parts[k];
        next = parts[k] >= next ? (uint8_t)(parts[k] + 1) : next;
    }
    return next;
}

static void part_servers(matrix *m)
{
    m->parts = conf_alloc(m->memory, m->cases * m->count);
    for (size_t i = 0; i < m->cases; i++) {
        for (size_t server = 0; server < m->count; server++)
            m->parts[i * m->count + server] = part_of(m, &m->parts[i * m->count], server, i);
    }
}

/* ---- Which cases part them the same way ---- */

static size_t count_parts(const matrix *m, const uint8_t *parts)
{
    size_t count = 0;

    for (size_t server = 0; server < m->count; server++) {
        if (parts[server] != CLI_CONFORM_NOT_COMPARED && parts[server] >= count)
            count = (size_t)parts[server] + 1;
    }
    return count;
}

static bool verdicts_differ(const matrix *m, size_t i)
{
    const conf_result *first = NULL;

    for (size_t server = 0; server < m->count; server++) {
        const conf_result *result = cli_conform_matrix_result(m, server, i);
        if (!is_judged(result))
            continue;
        if (first != NULL && first->state != result->state)
            return true;
        first = result;
    }
    return false;
}

static split *split_of(matrix *m, const uint8_t *parts)
{
    for (size_t i = 0; i < m->split_count; i++) {
        if (memcmp(m->splits[i].parts, parts, m->count) == 0)
            return &m->splits[i];
    }
    m->splits = conf_grow(m->memory, m->splits, m->split_count, sizeof *m->splits);
    m->splits[m->split_count] = (split){.parts = parts, .part_count = count_parts(m, parts)};
    return &m->splits[m->split_count++];
}

static int by_cases(const void *a, const void *b)
{
    const split *x = a;
    const split *y = b;

    if (x->case_count != y->case_count)
        return x->case_count > y->case_count ? -1 : 1;
    return x->cases[0] < y->cases[0] ? -1 : 1;
}

static bool is_compared(const matrix *m, const uint8_t *parts)
{
    size_t judged = 0;

    for (size_t server = 0; server < m->count; server++)
        judged += parts[server] != CLI_CONFORM_NOT_COMPARED ? 1 : 0;
    return judged > 1;
}

static void gather_splits(matrix *m)
{
    for (size_t i = 0; i < m->cases; i++) {
        const uint8_t *parts = &m->parts[i * m->count];
        split *s;
        m->compared += is_compared(m, parts) ? 1 : 0;
        if (count_parts(m, parts) < 2)
            continue;
        s = split_of(m, parts);
        s->cases = conf_grow(m->memory, s->cases, s->case_count, sizeof *s->cases);
        s->cases[s->case_count++] = i;
        m->parted++;
        m->verdicts += verdicts_differ(m, i) ? 1 : 0;
    }
    if (m->split_count > 0)
        qsort(m->splits, m->split_count, sizeof *m->splits, by_cases);
}

/* ---- Who behaves alike ---- */

/* The part that all of a cluster are in; part where none of it is compared; SEVERAL. */
enum { SEVERAL = CLI_CONFORM_NOT_COMPARED - 1 };

static uint8_t common_part(const cluster *c, const uint8_t *parts, uint8_t part)
{
    for (size_t i = 0; i < c->count && part != SEVERAL; i++) {
        uint8_t other = parts[c->servers[i]];
        if (part == CLI_CONFORM_NOT_COMPARED)
            part = other;
        else if (other != CLI_CONFORM_NOT_COMPARED && other != part)
            part = SEVERAL;
    }
    return part;
}

/* In how many cases do the servers of two clusters not all do the same? */
static size_t cases_between(const matrix *m, const cluster *a, const cluster *b)
{
    size_t count = 0;

    for (size_t i = 0; i < m->cases; i++) {
        const uint8_t *parts = &m->parts[i * m->count];
        uint8_t part = common_part(a, parts, CLI_CONFORM_NOT_COMPARED);
        count += common_part(b, parts, part) == SEVERAL ? 1 : 0;
    }
    return count;
}

/* Is there a case that was judged of a server of each? */
static bool have_met(const matrix *m, const cluster *a, const cluster *b)
{
    for (size_t i = 0; i < m->cases; i++) {
        const uint8_t *parts = &m->parts[i * m->count];
        if (common_part(a, parts, CLI_CONFORM_NOT_COMPARED) != CLI_CONFORM_NOT_COMPARED &&
            common_part(b, parts, CLI_CONFORM_NOT_COMPARED) != CLI_CONFORM_NOT_COMPARED)
            return true;
    }
    return false;
}

static cluster joined(const matrix *m, size_t left, size_t right)
{
    const cluster *a = &m->clusters[left];
    const cluster *b = &m->clusters[right];
    cluster c = {.left = left, .right = right, .count = a->count + b->count, .cases = cases_between(m, a, b)};

    c.servers = conf_alloc(m->memory, c.count * sizeof *c.servers);
    memcpy(c.servers, a->servers, a->count * sizeof *c.servers);
    memcpy(c.servers + a->count, b->servers, b->count * sizeof *c.servers);
    return c;
}

/* The two that are parted by the fewest cases, of equals the first; those that were never compared come last. */
static cluster closest(const matrix *m, const bool *taken, size_t known)
{
    size_t left = 0;
    size_t right = 0;
    size_t least = SIZE_MAX;

    for (size_t a = 0; a < known; a++) {
        for (size_t b = a + 1; b < known && !taken[a]; b++) {
            const cluster *x = &m->clusters[a];
            const cluster *y = &m->clusters[b];
            size_t cases = taken[b] ? SIZE_MAX : have_met(m, x, y) ? cases_between(m, x, y) : SIZE_MAX - 1;
            if (cases >= least)
                continue;
            least = cases;
            left = a;
            right = b;
        }
    }
    return joined(m, left, right);
}

static void join_clusters(matrix *m)
{
    size_t all = 2 * m->count - 1;
    bool *taken = conf_alloc(m->memory, all * sizeof *taken);

    m->clusters = conf_alloc(m->memory, all * sizeof *m->clusters);
    for (size_t i = 0; i < m->count; i++) {
        m->clusters[i] = (cluster){.servers = conf_alloc(m->memory, sizeof(size_t)), .count = 1};
        m->clusters[i].servers[0] = i;
    }
    for (size_t i = m->count; i < all; i++) {
        m->clusters[i] = closest(m, taken, i);
        taken[m->clusters[i].left] = taken[m->clusters[i].right] = true;
    }
}

matrix cli_conform_matrix_of(conf_memory *memory, const cli_conform_report *reports, size_t count, size_t cases)
{
    matrix m = {.memory = memory, .reports = reports, .count = count, .cases = cases};

    name_servers(&m);
    part_servers(&m);
    gather_splits(&m);
    join_clusters(&m);
    return m;
}

/* ---- In words ---- */

static const char *did(const matrix *m, const conf_result *result)
{
    const char *conduct = conduct_of(result);

    if (conduct == NULL || !is_judged(result))
        return conf_state_name(result->state);
    return result->state == CONF_PASS ? conduct
                                      : conf_format(m->memory, "%s %s", conduct, conf_state_name(result->state));
}

const char *cli_conform_matrix_part_did(const matrix *m, const split *s, size_t part, size_t i)
{
    size_t server = 0;

    while (s->parts[server] != part)
        server++;
    return did(m, cli_conform_matrix_result(m, server, i));
}

const char *cli_conform_matrix_part_names(const matrix *m, const split *s, size_t part)
{
    const char *names = "";

    for (size_t server = 0; server < m->count; server++) {
        if (s->parts[server] == part)
            names = conf_format(m->memory, "%s%s%s", names, names[0] != '\0' ? ", " : "", m->names[server]);
    }
    return names;
}

const char *cli_conform_matrix_split_names(const matrix *m, const split *s)
{
    const char *names = cli_conform_matrix_part_names(m, s, 0);
    const char *others = cli_conform_matrix_part_names(m, s, CLI_CONFORM_NOT_COMPARED);

    for (size_t part = 1; part < s->part_count; part++)
        names = conf_format(m->memory, "%s | %s", names, cli_conform_matrix_part_names(m, s, part));
    return others[0] != '\0' ? conf_format(m->memory, "%s; not judged: %s", names, others) : names;
}

void cli_conform_matrix_verdict_to(FILE *out, const matrix *m)
{
    fputs("Of ", out);
    report_count_to(out, m->compared, "case", "cases");
    fputs(" that could be compared, ", out);
    if (m->parted == 0) {
        fprintf(out, "none parts the %zu servers.", m->count);
        return;
    }
    fprintf(out, "%s part%s the %zu servers (%s by their verdicts), in ", report_number_of(m->parted).text,
            m->parted == 1 ? "s" : "", m->count, report_number_of(m->verdicts).text);
    report_count_to(out, m->split_count, "way.", "ways.");
}

/* ---- Which form ---- */

typedef bool writer(FILE *out, const matrix *m);

static writer *const WRITERS[REPORT_FORMATS] = {
    [REPORT_TEXT] = cli_conform_matrix_text, [REPORT_CONCISE] = cli_conform_matrix_concise,
    [REPORT_JSON] = cli_conform_matrix_json, [REPORT_JSONL] = cli_conform_matrix_jsonl,
    [REPORT_HTML] = cli_conform_matrix_html, [REPORT_MARKDOWN] = cli_conform_matrix_markdown,
};

bool cli_conform_matrix_has(report_format format)
{
    return WRITERS[format] != NULL;
}

bool cli_conform_matrix_write(FILE *out, report_format format, const matrix *m)
{
    return WRITERS[format](out, m) && ferror(out) == 0;
}
