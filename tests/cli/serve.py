#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""h1 serve on the loopback, asked by programs that others wrote and by bare sockets.   H1=path serve.py [CLASS...]"""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

H1 = os.path.abspath(os.environ["H1"])
SANITIZED = b"__asan_init" in open(H1, "rb").read()
GET = b"GET /h1/hello HTTP/1.1\r\nHost: a\r\n\r\n"
HELLO = b"Hello, World!"


class Server:
    """h1 serve with these options, until the end of the with."""

    def __init__(self, *options):
        self.process = subprocess.Popen([H1, "serve", "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        self.port = int(re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line)[1])
        self.url = "http://127.0.0.1:%d" % self.port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, sig=signal.SIGTERM):
        """Its exit status, and what it printed since."""
        if self.process.poll() is None:
            self.process.send_signal(sig)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode(), err.decode()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(self, sent, shut=False):
        """All that is answered until the server closes."""
        with self.connect() as peer:
            peer.sendall(sent)
            if shut:
                peer.shutdown(socket.SHUT_WR)
            return read_all(peer)

    def memory(self):
        """Resident kilobytes."""
        with open("/proc/%d/status" % self.process.pid) as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])


def read_all(peer):
    got = b""
    while True:
        try:
            more = peer.recv(65536)
        except ConnectionResetError:
            return got + b"[reset]"
        if not more:
            return got
        got += more


def statuses(answer):
    return [int(status) for status in re.findall(rb"(?:^|\r\n|})HTTP/1\.1 (\d\d\d) ", answer.replace(b"\n", b"\r\n"))]


def run(*command, **how):
    return subprocess.run(command, capture_output=True, timeout=60, **how)


class Clients(unittest.TestCase):
    """curl, wget and Python's own: never skipped."""

    def test_curl(self):
        with Server() as server:
            got = run("curl", "-sS", "-v", server.url + "/h1/hello", server.url + "/h1/hello")
            self.assertEqual(got.returncode, 0)
            self.assertEqual(got.stdout.count(HELLO), 2)
            self.assertIn(b"Re-using existing connection", got.stderr)
            self.assertEqual(run("curl", "-sS", "-0", server.url + "/h1/hello").stdout.strip(), HELLO)
            head = run("curl", "-sSI", server.url + "/h1/hello").stdout
            self.assertTrue(head.startswith(b"HTTP/1.1 200 OK\r\n") and head.endswith(b"\r\n\r\n"), head)
            self.assertEqual(run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", server.url + "/x").stdout,
                             b"404")
            self.assertEqual(run("curl", "-sSL", server.url + "/h1/redirect/3").returncode, 0)

    def test_curl_sends(self):
        content = os.urandom(3_000_000)
        with Server("--echo") as server:
            for options in (["--data-binary", "@-"], ["-T", "-"],
                            ["-H", "Transfer-Encoding: chunked", "--data-binary", "@-"],
                            ["-H", "Expect: 100-continue", "--data-binary", "@-"]):
                got = run("curl", "-sS", *options, server.url + "/any", input=content)
                self.assertEqual(got.returncode, 0, got.stderr)
                self.assertEqual(got.stdout, content, options)

    def test_wget(self):
        with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as to:
            os.mkdir(root + "/folder")
            for name in ("a.txt", "folder/b.bin"):
                with open(os.path.join(root, name), "wb") as file:
                    file.write(os.urandom(500_000))
            with Server("--root", root) as server:
                got = run("wget", "-nv", "-r", "-nH", "-np", "-P", to, server.url + "/")
                self.assertEqual(got.returncode, 0, got.stderr)
            for name in ("a.txt", "folder/b.bin"):
                with open(os.path.join(root, name), "rb") as sent, open(os.path.join(to, name), "rb") as file:
                    self.assertEqual(sent.read(), file.read(), name)

    def test_wget_goes_on_where_it_stopped(self):
        with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as to:
            content = os.urandom(300_000)
            with open(root + "/f", "wb") as file:
                file.write(content)
            with open(to + "/f", "wb") as file:
                file.write(content[:100_000])
            with Server("--root", root) as server:
                got = run("wget", "-nv", "-c", "-O", to + "/f", server.url + "/f")
            self.assertEqual(got.returncode, 0, got.stderr)
            with open(to + "/f", "rb") as file:
                self.assertEqual(file.read(), content)

    def test_python(self):
        with Server() as server:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            for _ in range(3):
                client.request("GET", "/h1/hello")
                answer = client.getresponse()
                self.assertEqual((answer.status, answer.read().strip()), (200, HELLO))
            client.request("GET", "/h1/chunked/3")
            self.assertEqual(client.getresponse().read().count(b"\n"), 3)
            client.request("POST", "/h1/hello", b"x" * 1000)
            answer = client.getresponse()
            self.assertEqual((answer.status, answer.getheader("Allow")), (405, "GET, HEAD, OPTIONS"))
            answer.read()
            client.request("HEAD", "/h1/bytes/100")
            answer = client.getresponse()
            self.assertEqual((answer.getheader("Content-Length"), answer.read()), ("100", b""))
            client.close()


