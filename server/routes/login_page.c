/* SPDX-License-Identifier: MIT */
/* See login_page.h. */
#include "login_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/routes/page.h"
#include "server/routes/request.h"

srv_session_query srv_session_query_of(const srv_exchange *x, const srv_session *session)
{
    srv_session_query query = {""};

    if (srv_bench(x)->options.session_in_url && session != NULL)
        snprintf(query.text, sizeof query.text, "?session=%s", session->id);
    return query;
}

static const char *word_of(const srv_signed *s)
{
    static const char *const WORDS[] = {
        [SRV_TOKEN_OK] = "good",
        [SRV_TOKEN_MALFORMED] = "not one of ours",
        [SRV_TOKEN_FORGED] = "forged",
        [SRV_TOKEN_EXPIRED] = "expired",
    };

    return s->shown ? WORDS[s->is] : "none";
}

static const char *session_word(const srv_who *who)
{
    if (who->session != NULL)
        return "good";
    return who->session_shown ? "unknown" : "none";
}

/* ---- JSON ---- */

static json_t *json_signed(const srv_signed *s)
{
    if (!s->shown || s->is != SRV_TOKEN_OK)
        return json_pack("{s:s}", "is", word_of(s));
    return json_pack("{s:s,s:s,s:I,s:I}", "is", "good", "user", s->claims.user, "until", (json_int_t)s->claims.until,
                     "visits", (json_int_t)s->claims.visits);
}

static json_t *json_session(const srv_who *who)
{
    const srv_session *s = who->session;

    if (s == NULL)
        return json_pack("{s:s}", "is", session_word(who));
    return json_pack("{s:s,s:s?,s:I}", "is", "good", "user", s->user[0] != '\0' ? s->user : NULL, "visits",
                     (json_int_t)s->visits);
}

/* ---- HTML ---- */

static void begin_box(srv_text *t, const char *title, const char *what, const char *is)
{
    srv_text_format(t, "<section class=\"box\">\n<h2>%s</h2>\n<p>%s</p>\n<p>Yours: <b>%s</b>", title, what, is);
}

static void put_state(srv_text *t, const char *user, uint64_t visits)
{
    srv_text_add(t, ", ");
    srv_text_html(t, user[0] != '\0' ? user : "nobody", strlen(user[0] != '\0' ? user : "nobody"));
    srv_text_format(t, ", %" PRIu64 " visits", visits);
}

static void put_boxes(srv_exchange *x, srv_text *t, const srv_who *who)
{
    srv_text_add(t, "<div class=\"row\">\n");
    begin_box(t, "Cookie", "The state itself, signed and expiring. Nothing is kept here.", word_of(&who->cookie));
    if (who->cookie.shown && who->cookie.is == SRV_TOKEN_OK)
        put_state(t, who->cookie.claims.user, who->cookie.claims.visits);
    srv_text_add(t, "</p>\n</section>\n");
    begin_box(t, "Session", "The state is here; you have a random id of it.", session_word(who));
    if (who->session != NULL)
        put_state(t, who->session->user, who->session->visits);
    srv_text_add(t, "</p>\n</section>\n");
    begin_box(t, "Token", "Signed and expiring; sent in Authorization, never by itself.", word_of(&who->token));
    srv_text_add(t, "</p>\n</section>\n</div>\n");
    if (srv_bench(x)->options.session_in_url)
        srv_text_add(t, "<p class=\"warning\">This server was started with --session-in-url: session ids stand in "
                        "addresses, and with them in histories, logs and links that are passed on. Whoever sees one "
                        "can use it.</p>\n");
}

static const char CHOICES[] =
    "<label class=\"choice\"><input type=\"radio\" name=\"by\" value=\"cookie\" checked> in a signed cookie</label>\n"
    "<label class=\"choice\"><input type=\"radio\" name=\"by\" value=\"session\"> in a session</label>\n"
    "<label class=\"choice\"><input type=\"radio\" name=\"by\" value=\"token\"> in a token</label>\n"
    "<button>Log in</button>\n</form>\n"
    "<p>Users: alice with the password wonderland, bob with builder.</p>\n";

