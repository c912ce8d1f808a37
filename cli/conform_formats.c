/* SPDX-License-Identifier: MIT */
/* The reports of h1 conform for programs: JUnit, JSON lines, JSON. */
#include "cli/conform_report.h"

#include <stdlib.h>

#include "conformance/net/transcript.h"
#include "conformance/parser/judge_message.h"
#include "report/json.h"
#include "report/junit.h"

/* ---- JUnit ---- */

static report_junit_state junit_state(conf_state state)
{
    switch (state) {
    case CONF_FAIL:
        return REPORT_JUNIT_FAILURE;
    case CONF_INCONCLUSIVE:
    case CONF_ERROR:
        return REPORT_JUNIT_ERROR;
    case CONF_SKIP:
        return REPORT_JUNIT_SKIPPED;
    case CONF_PASS:
    case CONF_WARN:
    case CONF_USED_LIBERTY:
    case CONF_STATES:
        break;
    }
    return REPORT_JUNIT_PASS;
}

static void junit_cases_free(report_junit_case *cases, char **texts, size_t count)
{
    for (size_t i = 0; texts != NULL && i < count; i++)
        free(texts[i]);
    free(texts);
    free(cases);
}

static bool junit_section(FILE *out, const cli_conform_report *report, const conf_section *section)
{
    const conf_run *run = report->run;
    report_junit_case *cases = calloc(section->count, sizeof *cases);
    char **texts = calloc(section->count, sizeof *texts);
    char name[128];
    char group[64];
    bool done = cases != NULL && texts != NULL;

    snprintf(name, sizeof name, "%s%s section %s %s", conf_spec_prefix(section->rfc), section->rfc, section->section,
             section->title);
    snprintf(group, sizeof group, "%s-%s", section->rfc, section->section);
    for (size_t i = 0; done && i < section->count; i++) {
        const conf_result *result = &run->results[section->first + i];
        cases[i] = (report_junit_case){group,
                                       result->c->name,
                                       junit_state(result->state),
                                       conf_case_level(result->c),
                                       result->reason != NULL ? result->reason : result->c->title,
                                       NULL};
        if (result->difference_count == 0)
            continue;
        cases[i].text = texts[i] = cli_conform_failure_text(result, report->server);
        done = texts[i] != NULL;
    }
    if (done)
        report_junit_suite(out, name, cases, section->count);
    junit_cases_free(cases, texts, section->count);
    return done;
}

bool cli_conform_junit(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    bool done = true;

    report_junit_begin(out, report->target, run->result_count, run->states[CONF_FAIL],
                       run->states[CONF_INCONCLUSIVE] + run->states[CONF_ERROR], run->states[CONF_SKIP]);
    for (size_t i = 0; done && i < run->section_count; i++)
        done = junit_section(out, report, &run->sections[i]);
    report_junit_end(out);
    return done;
}

/* ---- JSON lines ---- */

static json_t *json_difference(const conf_difference *d)
{
    json_t *object = json_pack("{s:s, s:i, s:s, s:o, s:o, s:o, s:o}", "block", d->block, "line", (int)d->line,
                               "feeding", d->feeding, "expected", report_json_escaped(d->expected.at, d->expected.len),
                               "expected_base64", report_json_base64(d->expected.at, d->expected.len), "actual",
                               report_json_escaped(d->actual.at, d->actual.len), "actual_base64",
                               report_json_base64(d->actual.at, d->actual.len));

    if (object == NULL || !d->placed)
        return object;
    json_object_set_new(object, "side", json_string(d->side == H1_REQUESTS ? "request" : "response"));
    json_object_set_new(object, "place",
                        json_pack("{s:I, s:I}", "at", (json_int_t)d->at.at, "len", (json_int_t)d->at.len));
    return object;
}

static json_t *json_transcript(const conf_transcript *t)
{
    static const char *const endings[] = {"open", "closed", "reset", "none"};

    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:o, s:s, s:b, s:I}", "sent", report_json_escaped(t->sent.at, t->sent.len), "sent_base64",
        report_json_base64(t->sent.at, t->sent.len), "received", report_json_escaped(t->received.at, t->received.len),
        "received_base64", report_json_base64(t->received.at, t->received.len), "ending", endings[t->ending],
        "timed_out", (int)t->timed_out, "milliseconds", (json_int_t)t->milliseconds);

    if (object != NULL && t->conduct != NULL)
        json_object_set_new(object, "conduct", json_string(t->conduct));
    if (object != NULL && t->forwarded.len > 0) {
        json_object_set_new(object, "forwarded", report_json_escaped(t->forwarded.at, t->forwarded.len));
        json_object_set_new(object, "forwarded_base64", report_json_base64(t->forwarded.at, t->forwarded.len));
    }
    return object;
}

