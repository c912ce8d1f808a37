#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""h1 serve --root, asked by Python, curl, wget and bare sockets on the loopback.   H1=path files_served.py"""
import ctypes
import email
import gzip
import http.client
import os
import re
import socket
import struct
import subprocess
import tempfile
import time
import unittest

H1 = os.path.abspath(os.environ["H1"])
BIG = 5 << 30


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def forbid_openat2():
    """What a kernel without openat2 says: a filter that answers the call with ENOSYS."""
    load, equal, back = struct.pack("HBBI", 0x20, 0, 0, 0), struct.pack("HBBI", 0x15, 0, 1, 437), 0x06
    program = (load + equal + struct.pack("HBBI", back, 0, 0, 0x00050000 | 38) +
               struct.pack("HBBI", back, 0, 0, 0x7FFF0000))
    kept = ctypes.create_string_buffer(program)
    libc = ctypes.CDLL(None, use_errno=True)
    filters = struct.pack("HxxxxxxP", 4, ctypes.addressof(kept))
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, filters, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


class Served(unittest.TestCase):
    """One server for all tests; the folder is made once, and left alone until its files have settled."""

    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.TemporaryDirectory()
        cls.root = os.path.join(cls.top.name, "site")
        cls.numbers = b"".join(b"%d\n" % n for n in range(100000))
        write(cls.top.name + "/outside.txt", b"outside")
        write(cls.root + "/index.html", b'<link rel=stylesheet href=look/a.css><script src="look/a.js"></script>')
        write(cls.root + "/look/a.css", b"body { color: red }")
        write(cls.root + "/look/a.js", b"1;")
        write(cls.root + "/mirror/numbers.txt", cls.numbers)
        write(cls.root + "/mirror/deep/a b & c.txt", b"spaces")
        write(cls.root + "/mirror/deep/empty", b"")
        write(cls.root + "/shrinks", b"")
        os.truncate(cls.root + "/shrinks", 1 << 28)
        with open(cls.root + "/big", "wb") as file:
            file.truncate(BIG - 3)
            file.seek(BIG - 3)
            file.write(b"END")
        os.symlink("/etc/passwd", cls.root + "/absolute")
        os.symlink("../outside.txt", cls.root + "/climb")
        os.symlink("..", cls.root + "/up")
        os.mkfifo(cls.root + "/pipe")
        cls.server, cls.port = cls.serve(cls.root)
        cls.addClassCleanup(cls.top.cleanup)
        cls.addClassCleanup(cls.end, cls.server)
        time.sleep(2.5)

    @staticmethod
    def end(server):
        """Stop a server, whatever became of the test."""
        server.terminate()
        try:
            status = server.wait(20)
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
        if status != 0:
            raise AssertionError(f"h1 serve ended with {status}")

    @classmethod
    def serve(cls, root, *options):
        server = subprocess.Popen([H1, "serve", "--listen", "127.0.0.1:0", "--root", root, *options],
                                  stdout=subprocess.PIPE, text=True)
        line = server.stdout.readline()
        return server, int(re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line)[1])

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path, method="GET", **fields):
        """One request on a connection of its own: status, fields, content."""
        peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        peer.putrequest(method, path, skip_accept_encoding=True)
        for name, value in fields.items():
            peer.putheader(name.replace("_", "-"), value)
        peer.endheaders()
        answer = peer.getresponse()
        content = answer.read(1 << 20)  # not all five gigabytes, should they come
        peer.close()
        return answer.status, answer.headers, content

    def run_tool(self, *words):
        return subprocess.run(words, capture_output=True, timeout=60, check=True,
                              env={**os.environ, "no_proxy": "*"}).stdout

    def coded(self, accept, **more):
        """Status, fields and content of numbers.txt for an Accept-Encoding."""
        fields = {} if accept is None else {"Accept-Encoding": accept}
        return self.ask("/mirror/numbers.txt", {**fields, **{name.replace("_", "-"): v for name, v in more.items()}})

    def ask(self, path, fields, method="GET"):
        peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        peer.putrequest(method, path, skip_accept_encoding=True)
        for name, value in fields.items():
            peer.putheader(name, value)
        peer.endheaders()
        answer = peer.getresponse()
        content = answer.read()
        peer.close()
        return answer.status, answer.headers, content

    def test_text_is_packed_for_who_prefers_that(self):
        for accept in ("gzip", "deflate, gzip;q=0.5", "*", "gzip;q=0.001, identity;q=0", "X-GZIP", "identity, gzip"):
            status, fields, content = self.coded(accept)
            self.assertEqual((status, fields["Content-Encoding"]), (200, "gzip"), accept)
            self.assertTrue(gzip.decompress(content) == self.numbers)
            self.assertLess(len(content), len(self.numbers) / 2)
        for accept in (None, "", "gzip;q=0", "identity, gzip;q=0.5", "br", "*;q=0", "gzip;q=x", "gzip;q=0, *"):
            status, fields, content = self.coded(accept)
            self.assertEqual((status, fields["Content-Encoding"]), (200, None), accept)
            self.assertTrue(content == self.numbers)
            self.assertEqual(fields["Vary"], "Accept-Encoding")
        self.assertEqual(self.coded("gzip")[2], self.coded("gzip")[2])

    def test_what_is_packed_has_a_tag_of_its_own(self):
        plain, packed = self.coded(None)[1]["ETag"], self.coded("gzip")[1]["ETag"]
        self.assertNotEqual(plain, packed)
        self.assertEqual(self.coded("gzip", If_None_Match=packed)[0], 304)
        self.assertEqual(self.coded("gzip", If_None_Match=packed)[1]["Vary"], "Accept-Encoding")
        self.assertEqual(self.coded("gzip", If_None_Match=plain)[0], 200)
        self.assertEqual(self.coded(None, If_None_Match=packed)[0], 200)

    def test_parts_are_those_of_the_file(self):
        status, fields, content = self.coded("gzip", Range="bytes=0-9")
        self.assertEqual((status, fields["Content-Encoding"]), (206, None))
        self.assertTrue(content == self.numbers[:10])
        self.assertEqual(fields["ETag"], self.coded(None)[1]["ETag"])
        packed = self.coded("gzip")[1]["ETag"]
        self.assertTrue(self.coded("gzip", Range="bytes=0-9", If_Range=packed)[2] == self.numbers)

    def test_what_does_not_shrink_is_not_packed(self):
        for path in ("/look/a.js", "/mirror/deep/empty"):
            fields = self.ask(path, {"Accept-Encoding": "gzip"})[1]
            self.assertEqual((fields["Content-Encoding"], fields["Vary"]), (None, None), path)
        status, fields, content = self.ask("/mirror/numbers.txt", {"Accept-Encoding": "gzip"}, "HEAD")
        self.assertEqual((status, fields["Content-Encoding"], content), (200, "gzip", b""))

    def test_curl_unpacks(self):
        done = subprocess.run(["curl", "-s", "--compressed", f"http://127.0.0.1:{self.port}/mirror/numbers.txt"],
                              capture_output=True, timeout=20, check=True)
        self.assertEqual(done.stdout, self.numbers)

    def test_a_browser_loads_a_page_and_loads_it_again(self):
        peer = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        tags = {}
        for path, status in (("/", 200), ("/look/a.css", 200), ("/look/a.js", 200), ("/favicon.ico", 404)):
            peer.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br", "Connection": "keep-alive"})
            answer = peer.getresponse()
            answer.read()
            self.assertEqual(answer.status, status, path)
            tags[path] = answer.headers.get("ETag")
        self.assertTrue(tags["/look/a.js"].startswith('"'))
        for path in ("/", "/look/a.css", "/look/a.js"):
            peer.request("GET", path, headers={"If-None-Match": tags[path], "Cache-Control": "max-age=0"})
            answer = peer.getresponse()
            self.assertEqual((answer.status, answer.read()), (304, b""), path)
            self.assertEqual(answer.headers["ETag"], tags[path])
            self.assertIsNone(answer.headers["Content-Type"])
        peer.close()

    def test_curl_takes_resumes_and_asks_whether_it_changed(self):
        target = os.path.join(self.top.name, "got")
        self.run_tool("curl", "-sf", "-o", target, self.url("/mirror/numbers.txt"))
        with open(target, "rb") as file:
            self.assertEqual(file.read(), self.numbers)
        os.truncate(target, 1000)
        self.run_tool("curl", "-sf", "-C", "-", "-o", target, self.url("/mirror/numbers.txt"))
        with open(target, "rb") as file:
            self.assertEqual(file.read(), self.numbers)
        told = self.run_tool("curl", "-s", "-o", os.devnull, "-w", "%{http_code} %{size_download}", "-z",
                             "Fri, 01 Jan 2100 00:00:00 GMT", self.url("/mirror/numbers.txt"))
        self.assertEqual(told, b"304 0")
        told = self.run_tool("curl", "-s", "-L", "-w", " %{http_code} %{url_effective}", self.url("/look?x=y"))
        self.assertTrue(told.endswith(b"200 " + self.url("/look/?x=y").encode()), told)

    def test_wget_mirrors_listed_folders(self):
        folder = os.path.join(self.top.name, "mirrored")
        self.run_tool("wget", "-q", "-r", "-np", "-nH", "-P", folder, self.url("/mirror/"))
        for name in ("numbers.txt", "deep/a b & c.txt", "deep/empty"):
            with open(f"{folder}/mirror/{name}", "rb") as got, open(f"{self.root}/mirror/{name}", "rb") as due:
                self.assertEqual(got.read(), due.read(), name)
        os.truncate(folder + "/mirror/numbers.txt", 5000)
        self.run_tool("wget", "-q", "-c", "-P", folder + "/mirror", self.url("/mirror/numbers.txt"))
        with open(folder + "/mirror/numbers.txt", "rb") as got:
            self.assertEqual(got.read(), self.numbers)

    def test_ranges_reach_to_the_end_of_a_big_file(self):
        status, fields, content = self.get("/big", Range="bytes=-3")
        self.assertEqual((status, content), (206, b"END"))
        self.assertEqual(fields["Content-Range"], f"bytes {BIG - 3}-{BIG - 1}/{BIG}")
        status, fields, content = self.get("/big", Range=f"bytes={(4 << 30) - 2}-{(4 << 30) + 1}")
        self.assertEqual((status, content), (206, b"\0\0\0\0"))
        status, fields, content = self.get("/big", Range=f"bytes={BIG}-")
        self.assertEqual((status, fields["Content-Range"]), (416, f"bytes */{BIG}"))
        status, fields, content = self.get("/big", "HEAD")
        self.assertEqual((status, fields["Content-Length"], content), (200, str(BIG), b""))

    def test_several_ranges_are_parts_that_a_mail_reader_understands(self):
        status, fields, content = self.get("/mirror/numbers.txt", Range="bytes=500000-500009,0-9,-10")
        self.assertEqual(status, 206)
        self.assertEqual(len(content), int(fields["Content-Length"]))
        message = email.message_from_bytes(b"Content-Type: " + fields["Content-Type"].encode() + b"\r\n\r\n" + content)
        total = len(self.numbers)
        self.assertEqual([(part["Content-Range"], part["Content-Type"], part.get_payload(decode=True))
                          for part in message.get_payload()],
                         [(f"bytes {first}-{first + 9}/{total}", "text/plain; charset=utf-8",
                           self.numbers[first:first + 10]) for first in (500000, 0, total - 10)])

    def test_a_download_goes_on_only_with_the_same_file(self):
        tag = self.get("/mirror/numbers.txt", "HEAD")[1]["ETag"]
        date = self.get("/mirror/numbers.txt", "HEAD")[1]["Last-Modified"]
        for validator, status in ((tag, 206), (date, 206), ('"other"', 200), ("W/" + tag, 200),
                                  ("Thu, 01 Jan 1970 00:00:00 GMT", 200)):
            answer = self.get("/mirror/numbers.txt", Range="bytes=10-", If_Range=validator)
            self.assertEqual(answer[0], status, validator)

    def test_no_path_leads_out(self):
        for path in ("/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/up/outside.txt", "/climb",
                     "/absolute", "/look/../../outside.txt", "/pipe", "//etc/passwd", "/.%2e/outside.txt",
                     "/up/site/index.html", "/proc/self/environ"):
            status, _, content = self.get(path)
            self.assertEqual(status, 404, path)
            self.assertNotIn(b"outside", content)
        status, fields, _ = self.get("/look")
        self.assertEqual((status, fields["Location"]), (301, "./look/"))

    def test_a_file_that_shrinks_while_it_is_sent_ends_the_connection(self):
        peer = socket.create_connection(("127.0.0.1", self.port), 20)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        peer.sendall(b"GET /shrinks HTTP/1.1\r\nHost: a\r\n\r\n")
        got = len(peer.recv(1000))
        os.truncate(self.root + "/shrinks", 1 << 20)
        while more := peer.recv(1 << 16):
            got += len(more)
        peer.close()
        self.assertLess(got, 1 << 28)
        # Others are still served, and the descriptor was given back.
        self.assertEqual(self.get("/look/a.js")[2], b"1;")
        opened = [os.readlink(f"/proc/{self.server.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{self.server.pid}/fd")]
        self.assertEqual([name for name in opened if "shrinks" in name], [])

    def test_clients_that_go_away_harm_nobody(self):
        for _ in range(5):
            peer = socket.create_connection(("127.0.0.1", self.port), 20)
            peer.sendall(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
            peer.recv(100000)
            peer.close()
        self.assertEqual(self.get("/look/a.js")[2], b"1;")
        opened = [os.readlink(f"/proc/{self.server.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{self.server.pid}/fd")]
        self.assertEqual([name for name in opened if name.endswith("/big")], [])

    def test_folders_are_not_listed_where_that_is_not_wanted(self):
        server, port = self.serve(self.root, "--no-listing")
        self.addCleanup(self.end, server)
        for path, status in (("/", b"200"), ("/look/", b"403"), ("/look/a.js", b"200")):
            told = self.run_tool("curl", "-s", "-o", os.devnull, "-w", "%{http_code}", f"http://127.0.0.1:{port}{path}")
            self.assertEqual(told, status, path)

    def refused(self, root, **options):
        done = subprocess.run([H1, "serve", "--listen", "127.0.0.1:0", "--root", root], capture_output=True, text=True,
                              timeout=20, **options)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr

    def test_a_root_that_cannot_be_served_is_named(self):
        self.assertIn("nowhere: No such file or directory", self.refused(self.root + "/nowhere"))
        self.assertIn("index.html: Not a directory", self.refused(self.root + "/index.html"))
        self.assertIn("openat2", self.refused(self.root, preexec_fn=forbid_openat2))


if __name__ == "__main__":
    unittest.main()
