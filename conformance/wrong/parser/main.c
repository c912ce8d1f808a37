/* SPDX-License-Identifier: MIT */
/* Plays every case to the wrong parser, fault by fault, and says which cases turn red.
 *
 *   wrong_parser faults DIRECTORY   the faults: role, name, the requirements that it breaks, title
 *   wrong_parser red DIRECTORY      role, name, case: what turned red for it
 *
 * Both are lines of the tables in conformance/wrong/. A fault breaks the requirements of the cases that its rule is
 * the subject of, as far as a parser or a check shows them; a false reading names its requirements itself. */
#include <stdio.h>
#include <string.h>

#include "conformance/parser/play_parser.h"
#include "conformance/reader/grammars.h"
#include "fault.h"

static conf_memory memory;
static conf_ledger ledger;
static conf_suite suite;

/* ---- Which faults there are ---- */

static const char *fault_name(const wrong_fault *fault)
{
    static const char *const prefixes[] = {"", "takes", "refuses", "misses", "accepts-any", "rejects-every", "reads"};

    return conf_format(&memory, "%s-%s", prefixes[fault->kind],
                       fault->name != NULL ? fault->name : h1_rule_name(fault->rule).text);
}

static const char *fault_title(const wrong_fault *fault)
{
    static const char *const does[] = {"",
                                       "reads over it",
                                       "refuses what is to be borne",
                                       "doesn't notice",
                                       "takes any bytes for",
                                       "takes nothing for",
                                       "falsifies"};

    return conf_format(&memory, "%s: %s", does[fault->kind],
                       fault->name != NULL ? fault->name : h1_rule_info_of(fault->rule)->title);
}

/* Is what the fault falsifies the subject of the case? */
static bool is_subject(const conf_case *c, const wrong_fault *fault)
{
    if (fault->rule != H1_RULE_NONE)
        return conf_case_is_about(c, fault->rule);
    return c->grammar != NULL && strcmp(c->grammar->name, fault->name) == 0;
}

/* Is it tolerated by the strict parser in some case? */
static bool is_borne(h1_rule rule)
{
    for (size_t i = 0; i < suite.case_count; i++) {
        for (unsigned side = 0; side < 2; side++) {
            const conf_expect *expect = &suite.cases[i]->expects[CONF_MODE_STRICT][side];
            for (size_t k = 0; k < expect->fault_count; k++) {
                if (expect->faults[k] == rule)
                    return true;
            }
        }
    }
    return false;
}

/* Call back for each fault. */
static void each_fault(void (*visit)(const wrong_fault *fault))
{
    const h1_rule_info *info;

    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if (info->keyword == H1_KEYWORD_LIMIT)
            continue; /* who takes more breaks nothing */
        if (info->area == H1_AREA_PARSER)
            visit(&(wrong_fault){.kind = WRONG_TAKES, .rule = info->rule});
        if (info->area == H1_AREA_PARSER && is_borne(info->rule))
            visit(&(wrong_fault){.kind = WRONG_REFUSES, .rule = info->rule});
        if (info->area == H1_AREA_MESSAGE || info->area == H1_AREA_EXCHANGE)
            visit(&(wrong_fault){.kind = WRONG_MISSES, .rule = info->rule});
    }
    for (size_t i = 0; conf_grammar_at(i) != NULL; i++) {
        visit(&(wrong_fault){.kind = WRONG_ACCEPTS, .name = conf_grammar_at(i)->name});
        visit(&(wrong_fault){.kind = WRONG_REJECTS, .name = conf_grammar_at(i)->name});
    }
    for (const wrong_fault *fault = wrong_readings; fault->name != NULL; fault++)
        visit(fault);
}

/* ---- What each breaks ---- */

/* A rule's faults break what the parser or a check shows of it. */
static bool shows(const conf_requirement *row)
{
    return strstr(row->observable, "parser") != NULL || strstr(row->observable, "exchange") != NULL;
}

/* Does the fault change what becomes of the case? */
static bool concerns(const wrong_fault *fault, const conf_case *c)
{
    if (!is_subject(c, fault))
        return false;
    return fault->kind == WRONG_ACCEPTS ? c->value_refused : fault->kind != WRONG_REJECTS || !c->value_refused;
}