static json_t *json_result(const conf_result *result)
{
    const conf_case *c = result->c;
    json_t *needs = json_array();
    json_t *differences = json_array();
    json_t *object;

    for (size_t i = 0; i < c->need_count; i++)
        json_array_append_new(needs, json_string(c->needs[i]->id));
    for (size_t i = 0; i < result->difference_count; i++)
        json_array_append_new(differences, json_difference(&result->differences[i]));
    object = json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:o, s:i, s:o, s:o}", "type", "case", "case", c->id, "title",
                       report_json_text(c->title), "state", conf_state_name(result->state), "level", conf_case_level(c),
                       "side", conf_side_name(c->side), "file", report_json_text(c->path), "line", (int)c->line,
                       "needs", needs, "differences", differences);
    if (object != NULL && c->rule != H1_RULE_NONE)
        json_object_set_new(object, "rule", json_string(h1_rule_name(c->rule).text));
    if (object != NULL && result->reason != NULL)
        json_object_set_new(object, "reason", report_json_text(result->reason));
    if (object != NULL && result->known)
        json_object_set_new(object, "known", json_true());
    if (object != NULL && result->transcript != NULL)
        json_object_set_new(object, "transcript", json_transcript(result->transcript));
    return object;
}

/* Nothing is left out that standard error says. */
static json_t *json_untold(const cli_conform_untold *untold)
{
    json_t *members = json_array();
    json_t *matchers = json_object();

    for (unsigned bit = 1; bit <= CONF_FILLS_KEEP; bit <<= 1) {
        if ((untold->members & bit) != 0)
            json_array_append_new(members, json_string(conf_fills_name(bit)));
    }
    for (size_t kind = 0; kind <= CONF_MATCH_BYTES; kind++) {
        const char *name = conf_match_name((conf_match_kind)kind); /* some share one */
        json_int_t count =
            (json_int_t)untold->tally.matchers[kind] + json_integer_value(json_object_get(matchers, name));
        if (count > 0)
            json_object_set_new(matchers, name, json_integer(count));
    }
    return json_pack("{s:o, s:o, s:I, s:I}", "untold", members, "matchers", matchers, "byte_by_byte",
                     (json_int_t)untold->tally.bytewise, "starts", (json_int_t)untold->starts);
}

json_t *cli_conform_json_summary(const cli_conform_report *report)
{
    const conf_run *run = report->run;
    json_t *object = json_pack("{s:s, s:i, s:s, s:o, s:b, s:I, s:I, s:I}", "type", "summary", "schema", 1, "version",
                               H1_VERSION, "target", report_json_text(report->target), "redacted",
                               (int)report->redacted, "cases", (json_int_t)run->result_count, "feedings",
                               (json_int_t)run->feedings, "slips", (json_int_t)report->suite->fault_count);

    for (size_t state = 0; object != NULL && state < CONF_STATES; state++)
        json_object_set_new(object, conf_state_name((conf_state)state), json_integer((json_int_t)run->states[state]));
    if (object != NULL && report->profile != NULL)
        json_object_set_new(object, "profile", cli_conform_profile_json(report->profile));
    if (object != NULL && report->untold != NULL)
        json_object_set_new(object, "not_compared", json_untold(report->untold));
    return object;
}

bool cli_conform_jsonl(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;

    for (size_t i = 0; i < run->result_count; i++) {
        if (!report_json_line(out, json_result(&run->results[i])))
            return false;
    }
    return report_json_line(out, cli_conform_json_summary(report));
}

/* The same as one document. */
bool cli_conform_json(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    json_t *cases = json_array();
    json_t *document;
    bool done = true;

    for (size_t i = 0; done && i < run->result_count; i++)
        done = json_array_append_new(cases, json_result(&run->results[i])) == 0;
    document = json_pack("{s:i, s:o, s:o}", "schema", 1, "cases", cases, "summary", cli_conform_json_summary(report));
    done = done && document != NULL && json_dumpf(document, out, JSON_INDENT(1) | JSON_ENSURE_ASCII) == 0;
    json_decref(document);
    return done && fputc('\n', out) != EOF;
}
