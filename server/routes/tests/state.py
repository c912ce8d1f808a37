#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cookies, sessions and tokens over the wire: what keeps a login, and what doesn't.   H1=path state.py"""
import http.cookiejar
import json
import re
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from workbench import Serve

ALICE = {"name": "alice", "password": "wonderland"}
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
PRIVATE = "/h1/login/private"


def encode(pairs):
    return urllib.parse.urlencode(pairs).encode()


def cookies_of(answer):
    """name: value of all Set-Cookie, and their attributes."""
    found = {}
    for line in answer.fields.get_all("Set-Cookie") or []:
        pair, *attributes = line.split("; ")
        found[pair.split("=", 1)[0]] = (pair.split("=", 1)[1], attributes)
    return found


class Browser:
    """A client with a cookie jar that follows redirections."""

    def __init__(self, serve):
        self.serve, self.jar = serve, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, form=None, **fields):
        request = urllib.request.Request(self.serve.url + path, None if form is None else encode(form), fields)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def cookies(self):
        return {cookie.name: cookie.value for cookie in self.jar}


class State(unittest.TestCase):
    options = ()

    def setUp(self):
        self.serve = Serve(*self.options)

    def tearDown(self):
        status, self.said = self.serve.close()
        self.assertEqual(status, 0)

    def ask(self, method, path, content=None, fields=()):
        return self.serve.ask(method, path, content, fields)

    def log_in(self, by, cookie=None, **more):
        return self.ask("POST", "/h1/login", encode({**ALICE, "by": by, **more}),
                        {**TYPE, **({"Cookie": cookie} if cookie else {})})

    def private(self, **fields):
        return self.ask("GET", PRIVATE, fields=fields)


class Cookies(State):
    options = ("--max-cookie", "200")

    def set(self, **pairs):
        return self.ask("POST", "/h1/cookies", encode(pairs), TYPE)

    def test_set_list_delete(self):
        browser = Browser(self.serve)
        browser.ask("/h1/cookies", {"name": "a", "value": "1"})
        self.assertEqual(browser.ask("/h1/cookies", {"name": "b", "value": "2", "max_age": "1000"})[0], 200)
        self.assertEqual(json.loads(browser.ask("/h1/cookies")[1]), {"cookies": [["a", "1"], ["b", "2"]]})
        browser.ask("/h1/cookies", {"name": "c", "value": "3", "path": "/h1/echo"})
        self.assertEqual(len(json.loads(browser.ask("/h1/cookies")[1])["cookies"]), 2)
        self.assertIn(["Cookie", "c=3; a=1; b=2"], json.loads(browser.ask("/h1/echo")[1])["fields"])
        browser.ask("/h1/cookies", {"name": "a", "value": "", "max_age": "0"})
        self.assertEqual(json.loads(browser.ask("/h1/cookies")[1]), {"cookies": [["b", "2"]]})
        self.assertEqual(cookies_of(self.ask("DELETE", "/h1/cookies?name=b"))["b"][1][1], "Max-Age=0")

    def test_attributes(self):
        self.assertEqual(cookies_of(self.set(name="a", value="1"))["a"],
                         ("1", ["Path=/", "HttpOnly", "SameSite=Lax"]))
        self.assertEqual(cookies_of(self.set(name="a", value='"1"', max_age="5", scripts="1", same_site="Strict",
                                             path="/x"))["a"], ('"1"', ["Path=/x", "Max-Age=5", "SameSite=Strict"]))

    def test_nothing_splits_or_slips_in(self):
        for pairs in ({"name": "a b"}, {"name": ""}, {"name": "a", "value": "1; Secure"}, {"name": "a", "value": "\r\nX: y"},
                      {"name": "a=b;c", "value": ""}, {"name": "a", "value": "é"}, {"name": "a", "path": "/;x"},
                      {"name": "a", "path": "x"}, {"name": "a", "same_site": "None"}, {"name": "a", "max_age": "-1"},
                      {"name": "a", "max_age": "1x"}, {"value": "a"}):
            answer = self.set(**{"value": "1", **pairs})
            self.assertEqual((answer.status, answer["Set-Cookie"], answer["X"]), (400, None, None), pairs)
        for name in ("h1_state", "h1_session"):
            self.assertEqual(self.set(name=name, value="1").status, 403)
        self.assertEqual(self.ask("POST", "/h1/cookies", b"name=a&name=a&value=1", TYPE).status, 400)
        self.assertEqual(self.ask("POST", "/h1/cookies", b"{}", {"Content-Type": "application/json"}).status, 415)

    def test_size_is_bounded_both_ways(self):
        attributes = len("a=; Path=/; HttpOnly; SameSite=Lax")
        self.assertEqual(self.set(name="a", value="x" * (200 - attributes)).status, 303)
        self.assertEqual(self.set(name="a", value="x" * (201 - attributes)).status, 400)
        self.assertEqual(self.ask("GET", "/h1/cookies", fields={"Cookie": "a=" + "x" * 199}).status, 200)
        self.assertEqual(self.ask("GET", "/h1/cookies", fields={"Cookie": "a=" + "x" * 200}).status, 431)
        self.assertEqual(self.ask("GET", "/h1/cookies", fields={"Cookie": "a=1;b=2"}).status, 400)


