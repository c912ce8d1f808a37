#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""h1 conform with several URLs: what parts three servers whose answers are known, and every form it is told in.

H1=path matrix.py [CLASS...]
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from formats import KNOWN_ELEMENTS, closed, elements, jsonschema, schema_of
import hostile
from hostile import H1

# What each server does when it is asked for a path; elsewhere it answers 200.
ALPHA = {"/a": "400", "/b": "400", "/c": "400", "/d": "400", "/e": "close", "/f": "200"}
BETA = {**ALPHA, "/f": "404"}
OTHER = {"/a": "200", "/b": "200", "/c": "404", "/d": "404", "/e": "400", "/f": "400"}
PLAIN = ("", {})
CASES = {"a": "400", "b": "400", "c": "400-499", "d": "400-499", "e": "close\nserver: status 400", "f": "200",
         "agreed": "200", "missed": "404"}
MUST, SHOULD = "9112-5.1-01", "9112-2.2-10"
FORMATS = ("text", "concise", "json", "jsonl", "html", "md")


class Server(hostile.Server):
    """Answers as a table says."""

    def __init__(self, product, answers):
        self.product, self.answers = product, answers

    def reply(self, head):
        status = self.answers.get(head.split(b" ")[1].decode(), "200")
        if status == "close":
            return None
        if status == "silence":
            return b""
        return (f"HTTP/1.1 {status} X\r\nDate: Sun, 22 Nov 2026 08:00:00 GMT\r\n{self.product}"
                "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi").encode()


def write_cases(folder, cases):
    os.makedirs(os.path.join(folder, "rfc9112"))
    with open(os.path.join(folder, "rfc9112", "2.2-matrix.case"), "w", encoding="ascii") as file:
        for name, due in cases.items():
            line = due if due.startswith("close") else "status " + due
            file.write(f"case {name}\ntitle: T {name}\nneeds: {SHOULD if name == 'missed' else MUST}\nside: request\n"
                       f"> GET /{name} HTTP/1.1\\r\\nHost: {{host}}\\r\\n\\r\\n\nserver: {line}\n\n")


class Run:
    """One run against servers, written in every form; .text(FORMAT) is what was written."""

    def __init__(self, *options, servers=(("Server: alpha/1.0 (<b>)\r\n", ALPHA), ("", OTHER),
                                          ("Server: alpha/2\r\n", BETA)), cases=None):
        self.folder = tempfile.mkdtemp(prefix="h1-matrix-")
        write_cases(os.path.join(self.folder, "cases"), cases or CASES)
        words = [] if "--format" in options else [f"--report={name}:{self.path(name)}" for name in FORMATS]
        started = [Server(*server).__enter__() for server in servers]
        self.urls = [server.url for server in started]
        self.done = subprocess.run([H1, "conform", *self.urls, "--cases", os.path.join(self.folder, "cases"),
                                    "--timeout", "1", *words, *options], capture_output=True, text=True, timeout=100,
                                   check=False, cwd=self.folder)
        for server in started:
            server.__exit__()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, "m." + name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        for number, url in enumerate(self.urls):
            text = text.replace(url, f"URL{number + 1}")
        return text


TEXT = """\
Of 8 cases that could be compared, 6 part the 3 servers (3 by their verdicts), in 2 ways.

          pass  fail  warn  allowed  not judged
alpha-1      8     0     1        0           0  URL1 (alpha/1.0 (<b>))
server-2     5     3     1        0           0  URL2
alpha-3      7     1     1        0           0  URL3 (alpha/2)

Who behaves alike: a number is of the cases in which those to its left don't all do the same.

server-2 ------------------------------+
                                       +- 6
alpha-1 ------+                        |
              +- 1 --------------------+
alpha-3 ------+

Cases that part them the same way stand together. What they did: the statuses of the responses,
how it ended where one lacks, and the verdict where it isn't "pass".

5 cases: alpha-1, alpha-3 | server-2
  9112-2.2/a  400   | 200 fail
  9112-2.2/b  400   | 200 fail
  9112-2.2/c  400   | 404
  9112-2.2/d  400   | 404
  9112-2.2/e  close | 400

1 case: alpha-1 | server-2 | alpha-3
  9112-2.2/f  200 | 400 fail | 404 fail
"""


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = Run()
        cls.json = json.loads(cls.run_.text("json"))

    @classmethod
    def tearDownClass(cls):
        cls.run_.__exit__()

    def test_text_names_clusters_and_what_parts_them(self):
        self.assertEqual((self.run_.done.returncode, self.run_.done.stderr), (1, ""))
        self.assertEqual(self.run_.text("text"), TEXT)

    def test_concise_has_a_line_for_each_case(self):
        lines = self.run_.text("concise").splitlines()
        self.assertEqual(len(lines), 6 + 1)
        self.assertEqual(lines[0], "9112-2.2/a: alpha-1, alpha-3: 400 | server-2: 200 fail")

    def test_lines_and_document_hold_the_same(self):
        lines = [json.loads(line) for line in self.run_.text("jsonl").splitlines()]
        lists = [entry for name in ("servers", "cases", "splits", "clusters") for entry in self.json[name]]
        self.assertEqual(lists + [self.json["summary"]], lines)

    def test_document_tells_what_text_does(self):
        self.assertEqual([(c["servers"], c["cases"]) for c in self.json["clusters"]],
                         [(["alpha-1", "alpha-3"], 1), (["server-2", "alpha-1", "alpha-3"], 6)])
        self.assertEqual(self.json["splits"][0]["parts"], [["alpha-1", "alpha-3"], ["server-2"]])
        self.assertEqual(self.json["splits"][0]["cases"], ["9112-2.2/" + name for name in "abcde"])
        did = {c["case"]: [(d["conduct"], d["state"]) for d in c["did"]] for c in self.json["cases"]}
        self.assertEqual(did["9112-2.2/e"], [("close", "pass"), ("400", "pass"), ("close", "pass")])
        self.assertEqual(did["9112-2.2/missed"], [("200", "warn")] * 3)
        self.assertEqual({name: self.json["summary"][name] for name in ("compared", "parted", "by_verdict", "ways")},
                         {"compared": 8, "parted": 6, "by_verdict": 3, "ways": 2})

    @unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
    def test_schema_describes_it(self):
        schema = closed(schema_of("conform-matrix.schema.json"))
        resolver = jsonschema.RefResolver("file:///schema/", schema, store={
            "file:///schema/conform.schema.json": closed(schema_of("conform.schema.json"))})
        jsonschema.Draft202012Validator(schema, resolver=resolver).validate(self.json)

    def test_pages_have_the_same_rows(self):
        page, markdown = self.run_.text("html"), self.run_.text("md")
        tags = [tag for tag, _ in elements(page)]
        self.assertLessEqual(set(tags), KNOWN_ELEMENTS)
        self.assertEqual(tags.count("tr"), 1 + 3 + 2 + 6)
        self.assertEqual(len(re.findall(r"^\| `", markdown, flags=re.M)), 6)
        for text in (page, markdown):
            self.assertIn("5 cases: alpha", text)
            self.assertIn("alpha-3 ------+", text)
        outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", markdown, flags=re.S | re.M)
        self.assertNotIn("<", outside)


