/* SPDX-License-Identifier: MIT */
/* /h1/upload for browsers: the form, and what became of the files. */
#include "upload_page.h"

#include <inttypes.h>
#include <string.h>

#include "server/routes/bench.h"
#include "server/routes/page.h"

static const char FORM[] =
    "<form method=\"post\" action=\"/h1/upload\" enctype=\"multipart/form-data\">\n"
    "<label>Files <input type=\"file\" name=\"file\" multiple></label>\n"
    "<label>Note <input name=\"note\"></label>\n<button>Upload</button>\n</form>\n"
    "<p>Or <code>curl -T FILE …/h1/upload/</code>, <code>curl -F file=@FILE …/h1/upload</code>.</p>\n";

void srv_serve_upload_page(srv_exchange *x)
{
    const srv_workbench *bench = srv_bench(x);
    srv_text t = {0};

    srv_page_begin(&t, "Upload");
    srv_text_format(&t, "<p>At most %" PRIu64 " bytes at a time. ", bench->options.upload_most);
    srv_text_add(&t, bench->uploads.folder >= 0
                         ? "Files are stored whole or not at all, and never over one that is there.</p>\n"
                         : "Files are counted, hashed and dropped: the server has no --upload-dir.</p>\n");
    srv_text_add(&t, FORM);
    srv_page_send(x, 200, &t);
}

static void put_value(srv_text *t, const json_t *value)
{
    const char *text = json_string_value(value);

    if (text != NULL)
        srv_text_html(t, text, strlen(text));
    else if (json_is_integer(value))
        srv_text_format(t, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        srv_text_add(t, json_is_true(value) ? "yes" : "no");
}

void srv_send_uploaded_page(srv_exchange *x, const json_t *files, const json_t *fields)
{
    static const char *const COLUMNS[] = {"file_name", "size", "stored", "sha256"};
    srv_text t = {0};

    srv_page_begin(&t, "Uploaded");
    srv_text_add(&t, "<table id=\"files\">\n<tr><th>Name</th><th>Bytes</th><th>Stored</th><th>SHA-256</th></tr>\n");
    for (size_t i = 0; i < json_array_size(files); i++) {
        srv_text_add(&t, "<tr>");
        for (size_t c = 0; c < sizeof COLUMNS / sizeof COLUMNS[0]; c++) {
            srv_text_add(&t, c == 3 ? "<td><code>" : c == 0 ? "<td class=\"name\">" : "<td>");
            put_value(&t, json_object_get(json_array_get(files, i), COLUMNS[c]));
            srv_text_add(&t, c == 3 ? "</code></td>" : "</td>");
        }
        srv_text_add(&t, "</tr>\n");
    }
    srv_text_format(&t, "</table>\n<p>Files: %zu, other fields: %zu. <a href=\"/h1/upload\">More</a></p>\n",
                    json_array_size(files), json_array_size(fields));
    srv_page_send(x, 200, &t);
}