/* A form of ours, with the session's id where that isn't in a cookie. */
static void begin_form(srv_exchange *x, srv_text *t, const char *action, const srv_session *session)
{
    srv_text_format(t, "<form method=\"post\" action=\"%s\">\n", action);
    if (srv_bench(x)->options.session_in_url && session != NULL)
        srv_text_format(t, "<input type=\"hidden\" name=\"session\" value=\"%s\">\n", session->id);
}

static void put_links(srv_exchange *x, srv_text *t, const srv_session *session)
{
    srv_text_format(t, "<h2>Then</h2>\n<p><a href=\"/h1/login/private%s\">the page that only users see</a></p>\n",
                    srv_session_query_of(x, session).text);
    begin_form(x, t, "/h1/logout", session);
    srv_text_add(t, "<button>Log out</button>\n</form>\n");
}

static void send_login_page(srv_exchange *x, unsigned status, const srv_who *who, const char *said)
{
    srv_text t = {0};

    srv_page_begin(&t, "State over a stateless protocol");
    if (said != NULL)
        srv_text_format(&t, "<p class=\"warning\" id=\"said\">%s</p>\n", said);
    put_boxes(x, &t, who);
    srv_text_add(&t, "<h2>Log in</h2>\n");
    begin_form(x, &t, "/h1/login", who->session);
    srv_text_add(&t, "<label>Name <input name=\"name\" autocomplete=\"username\" required></label>\n"
                     "<label>Password <input name=\"password\" type=\"password\" "
                     "autocomplete=\"current-password\"></label>\n");
    srv_text_add(&t, CHOICES);
    put_links(x, &t, who->session);
    srv_page_send(x, status, &t);
}

void srv_send_login(srv_exchange *x, unsigned status, const srv_who *who, const char *said)
{
    if (srv_wants_html(x))
        send_login_page(x, status, who, said);
    else if (said != NULL)
        srv_send_problem(x, status, H1_RULE_NONE, UINT64_MAX, said);
    else
        srv_json_send(x, status,
                      json_pack("{s:o,s:o,s:o}", "cookie", json_signed(&who->cookie), "session", json_session(who),
                                "token", json_signed(&who->token)));
}

void srv_send_private(srv_exchange *x, const srv_who *who, const char *user, const char *by, uint64_t visits)
{
    srv_text t = {0};

    if (!srv_wants_html(x)) {
        srv_json_send(x, 200, json_pack("{s:s,s:s,s:I}", "user", user, "by", by, "visits", (json_int_t)visits));
        return;
    }
    srv_page_begin(&t, "For users only");
    srv_text_add(&t, "<p>You are <b id=\"user\">");
    srv_text_html(&t, user, strlen(user));
    srv_text_format(&t, "</b>, by <b id=\"by\">%s</b>; visits: <b id=\"visits\">%" PRIu64 "</b>.</p>\n", by, visits);
    srv_text_format(&t, "<p><a href=\"/h1/login%s\">login</a></p>\n", srv_session_query_of(x, who->session).text);
    put_links(x, &t, who->session);
    srv_page_send(x, 200, &t);
}

void srv_send_token(srv_exchange *x, const char *token)
{
    srv_text t = {0};

    if (!srv_wants_html(x)) {
        srv_json_send(x, 200,
                      json_pack("{s:s,s:s,s:I}", "access_token", token, "token_type", "Bearer", "expires_in",
                                (json_int_t)srv_bench(x)->options.login_seconds));
        return;
    }
    srv_page_begin(&t, "A token");
    srv_text_format(&t, "<p>No page sends it by itself; a program does:</p>\n<pre id=\"token\">%s</pre>\n", token);
    srv_text_format(&t, "<pre>curl -H 'Authorization: Bearer %s' …/h1/login/private</pre>\n", token);
    srv_page_send(x, 200, &t);
}
