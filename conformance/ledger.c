/* SPDX-License-Identifier: MIT */
/* See ledger.h. */
#include "ledger.h"

#include <string.h>
#include <strings.h>

#include "table.h"

enum { COLUMNS = 12 };

/* Made from requirements.tsv by embed.cmake; ends with a zero byte that does not count. */
extern const char conf_requirements_tsv[];
extern const size_t conf_requirements_tsv_len;

static conf_requirement row_of(const char *const c[COLUMNS])
{
    conf_requirement row = {
        .id = c[0],
        .rfc = c[1],
        .section = c[2],
        .section_title = c[3],
        .level = c[4],
        .subject = c[5],
        .paraphrase = c[6],
        .applies = c[7],
        .observable = c[8],
        .smuggling = strcmp(c[9], "yes") == 0,
        .in_scope = strcmp(c[10], "in") == 0,
        .note = c[11],
    };
    return row;
}

unsigned conf_ledger_read(conf_memory *memory, const char *text, size_t len, conf_ledger *ledger)
{
    conf_table table;
    unsigned fault = conf_table_read(memory, text, len, COLUMNS, &table);

    *ledger = (conf_ledger){.rows = conf_alloc(memory, table.rows * sizeof *ledger->rows)};
    for (; ledger->count < table.rows; ledger->count++)
        ledger->rows[ledger->count] = row_of(conf_table_row(&table, ledger->count));
    return fault;
}

conf_ledger conf_ledger_builtin(conf_memory *memory)
{
    conf_ledger ledger;

    conf_ledger_read(memory, conf_requirements_tsv, conf_requirements_tsv_len, &ledger);
    return ledger;
}

const conf_requirement *conf_ledger_find(const conf_ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->rows[i].id, id) == 0)
            return &ledger->rows[i];
    }
    return NULL;
}

/* Does an id lie under a prefix that ends where a part of the id ends? */
static bool lies_under(const char *id, const char *prefix)
{
    size_t len = strlen(prefix);

    return len > 0 && strncmp(id, prefix, len) == 0 && strchr("-.", id[len]) != NULL;
}

const conf_requirement *conf_ledger_next(const conf_ledger *ledger, const char *prefix, const conf_requirement *after)
{
    size_t first = after == NULL ? 0 : (size_t)(after - ledger->rows) + 1;

    if (strncasecmp(prefix, "rfc", 3) == 0)
        prefix += 3;
    while (*prefix == ' ')
        prefix++;
    for (size_t i = first; i < ledger->count; i++) {
        if (lies_under(ledger->rows[i].id, prefix))
            return &ledger->rows[i];
    }
    return NULL;
}

const char *conf_spec_prefix(const char *rfc)
{
    return rfc[0] >= '0' && rfc[0] <= '9' ? "RFC " : "";
}

/* RFC 9110 section 3.3: "client" and "server" refer only to the roles that these programs perform for a particular
 * connection. */
unsigned conf_requirement_roles(const conf_requirement *row)
{
    static const struct {
        const char *word;
        unsigned roles;
    } words[] = {
        {"user agent", CONF_ROLE_CLIENT},
        {"origin server", CONF_ROLE_SERVER},
        {"recipient", CONF_ROLE_SERVER | CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"sender", CONF_ROLE_SERVER | CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"client", CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"server", CONF_ROLE_SERVER | CONF_ROLE_PROXY},
        {"proxy", CONF_ROLE_PROXY},
        {"intermediary", CONF_ROLE_PROXY},
        {"gateway", CONF_ROLE_PROXY},
        {"cache", CONF_ROLE_PROXY},
    };
    unsigned roles = 0;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *found = strstr(row->subject, words[i].word);
        bool origin = found != NULL && strcmp(words[i].word, "server") == 0 && found - row->subject >= 7 &&
                      strncmp(found - 7, "origin ", 7) == 0;
        if (found != NULL && !origin)
            roles |= words[i].roles;
    }
    return roles;
}