class Echo(unittest.TestCase):
    def test_every_path_and_method(self):
        with Server("--echo") as server:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"):
                for path in ("/", "/a/b?c", "*") if method == "OPTIONS" else ("/", "/a/b?c"):
                    for content in (b"", b"x" * 100, b"y" * 70000):
                        client.request(method, path, content)
                        answer = client.getresponse()
                        self.assertEqual((answer.status, answer.read()), (200, content), (method, path))
                        self.assertEqual(answer.getheader("Content-Type"), "text/plain")
            client.request("PUT", "/", iter([b"ab", b"cd"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
            answer = client.getresponse()
            self.assertEqual((answer.getheader("Content-Length"), answer.read()), ("4", b"abcd"))
            client.request("HEAD", "/", b"abc")
            answer = client.getresponse()
            self.assertEqual((answer.getheader("Content-Length"), answer.read()), ("3", b""))
            client.close()
            self.assertEqual(statuses(server.ask(b"TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")), [405])
            self.assertEqual(statuses(server.ask(b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n")), [501])

    def test_faults_are_refused(self):
        with Server("--echo") as server:
            answer = server.ask(b"GET / HTTP/1.1\r\nHost : a\r\n\r\n" + GET)
            self.assertEqual(statuses(answer), [400])
            problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
            self.assertEqual((problem["rule"], problem["offset"], problem["clause"], problem["status"]),
                             ("field-space-before-colon", 20, "RFC 9112 section 5.1", 400))


class Connections(unittest.TestCase):
    def test_pipelined_requests_are_answered_in_order(self):
        with Server() as server:
            asked = b"".join(b"GET /h1/bytes/%d HTTP/1.1\r\nHost: a\r\n\r\n" % n for n in range(1, 200))
            answer = server.ask(asked, shut=True)
            self.assertEqual([int(n) for n in re.findall(rb"Content-Length: (\d+)", answer)], list(range(1, 200)))

    def test_old_clients(self):
        with Server("--http09") as server:
            self.assertEqual(server.ask(b"GET /h1/hello\r\n").strip(), HELLO)
            self.assertTrue(server.ask(b"GET /h1/hello HTTP/1.0\r\n\r\n").strip().endswith(HELLO))
            kept = server.ask(b"GET /h1/hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" * 2, shut=True)
            self.assertEqual((kept.count(b"Connection: keep-alive"), kept.count(HELLO)), (2, 2))
        with Server() as server:
            self.assertEqual(statuses(server.ask(b"GET /h1/hello\r\n")), [400])

    def test_continue_is_said_when_the_content_is_wanted(self):
        head = b"PUT %s HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
        with Server("--echo") as server, server.connect() as peer:
            peer.sendall(head % b"/")
            self.assertEqual(peer.recv(1000), b"HTTP/1.1 100 Continue\r\n\r\n")
            peer.sendall(b"hello")
            self.assertTrue(read_all(peer).endswith(b"\r\n\r\nhello"))
        with Server() as server:
            self.assertEqual(statuses(server.ask(head % b"/nothing")), [404])

    def test_a_refusal_is_not_overtaken_by_a_reset(self):
        with Server("--echo", "--max-body", "10") as server:
            for _ in range(20):
                answer = server.ask(b"POST /h1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" +
                                    b"x" * 2_000_000)
                self.assertEqual(statuses(answer), [413])
                self.assertNotIn(b"[reset]", answer)

    def test_limits(self):
        host = b"Host: a\r\n"
        for options, asked, status in (
                (["--max-target", "100"], b"GET /" + b"a" * 100 + b" HTTP/1.1\r\n" + host + b"\r\n", 414),
                (["--max-target", "20000"], b"GET /" + b"a" * 19999 + b" HTTP/1.1\r\n" + host + b"\r\n", 404),
                (["--max-fields", "3"], b"GET / HTTP/1.1\r\n" + host * 1 + b"A: b\r\n" * 3 + b"\r\n", 431),
                (["--max-head", "200"], b"GET / HTTP/1.1\r\n" + host + b"A: " + b"b" * 200 + b"\r\n\r\n", 431),
                (["--echo", "--max-body", "9"], b"POST /h1/echo HTTP/1.1\r\nContent-Length: 10\r\n" + host +
                 b"\r\n0123456789", 413),
                (["--max-body", "9"], b"POST /h1/echo HTTP/1.1\r\nContent-Length: 10\r\n" + host + b"\r\n", 413)):
            with Server(*options) as server:
                self.assertEqual(statuses(server.ask(asked, shut=True)), [status], options)

    def test_times(self):
        for options, sent, status in (
                (["--head-time", "0.3"], b"GET / HTTP/1.1\r\nHo", [408]),
                (["--idle", "0.3"], b"", []),
                (["--idle", "0.3"], GET, [200]),
                (["--body-time", "0.3"], b"POST /h1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01", [408])):
            with Server(*options) as server:
                began = time.monotonic()
                self.assertEqual(statuses(server.ask(sent)), status, options)
                self.assertGreater(time.monotonic() - began, 0.25)

    def test_requests_on_a_connection(self):
        with Server("--max-requests", "3") as server:
            answer = server.ask(GET * 5)
            self.assertEqual(statuses(answer), [200, 200, 200])
            self.assertEqual(answer.count(b"Connection: close"), 1)

    def test_connections_beyond_the_limit_wait(self):
        with Server("--max-connections", "2") as server, server.connect() as one, server.connect() as two:
            for peer in (one, two):
                peer.sendall(GET)
                self.assertIn(HELLO, peer.recv(1000))
            with server.connect() as three:
                three.sendall(GET)
                three.settimeout(0.3)
                with self.assertRaises(TimeoutError):
                    three.recv(1000)
                one.close()
                three.settimeout(20)
                self.assertIn(HELLO, three.recv(1000))

    def test_a_client_that_never_reads_costs_little(self):
        with Server("--max-unsent", "100000") as server, server.connect() as peer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            before = server.memory()
            peer.settimeout(1)
            asked = b"GET /h1/bytes/20000 HTTP/1.1\r\nHost: a\r\n\r\n" * 100
            try:
                for _ in range(1000):
                    peer.sendall(asked)
            except TimeoutError:
                pass
            else:
                self.fail("all was taken, 2 GB of answers are somewhere")
            self.assertLess(server.memory() - before, 3000 if not SANITIZED else 30000)
            self.assertEqual(statuses(server.ask(GET, shut=True)), [200])

    def test_what_is_under_way_is_finished_when_it_stops(self):
        for sig in (signal.SIGTERM, signal.SIGINT):
            with Server() as server, server.connect() as idle, server.connect() as busy:
                idle.sendall(GET)
                idle.recv(1000)
                busy.sendall(b"GET /h1/chunked/5?delay=100 HTTP/1.1\r\nHost: a\r\n\r\n")
                busy.recv(10)
                status, _, err = server.stop(sig)
                self.assertEqual((status, err), (0, ""))
                self.assertEqual(idle.recv(1000), b"")
                self.assertTrue(read_all(busy).endswith(b"\r\n0\r\n\r\n"))

    def test_who_asked_before_it_stopped_is_answered(self):
        with Server() as server, server.connect() as kept:
            kept.sendall(GET)
            self.assertIn(HELLO, kept.recv(1000))
            server.process.send_signal(signal.SIGSTOP)
            with server.connect() as new:
                for peer in (kept, new):
                    peer.sendall(GET)
                server.process.send_signal(signal.SIGTERM)
                server.process.send_signal(signal.SIGCONT)
                for peer in (kept, new):
                    self.assertIn(HELLO, read_all(peer))
            self.assertEqual(server.stop()[0], 0)

    def test_nobody_connects_while_it_finishes(self):
        with Server() as server, server.connect() as busy:
            busy.sendall(b"GET /h1/chunked/20?delay=100 HTTP/1.1\r\nHost: a\r\n\r\n")
            busy.recv(10)
            server.process.send_signal(signal.SIGTERM)
            refused = False
            for _ in range(15):
                time.sleep(0.1)
                try:
                    server.connect().close()
                except ConnectionRefusedError:
                    refused = True
                    break
            self.assertTrue(refused, "who connects now waits for an answer that never comes")
            self.assertTrue(read_all(busy).endswith(b"\r\n0\r\n\r\n"))

    def test_stopping_is_bounded(self):
        with Server("--drain", "0.3") as server, server.connect() as busy:
            busy.sendall(b"GET /h1/chunked/100?delay=1000 HTTP/1.1\r\nHost: a\r\n\r\n")
            busy.recv(10)
            began = time.monotonic()
            self.assertEqual(server.stop()[0], 0)
            self.assertLess(time.monotonic() - began, 5)


class Workers(unittest.TestCase):
    @staticmethod
    def children(pid, count):
        """Its workers, once there are so many."""
        pids, until = [], time.monotonic() + 20
        while len(pids) < count and time.monotonic() < until:
            with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
                pids = [int(word) for word in file.read().split()]
        return pids

    def test_all_serve_and_stop_together(self):
        with Server("--workers", "3", "--log", "-") as server:
            peers = [server.connect() for _ in range(60)]
            for peer in peers:
                peer.sendall(GET)
                self.assertIn(HELLO, peer.recv(1000))
            busy = [sum(1 for _ in os.listdir("/proc/%d/fd" % pid)) for pid in self.children(server.process.pid, 3)]
            self.assertEqual(len(busy), 3)
            self.assertGreater(min(busy), 8, "each has its share of the connections")
            slow = server.connect()
            slow.sendall(b"GET /h1/chunked/5?delay=100 HTTP/1.1\r\nHost: a\r\n\r\n")
            slow.recv(10)
            status, out, err = server.stop()
            self.assertEqual((status, err, out.count("/h1/hello")), (0, "", 60))
            self.assertTrue(read_all(slow).endswith(b"\r\n0\r\n\r\n"))
            for peer in peers + [slow]:
                peer.close()

    def test_none_goes_on_alone(self):
        with Server("--workers", "2") as server:
            os.kill(self.children(server.process.pid, 2)[0], signal.SIGKILL)
            status, _, err = server.stop(signal.SIGCONT)
            self.assertEqual((status, err), (3, "h1 serve: a worker was killed by signal 9\n"))

    def test_they_end_with_their_parent(self):
        with Server("--workers", "2") as server:
            pids = self.children(server.process.pid, 2)
            server.stop(signal.SIGKILL)
            until = time.monotonic() + 10
            while any(os.path.exists("/proc/%d/exe" % pid) for pid in pids) and time.monotonic() < until:
                time.sleep(0.05)
            for pid in pids:
                with self.assertRaises(OSError):
                    os.readlink("/proc/%d/exe" % pid)


class Usage(unittest.TestCase):
    def test_what_is_wrong_is_named(self):
        with tempfile.TemporaryDirectory() as root, socket.create_server(("127.0.0.1", 0)) as taken:
            at = "127.0.0.1:%d" % taken.getsockname()[1]
            listen = ["--listen", "127.0.0.1:0"]
            for options, said in (
                    ([], "--listen ADDR:PORT is needed"),
                    ([*listen, "word"], "it takes no words"),
                    (["--listen", "nowhere"], "--listen takes ADDR:PORT"),
                    (["--listen", at], at + ": Address already in use"),
                    ([*listen, "--root", root + "/missing"], "/missing: No such file or directory"),
                    ([*listen, "--echo", "--root", root], "--echo answers every path"),
                    ([*listen, "--frames", "127.0.0.1:0"], "--frames needs --upload-dir"),
                    ([*listen, "--upload-dir", root + "/missing"], "/missing: No such file or directory"),
                    ([*listen, "--frames", at, "--upload-dir", root], at + ": Address already in use"),
                    ([*listen, "--log", root + "/no/log"], "/no/log: No such file or directory"),
                    ([*listen, "--log-format", "xml"], "combined|json"),
                    ([*listen, "--max-target", "70000"], "--max-target takes 1 to 60000"),
                    ([*listen, "--max-fields", "0"], "--max-fields takes 1 to 10000"),
                    ([*listen, "--max-head", "1"], "--max-head takes 64 to"),
                    ([*listen, "--max-connections", "0"], "--max-connections takes 1 to"),
                    ([*listen, "--workers", "0"], "--workers takes 1 to 64")):
                got = run(H1, "serve", *options)
                self.assertEqual((got.returncode, got.stdout), (2, b""), options)
                self.assertIn(said, got.stderr.decode(), options)


class Reports(unittest.TestCase):
    ASKED = (b'GET /h1/hello?"\\ HTTP/1.1\r\nHost: a\r\n\r\n',
             b'GET /h1/hello HTTP/1.1\r\nHost: a\r\nUser-Agent: "x\xff\\\r\nConnection: close\r\n\r\n')

    def log(self, form):
        with Server("--log", "-", "--log-format", form) as server:
            for asked in self.ASKED:
                server.ask(asked)
            return server.stop()[1].splitlines()

    def test_combined_log(self):
        lines = self.log("combined")
        self.assertRegex(lines[0], r'^127\.0\.0\.1:\d+ - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
                                   r'"GET /h1/hello\?\\x22\\\\ HTTP/1\.1" 400 \d+ "-" "-"$')
        self.assertRegex(lines[1], r'"GET /h1/hello HTTP/1\.1" 200 14 "-" "\\x22x\\xff\\\\"$')

    def test_json_log(self):
        first, second = (json.loads(line) for line in self.log("json"))
        self.assertEqual((first["status"], first["rule"], first["offset"]), (400, "target-byte", 14))
        self.assertEqual((second["request"], second["user_agent"]), ("GET /h1/hello HTTP/1.1", '"x\\xff\\\\'))

    def test_show(self):
        with Server("--show") as server:
            server.ask(b"GET /h1/hello HTTP/1.1\r\nHost: a\r\nX: \x80\r\nConnection: close\r\n\r\n")
            lines = [re.sub(r"^\S+ ", "", line) for line in server.stop()[1].splitlines()]
        self.assertEqual(lines[:3], ["> GET /h1/hello HTTP/1.1\\r\\n", "> Host: a\\r\\n", "> X: \\x80\\r\\n"])
        self.assertEqual((lines[5], lines[-1]), ("< HTTP/1.1 200 OK\\r\\n", "< Hello, World!\\n"))

    def test_metrics(self):
        with Server() as server:
            server.ask(GET * 3 + b"BAD\r\n\r\n")
            answer = server.ask(b"GET /h1/metrics HTTP/1.1\r\nHost: a\r\n\r\n", shut=True)
        text = answer.split(b"\r\n\r\n", 1)[1].decode()
        values = dict(re.findall(r"^(h1_\S+) (\d+)$", text, re.M))
        self.assertEqual((values["h1_requests_total"], values["h1_refused_total"], values["h1_connections_open"]),
                         ("4", "1", "1"))
        self.assertEqual((values['h1_answers_total{class="2xx"}'], values['h1_answers_total{class="4xx"}']), ("3", "1"))
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) h1_\w+ .+|h1_\w+(\{class="\dxx"\})? \d+)$')

    def test_frames_in_the_same_process(self):
        with tempfile.TemporaryDirectory() as to, tempfile.TemporaryDirectory() as at:
            content = os.urandom(2_000_000)
            with open(at + "/f.bin", "wb") as file:
                file.write(content)
            with Server("--frames", "127.0.0.1:0", "--upload-dir", to) as server:
                line = server.process.stdout.readline().decode()
                where = re.fullmatch(r"listening on h1frame://(\S+)\n", line)[1]
                self.assertEqual(run(H1, "send", "--to", where, at + "/f.bin").returncode, 0)
                self.assertEqual(statuses(server.ask(GET, shut=True)), [200])
                self.assertIn("stored: f.bin, ", server.stop()[1])
            with open(to + "/f.bin", "rb") as file:
                self.assertEqual(file.read(), content)


def needs(program):
    if shutil.which(program) is None:
        print("skipped: there is no %s" % program)
        sys.exit(77)


class Node(unittest.TestCase):
    SCRIPT = """
        const base = process.argv[1];
        const check = (holds, what) => { if (!holds) { console.error(what); process.exit(1); } };
        (async () => {
            for (let i = 0; i < 3; i++)
                check((await (await fetch(base + "/a", {method: "PUT", body: "abc"})).text()) === "abc", "put");
            const many = await Promise.all(Array.from({length: 50}, (_, i) =>
                fetch(base + "/b", {method: "POST", body: "n".repeat(i)}).then(r => r.text())));
            check(many.every((text, i) => text.length === i), "many");
            const start = c => { for (const piece of ["x", "y"]) c.enqueue(Buffer.from(piece)); c.close(); };
            const init = {method: "POST", body: new ReadableStream({start}), duplex: "half"};
            check((await (await fetch(base + "/c", init)).text()) === "xy", "chunked");
            check((await fetch(base + "/d", {method: "HEAD"})).status === 200, "head");
        })();"""

    def test_fetch(self):
        with Server("--echo") as server:
            got = run("node", "-e", self.SCRIPT, server.url)
            self.assertEqual((got.returncode, got.stderr), (0, b""))


class Ab(unittest.TestCase):
    def test_ab(self):
        with Server() as server:
            for options in ([], ["-k"]):
                got = run("ab", "-q", "-n", "2000", "-c", "8", *options, server.url + "/h1/hello").stdout
                self.assertRegex(got, rb"Complete requests: +2000\n")
                self.assertRegex(got, rb"Failed requests: +0\n")
                self.assertNotIn(b"Non-2xx", got)
                self.assertEqual(b"Keep-Alive requests:    2000\n" in got, options == ["-k"])


class Wrk(unittest.TestCase):
    def test_wrk(self):
        with Server() as server:
            got = run("wrk", "-t1", "-c16", "-d1s", server.url + "/h1/hello").stdout
            self.assertGreater(int(re.search(rb"(\d+) requests in", got)[1]), 100)
            self.assertNotIn(b"Non-2xx", got)
            self.assertNotIn(b"Socket errors", got)


if __name__ == "__main__":
    for peer in {"Node": "node", "Ab": "ab", "Wrk": "wrk"}.items():
        if peer[0] in sys.argv:
            needs(peer[1])
    unittest.main(defaultTest=sys.argv[1:] or ["Clients", "Echo", "Connections", "Workers", "Usage", "Reports"],
                  argv=sys.argv[:1])
