#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The reports of h1 check are what their readers take for valid, whatever a capture holds and however its reading ends.

H1=path check_reports.py [CLASS...]    Multitool: the SARIF validator of npm, which is fetched where it isn't named by
                                       SARIF_MULTITOOL
"""
import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import formats
from formats import KNOWN_ELEMENTS, closed, elements, jsonschema, junit_faults, schema_of, tap_says, unescape
from hostile import H1, SECRETS, without_github
from hostile_capture import DATE, MANY, CaptureReports, answer, capture, step

CLEAN = ["open", step(">", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
         step("<", answer(b"Content-Type: text/plain\r\n", b"ok")), "close"]
TLS = ["open 443", step(">", b"\x16\x03\x01\x00\x05hello"), step("<", b"\x16\x03\x03\x00\x05world")]


def summary(reports):
    return json.loads(reports.text("json"))["summary"]


def validate(test, reports):
    """Every format of a run is whole and valid."""
    document = json.loads(reports.text("json"))
    jsonschema.Draft202012Validator(closed(schema_of("check.schema.json"))).validate(document)
    test.assertEqual([json.loads(line) for line in reports.text("jsonl").splitlines()],
                     document["findings"] + [document["summary"]])
    jsonschema.Draft202012Validator(schema_of("sarif.schema.json")).validate(json.loads(reports.text("sarif")))
    jsonschema.Draft202012Validator(schema_of("gitlab.schema.json")).validate(json.loads(reports.text("gitlab")))
    if shutil.which("xmllint"):
        test.assertEqual(junit_faults(reports.path("junit")), "")
    if shutil.which("prove"):
        test.assertNotIn("Parse errors", tap_says(reports.path("tap")))
    test.assertLessEqual({tag for tag, _ in elements(reports.text("html"))}, KNOWN_ELEMENTS)
    for line in reports.text("github").splitlines():
        test.assertRegex(line, r"^::(error|warning|notice) file=[^,]+,line=1,title=[^:]+::.")


class Formats(formats.Shown, unittest.TestCase):
    secrets = SECRETS[:2]  # the third is in a body that no finding points at

    @classmethod
    def setUpClass(cls):
        cls.reports = CaptureReports()
        cls.findings = json.loads(cls.reports.text("json"))["findings"]
        cls.summary = summary(cls.reports)
        cls.rules = {finding["rule"]: finding for finding in cls.findings}
        cls.errors = {name for name, finding in cls.rules.items() if finding["severity"] == "error"}
        places = {}
        for finding in cls.findings:
            places.setdefault((finding["rule"], finding["server"]), []).append(finding)
        cls.shown = sum(min(len(same), 3) for same in places.values())

    @classmethod
    def tearDownClass(cls):
        cls.reports.remove()

    def test_run_found_something(self):
        self.assertEqual((self.reports.done.returncode, self.reports.done.stderr), (1, b""))
        self.assertGreater(len(self.errors), 3)
        self.assertGreater(len(self.findings), self.shown)

    def test_every_format_is_valid(self):
        validate(self, self.reports)

    def test_schema_refuses_what_it_does_not_know(self):
        check = jsonschema.Draft202012Validator(closed(schema_of("check.schema.json")))
        for wrong in ({"severity": "fatal"}, {"more": 1}, {"place": None}):
            with self.assertRaises(jsonschema.ValidationError):
                check.validate({"schema": 1, "findings": [self.findings[0] | wrong], "summary": self.summary})

    def test_each_says_whether_secrets_are_hidden(self):
        for name in ("text", "junit", "tap"):
            self.assertNotIn("secrets are replaced", self.reports.text(name))
        for name in ("html", "md", "github"):
            self.assertIn("replaced by", self.reports.text(name), name)
        for name in ("junit", "tap"):
            self.assertIn("secrets are shown as they were", self.reports.text(name), name)
        self.assertIs(self.sarif()["invocations"][0]["properties"]["redacted"], True)
        self.assertIs(self.summary["redacted"], False)

    def test_bytes_are_the_same_escaped_and_in_base64(self):
        for finding in self.findings:
            excerpt = finding["excerpt"]
            self.assertEqual(unescape(excerpt["escaped"]), base64.b64decode(excerpt["base64"]))

    def sarif(self):
        return json.loads(self.reports.text("sarif"))["runs"][0]

    def test_sarif_points_at_what_it_names(self):
        run = self.sarif()
        rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
        self.assertEqual({rule["id"] for rule in rules}, set(self.rules))
        with open(self.reports.capture, "rb") as file:
            self.assertEqual(artifacts[0]["hashes"]["sha-256"], hashlib.sha256(file.read()).hexdigest())
        self.assertEqual(len(run["results"]), self.shown)
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            location = result["locations"][0]["physicalLocation"]
            self.assertEqual(location["artifactLocation"]["uri"], artifacts[0]["location"]["uri"])
            self.assertEqual(location["region"], {"startLine": 1})
        prints = [result["partialFingerprints"]["keyAndOrdinal/v1"] for result in run["results"]]
        self.assertEqual(len(set(prints)), len(prints))

    def test_sarif_marks_the_bytes_at_fault(self):
        places = {(f["rule"], f"{f['stream']}/{f['side']}/{f['place']['offset']}"): f for f in self.findings}
        for result in self.sarif()["results"]:
            name = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
            finding = places[result["ruleId"], name]
            excerpt, place = base64.b64decode(finding["excerpt"]["base64"]), finding["place"]
            related = result["relatedLocations"][0]["physicalLocation"]
            region, index = related["region"], related["artifactLocation"]["index"]
            binary = base64.b64decode(self.sarif()["artifacts"][index]["contents"]["binary"])
            at = place["at"] - finding["excerpt"]["at"]
            self.assertEqual(binary[region["byteOffset"]:][:region["byteLength"]], excerpt[at:][:place["len"]])
            self.assertEqual(region["byteLength"], place["len"])

    def test_sarif_names_stream_and_offset(self):
        wanted = {f"{f['stream']}/{f['side']}/{f['place']['offset']}" for f in self.findings}
        for result in self.sarif()["results"]:
            self.assertIn(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], wanted)

    def test_junit_fails_where_a_rule_is_broken(self):
        text = self.reports.text("junit")
        failed = re.findall(r'<testcase classname="[^"]*" name="([^"]+)">\s*<failure type="error"', text)
        self.assertEqual(set(failed), self.errors)
        said = re.findall(r'name="([^"]+)">\s*<system-out>\d+ findings?:', text)
        self.assertEqual(set(said), set(self.rules) - self.errors)
        self.assertIn('<testsuite name="RFC 9112 section 5.1"', text)
        self.assertNotIn("<skipped", text)

    def test_tap_fails_where_a_rule_is_broken(self):
        failed = set(re.findall(r"^not ok \d+ - (\S+)$", self.reports.text("tap"), flags=re.M))
        self.assertEqual(failed, self.errors)

    def test_html_has_an_article_for_each_rule(self):
        page = self.reports.text("html")
        self.assertEqual(len([tag for tag, _ in elements(page) if tag == "article"]), len(self.rules))
        with open(self.reports.capture, "rb") as file:
            self.assertIn(hashlib.sha256(file.read()).hexdigest(), page)
        self.assertIn("<code>frame.number in {", page)

    def test_markdown_holds_no_html_outside_of_code(self):
        outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", self.reports.text("md"), flags=re.S | re.M)
        outside = re.sub(r"(`+) .*? \1", "", outside)  # the capture's name
        self.assertNotIn("<", outside)
        self.assertNotIn("@", outside)

    def test_github_has_the_worst_first(self):
        lines = self.reports.text("github").splitlines()
        self.assertEqual(len(lines), self.shown + 1)
        ranks = [("error", "warning", "notice").index(line.split(" ")[0][2:]) for line in lines]
        self.assertEqual(ranks, sorted(ranks))
        self.assertIn(f"::{self.summary['messages']} messages in 2 connections", lines[-1])

    def test_gitlab_has_an_issue_for_each_example(self):
        issues = json.loads(self.reports.text("gitlab"))
        self.assertEqual(len(issues), self.shown)
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))
        self.assertEqual({issue["check_name"] for issue in issues if issue["severity"] == "major"}, self.errors)

    def test_what_was_not_looked_at_is_said_everywhere(self):
        for name in ("text", "concise", "sarif", "junit", "tap", "github", "html", "md"):
            self.assertIn("1 TLS connection (20 bytes)", self.reports.text(name).replace("\\", ""), name)
        self.assertEqual(self.summary["not_looked_at"][0], {"what": "TLS connections", "count": 1, "bytes": 20})

    def test_the_rest_is_counted_everywhere(self):
        count = self.summary["rules"]["field-space-before-colon"]
        shown = 3 + 1  # of one server, and of the other
        self.assertEqual(count, MANY + 1)
        for name in ("text", "concise", "github", "gitlab", "html", "md", "junit", "tap", "sarif"):
            self.assertIn(f"and {count - shown} more", self.reports.text(name), name)
        self.assertEqual(self.reports.text("html").count("X : &lt;i&gt;\\r\\n"), 2 * 3)


class Selections(unittest.TestCase):
    """--max-findings and --select hold for every format."""

    def run_with(self, *options):
        reports = CaptureReports(*options)
        self.addCleanup(reports.remove)
        validate(self, reports)
        return reports

    def test_none_is_left_out(self):
        reports = self.run_with("--max-findings", "0")
        found = len(json.loads(reports.text("json"))["findings"])
        self.assertEqual(len(json.loads(reports.text("sarif"))["runs"][0]["results"]), found)
        self.assertEqual(len(json.loads(reports.text("gitlab"))), found)
        self.assertEqual(len(reports.text("github").splitlines()), found + 1)
        self.assertEqual(reports.text("text").count("\n  --> "), found)
        self.assertEqual(len(re.findall(r"\[[a-z0-9-]+\]$", reports.text("concise"), flags=re.M)), found)

    def test_one_example_holds_for_json_as_well(self):
        reports = self.run_with("--max-findings", "1")
        document = json.loads(reports.text("json"))
        pairs = [(finding["rule"], finding["server"]) for finding in document["findings"]]
        self.assertEqual(len(set(pairs)), len(pairs))
        self.assertEqual(document["summary"]["shown"], len(pairs))
        self.assertGreater(sum(document["summary"]["rules"].values()), len(pairs))
        self.assertEqual(len(json.loads(reports.text("sarif"))["runs"][0]["results"]), len(pairs))

    def test_what_was_not_asked_for_is_no_test(self):
        reports = self.run_with("--select", "smuggling", "--fail-on", "never")
        self.assertEqual(reports.done.returncode, 0)
        self.assertNotIn("not ok", reports.text("tap"))
        self.assertNotIn("<failure", reports.text("junit"))
        self.assertNotIn("set-cookie", reports.text("tap"))


class Endings(unittest.TestCase):
    """However the reading ends, each report is whole and says so."""

    def says(self, reports, words, status):
        self.addCleanup(reports.remove)
        self.assertEqual(reports.done.returncode, status, reports.done.stderr)
        validate(self, reports)
        for name in ("concise", "sarif", "junit", "tap", "github", "gitlab", "html", "md"):
            self.assertIn(words, re.sub(r"\\\n?", "", reports.text(name)), name)
        return reports

    def test_damaged(self):
        reports = self.says(CaptureReports(cut=30), "not all of the input could be read", 1)
        self.assertIs(summary(reports)["damaged"], True)
        self.assertIn("damaged: not all of the input could be read", reports.text("text"))
        self.assertIs(json.loads(reports.text("sarif"))["runs"][0]["invocations"][0]["executionSuccessful"], False)
        self.assertIn("not ok 1 - input-was-read", reports.text("tap"))
        self.assertIn('<error type="input"', reports.text("junit"))

    def test_nothing_http(self):
        reports = self.says(CaptureReports(steps=TLS), "there was no HTTP/1 message to judge", 4)
        self.assertEqual(summary(reports)["messages"], 0)
        self.assertNotIn("verdict pass", reports.text("html"))
        self.assertNotRegex(reports.text("tap"), r"(?m)^ok [0-9]+ - [a-z-]+$(?<!input-was-read)")

    def test_nothing_read(self):
        reports = self.says(CaptureReports(files=["missing.pcap"]), "no input could be read", 2)
        self.assertIs(summary(reports)["damaged"], True)

    def test_clean(self):
        reports = CaptureReports(steps=CLEAN)
        self.addCleanup(reports.remove)
        self.assertEqual(reports.done.returncode, 0)
        validate(self, reports)
        self.assertEqual(json.loads(reports.text("gitlab")), [])
        self.assertIn('class="verdict pass"', reports.text("html"))
        self.assertNotIn("not ok", reports.text("tap"))

    def test_interrupted(self):
        reports = CaptureReports()
        self.addCleanup(reports.remove)
        with subprocess.Popen([H1, "check", "-", *reports.options()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              env=without_github()) as process:
            with open(reports.capture, "rb") as file:
                process.stdin.write(file.read())
            process.stdin.flush()
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            reports.done.returncode = process.wait(timeout=20)
        self.says_interrupted(reports)

    def says_interrupted(self, reports):
        self.assertEqual(reports.done.returncode, 130)
        validate(self, reports)
        for name in ("text", "concise", "sarif", "junit", "tap", "github", "gitlab", "html", "md"):
            self.assertIn("interrupted: this is what was found until then",
                          reports.text(name).replace("&#58;", ":"), name)
        self.assertIs(summary(reports)["interrupted"], True)
        self.assertGreater(summary(reports)["errors"], 3)


class Files(unittest.TestCase):
    """Where reports go."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="h1-check-")
        self.addCleanup(self.folder.cleanup)
        self.capture = os.path.join(self.folder.name, "a.pcap")
        capture(self.capture, CLEAN)

    def check(self, *options, **more):
        return subprocess.run([H1, "check", *options, "a.pcap"], capture_output=True, text=True, timeout=60,
                              check=False, cwd=self.folder.name, env=without_github() | more)

    def test_what_cannot_be_opened_is_said_before_reading(self):
        done = self.check("--report", "html:no/such/folder")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("cannot write no/such/folder", done.stderr)

    def test_a_full_disk_is_said(self):
        done = self.check("--report", "html:/dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write /dev/full", done.stderr)
        self.assertIn("2 messages in 1 connection", done.stdout)
        done = self.check("--write-baseline", "/dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write /dev/full", done.stderr)

    def test_standard_output_is_shared_by_what_people_read_only(self):
        self.assertEqual(self.check("--report", "github:-").returncode, 0)
        done = self.check("--report", "json:-")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("share standard output", done.stderr)

    def test_a_job_gets_its_page(self):
        page = os.path.join(self.folder.name, "page")
        with open(page, "w", encoding="utf-8") as file:
            file.write("before\n")
        self.check("--format", "github", GITHUB_STEP_SUMMARY=page)
        self.check("--format", "text", GITHUB_STEP_SUMMARY=page)
        with open(page, encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.startswith("before\n# h1 check: a.pcap\n"))
        self.assertEqual(text.count("# h1 check"), 1)
        self.assertEqual(self.check("--format", "github", GITHUB_STEP_SUMMARY="no/such/page").returncode, 2)

    def test_statistics_need_a_place(self):
        self.assertEqual(self.check("--statistics", "--format", "html").returncode, 2)
        self.assertEqual(self.check("--statistics", "--format", "html", "-o", "p", "--report", "text:t").returncode, 0)