/* Mark the rows of the ledger that it breaks. */
static void mark_broken(const wrong_fault *fault, bool *broken)
{
    for (size_t i = 0; i < suite.case_count; i++) {
        const conf_case *c = suite.cases[i];
        for (size_t k = 0; concerns(fault, c) && k < c->need_count; k++)
            broken[c->needs[k] - ledger.rows] = shows(c->needs[k]);
    }
}

static void print_fault(const wrong_fault *fault)
{
    conf_memory scratch = {0};
    bool *broken = conf_alloc(&scratch, ledger.count * sizeof *broken);
    const char *blank = "";

    printf("parser\t%s\t", fault_name(fault));
    if (fault->kind == WRONG_READS)
        fputs(fault->requirements, stdout);
    else
        mark_broken(fault, broken);
    for (size_t i = 0; i < ledger.count; i++) {
        if (!broken[i])
            continue;
        printf("%s%s", blank, ledger.rows[i].id);
        blank = " ";
    }
    printf("\t%s\n", fault_title(fault));
    conf_memory_free(&scratch);
}

/* ---- What turns red ---- */

static h1_value accept_any(const uint8_t *bytes, size_t len, size_t *bad)
{
    (void)bytes;
    *bad = len;
    return H1_VALUE_OK;
}

static h1_value reject_every(const uint8_t *bytes, size_t len, size_t *bad)
{
    (void)bytes, (void)len;
    *bad = 0;
    return H1_VALUE_BYTE;
}

static bool is_red(const conf_case *given)
{
    static const conf_grammar any = {"any", accept_any};
    static const conf_grammar none = {"none", reject_every};
    conf_memory scratch = {0};
    conf_case c = *given;
    conf_result result;

    if ((given->side == CONF_SIDE_FRAME) != wrong_is_of_frames() && wrong_now.kind != WRONG_NOTHING)
        return false; /* the parser has no part in it, or has all */
    if (wrong_now.kind == WRONG_ACCEPTS && is_subject(given, &wrong_now))
        c.grammar = &any;
    if (wrong_now.kind == WRONG_REJECTS && is_subject(given, &wrong_now))
        c.grammar = &none;
    result = conf_play_parser(&scratch, &c, &(conf_feeding){.uncut = true});
    conf_memory_free(&scratch);
    return result.state != CONF_PASS && result.state != CONF_SKIP;
}

/* Which rules came up in each case while no fault was switched on: [case_count]. */
static wrong_rules *came_up;

/* Can the fault change anything in the case? One of a rule can't where the rule never comes up: up to there, and so to
 * the end, all goes as it went without the fault. */
static bool touches(const wrong_fault *fault, size_t i)
{
    switch (fault->kind) {
    case WRONG_TAKES:
    case WRONG_REFUSES:
    case WRONG_MISSES:
        return came_up[i].rules[fault->rule];
    case WRONG_ACCEPTS:
    case WRONG_REJECTS:
        return is_subject(suite.cases[i], fault);
    case WRONG_NOTHING:
    case WRONG_READS:
        break;
    }
    return true;
}

static void print_red(const wrong_fault *fault)
{
    wrong_now = *fault;
    for (size_t i = 0; i < suite.case_count; i++) {
        if (touches(fault, i) && is_red(suite.cases[i]))
            printf("parser\t%s\t%s\n", fault_name(fault), suite.cases[i]->id);
    }
    wrong_now = (wrong_fault){0};
}

/* With no fault switched on nothing may be red. */
static int red_without_fault(void)
{
    int count = 0;

    came_up = conf_alloc(&memory, suite.case_count * sizeof *came_up);
    for (size_t i = 0; i < suite.case_count; i++) {
        wrong_came_up = (wrong_rules){0};
        if (is_red(suite.cases[i])) {
            fprintf(stderr, "wrong_parser: %s is red without any fault\n", suite.cases[i]->id);
            count++;
        }
        came_up[i] = wrong_came_up;
    }
    return count;
}

int main(int count, char **words)
{
    if (count != 3 || (strcmp(words[1], "faults") != 0 && strcmp(words[1], "red") != 0)) {
        fputs("usage: wrong_parser faults|red DIRECTORY\n", stderr);
        return 2;
    }
    ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, words[2]);
    if (strcmp(words[1], "faults") == 0)
        each_fault(print_fault);
    else if (red_without_fault() == 0)
        each_fault(print_red);
    else
        return 1;
    return 0;
}
