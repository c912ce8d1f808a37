/* SPDX-License-Identifier: MIT */
/* See page.h. Style and script are files of their own, so that the policy need not allow any in the page. */
#include "page.h"

#include "server/routes/bench.h"

static const char STYLE[] =
    ":root{color-scheme:light dark;--line:#8886}\n"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:46rem;padding:1rem}\n"
    "h1{font-size:1.4rem;line-height:1.2}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}\n"
    "code,pre,kbd{font:.9rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}\n"
    "pre{white-space:pre-wrap;border:1px solid var(--line);border-radius:.3rem;padding:.5rem}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "td,th{border-top:1px solid var(--line);padding:.35rem .5rem .35rem 0;text-align:left;vertical-align:top}\n"
    "th{font-weight:600}td a,.name{overflow-wrap:anywhere}\n"
    ".row{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.75rem}\n"
    ".counters{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.5rem,1fr));gap:.5rem .75rem}\n"
    ".box{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem}.box h2{margin-top:0}.box "
    "p{margin:.5rem 0}\n"
    ".number{font-size:1.2rem;font-variant-numeric:tabular-nums}\n"
    ".warning{border-left:.3rem solid #d60;padding-left:.75rem}\n"
    "form{display:grid;gap:.5rem;max-width:24rem}label{display:grid;gap:.15rem}\n"
    "label.choice{display:flex;gap:.5rem;align-items:baseline}\n"
    "input,button,select{font:inherit;padding:.3rem .5rem;min-width:0}button{justify-self:start}\n"
    "nav{font-size:.9rem}\n";

/* The counters, twice a second, as long as the page is looked at. Without scripts they stay as they were sent. */
static const char SCRIPT[] = "'use strict';\n"
                             "async function look() {\n"
                             "  if (!document.hidden) {\n"
                             "    try {\n"
                             "      const counters = await (await fetch('/h1/counters', {cache: 'no-store'})).json();\n"
                             "      for (const cell of document.querySelectorAll('[data-counter]')) {\n"
                             "        const value = counters[cell.dataset.counter];\n"
                             "        if (value !== undefined) cell.textContent = value.toLocaleString('en');\n"
                             "      }\n"
                             "    } catch (gone) { /* the server is away: look again */ }\n"
                             "  }\n"
                             "  setTimeout(look, 500);\n"
                             "}\n"
                             "look();\n";

void srv_page_begin(srv_text *t, const char *title)
{
    srv_text_format(t,
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n"
                    "<link rel=\"stylesheet\" href=\"/h1/style.css\">\n</head>\n<body>\n"
                    "<nav><a href=\"/h1/\">h1 serve</a></nav>\n<h1>%s</h1>\n",
                    title, title);
}

void srv_page_fields(srv_exchange *x)
{
    srv_add_text(x, "Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
                 "base-uri 'none'; frame-ancestors 'none'");
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    srv_add_text(x, "Referrer-Policy", "same-origin");
}

void srv_page_send(srv_exchange *x, unsigned status, srv_text *t)
{
    srv_text_add(t, "</body>\n</html>\n");
    srv_page_fields(x);
    srv_text_send(x, status, SRV_HTML, t);
}

static void send_asset(srv_exchange *x, const char *media_type, const char *text, size_t len)
{
    srv_add_text(x, "Cache-Control", "max-age=60");
    srv_add_text(x, "X-Content-Type-Options", "nosniff");
    srv_send(x, 200, media_type, (h1_bytes){text, len});
}

void srv_serve_style(srv_exchange *x)
{
    send_asset(x, "text/css; charset=utf-8", STYLE, sizeof STYLE - 1);
}

void srv_serve_script(srv_exchange *x)
{
    send_asset(x, "text/javascript; charset=utf-8", SCRIPT, sizeof SCRIPT - 1);
}
