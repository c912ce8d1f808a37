/* SPDX-License-Identifier: MIT */
/* See html.h. A policy in a <meta> can't say frame-ancestors; all that it can say is said. */
#include "report/html.h"

#include <stdlib.h>

#include "report/hex.h"
#include "report/markup.h"
#include "report/written.h"

enum {
    SHOWN_MOST = 16384, /* bytes of a block, */
    HEX_MOST = 4096,    /* and of one in hexadecimal */
};

static const char POLICY[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; img-src 'none'";

/* Lines of bytes may be broken anywhere; what can't be broken scrolls in a box of its own, so that a narrow window
 * never scrolls as a whole. On paper all that folds is folded out,
 * by browsers that can. */
static const char STYLE[] =
    ":root{color-scheme:light dark;--line:#8886;--soft:#8881;--red:#b00020;--amber:#8a5a00;--green:#1b6e2c}\n"
    "@media(prefers-color-scheme:dark){:root{--red:#ff8a95;--amber:#f0c060;--green:#7fd191}}\n"
    "*{box-sizing:border-box}\n"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}\n"
    "h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2rem 0 .5rem}\n"
    "h3{font-size:1.05rem;margin:1.5rem 0 .25rem}h4{font-size:1rem;margin:0;overflow-wrap:anywhere}\n"
    "p,li,dd,td,th,summary{overflow-wrap:anywhere}\n"
    "code,pre{font:.85rem/1.45 ui-monospace,monospace}\n"
    "pre{border:1px solid var(--line);border-radius:.3rem;margin:.4rem 0;overflow-x:auto;padding:.5rem}\n"
    "pre.wrap{overflow-wrap:anywhere;white-space:pre-wrap}\n"
    ".verdict{border-left:.4rem solid var(--line);font-size:1.15rem;padding:.25rem .75rem}\n"
    ".verdict.fail,article.fail{border-color:var(--red)}.verdict.warn,article.warn{border-color:var(--amber)}\n"
    ".verdict.pass{border-color:var(--green)}\n"
    ".counts{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));list-style:none;padding:"
    "0}"
    "\n"
    ".counts li{border:1px solid var(--line);border-radius:.3rem;overflow-wrap:normal;padding:.3rem .6rem}\n"
    ".counts b{display:block;font-size:1.3rem;font-variant-numeric:tabular-nums}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}\n"
    "th,td{border-top:1px solid var(--line);padding:.25rem .5rem .25rem 0;text-align:left;vertical-align:top}\n"
    "th:first-child,td:first-child{min-width:9rem}\n"
    "td.n,th.n{font-variant-numeric:tabular-nums;overflow-wrap:normal;text-align:right;white-space:nowrap}\n"
    "th.did,td.did{min-width:5rem;overflow-wrap:normal}td.did{white-space:nowrap}\n"
    "td.fail,b.fail{color:var(--red);font-weight:600}td.warn,b.warn{color:var(--amber);font-weight:600}\n"
    "td.pass,b.pass{color:var(--green)}\n"
    "article{background:var(--soft);border-left:.3rem solid var(--line);margin:.75rem 0;padding:.5rem .75rem}\n"
    "dl{display:grid;gap:.1rem .75rem;grid-template-columns:max-content minmax(0,1fr);margin:.4rem 0}dd{margin:0}\n"
    "dt{opacity:.75}details{margin:.3rem 0}summary{cursor:pointer}\n"
    "@media(max-width:40rem){dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.3rem}}\n"
    "@media print{:root{color-scheme:light}body{font-size:10pt;max-width:none;padding:0}\n"
    "article{break-inside:avoid-page}h2,h3,h4{break-after:avoid}pre{overflow:visible;white-space:pre-wrap;\n"
    "overflow-wrap:anywhere}details::details-content{block-size:auto;content-visibility:visible}\n"
    ".wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}}\n";

void report_html_element(FILE *out, const char *name, const char *class, const char *text)
{
    if (class != NULL)
        fprintf(out, "<%s class=\"%s\">", name, class);
    else
        fprintf(out, "<%s>", name);
    report_markup_to(out, text);
    fprintf(out, "</%s>", name);
}

void report_html_begin(FILE *out, const char *title)
{
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n",
            POLICY);
    report_html_element(out, "title", NULL, title);
    fprintf(out, "\n<style>\n%s</style>\n</head>\n<body>\n", STYLE);
    report_html_element(out, "h1", NULL, title);
    fputc('\n', out);
}

void report_html_end(FILE *out)
{
    fputs("</body>\n</html>\n", out);
}

void report_html_fact(FILE *out, const char *name, const char *value)
{
    report_html_element(out, "dt", NULL, name);
    report_html_element(out, "dd", NULL, value);
    fputc('\n', out);
}

void report_html_bytes(FILE *out, const uint8_t *bytes, size_t len)
{
    size_t shown = len > SHOWN_MOST ? SHOWN_MOST : len;

    if (len == 0) {
        fputs("<p>nothing</p>\n", out);
        return;
    }
    fputs("<pre class=\"wrap\">", out);
    for (size_t i = 0; i < shown; i++) {
        report_markup_bytes_to(out, bytes + i, 1);
        if (bytes[i] == '\n' && i + 1 < shown)
            fputc('\n', out);
    }
    fputs("</pre>\n", out);
    if (shown < len)
        fprintf(out, "<p>and %zu bytes more</p>\n", len - shown);
}

typedef struct piece {
    const uint8_t *bytes;
    size_t len;
    uint64_t at;
} piece;

static void write_hex(FILE *out, const void *what)
{
    const piece *p = what;

    report_hex_to(out, p->bytes, p->len, p->at);
}

bool report_html_hex(FILE *out, const uint8_t *bytes, size_t len, uint64_t at)
{
    char *text = report_written(write_hex, &(piece){bytes, len > HEX_MOST ? HEX_MOST : len, at});

    if (len > 0 && text != NULL) {
        fputs("<details><summary>in hexadecimal</summary>\n", out);
        report_html_element(out, "pre", NULL, text);
        fputs("\n</details>\n", out);
    }
    free(text);
    return text != NULL;
}
