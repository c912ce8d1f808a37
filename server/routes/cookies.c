/* SPDX-License-Identifier: MIT */
/* /h1/cookies: the cookies that a client sent, and a form that sets and deletes them. */
#include <string.h>

#include "h1/cookies.h"
#include "report/json.h"
#include "server/routes/cookie.h"
#include "server/routes/form.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum {
    NAME_ROOM = 256,
    VALUE_ROOM = 16384, /* more than any limit on a cookie that makes sense */
    WORD_ROOM = 16,
};

/* Names of this server's own: nobody sets them by hand. */
static bool is_own(const char *name)
{
    return strncmp(name, "h1_", 3) == 0;
}

/* ---- What there is ---- */

typedef void teller(void *context, const uint8_t *value, const h1_cookie *cookie);

/* Tell the cookies of a request. Returns false where a Cookie field is outside the grammar, or a cookie beyond the
 * limit on size, and has answered. */
static bool tell_cookies(srv_exchange *x, teller *tell, void *context)
{
    size_t most = srv_bench(x)->options.cookie_most;
    uint16_t index = 0;
    h1_bytes field;

    while ((field = srv_field_next(x, "cookie", &index)).at != NULL) {
        size_t at = 0;
        h1_cookie cookie;
        h1_value read;
        while ((read = h1_cookie_next(field.at, field.len, &at, &cookie)) == H1_VALUE_OK) {
            if (cookie.name.len + cookie.value.len > most) {
                srv_send_problem(x, 431, H1_RULE_NONE, UINT64_MAX, "a cookie is larger than --max-cookie");
                return false;
            }
            tell(context, field.at, &cookie);
        }
        if (read != H1_VALUE_NONE) {
            srv_send_problem(x, 400, H1_RULE_NONE, (uint64_t)((const uint8_t *)field.at + at - x->bytes),
                             "Cookie is outside the grammar of RFC 6265 section 4.2.1 here");
            return false;
        }
    }
    return true;
}

static void tell_json(void *context, const uint8_t *value, const h1_cookie *c)
{
    json_t *pair = json_pack("[oo]", report_json_latin1(value + c->name.at, c->name.len),
                             report_json_latin1(value + c->value.at, c->value.len));

    json_array_append_new(context, pair);
}

static void tell_row(void *context, const uint8_t *value, const h1_cookie *c)
{
    srv_text *t = context;

    srv_text_add(t, "<tr><td><code>");
    srv_text_html(t, value + c->name.at, c->name.len);
    srv_text_add(t, "</code></td><td><code>");
    srv_text_html(t, value + c->value.at, c->value.len);
    srv_text_add(t, "</code></td></tr>\n");
}

static const char FORM[] =
    "<h2>Set one</h2>\n<form method=\"post\" action=\"/h1/cookies\">\n"
    "<label>Name <input name=\"name\" required></label>\n<label>Value <input name=\"value\"></label>\n"
    "<label>Path <input name=\"path\" value=\"/\"></label>\n"
    "<label>Seconds it lasts (empty: until the browser is closed; 0: delete it) <input name=\"max_age\"></label>\n"
    "<label>SameSite <select name=\"same_site\"><option>Lax<option>Strict</select></label>\n"
    "<label class=\"choice\"><input type=\"checkbox\" name=\"scripts\" value=\"1\"> scripts may read it (no HttpOnly)"
    "</label>\n<button>Set</button>\n</form>\n";

static void send_page(srv_exchange *x)
{
    srv_text t = {0};

    srv_page_begin(&t, "Cookies");
    srv_text_format(&t, "<p>What your browser sent. One may have %zu bytes here: name, value and attributes.</p>\n",
                    srv_bench(x)->options.cookie_most);
    srv_text_add(&t, "<table>\n<tr><th>Name</th><th>Value</th></tr>\n");
    if (!tell_cookies(x, tell_row, &t)) {
        srv_text_free(&t);
        return;
    }
    srv_text_add(&t, "</table>\n");
    srv_text_add(&t, FORM);
    srv_page_send(x, 200, &t);
}