class Baseline(unittest.TestCase):
    """What is known is quiet, what is new is loud."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="h1-check-")
        self.addCleanup(self.folder.cleanup)

    def request(self, name, field, ports=(80,), before=0):
        """A capture of requests with a space behind a field's name, to several ports."""
        steps = CLEAN * before
        for port in ports:
            steps += [f"open {port}", step(">", b"GET /%d HTTP/1.1\r\nHost: h\r\n%s : %d\r\n\r\n" % (port, field, port)),
                      step("<", b"HTTP/1.1 204 No Content\r\n" + DATE + b"\r\n"), "close"]
        capture(os.path.join(self.folder.name, name), steps)

    def check(self, name, *options):
        return subprocess.run([H1, "check", name, *options], capture_output=True, text=True, timeout=60, check=False,
                              cwd=self.folder.name, env=without_github())

    def baseline(self, name):
        with open(os.path.join(self.folder.name, name), encoding="utf-8") as file:
            return file.read().splitlines()[1:]

    def test_known_is_quiet_and_new_is_loud(self):
        self.request("a.pcap", b"X-Old")
        self.request("b.pcap", b"X-New")
        done = self.check("a.pcap", "--write-baseline", "known")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.baseline("known"), ["field-space-before-colon request x-old:"])
        done = self.check("a.pcap", "--baseline", "known")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout,
                         "2 messages in 1 connection, 8 packets: no new findings; known to the baseline: 1\n")
        done = self.check("b.pcap", "--baseline", "known")
        self.assertEqual(done.returncode, 1)
        self.assertIn("X-New : 80", done.stdout)
        done = self.check("b.pcap", "--baseline", "known", "--write-baseline", "known")
        self.assertEqual(self.baseline("known"), ["field-space-before-colon request x-new:"])

    def test_places_and_addresses_make_no_difference(self):
        self.request("a.pcap", b"X-Old")
        self.request("b.pcap", b"x-oLD", ports=(8080, 81), before=3)
        self.check("a.pcap", "--write-baseline", "known")
        self.assertEqual(self.check("b.pcap", "--baseline", "known").returncode, 0)
        prints = [{result["partialFingerprints"]["keyAndOrdinal/v1"] for result in
                   json.loads(self.check(name, "--format", "sarif").stdout)["runs"][0]["results"]}
                  for name in ("a.pcap", "b.pcap")]
        self.assertEqual(len(prints[1]), 2)
        self.assertLess(prints[0], prints[1])

    def test_json_marks_what_is_known(self):
        self.request("a.pcap", b"X-Old")
        self.check("a.pcap", "--write-baseline", "known")
        document = json.loads(self.check("a.pcap", "--baseline", "known", "--format", "json").stdout)
        self.assertEqual([finding["known"] for finding in document["findings"]], [True])
        self.assertEqual((document["summary"]["known"], document["summary"]["errors"]), (1, 0))

    def test_a_line_of_another_form_is_refused(self):
        self.request("a.pcap", b"X-Old")
        for line in ("bare-lf", "bare-lf request", "bare-lf both x:", "no-such-rule request x:", "bare-lf  request x:"):
            with open(os.path.join(self.folder.name, "known"), "w", encoding="utf-8") as file:
                file.write("# a comment\n\n" + line + "\n")
            done = self.check("a.pcap", "--baseline", "known")
            self.assertEqual((done.returncode, done.stdout), (2, ""), line)
            self.assertIn("known: line 3: expected", done.stderr)
        self.assertEqual(self.check("a.pcap", "--baseline", "missing").returncode, 2)
        done = self.check("a.pcap", "--baseline", ".")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("it can't be read to its end", done.stderr)
        self.assertEqual(self.check("a.pcap", "--write-baseline", "no/such/folder").returncode, 2)


class Multitool(unittest.TestCase):
    """What GitHub's own rules say of our SARIF."""

    def test_no_rule_of_the_validator_is_broken(self):
        for options in ({}, {"cut": 30}, {"steps": TLS}):
            reports = CaptureReports(**options)
            self.addCleanup(reports.remove)
            self.assertEqual(formats.tool_says(reports.path("sarif")), [])


if __name__ == "__main__":
    formats.run(["Formats", "Selections", "Endings", "Files", "Baseline"])
