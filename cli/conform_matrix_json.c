/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the matrix for programs, docs/schema/conform-matrix.schema.json. */
#include "cli/conform_matrix.h"
#include "conformance/net/transcript.h"
#include "report/json.h"

typedef cli_conform_matrix matrix;
typedef cli_conform_split split;

static json_t *server_of(const matrix *m, size_t server)
{
    return json_pack("{s:s, s:s, s:o}", "type", "server", "name", m->names[server], "run",
                     cli_conform_json_summary(&m->reports[server]));
}

static json_t *did_of(const matrix *m, size_t server, size_t i)
{
    const conf_result *result = cli_conform_matrix_result(m, server, i);
    json_t *object = json_pack("{s:s, s:s}", "server", m->names[server], "state", conf_state_name(result->state));

    if (object != NULL && result->transcript != NULL && result->transcript->conduct != NULL)
        json_object_set_new(object, "conduct", json_string(result->transcript->conduct));
    if (object != NULL && result->known)
        json_object_set_new(object, "known", json_true());
    return object;
}

static json_t *case_of(const matrix *m, size_t i)
{
    const conf_case *c = cli_conform_matrix_result(m, 0, i)->c;
    json_t *did = json_array();

    for (size_t server = 0; server < m->count; server++)
        json_array_append_new(did, did_of(m, server, i));
    return json_pack("{s:s, s:s, s:o, s:s, s:o}", "type", "case", "case", c->id, "title", report_json_text(c->title),
                     "level", conf_case_level(c), "did", did);
}

static json_t *names_in(const matrix *m, const split *s, size_t part)
{
    json_t *names = json_array();

    for (size_t server = 0; server < m->count; server++) {
        if (s->parts[server] == part)
            json_array_append_new(names, json_string(m->names[server]));
    }
    return names;
}

static json_t *split_of(const matrix *m, size_t index)
{
    const split *s = &m->splits[index];
    json_t *parts = json_array();
    json_t *cases = json_array();

    for (size_t part = 0; part < s->part_count; part++)
        json_array_append_new(parts, names_in(m, s, part));
    for (size_t k = 0; k < s->case_count; k++)
        json_array_append_new(cases, json_string(cli_conform_matrix_result(m, 0, s->cases[k])->c->id));
    return json_pack("{s:s, s:o, s:o, s:o}", "type", "split", "parts", parts, "not_judged",
                     names_in(m, s, CLI_CONFORM_NOT_COMPARED), "cases", cases);
}

static json_t *cluster_of(const matrix *m, size_t index)
{
    const cli_conform_cluster *c = &m->clusters[m->count + index];
    json_t *servers = json_array();

    for (size_t i = 0; i < c->count; i++)
        json_array_append_new(servers, json_string(m->names[c->servers[i]]));
    return json_pack("{s:s, s:o, s:I}", "type", "cluster", "servers", servers, "cases", (json_int_t)c->cases);
}

static json_t *summary_of(const matrix *m)
{
    return json_pack("{s:s, s:i, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "type", "summary", "schema", 1, "version",
                     H1_VERSION, "servers", (json_int_t)m->count, "cases", (json_int_t)m->cases, "compared",
                     (json_int_t)m->compared, "parted", (json_int_t)m->parted, "by_verdict", (json_int_t)m->verdicts,
                     "ways", (json_int_t)m->split_count);
}

/* ---- Both forms ---- */

typedef json_t *maker(const matrix *m, size_t i);

typedef struct list {
    const char *name;
    maker *make;
    size_t count;
} list;

enum { LISTS = 4 };

static void lists_of(const matrix *m, list *lists)
{
    lists[0] = (list){"servers", server_of, m->count};
    lists[1] = (list){"cases", case_of, m->cases};
    lists[2] = (list){"splits", split_of, m->split_count};
    lists[3] = (list){"clusters", cluster_of, m->count - 1};
}

bool cli_conform_matrix_jsonl(FILE *out, const matrix *m)
{
    list lists[LISTS];

    lists_of(m, lists);
    for (size_t i = 0; i < LISTS; i++) {
        for (size_t k = 0; k < lists[i].count; k++) {
            if (!report_json_line(out, lists[i].make(m, k)))
                return false;
        }
    }
    return report_json_line(out, summary_of(m));
}

bool cli_conform_matrix_json(FILE *out, const matrix *m)
{
    json_t *document = json_pack("{s:i}", "schema", 1);
    list lists[LISTS];
    bool done = document != NULL;

    lists_of(m, lists);
    for (size_t i = 0; done && i < LISTS; i++) {
        json_t *made = json_array();
        for (size_t k = 0; done && k < lists[i].count; k++)
            done = json_array_append_new(made, lists[i].make(m, k)) == 0;
        done = json_object_set_new(document, lists[i].name, made) == 0 && done;
    }
    done = done && json_object_set_new(document, "summary", summary_of(m)) == 0 &&
           json_dumpf(document, out, JSON_INDENT(1) | JSON_ENSURE_ASCII) == 0;
    json_decref(document);
    return done && fputc('\n', out) != EOF;
}