static void send_list(srv_exchange *x)
{
    json_t *list = json_array();

    if (tell_cookies(x, tell_json, list))
        srv_json_send(x, 200, json_pack("{s:o}", "cookies", list));
    else
        json_decref(list);
}

/* ---- Setting ---- */

static bool is_word(const char *word, const char *first, const char *second)
{
    return strcmp(word, first) == 0 || strcmp(word, second) == 0;
}

/* Set it, or say what is wrong with it. */
static void set(srv_exchange *x, const srv_set_cookie *cookie)
{
    srv_cookie_result result = is_own(cookie->name) ? SRV_COOKIE_REFUSED : srv_add_cookie(x, cookie);

    if (result == SRV_COOKIE_LONG)
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX,
                         "the cookie would be larger than --max-cookie, counted with its attributes");
    else if (is_own(cookie->name))
        srv_send_problem(x, 403, H1_RULE_NONE, UINT64_MAX, "names that begin with h1_ are the server's own");
    else if (result == SRV_COOKIE_REFUSED)
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX,
                         "name, value or path has a byte that RFC 6265 section 4.1.1 doesn't allow there");
    else
        srv_see_other(x, "/h1/cookies");
}

static bool read_age(const char *text, srv_set_cookie *cookie)
{
    uint64_t age;
    size_t bad;

    cookie->ends = text[0] != '\0';
    if (!cookie->ends)
        return true;
    if (h1_number_read((const uint8_t *)text, strlen(text), &age, &bad) != H1_VALUE_OK || age > UINT32_MAX)
        return false;
    cookie->max_age = (uint32_t)age;
    return true;
}

static void set_from_form(srv_exchange *x)
{
    char name[NAME_ROOM], value[VALUE_ROOM], path[NAME_ROOM], age[WORD_ROOM], site[WORD_ROOM], scripts[WORD_ROOM];
    srv_set_cookie cookie = {.name = name, .value = value};
    srv_form name_is = srv_form_value(x->content, "name", name, sizeof name);
    srv_form value_is = srv_form_value(x->content, "value", value, sizeof value);
    srv_form path_is = srv_form_value(x->content, "path", path, sizeof path);
    srv_form age_is = srv_form_value(x->content, "max_age", age, sizeof age);
    srv_form site_is = srv_form_value(x->content, "same_site", site, sizeof site);
    srv_form scripts_is = srv_form_value(x->content, "scripts", scripts, sizeof scripts);
    bool good = name_is == SRV_FORM_OK && value_is <= SRV_FORM_NONE && path_is <= SRV_FORM_NONE &&
                age_is <= SRV_FORM_NONE && site_is <= SRV_FORM_NONE && scripts_is <= SRV_FORM_NONE;

    cookie.path = path[0] != '\0' ? path : NULL;
    cookie.same_site = site[0] != '\0' ? site : NULL;
    cookie.open_to_scripts = scripts_is == SRV_FORM_OK;
    if (!good || !read_age(age, &cookie) || (site[0] != '\0' && !is_word(site, "Lax", "Strict")))
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX,
                         "the form takes name, value, path, max_age in seconds, same_site (Lax or Strict), scripts");
    else
        set(x, &cookie);
}

static void delete_one(srv_exchange *x)
{
    char name[NAME_ROOM];

    if (srv_form_value(x->query, "name", name, sizeof name) == SRV_FORM_OK)
        set(x, &(srv_set_cookie){.name = name, .value = "", .ends = true});
    else
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, "the query says which: ?name=…");
}

void srv_serve_cookies(srv_exchange *x)
{
    srv_add_text(x, "Cache-Control", "no-store");
    if (x->method == SRV_GET && srv_wants_html(x)) {
        send_page(x);
    } else if (x->method == SRV_GET) {
        send_list(x);
    } else if (!srv_is_own_site(x)) {
        return;
    } else if (x->method == SRV_DELETE) {
        delete_one(x);
    } else if (srv_has_form(x)) {
        set_from_form(x);
    }
}
