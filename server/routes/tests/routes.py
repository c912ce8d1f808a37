#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The routes of the workbench over the wire, without those that keep a state.   H1=path routes.py"""
import base64
import hashlib
import json
import os
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest

from workbench import INJECT, Serve

MERGE = {"Content-Type": "application/merge-patch+json"}
# What an answer of a status has to bring along: RFC 9110 sections 15.3 to 15.6.
DEMANDED = {201: "Location", 206: "Content-Range", 301: "Location", 302: "Location", 303: "Location", 307: "Location",
            308: "Location", 401: "WWW-Authenticate", 405: "Allow", 407: "Proxy-Authenticate", 416: "Content-Range",
            426: "Upgrade"}


def multipart(parts, boundary=b"X-X"):
    """(head, content) pairs as multipart/form-data."""
    return b"".join(b"--" + boundary + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"
                    for head, content in parts) + b"--" + boundary + b"--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=X-X"}


class Routes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.serve = Serve()

    @classmethod
    def tearDownClass(cls):
        status, said = cls.serve.close()
        assert status == 0 and said == "", (status, said)

    def ask(self, *words, **more):
        return self.serve.ask(*words, **more)

    def test_hello(self):
        self.assertEqual(self.ask("GET", "/h1/hello").content, b"Hello, World!\n")

    def test_echo_tells_what_was_parsed(self):
        said = self.ask("PUT", "/h1/echo/x?a=b%20c&d=%FF&e", b"\xffabc", {"X-Some": "a  b", "x-some": "c"}).json()
        self.assertEqual((said["method"], said["target"], said["form"], said["path"], said["version"]),
                         ("PUT", "/h1/echo/x?a=b%20c&d=%FF&e", "origin", "/h1/echo/x", "HTTP/1.1"))
        self.assertEqual(said["pairs"], [["a", "b c"], ["d", {"base64": "/w=="}], ["e", ""]])
        self.assertEqual([f for f in said["fields"] if f[0].lower() == "x-some"], [["X-Some", "a  b"], ["x-some", "c"]])
        self.assertEqual(said["framing"]["by"], "content-length")
        self.assertEqual(base64.b64decode(said["content"]["bytes"]["base64"]), b"\xffabc")
        said = self.ask("FETCH", "/h1/echo", chunks=[b"ab", b"c"]).json()
        self.assertEqual((said["method"], said["framing"]["by"], said["content"], said["query"], said["pairs"]),
                         ("FETCH", "chunked", {"length": 3, "bytes": "abc"}, None, None))

    def test_status_brings_what_it_needs(self):
        for status in range(200, 600):
            answer = self.ask("GET", f"/h1/status/{status}")
            self.assertEqual(answer.status, status)
            if status in DEMANDED:
                self.assertIsNotNone(answer[DEMANDED[status]], status)
            self.assertEqual(answer.content, b"" if status in (204, 205, 304) else b"%d\n" % status)
            self.assertEqual(answer["Content-Length"] is None, status in (204, 304), status)
        self.assertIn("upgrade", self.ask("GET", "/h1/status/426")["Connection"])
        for wrong in ("100", "199", "600", "abc", "0200x", "-1", "99999999999999999999"):
            self.assertEqual(self.ask("GET", f"/h1/status/{wrong}").status, 400, wrong)
        self.assertEqual(self.ask("GET", "/h1/status/").status, 404)

    def test_redirect_is_a_chain(self):
        path, seen = "/h1/redirect/3?status=308", []
        while len(seen) < 10:
            answer = self.ask("GET", path)
            seen.append(answer.status)
            if answer.status == 200:
                break
            path = answer["Location"]
        self.assertEqual((seen, path), ([308, 308, 308, 200], "/h1/redirect/0?status=308"))
        self.assertEqual(self.ask("GET", "/h1/redirect/1")["Location"], "/h1/redirect/0")
        for wrong in ("101", "x", "1?status=200", "1?status=304", "1?status=x"):
            self.assertEqual(self.ask("GET", "/h1/redirect/" + wrong).status, 400, wrong)

    def test_bytes_are_as_many(self):
        line = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-\n"
        for count in (0, 1, 64, 16384, 1000003):
            answer = self.ask("GET", f"/h1/bytes/{count}")
            self.assertEqual(answer["Content-Length"], str(count))
            self.assertEqual(answer.content, (line * (count // 64 + 1))[:count])
        self.assertEqual(self.ask("HEAD", "/h1/bytes/1000")["Content-Length"], "1000")
        self.assertEqual(self.ask("GET", "/h1/bytes/1099511627777").status, 400)

    def read_raw(self, request):
        with socket.create_connection(("127.0.0.1", self.serve.port), timeout=20) as peer:
            peer.sendall(request)
            pieces = []
            while piece := peer.recv(65536):
                pieces.append((time.monotonic(), piece))
        return pieces

    def test_chunked_is_sent_as_it_is_made(self):
        pieces = self.read_raw(b"GET /h1/chunked/4?delay=120 HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n"
                               b"Connection: TE, close\r\n\r\n")
        whole = b"".join(piece for _, piece in pieces)
        self.assertGreaterEqual(pieces[-1][0] - pieces[0][0], 0.3)
        self.assertGreaterEqual(len(pieces), 4)
        head, body = whole.split(b"\r\n\r\n", 1)
        self.assertIn(b"\r\nTrailer: Content-Digest", head)
        content = b"".join(line for line in body.split(b"\r\n") if line.startswith(b"chunk "))
        self.assertEqual(content.count(b"\n"), 4)
        digest = base64.b64encode(hashlib.sha256(content).digest())
        self.assertTrue(body.endswith(b"\r\n0\r\nContent-Digest: sha-256=:" + digest + b":\r\n\r\n"), body)

    def test_trailers_only_for_who_takes_them(self):
        whole = b"".join(piece for _, piece in self.read_raw(b"GET /h1/chunked/2 HTTP/1.1\r\nHost: a\r\n"
                                                             b"Connection: close\r\n\r\n"))
        self.assertNotIn(b"Trailer", whole)
        self.assertTrue(whole.endswith(b"\r\n0\r\n\r\n"))
        whole = b"".join(piece for _, piece in self.read_raw(b"GET /h1/chunked/2 HTTP/1.0\r\n\r\n"))
        self.assertNotIn(b"chunked\r\n", whole.split(b"\r\n\r\n")[0])
        self.assertEqual(whole.count(b"chunk "), 2)
        self.assertEqual(self.ask("GET", "/h1/chunked/0").content, b"")
        self.assertEqual(self.ask("GET", "/h1/chunked/1?delay=1&delay=2").status, 400)

    def test_slow_answers_late_and_in_order(self):
        began = time.monotonic()
        pieces = self.read_raw(b"GET /h1/slow/300 HTTP/1.1\r\nHost: a\r\n\r\n"
                               b"GET /h1/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        self.assertGreaterEqual(pieces[0][0] - began, 0.29)
        self.assertLess(pieces[-1][0] - began, 2)
        whole = b"".join(piece for _, piece in pieces)
        self.assertRegex(whole, rb"(?s)^HTTP/1.1 200 .*\r\n\r\nafter 300 ms\nHTTP/1.1 200 .*\r\n\r\nHello, World!\n$")
        self.assertEqual(self.ask("GET", "/h1/slow/0").text(), "after 0 ms\n")
        self.assertEqual(self.ask("HEAD", "/h1/slow/1")["Content-Length"], "11")
        self.assertEqual(self.ask("GET", "/h1/slow/60001").status, 400)
        self.assertEqual(self.ask("GET", "/h1/slow/").status, 404)

    def test_slow_survives_clients_that_leave(self):
        for wait in (0, 0.1):
            with socket.create_connection(("127.0.0.1", self.serve.port)) as peer:
                peer.sendall(b"GET /h1/slow/200 HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(wait)
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        time.sleep(0.3)
        self.assertEqual(self.ask("GET", "/h1/hello").status, 200)

    def test_drip_gives_byte_after_byte(self):
        pieces = self.read_raw(b"GET /h1/drip/5?delay=60 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        whole = b"".join(piece for _, piece in pieces)
        self.assertGreaterEqual(pieces[-1][0] - pieces[0][0], 0.2)
        self.assertGreaterEqual(len(pieces), 5)
        self.assertIn(b"\r\nContent-Length: 5\r\n", whole)
        self.assertTrue(whole.endswith(b"\r\n\r\n....\n"))
        self.assertEqual(self.ask("GET", "/h1/drip/0").content, b"")
        self.assertEqual(self.ask("GET", "/h1/drip/200000").status, 400)
        self.assertEqual(self.ask("GET", "/h1/drip/3?delay=0").content, b"..\n")

    def test_etag_heeds_preconditions(self):
        self.assertEqual(self.ask("GET", "/h1/etag/abc")["ETag"], '"abc"')
        for path, fields, status in (("abc", {"If-None-Match": '"x", "abc"'}, 304), ("abc", {"If-Match": '"abc"'}, 200),
                                     ("abc", {"If-Match": '"abd"'}, 412), ("abc", {"If-None-Match": 'W/"abc"'}, 304),
                                     ("abc?weak=1", {"If-None-Match": '"abc"'}, 304),
                                     ("abc?weak=1", {"If-Match": 'W/"abc"'}, 412), ("abc?weak=2", {}, 400),
                                     ("a%22", {}, 404), ("", {}, 404), ("a" * 33, {}, 404)):
            answer = self.ask("GET", "/h1/etag/" + path, fields=fields)
            self.assertEqual(answer.status, status, (path, fields))
        self.assertEqual(self.ask("GET", "/h1/etag/a?weak=1")["ETag"], 'W/"a"')

    def test_cache_tells_for_how_long(self):
        answer = self.ask("GET", "/h1/cache/60")
        self.assertEqual((answer.status, answer["Cache-Control"]), (200, "max-age=60"))
        again = self.ask("GET", "/h1/cache/60", fields={"If-None-Match": answer["ETag"]})
        self.assertEqual((again.status, again["ETag"], again["Cache-Control"]), (304, answer["ETag"], "max-age=60"))
        self.assertEqual(self.ask("GET", "/h1/cache/61", fields={"If-None-Match": answer["ETag"]}).status, 200)
        self.assertEqual(self.ask("GET", "/h1/cache/60", fields={"If-Match": '"other"'}).status, 412)

    def test_store_life(self):
        one = "/h1/store/life"
        self.assertEqual(self.ask("GET", one).status, 404)
        made = self.ask("PUT", one, b'{"a":1}', {"Content-Type": "application/json"})
        self.assertEqual((made.status, made["Location"]), (201, one))
        read = self.ask("GET", one)
        self.assertEqual((read.content, read["Content-Type"], read["ETag"]),
                         (b'{"a":1}', "application/json", made["ETag"]))
        self.assertEqual(self.ask("HEAD", one)["Content-Length"], "7")
        changed = self.ask("PATCH", one, b'{"a":null,"b":[1]}', MERGE)
        self.assertEqual(changed.status, 204)
        self.assertNotEqual(changed["ETag"], made["ETag"])
        self.assertEqual(self.ask("GET", one).json(), {"b": [1]})
        self.assertEqual(self.ask("POST", one, b" ").status, 204)
        self.assertEqual(self.ask("GET", one).content, b'{"b":[1]} ')
        self.assertIn("life", [memo["name"] for memo in self.ask("GET", "/h1/store/").json()["store"]])
        self.assertEqual(self.ask("DELETE", one).status, 204)
        self.assertEqual((self.ask("GET", one).status, self.ask("DELETE", one).status), (404, 404))

    def test_store_keeps_updates_from_being_lost(self):
        one = "/h1/store/lost"
        self.assertEqual(self.ask("PUT", one, b"1", {"If-Match": "*"}).status, 412)
        first = self.ask("PUT", one, b"1", {"If-None-Match": "*"})["ETag"]
        self.assertEqual(self.ask("PUT", one, b"2", {"If-None-Match": "*"}).status, 412)
        second = self.ask("PUT", one, b"2", {"If-Match": first})
        self.assertEqual(second.status, 204)
        for method, more in (("PUT", {}), ("DELETE", {}), ("PATCH", MERGE), ("POST", {})):
            self.assertEqual(self.ask(method, one, b"{}", {"If-Match": first, **more}).status, 412)
        self.assertEqual(self.ask("GET", one, fields={"If-None-Match": second["ETag"]}).status, 304)
        self.assertEqual(self.ask("PUT", one, b"2", {"If-Match": "W/" + second["ETag"]}).status, 412)
        same = self.ask("PUT", one, b"2", {"If-Match": second["ETag"]})
        self.assertNotEqual(same["ETag"], second["ETag"])
        self.assertEqual(self.ask("DELETE", one, fields={"If-Match": same["ETag"]}).status, 204)

    def test_store_says_what_it_does_not_take(self):
        one = "/h1/store/takes"
        self.assertEqual(self.ask("PUT", one, b"text").status, 201)
        patch = self.ask("PATCH", one, b"[]", {"Content-Type": "application/json-patch+json"})
        self.assertEqual((patch.status, patch["Accept-Patch"]), (415, MERGE["Content-Type"]))
        self.assertEqual(self.ask("PATCH", one, b"{}", MERGE).status, 409)
        self.assertEqual(self.ask("PUT", one, b"1").status, 204)
        self.assertEqual(self.ask("PATCH", one, b"{", MERGE).status, 400)
        self.assertEqual(self.ask("PATCH", one, b'{"a":' * 65 + b"1" + b"}" * 65, MERGE).status, 400)
        self.assertEqual(self.ask("PATCH", one, b'{"a":' * 64 + b"1" + b"}" * 64, MERGE).status, 204)
        self.assertEqual(self.ask("PUT", one, b"x", {"Content-Range": "bytes 0-0/2"}).status, 400)
        self.assertEqual(self.ask("PUT", one, b"x", {"Content-Encoding": "gzip"}).status, 415)
        self.assertEqual(self.ask("PUT", one, b"x" * 65537).status, 413)
        self.assertEqual(self.ask("PUT", one, b"x" * 65536).status, 204)
        self.assertEqual(self.ask("POST", one, b"x").status, 413)
        options = self.ask("OPTIONS", one)
        self.assertEqual((options.status, options["Accept-Patch"]), (204, MERGE["Content-Type"]))
        self.assertEqual(options["Allow"], "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
        refused = self.ask("DELETE", "/h1/store/")
        self.assertEqual((refused.status, refused["Allow"]), (405, "GET, HEAD, POST, OPTIONS"))
        for name in ("a%20b", "..", ".", "a/b", "x" * 65, "%2e%2e"):
            self.assertEqual(self.ask("PUT", "/h1/store/" + name, b"").status, 400, name)
        self.assertEqual(self.ask("DELETE", one).status, 204)

    def test_store_is_bounded(self):
        made = []
        while True:
            answer = self.ask("POST", "/h1/store/", b"x" * 65536)
            if answer.status != 201:
                break
            made.append(answer["Location"])
        self.assertEqual((answer.status, len(made)), (507, 64))
        self.assertEqual(self.ask("PUT", made[0], b"y" * 65536).status, 204)
        for path in made:
            self.assertEqual(self.ask("DELETE", path).status, 204)
        made = []
        while (answer := self.ask("POST", "/h1/store/", b"")).status == 201:
            made.append(answer["Location"])
        self.assertEqual((answer.status, len(set(made))), (507, 256))
        for path in made:
            self.ask("DELETE", path)

    def test_upload_counts_and_hashes_without_a_directory(self):
        answer = self.ask("PUT", "/h1/upload/a%20b.txt", b"abc")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json(), {"file_name": "a b.txt", "size": 3, "stored": False,
                                         "sha256": hashlib.sha256(b"abc").hexdigest()})
        answer = self.ask("POST", "/h1/upload", multipart([(b'name="f"; filename="C:\\\\dir\\\\x.txt"', b"1\r\n2"),
                                                           (b"name=note", "é".encode())]), FORM)
        said = answer.json()
        self.assertEqual((said["files"][0]["file_name"], said["files"][0]["size"]), ("x.txt", 4))
        self.assertEqual(said["fields"], [{"name": "note", "value": "é"}])

    def test_upload_refuses_what_it_cannot_place(self):
        good = multipart([(b'name="f"; filename="a"', b"1")])
        for content, status in ((good[:-4], 400), (good[:-6], 400), (good.replace(b"--X-X\r\n", b"--X-XY\r\n"), 400), (b"", 400),
                                (good.replace(b"name=", b"nome="), 400),
                                (multipart([(b'name="f"; filename="a\x01b"', b"1")]), 400),
                                (multipart([(b'name="f"; filename=".."', b"1")]), 400),
                                (multipart([(b"name=n", b"x" * 4097)]), 413),
                                (multipart([(b"name=n", b"x" * 4096)]), 200), (good, 200)):
            self.assertEqual(self.ask("POST", "/h1/upload", content, FORM).status, status, content[:80])
        wrong = self.ask("POST", "/h1/upload", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual((wrong.status, wrong["Accept"]), (415, "multipart/form-data"))
        for name in ("..", "a%2Fb", "a%00b", "%ff", "a%0Ab", "x" * 256):
            self.assertEqual(self.ask("PUT", "/h1/upload/" + name, b"1").status, 400, name)
        self.assertEqual(self.ask("PUT", "/h1/upload/a", b"1", {"Content-Range": "bytes 0-0/2"}).status, 400)
        self.assertEqual(self.ask("GET", "/h1/upload/a").status, 405)

    def test_pages_keep_foreign_scripts_out(self):
        for path in ("/", "/h1/", "/h1/cookies", "/h1/login", "/h1/upload", "/h1/chunked/1", "/h1/redirect/0"):
            page = self.ask("GET", path, fields={"Accept": "text/html", "Cookie": 'a="<b>&"'})
            self.assertEqual((page.status, page["Content-Type"]), (200, "text/html; charset=utf-8"), path)
            self.assertIn("default-src 'none'", page["Content-Security-Policy"])
            self.assertIn("frame-ancestors 'none'", page["Content-Security-Policy"])
            self.assertEqual(page["X-Content-Type-Options"], "nosniff")
            self.assertNotIn("<b>&", page.text())
            self.assertNotIn("<script>", page.text())
            self.assertNotIn("style=", page.text())
        page = multipart([(b'name="f"; filename="<i>.txt"', b"1")])
        answer = self.ask("POST", "/h1/upload", page, {**FORM, "Accept": "text/html"})
        self.assertIn("&lt;i&gt;.txt", answer.text())
        self.assertNotIn("<i>", answer.text())

    def test_home_lists_routes_and_counts(self):
        before = self.ask("GET", "/h1/counters").json()
        page = self.ask("GET", "/").text()
        for route in ("hello", "echo", "status", "redirect", "bytes", "chunked", "cookies", "login", "upload", "store",
                      "cache", "etag", "slow", "drip"):
            self.assertIn(f"/h1/{route}", page)
        after = self.ask("GET", "/h1/counters").json()
        self.assertEqual(after["requests"], before["requests"] + 2)
        self.assertEqual(after["answers_2xx"], before["answers_2xx"] + 2)
        self.assertEqual(self.ask("GET", "/h1/nothing").status, 404)
        self.assertEqual(self.ask("GET", "/nothing").status, 404)
        refused = self.ask("DELETE", "/")
        self.assertEqual((refused.status, refused["Allow"]), (405, "GET, HEAD, OPTIONS"))
        self.assertEqual(self.ask("BREW", "/").status, 501)
        self.assertEqual(self.ask("HEAD", "/").content, b"")

    def test_other_sites_cannot_post(self):
        host = f"127.0.0.1:{self.serve.port}"
        for method, path, content, more in (("POST", "/h1/cookies", b"name=a&value=b", {}),
                                            ("POST", "/h1/login", b"name=alice&password=wonderland&by=cookie", {}),
                                            ("POST", "/h1/logout", b"", {}), ("PUT", "/h1/store/site", b"x", {}),
                                            ("DELETE", "/h1/cookies?name=a", b"", {}),
                                            ("POST", "/h1/upload", multipart([(b"name=a", b"b")]), FORM)):
            form = {"Content-Type": "application/x-www-form-urlencoded", **more}
            for origin, site, allowed in ((f"http://{host}", None, True), (f"https://{host}", None, True),
                                          (f"http://{host}", "same-origin", True), (None, None, True),
                                          ("http://evil.example", None, False), ("null", None, False),
                                          (f"http://{host}.evil.example", None, False),
                                          ("http://127.0.0.1", None, False),
                                          (f"http://{host}", "same-site", False), (None, "cross-site", False)):
                said = {"Origin": origin, "Sec-Fetch-Site": site}
                fields = {**form, **{name: value for name, value in said.items() if value}}
                answer = self.ask(method, path, content, fields)
                self.assertEqual(answer.status != 403, allowed, (method, path, origin, site))
        self.ask("DELETE", "/h1/store/site")


class UploadDir(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="h1-upload-")
        self.serve = Serve("--upload-dir", self.folder.name, "--max-upload", "3000000")

    def tearDown(self):
        self.assertEqual(self.serve.close()[0], 0)
        self.folder.cleanup()

    def there(self):
        return sorted(os.listdir(self.folder.name))

    def read(self, name):
        with open(os.path.join(self.folder.name, name), "rb") as file:
            return file.read()

    def test_put_makes_and_never_replaces(self):
        answer = self.serve.ask("PUT", "/h1/upload/%C3%A9.txt", b"one")
        self.assertEqual((answer.status, answer["Location"]), (201, "/h1/upload/%C3%A9.txt"))
        self.assertEqual(self.serve.ask("PUT", "/h1/upload/%C3%A9.txt", b"two").status, 409)
        answer = self.serve.ask("POST", "/h1/upload/%C3%A9.txt", chunks=[b"thr", b"ee"])
        self.assertEqual((answer.status, answer.json()["file_name"]), (201, "é-1.txt"))
        self.assertEqual(self.there(), ["é-1.txt", "é.txt"])
        self.assertEqual((self.read("é.txt"), self.read("é-1.txt")), (b"one", b"three"))

    def test_form_stores_each_file(self):
        big = os.urandom(1000000)
        parts = [(b'name="f"; filename="big.bin"', big), (b'name="f"; filename="empty"', b""),
                 (b'name="g"; filename=""', b""), (b"name=note", b"hi")]
        for chunks in (None, [multipart(parts)[i:i + 777] for i in range(0, len(multipart(parts)), 777)]):
            content = multipart(parts) if chunks is None else None
            said = self.serve.ask("POST", "/h1/upload", content, FORM, chunks).json()
            self.assertEqual([file["stored"] for file in said["files"]], [True, True])
            self.assertEqual(said["files"][0]["sha256"], hashlib.sha256(big).hexdigest())
            self.assertEqual(self.read(said["files"][0]["file_name"]), big)
        self.assertEqual(self.there(), ["big-1.bin", "big.bin", "empty", "empty-1"])

    def test_a_slow_disk_holds_up_nobody_else(self):
        slow = Serve("--upload-dir", self.folder.name, "--drain", "10s",
                     env={**os.environ, "LD_PRELOAD": INJECT, "H1_INJECT_SYNC_MS": "500"})
        form = multipart([(b'name="f"; filename="%d"' % i, b"%d" % i) for i in range(4)])
        answers = []

        def post():
            answers.append(slow.ask("POST", "/h1/upload", form, FORM))

        waiting = threading.Thread(target=post)
        began = time.monotonic()
        waiting.start()
        time.sleep(0.2)
        self.assertEqual(slow.ask("GET", "/h1/hello").status, 200)
        self.assertLess(time.monotonic() - began, 0.45)
        self.assertEqual(self.there(), [])
        time.sleep(0.1)
        self.assertEqual(slow.close()[0], 0)  # what is under way is finished first
        waiting.join()
        self.assertGreater(time.monotonic() - began, 0.95)
        self.assertEqual([file["file_name"] for file in answers[0].json()["files"]], ["0", "1", "2", "3"])
        self.assertEqual(self.there(), ["0", "1", "2", "3"])

    def test_nothing_is_left_of_what_was_cut_short(self):
        content = multipart([(b'name="f"; filename="half"', b"x" * 100000)])
        self.assertEqual(self.serve.ask("POST", "/h1/upload", content[:-10], FORM).status, 400)
        with socket.create_connection(("127.0.0.1", self.serve.port)) as peer:
            peer.sendall(b"PUT /h1/upload/half HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
            time.sleep(0.2)
        time.sleep(0.2)
        self.assertEqual(self.there(), [])
        self.assertEqual(self.serve.ask("PUT", "/h1/upload/half", b"now").status, 201)

    def test_upload_is_bounded(self):
        self.assertEqual(self.serve.ask("PUT", "/h1/upload/a", b"x" * 3000000).status, 201)
        self.assertEqual(self.serve.ask("PUT", "/h1/upload/b", b"x" * 3000001).status, 413)
        self.assertEqual(self.serve.ask("PUT", "/h1/upload/c", chunks=[b"x" * 1000000] * 4).status, 413)
        self.assertEqual(self.there(), ["a"])

    def test_curl_uploads_both_ways(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"by curl")
            file.flush()
            for words in (["-T", file.name, f"{self.serve.url}/h1/upload/put"],
                          ["-F", f"f=@{file.name};filename=form", f"{self.serve.url}/h1/upload"]):
                done = subprocess.run(["curl", "-sS", "--fail", *words], capture_output=True, timeout=20)
                self.assertEqual(done.returncode, 0, done.stderr)
                json.loads(done.stdout)
        self.assertEqual((self.there(), self.read("put"), self.read("form")), (["form", "put"], b"by curl", b"by curl"))


if __name__ == "__main__":
    unittest.main()
