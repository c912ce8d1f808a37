/* SPDX-License-Identifier: MIT */
/* See sarif.h. Section numbers are those of SARIF Version 2.1.0, OASIS Standard, 27 March 2020. */
#include "report/sarif.h"

#include <stdlib.h>
#include <string.h>

#include "report/json.h"

/* ---- Results, section 3.27 ---- */

void report_sarif_begin(report_sarif *log, FILE *out)
{
    *log = (report_sarif){.out = out, .rules = json_array()};
    log->artifacts = open_memstream(&log->artifact_text, &log->artifact_len);
    log->failed = log->rules == NULL || log->artifacts == NULL;
    fputs("{\n\"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
          "sarif-schema-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{\n\"results\": [",
          out);
}

void report_sarif_add_result(report_sarif *log, json_t *result)
{
    fputs(log->result_count++ > 0 ? ",\n" : "\n", log->out);
    log->failed = !report_json_object(log->out, result) || log->failed;
}

json_t *report_sarif_message(const char *text)
{
    size_t len = strlen(text);
    char *sentence = malloc(len + 2);
    json_t *message;

    if (sentence == NULL)
        return NULL;
    memcpy(sentence, text, len + 1);
    if (len > 0 && strchr(".!?", text[len - 1]) == NULL)
        memcpy(sentence + len, ".", 2);
    message = json_pack("{s:o}", "text", report_json_text(sentence));
    free(sentence);
    return message;
}

/* ---- Rules, section 3.49 ---- */

static json_t *help_uri(const char *rfc, const char *section)
{
    bool appendix = section[0] >= 'A' && section[0] <= 'Z';

    return json_sprintf("https://www.rfc-editor.org/rfc/rfc%s.html#%s-%s", rfc, appendix ? "appendix" : "section",
                        section);
}

static json_t *tags_of(const report_sarif_rule *rule)
{
    json_t *tags = json_array();

    for (size_t i = 0; i < rule->tag_count; i++)
        json_array_append_new(tags, report_json_text(rule->tags[i]));
    return tags;
}

json_int_t report_sarif_add_rule(report_sarif *log, const report_sarif_rule *rule)
{
    size_t i = 0;
    json_t *seen, *added;

    json_array_foreach(log->rules, i, seen)
    {
        if (strcmp(json_string_value(json_object_get(seen, "id")), rule->id) == 0)
            return (json_int_t)i;
    }
    added = json_pack("{s:s, s:o, s:o, s:o, s:{s:s}, s:{s:o}}", "id", rule->id, "shortDescription",
                      report_sarif_message(rule->title), "fullDescription", report_sarif_message(rule->text), "help",
                      report_sarif_message(rule->help != NULL ? rule->help : rule->text), "defaultConfiguration",
                      "level", rule->level, "properties", "tags", tags_of(rule));
    if (added != NULL && rule->rfc != NULL && rule->rfc[0] >= '0' && rule->rfc[0] <= '9')
        json_object_set_new(added, "helpUri", help_uri(rule->rfc, rule->section));
    json_array_append_new(log->rules, added);
    return (json_int_t)i;
}

/* ---- Locations, section 3.28 ---- */

/* A path as a URI reference.
 *
 *   unreserved / "/"     RFC 3986 section 3.3 */
static json_t *uri_of(const char *path)
{
    char *uri = malloc(3 * strlen(path) + sizeof "file://");
    char *end = uri;
    json_t *string;

    if (uri == NULL)
        return NULL;
    if (path[0] == '/')
        end += sprintf(end, "file://");
    for (; *path != '\0'; path++) {
        uint8_t byte = (uint8_t)*path;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                     strchr("-._~/", byte) != NULL;
        end += sprintf(end, plain ? "%c" : "%%%02X", byte);
    }
    string = json_string(uri);
    free(uri);
    return string;
}

json_t *report_sarif_location(const char *path, unsigned line, const char *name)
{
    json_t *location = json_pack("{s:{s:{s:o}, s:{s:i}}}", "physicalLocation", "artifactLocation", "uri", uri_of(path),
                                 "region", "startLine", line > 0 ? (int)line : 1);

    if (location != NULL && name != NULL)
        json_object_set_new(location, "logicalLocations",
                            json_pack("[{s:o, s:s}]", "fullyQualifiedName", report_json_text(name), "kind", "member"));
    return location;
}

/* Returns the index of the artifact. */
static json_int_t add_artifact(report_sarif *log, json_t *artifact)
{
    if (log->artifacts != NULL)
        fputs(log->artifact_count > 0 ? ",\n" : "\n", log->artifacts);
    log->failed = log->artifacts == NULL || !report_json_object(log->artifacts, artifact) || log->failed;
    return (json_int_t)log->artifact_count++;
}

void report_sarif_add_file(report_sarif *log, const char *path, uint64_t bytes, const char *sha256)
{
    json_t *artifact = json_pack("{s:{s:o}, s:s, s:I, s:[s]}", "location", "uri", uri_of(path), "mimeType",
                                 "application/octet-stream", "length", (json_int_t)bytes, "roles", "analysisTarget");

    if (artifact != NULL && sha256[0] != '\0')
        json_object_set_new(artifact, "hashes", json_pack("{s:s}", "sha-256", sha256));
    add_artifact(log, artifact);
}

/* An artifact that the log itself holds. */
static json_int_t artifact_of(report_sarif *log, const char *path, const uint8_t *bytes, size_t len)
{
    return add_artifact(log, json_pack("{s:{s:o}, s:s, s:I, s:{s:o}}", "location", "uri", uri_of(path), "mimeType",
                                       "application/octet-stream", "length", (json_int_t)len, "contents", "binary",
                                       report_json_base64(bytes, len)));
}

json_t *report_sarif_bytes(report_sarif *log, const report_sarif_stream *stream)
{
    json_int_t index = artifact_of(log, stream->path, stream->bytes, stream->len);
    uint64_t at = stream->at < stream->len ? stream->at : stream->len;
    uint64_t count = stream->count < stream->len - at ? stream->count : stream->len - at;

    return json_pack("{s:o, s:{s:{s:o, s:I}, s:{s:i, s:I, s:I}}}", "message", report_sarif_message(stream->name),
                     "physicalLocation", "artifactLocation", "uri", uri_of(stream->path), "index", index, "region",
                     "startLine", 1, "byteOffset", (json_int_t)at, "byteLength", (json_int_t)count);
}

/* ---- The log, section 3.13 ---- */

/* Write `"NAME": value`. */
static bool put_member(FILE *out, const char *name, json_t *value)
{
    fprintf(out, ",\n\"%s\": ", name);
    return report_json_object(out, value);
}

bool report_sarif_end(report_sarif *log, const char *version, json_t *invocation)
{
    FILE *out = log->out;
    bool closed = log->artifacts != NULL && fclose(log->artifacts) == 0;
    bool written;

    fputs("\n],\n\"artifacts\": [", out);
    if (closed)
        fwrite(log->artifact_text, 1, log->artifact_len, out);
    fputs("\n]", out);
    free(log->artifact_text);
    written = put_member(out, "tool",
                         json_pack("{s:{s:s, s:s, s:s, s:o}}", "driver", "name", "h1strict", "version", version,
                                   "semanticVersion", version, "rules", log->rules));
    written = put_member(out, "invocations", json_pack("[o]", invocation)) && written;
    fputs(",\n\"columnKind\": \"unicodeCodePoints\"\n}]\n}\n", out);
    return written && closed && !log->failed && !ferror(out);
}
