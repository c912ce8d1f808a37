/* SPDX-License-Identifier: MIT */
/* See parse_show.h. JSON is written member by member, so that a long stream needs no memory: messages as they are
 * completed, then the verdict. */
#include "cli/parse_show.h"

#include <inttypes.h>

#include "cli/words.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/paint.h"
#include "report/snippet.h"

void cli_parse_show_begin(cli_parse_show *show, FILE *out, bool json, bool colour)
{
    *show = (cli_parse_show){.out = out, .json = json, .colour = colour};
    if (json) {
        show->faults = json_array();
        fputs("{\"messages\":[", out);
    }
}

static json_t *json_fields(const uint8_t *bytes, const h1_field *fields, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *name = report_json_latin1(bytes + fields[i].name_at, fields[i].name_len);
        json_array_append_new(list, json_pack("[o, o]", name, cli_json_value(bytes, &fields[i])));
    }
    return list;
}

/* A reply to an HTTP/0.9 request has neither status nor version. A status of 000 is one: 40 in liberties. */
static bool is_bare_reply(const h1_head *head)
{
    return head->method.len == 0 && head->major == 0;
}

static json_t *json_head(const h1_head *head, const uint8_t *bytes, const h1_field *fields)
{
    const char *version = cli_version_of(head).text;
    json_t *list = json_fields(bytes, fields, head->fields);

    if (head->method.len > 0)
        return json_pack(
            "{s:o, s:o, s:s, s:o}", "method", report_json_latin1(bytes + head->method.at, head->method.len), "target",
            report_json_latin1(bytes + head->target.at, head->target.len), "version", version, "fields", list);
    if (is_bare_reply(head))
        return json_pack("{s:s, s:o}", "version", "0.9", "fields", list);
    return json_pack("{s:i, s:s, s:o}", "status", (int)head->status, "version", version, "fields", list);
}

static void text_head(const cli_parse_show *show, const cli_parsed_message *m, const uint8_t *bytes,
                      const h1_field *fields)
{
    const h1_head *head = &m->head;
    FILE *out = show->out;

    fprintf(out, "message %" PRIu64 ", byte %" PRIu64 ": ", show->messages + 1, m->at);
    if (head->method.len > 0) {
        report_escape_to(out, bytes + head->method.at, head->method.len);
        fputc(' ', out);
        report_escape_to(out, bytes + head->target.at, head->target.len);
    } else if (!is_bare_reply(head)) {
        fprintf(out, "%03u ", head->status);
        report_escape_to(out, bytes + head->reason.at, head->reason.len);
    }
    fprintf(out, "  (HTTP/%s)\n", cli_version_of(head).text);
    for (size_t i = 0; i < head->fields; i++) {
        fputs("    ", out);
        report_escape_to(out, bytes + fields[i].name_at, fields[i].name_len);
        fputs(": ", out);
        report_escape_to(out, bytes + fields[i].value_at, fields[i].value_len);
        fputc('\n', out);
    }
}

bool cli_parse_show_head(cli_parse_show *show, cli_parsed_message *message, const uint8_t *bytes,
                         const h1_field *fields)
{
    if (!show->json) {
        text_head(show, message, bytes, fields);
        return true;
    }
    message->json = json_head(&message->head, bytes, fields);
    return message->json != NULL;
}

bool cli_parse_show_message(cli_parse_show *show, cli_parsed_message *m)
{
    bool keep = (m->head.flags & H1_HEAD_KEEP_ALIVE) != 0;
    json_t *rest;
    bool ok;

    show->messages++;
    if (!show->json) {
        fprintf(show->out, "  body %" PRIu64 " bytes (%s), ends at byte %" PRIu64 ", %s\n", m->body_size,
                cli_framing_name((h1_framing)m->head.framing), m->end, keep ? "keep-alive" : "close");
        return true;
    }
    rest = json_pack("{s:I, s:s, s:I, s:b}", "body_size", (json_int_t)m->body_size, "body_sha256", m->sha256, "end",
                     (json_int_t)m->end, "keep", (int)keep);
    ok = rest != NULL && json_object_update(m->json, rest) == 0;
    json_decref(rest);
    if (show->messages > 1)
        fputc(',', show->out);
    ok = ok && json_dumpf(m->json, show->out, JSON_COMPACT) == 0;
    json_decref(m->json);
    m->json = NULL;
    return ok;
}

static void text_fault(const cli_parse_show *show, const char *word, const cli_parsed_fault *fault)
{
    const h1_rule_info *info = h1_rule_info_of(fault->rule);
    report_snippet snippet = {
        .bytes = fault->bytes,
        .len = fault->bytes_len,
        .at = fault->bytes_at,
        .tail_cut = fault->tail_cut,
        .span = {fault->span.at, fault->span.len},
        .second = {fault->second.at, fault->second.len},
    };

    report_paint(show->out, show->colour, report_severity_colour(info->severity), word);
    fprintf(show->out, ": %s [%s]\n  --> byte %" PRIu64 "\n", info->title, h1_rule_name(fault->rule).text, fault->at);
    report_snippet_draw(show->out, &snippet, REPORT_SNIPPET_COLUMNS, show->colour);
}

bool cli_parse_show_fault(cli_parse_show *show, const cli_parsed_fault *fault)
{
    if (show->json)
        return json_array_append_new(show->faults,
                                     json_pack("{s:s, s:I, s:I}", "rule", h1_rule_name(fault->rule).text, "at",
                                               (json_int_t)fault->at, "len", (json_int_t)fault->len)) == 0;
    text_fault(show, "fault", fault);
    return true;
}

static bool json_end(cli_parse_show *show, const char *word, const cli_parsed_fault *fault, uint64_t at)
{
    bool ok;

    fprintf(show->out, "],\"verdict\":\"%s\"", word);
    if (fault != NULL)
        fprintf(show->out, ",\"rule\":\"%s\",\"at\":%" PRIu64 ",\"len\":%" PRIu64, h1_rule_name(fault->rule).text,
                fault->at, fault->len);
    else
        fprintf(show->out, ",\"rule\":null,\"at\":%" PRIu64 ",\"len\":0", at);
    fputs(",\"faults\":", show->out);
    ok = json_dumpf(show->faults, show->out, JSON_COMPACT) == 0;
    fputs("}\n", show->out);
    json_decref(show->faults);
    return ok;
}

bool cli_parse_show_end(cli_parse_show *show, cli_verdict verdict, const cli_parsed_fault *fault, uint64_t at)
{
    static const char *const words[] = {"accept", "refuse", "incomplete", "more"};

    if (show->json)
        return json_end(show, words[verdict], fault, at);
    if (fault != NULL && fault->bytes_len > 0)
        text_fault(show, words[verdict], fault);
    else if (fault != NULL)
        fprintf(show->out, "refuse: after that fault nobody can say where the next message begins [%s]\n",
                h1_rule_name(fault->rule).text);
    else if (verdict == CLI_INCOMPLETE)
        fprintf(show->out, "incomplete: the stream ends inside a message, at byte %" PRIu64 "\n", at);
    else
        fprintf(show->out, "%s: %" PRIu64 " %s\n", words[verdict], show->messages,
                show->messages == 1 ? "message" : "messages");
    return true;
}
