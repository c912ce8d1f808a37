#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What h1 conform --measure says of servers whose time-outs and ways are known: measure_server.py, and h1 serve."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

H1 = os.environ["H1"]
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tests/cli"))
sys.dont_write_bytecode = True
from formats import closed, jsonschema, schema_of  # noqa: E402 pylint: disable=wrong-import-position

SERVER = f"exec python3 {HERE}/measure_server.py {{port}} "
SERVE = f"exec '{H1}' serve --listen 127.0.0.1:{{port}} --idle 2 --head-time 1 --body-time 1 "
EARLY, LATE = 60, 750  # milliseconds by which a busy machine may miss a time
WATCHED = 3000
INTERRUPTED = 130


class Run:
    """One run, begun at once and read when it is asked for."""

    def __init__(self, start, *options):
        self.folder = tempfile.TemporaryDirectory()
        words = [f"--report={form}:{self.folder.name}/{form}" for form in ("text", "html", "md", "json")]
        self.process = subprocess.Popen(
            [H1, "conform", "--start", start, "--select", "9112-2.2/bare-lf-ends-head", "--fail-on", "never",
             "--max-inconclusive", "100", "--format", "jsonl", *words, *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def profile(self):
        if self.process.stdout is not None:
            said = self.process.communicate(timeout=60)[0]
            self.process.stdout = None
            self.summary = json.loads(said.splitlines()[-1])
            if self.process.returncode not in (0, INTERRUPTED):
                raise AssertionError(f"h1 conform ended with {self.process.returncode}")
        return self.summary["profile"]

    def text(self, form):
        self.profile()
        with open(os.path.join(self.folder.name, form), encoding="utf-8") as file:
            return file.read()


class Measured(unittest.TestCase):
    """All runs go on side by side: what takes time in them is waiting."""

    @classmethod
    def setUpClass(cls):
        known = ("--measure-for", "3", "--slow-path", "/slow")
        cls.runs = {
            "known": Run(SERVER, *known, "--echo-path", "/"),
            "one": Run(SERVER + "one-at-a-time", "--measure-for", "7.5", "--slow-path", "/slow", "--timeout", "2"),
            "ahead": Run(SERVER + "ahead", "--measure-for", "0.1", "--slow-path", "/slow"),
            "turned": Run(SERVER + "turned", "--measure-for", "0.1", "--slow-path", "/slow"),
            "echo": Run(SERVE + "--echo", "--measure-for", "3", "--echo-path", "/"),
            "routes": Run(SERVE, "--path", "/h1/bytes/100000", "--slow-path", "/h1/slow/800", "--measure-for", "0.1"),
            "late": Run(SERVER, "--measure-for", "60", "--deadline", "4"),
            "broken-off": Run(SERVER, "--measure-for", "60"),
            "fast": Run(SERVE, "--path", "/h1/hello", "--slow-path", "/h1/hello", "--measure-for", "0.1"),
        }

    @classmethod
    def tearDownClass(cls):
        for run in cls.runs.values():
            run.process.kill()
            run.process.wait()
            run.folder.cleanup()

    def about(self, measured, due):
        self.assertGreaterEqual(measured, due - EARLY)
        self.assertLessEqual(measured, due + LATE)

    def ends(self, run, where, ending, due, status=None):
        wait = self.runs[run].profile()["waits"][where]
        self.assertEqual(wait["ending"], ending, where)
        self.about(wait["ended"], due)
        self.assertEqual(wait.get("answer", {}).get("status"), status, where)
        if status is not None:
            self.about(wait["answer"]["after"], due)

    def stays_open(self, run, where, watched):
        wait = self.runs[run].profile()["waits"][where]
        self.assertEqual((wait["ending"], "ended" in wait, "answer" in wait), ("open", False, False), where)
        self.about(wait["watched"], watched)

    def held(self, run, what, held):
        get = self.runs[run].profile()["held"][what]
        self.assertEqual(get["held"], held, what)
        return get

    # ---- Time-outs ----

    def test_time_outs_of_a_known_server(self):
        self.assertTrue(self.runs["known"].profile()["waits"]["together"])
        self.ends("known", "connect", "closed", 1000)
        self.ends("known", "head", "closed", 1000, 408)
        self.ends("known", "content", "reset", 2000)
        self.ends("known", "idle", "closed", 1500)
        self.stays_open("known", "chunked", WATCHED)

    def test_time_outs_of_h1_serve(self):
        self.ends("echo", "connect", "closed", 2000)
        self.ends("echo", "head", "closed", 1000, 408)
        self.ends("echo", "content", "closed", 1000, 408)
        self.ends("echo", "chunked", "closed", 1000, 408)
        self.ends("echo", "idle", "closed", 2000)

    def test_one_after_the_other_where_one_keeps_others_waiting(self):
        self.assertFalse(self.runs["one"].profile()["waits"]["together"])
        self.ends("one", "connect", "closed", 1000)
        self.ends("one", "head", "closed", 1000, 408)
        for where in ("content", "chunked"):
            self.stays_open("one", where, 1500)

    def test_an_answer_that_does_not_wait_for_the_content(self):
        wait = self.runs["routes"].profile()["waits"]["content"]
        self.assertEqual((wait["answer"]["status"], wait["answer"]["whole"]), (405, True))
        self.assertLess(wait["answer"]["after"], 100)

    # ---- Its end ----

    def test_the_deadline_of_the_run_comes_first(self):
        self.assertTrue(self.runs["late"].profile()["waits"]["together"])
        self.ends("late", "head", "closed", 1000, 408)
        self.assertLess(self.runs["late"].profile()["waits"]["chunked"]["watched"], 4000)
        self.assertNotIn("limits", self.runs["late"].profile())
        self.assertIn("\nthe run's --deadline came before its end\n", self.runs["late"].text("text"))

    def test_an_interruption_ends_it(self):
        self.runs["known"].profile()  # by then the other has begun to wait
        self.runs["broken-off"].process.send_signal(signal.SIGINT)
        began = time.monotonic()
        self.assertNotIn("waits", self.runs["broken-off"].profile())
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(self.runs["broken-off"].process.returncode, INTERRUPTED)

    # ---- What holds it up ----

    def test_who_holds_others_up(self):
        for run in ("known", "routes"):
            for what in ("half_head", "unread"):
                self.assertTrue(self.held(run, what, False)["answered"])
        self.about(self.held("one", "half_head", True)["milliseconds"], 1000)
        self.assertFalse(self.held("one", "unread", True)["answered"])

    def test_a_slow_answer_and_others(self):
        for run, twice in (("known", 1600), ("one", 1600), ("ahead", 800), ("routes", 1600)):
            slow = self.runs[run].profile()["held"]["slow"]
            self.about(slow["alone"], 800)
            self.assertEqual(slow["order"], "kept")
            for pair, due in ((slow["then_fast"], 800), (slow["twice"], twice)):
                self.about(pair[0], 800)
                self.about(pair[1], due)
            self.assertEqual(slow["beside"]["held"], run == "one")

    def test_two_slow_answers_side_by_side_or_not(self):
        ways = (("known", "one after the other"), ("ahead", "side by side"), ("routes", "one after the other"))
        for run, way in ways:
            self.assertRegex(self.runs[run].text("text"), f"(?m)^  two slow requests in one write: .*, {way}$")

    def test_answers_out_of_order(self):
        self.assertEqual(self.runs["turned"].profile()["held"]["slow"]["order"], "turned")
        self.assertIn(", out of order\n", self.runs["turned"].text("text"))

    def test_what_was_not_measured_is_said(self):
        self.assertNotIn("slow", self.runs["echo"].profile()["held"])
        self.assertRegex(self.runs["echo"].text("text"), r"(?m)^not known: whether a slow .* \(--slow-path\)$")
        self.assertNotIn("slow", self.runs["fast"].profile()["held"])
        self.assertRegex(self.runs["fast"].text("text"), r"(?m)^not known: .* it takes \d+ ms, which is not slow")

    # ---- The reports ----

    def test_every_report_says_the_same(self):
        text = self.runs["known"].text("text")
        told = re.search(r"when a client falls silent:\n((?:  .*\n)+)", text)[1].splitlines()
        self.assertEqual(len(told), 5)
        self.assertRegex(told[1], r"^  inside its head +408 after 1\.\d s, closed after 1\.\d s$")
        self.assertRegex(told[2], r"^  inside content of a known length +reset after 2\.\d s$")
        self.assertRegex(told[3], r"^  inside chunked content +open for more than 3\.0 s$")
        for line in told + ["a GET beside a client that stops inside its head: not held up, answered "]:
            self.assertIn(line, self.runs["known"].text("md"))
            self.assertIn(line, self.runs["known"].text("html"))
        self.assertIn("(one after the other, because one keeps others waiting)", self.runs["one"].text("text"))

    def test_json_follows_its_schema(self):
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        check = jsonschema.Draft202012Validator(closed(schema_of("conform.schema.json")))
        self.test_an_interruption_ends_it()
        for run in self.runs.values():
            document = json.loads(run.text("json"))
            check.validate(document)
            self.assertEqual(document["summary"], run.summary)

    # ---- The option ----

    def test_no_longer_than_ten_minutes(self):
        done = subprocess.run([H1, "conform", "http://127.0.0.1:9/", "--measure-for", "11m"], capture_output=True,
                              timeout=20, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"expected at most 600 seconds", done.stderr)


if __name__ == "__main__":
    unittest.main()