class Several(unittest.TestCase):
    """What the options of one server mean for several."""

    def end(self, *runs):
        """Each (status, options, servers, cases) as one run, all side by side, since most of it is waiting."""
        def status(run):
            with Run("--format", "text", *run[1], servers=run[2], cases=run[3]) as done:
                return done.done.returncode
        with concurrent.futures.ThreadPoolExecutor() as pool:
            self.assertEqual(list(pool.map(status, runs)), [run[0] for run in runs])

    def test_status_is_the_worst(self):
        good, bad = (PLAIN, PLAIN), (PLAIN, ("", {"/agreed": "404"}))
        agreed, missed = {"agreed": "200"}, {"missed": "404"}
        self.end((0, (), good, agreed), (1, (), bad, agreed), (0, ("--fail-on", "never"), bad, agreed),
                 (0, (), good, missed), (1, ("--strict",), good, missed), (1, ("--fail-on", "warning"), good, missed))

    def test_too_many_inconclusive_at_one_server_are_too_many(self):
        cases = {"missed": "404", **{"agreed" + str(i): "200" for i in range(9)}}
        servers = (PLAIN, ("", {"/missed": "silence"}))
        self.end((4, (), servers, cases), (0, ("--max-inconclusive", "50"), servers, cases))

    def test_baseline_knows_servers_apart(self):
        servers, cases = (PLAIN, ("Server: b\r\n", BETA), ("", OTHER)), {"f": "200", "d": "400"}
        with Run("--write-baseline", "base", servers=servers, cases=cases) as run:
            with open(os.path.join(run.folder, "base"), encoding="ascii") as file:
                lines = file.read().splitlines()[1:]
            self.assertEqual(lines, ["9112-2.2/d fail server-1", "9112-2.2/d fail server-3", "9112-2.2/f fail b",
                                     "9112-2.2/f fail server-3"])
            bases = []
            for number, kept in enumerate((lines, lines[1:], [re.sub(" [^ ]*$", "", line) for line in lines],
                                           [lines[0] + " x"])):
                bases.append(os.path.join(run.folder, f"base{number}"))
                with open(bases[-1], "w", encoding="ascii") as file:
                    file.write("\n".join(kept) + "\n")
            self.end(*[(due, ("--baseline", base), servers, cases) for due, base in zip((0, 1, 0, 2), bases)])

    def test_a_server_that_is_not_there_is_named_and_the_others_are_compared(self):
        with Run("http://127.0.0.1:1/", servers=(("", ALPHA), ("", OTHER)), cases={"a": "200-499"}) as run:
            self.assertEqual((run.done.returncode, run.done.stderr),
                             (4, "h1 conform: http://127.0.0.1:1/ can't be tested: connection refused\n"))
            made = json.loads(run.text("json"))
            self.assertEqual([(c["servers"], c["cases"]) for c in made["clusters"]],
                             [(["server-1", "server-2"], 1), (["server-3", "server-1", "server-2"], 1)])
            self.assertEqual([(s["parts"], s["not_judged"]) for s in made["splits"]],
                             [([["server-1"], ["server-2"]], ["server-3"])])

    def test_formats_of_findings_are_refused(self):
        for name in ("sarif", "junit", "tap", "github", "gitlab"):
            for options in (("--format", name), ("--report", name + ":/nowhere/x")):
                done = subprocess.run([H1, "conform", "http://127.0.0.1:1/", "http://127.0.0.1:2/", *options],
                                      capture_output=True, text=True, timeout=10, check=False)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("the other formats tell of the findings of one server", done.stderr)

    def test_output_goes_where_it_is_sent(self):
        with Run("--format", "json", "-o", "out", "--report", "concise:brief") as run:
            self.assertEqual((run.done.returncode, run.done.stdout, run.done.stderr), (1, "", ""))
            with open(os.path.join(run.folder, "out"), encoding="utf-8") as file:
                self.assertEqual(len(json.load(file)["servers"]), 3)
            with open(os.path.join(run.folder, "brief"), encoding="utf-8") as file:
                self.assertEqual(len(file.read().splitlines()), 7)


if __name__ == "__main__":
    if jsonschema is None:
        print("skipped: python3-jsonschema is not installed")
    unittest.main()