class Login(State):
    def test_wrong_ones_get_401(self):
        for pairs in ({"name": "alice", "password": "x"}, {"name": "carol", "password": "wonderland"},
                      {"name": "alice", "password": ""}, {"name": "x" * 500, "password": "y" * 5000}):
            for by in ("cookie", "session", "token"):
                answer = self.ask("POST", "/h1/login", encode({**pairs, "by": by}), TYPE)
                if answer.status == 429:
                    time.sleep(1)
                    answer = self.ask("POST", "/h1/login", encode({**pairs, "by": by}), TYPE)
                self.assertEqual((answer.status, answer["Set-Cookie"]), (401, None))
                self.assertIn("Bearer", answer["WWW-Authenticate"])
        for pairs in ({**ALICE}, {**ALICE, "by": "magic"}, {"name": "alice", "by": "cookie"}):
            self.assertEqual(self.ask("POST", "/h1/login", encode(pairs), TYPE).status, 400)

    def test_tries_are_bounded(self):
        form = encode({"name": "alice", "password": "x", "by": "cookie"})
        answers = [self.ask("POST", "/h1/login", form, TYPE) for _ in range(25)]
        refused = [answer for answer in answers if answer.status == 429]
        self.assertGreater(len(refused), 5)
        self.assertEqual(refused[0]["Retry-After"], "1")

    def test_three_ways_through_pages(self):
        for by, cookie in (("cookie", "h1_state"), ("session", "h1_session")):
            browser = Browser(self.serve)
            self.assertEqual(browser.ask(PRIVATE)[0], 401)
            browser.ask("/h1/login")
            status, page = browser.ask("/h1/login", {**ALICE, "by": by}, Accept="text/html")
            self.assertEqual((status, cookie in browser.cookies()), (200, True))
            self.assertIn('<b id="user">alice</b>', page)
            visits = json.loads(browser.ask(PRIVATE)[1])["visits"]
            self.assertEqual(json.loads(browser.ask(PRIVATE)[1]), {"user": "alice", "by": by, "visits": visits + 1})
            browser.ask("/h1/logout", {})
            self.assertEqual((browser.ask(PRIVATE)[0], "h1_state" in browser.cookies()), (401, False))

    def test_cookies_are_closed_to_scripts_and_other_sites(self):
        for by, name in (("cookie", "h1_state"), ("session", "h1_session")):
            answer = self.log_in(by)
            self.assertEqual((answer.status, answer["Location"], answer["Cache-Control"]), (303, PRIVATE, "no-store"))
            attributes = cookies_of(answer)[name][1]
            for attribute in ("Path=/", "HttpOnly", "SameSite=Lax"):
                self.assertIn(attribute, attributes)

    def test_token_is_a_bearers(self):
        said = self.log_in("token").json()
        self.assertEqual((said["token_type"], said["expires_in"]), ("Bearer", 3600))
        token = said["access_token"]
        self.assertEqual(self.private(Authorization=f"bearer {token}").json(),
                         {"user": "alice", "by": "token", "visits": 0})
        for wrong in (f"Bearer {token}x", f"Bearer {token[:-1]}", "Bearer", "Bearer x", f"Basic {token}",
                      f"Bearer {token.replace('alice', 'bob')}", f"Bearer  {token} {token}"):
            answer = self.private(Authorization=wrong)
            self.assertEqual(answer.status, 401, wrong)
            self.assertTrue(answer["WWW-Authenticate"].startswith("Bearer realm="))
        self.assertIn('error="invalid_token"', self.private(Authorization="Bearer x")["WWW-Authenticate"])
        self.assertNotIn("error", self.private()["WWW-Authenticate"])

    def test_forged_cookie_is_refused(self):
        value = cookies_of(self.log_in("cookie"))["h1_state"][0]
        user, until, visits, mac = value.split(".")
        self.assertEqual(self.private(Cookie=f"h1_state={value}").status, 200)
        for forged in (f"bob.{until}.{visits}.{mac}", f"{user}.{int(until) + 1}.{visits}.{mac}",
                       f"{user}.{until}.9.{mac}", value[:-1] + ("A" if value[-1] != "A" else "B"), value + "A", ""):
            self.assertEqual(self.private(Cookie=f"h1_state={forged}").status, 401, forged)
        token = self.log_in("token").json()["access_token"]
        self.assertEqual(self.private(Cookie=f"h1_state={token}").status, 401)
        self.assertEqual(self.private(Authorization=f"Bearer {value}").status, 401)

    def test_key_ends_with_the_process(self):
        other = Serve()
        value = cookies_of(self.log_in("cookie"))["h1_state"][0]
        self.assertEqual(other.ask("GET", PRIVATE, fields={"Cookie": f"h1_state={value}"}).status, 401)
        other.close()

    def test_stolen_id_works_until_logout_and_not_after(self):
        stolen = "h1_session=" + cookies_of(self.log_in("session"))["h1_session"][0]
        self.assertEqual(self.private(Cookie=stolen).json()["user"], "alice")
        out = self.ask("POST", "/h1/logout", b"", {**TYPE, "Cookie": stolen})
        self.assertEqual((out.status, cookies_of(out)["h1_session"]),
                         (303, ("", ["Path=/", "Max-Age=0", "HttpOnly", "SameSite=Lax"])))
        self.assertEqual(self.private(Cookie=stolen).status, 401)

    def test_id_is_never_the_clients_choice(self):
        chosen = "0123456789abcdef0123456789abcdef01234567"
        given = cookies_of(self.ask("GET", "/h1/login", fields={"Cookie": f"h1_session={chosen}"}))["h1_session"][0]
        self.assertRegex(given, "^[0-9a-f]{40}$")
        self.assertNotEqual(given, chosen)
        planted = cookies_of(self.ask("GET", "/h1/login"))["h1_session"][0]
        after = cookies_of(self.log_in("session", f"h1_session={planted}"))["h1_session"][0]
        self.assertNotEqual(after, planted)
        self.assertEqual(self.private(Cookie=f"h1_session={planted}").status, 401)
        self.assertEqual(self.private(Cookie=f"h1_session={after}").status, 200)
        self.assertEqual(self.private(Cookie=f"h1_session={chosen}").status, 401)

    def test_urls_carry_no_session_unless_asked_to(self):
        session = cookies_of(self.log_in("session"))["h1_session"][0]
        self.assertEqual(self.ask("GET", f"{PRIVATE}?session={session}").status, 401)
        self.assertNotIn("session=", self.ask("GET", "/h1/login", fields={"Accept": "text/html"}).text())

    def test_sessions_are_bounded_and_nobody_displaces_somebody(self):
        session = "h1_session=" + cookies_of(self.log_in("session"))["h1_session"][0]

        def visit():
            for _ in range(300):
                self.ask("GET", "/h1/login")
        visitors = [threading.Thread(target=visit) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        self.assertEqual(self.ask("GET", "/h1/counters").json()["sessions"], 1024)
        self.assertEqual(self.private(Cookie=session).status, 200)


class Expiry(State):
    options = ("--login-time", "2s")

    def test_all_three_expire(self):
        shown = [{"Cookie": "h1_state=" + cookies_of(self.log_in("cookie"))["h1_state"][0]},
                 {"Cookie": "h1_session=" + cookies_of(self.log_in("session"))["h1_session"][0]},
                 {"Authorization": "Bearer " + self.log_in("token").json()["access_token"]}]
        for fields in shown:
            self.assertEqual(self.private(**fields).status, 200)
        time.sleep(2.5)
        for fields in shown:
            self.assertEqual(self.private(**fields).status, 401)
        self.assertIn("expired", self.private(**shown[0]).json()["detail"])


class SessionInUrl(State):
    options = ("--session-in-url",)

    def tearDown(self):
        super().tearDown()
        self.assertIn("session ids in URLs", self.said)

    def test_id_goes_through_links_and_forms(self):
        page = self.ask("GET", "/h1/login", fields={"Accept": "text/html"})
        self.assertIsNone(page["Set-Cookie"])
        self.assertIn("--session-in-url", page.text())
        self.assertEqual(page["Referrer-Policy"], "same-origin")
        hidden = re.search(r'name="session" value="([0-9a-f]{40})"', page.text())[1]
        answer = self.log_in("session", session=hidden)
        self.assertIsNone(answer["Set-Cookie"])
        session = re.fullmatch(re.escape(PRIVATE) + r"\?session=([0-9a-f]{40})", answer["Location"])[1]
        self.assertNotEqual(session, hidden)
        private = self.ask("GET", answer["Location"], fields={"Accept": "text/html"})
        self.assertIn(f"?session={session}", private.text())
        self.assertEqual(self.private(Cookie=f"h1_session={session}").status, 401)
        self.assertEqual(self.ask("GET", f"{PRIVATE}?session={hidden}").status, 401)
        self.ask("POST", "/h1/logout", encode({"session": session}), TYPE)
        self.assertEqual(self.ask("GET", f"{PRIVATE}?session={session}").status, 401)


if __name__ == "__main__":
    unittest.main()
