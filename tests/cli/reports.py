#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The machine formats of h1 conform are what their readers take for valid, whatever the target sent.

H1=path reports.py [CLASS...]      Multitool: the SARIF validator of npm, which is fetched where it isn't named by
                                   SARIF_MULTITOOL
"""
import base64
import copy
import json
import os
import re
import shutil
import tempfile
import unittest

import formats
from formats import closed, elements, junit_faults, schema_of, tap_says, unescape
from hostile import TREE, Reports


class Formats(formats.Shown, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.reports = Reports()

    @classmethod
    def tearDownClass(cls):
        cls.reports.remove()

    def lines(self):
        return [json.loads(line) for line in self.reports.text("jsonl").splitlines()]

    def findings(self, *states):
        return [case for case in self.lines()[:-1] if case["state"] in states]

    def test_run_found_something(self):
        self.assertEqual((self.reports.done.returncode, self.reports.done.stderr), (1, b""))
        self.assertGreater(len(self.findings("fail")), 5)
        self.assertGreater(len(self.findings("pass")), 1)

    def test_lines_and_document_hold_the_same(self):
        document = json.loads(self.reports.text("json"))
        self.assertEqual(document["cases"] + [document["summary"]], self.lines())

    def test_bytes_are_the_same_escaped_and_in_base64(self):
        count = 0
        for case in self.lines()[:-1]:
            for holder in case["differences"] + ([case["transcript"]] if "transcript" in case else []):
                for name in [name for name in holder if name + "_base64" in holder]:
                    self.assertEqual(unescape(holder[name]), base64.b64decode(holder[name + "_base64"]))
                    count += 1
        self.assertGreater(count, 100)

    def test_json_follows_its_schema(self):
        formats.takes_but_not(closed(schema_of("conform.schema.json")), json.loads(self.reports.text("json")),
                              {"schema": 1, "cases": [{"type": "case"}], "summary": self.lines()[-1]})

    def test_sarif_follows_our_part_of_it(self):
        log = json.loads(self.reports.text("sarif"))
        wrong = copy.deepcopy(log)
        wrong["runs"][0]["results"][0]["level"] = "fatal"
        formats.takes_but_not(schema_of("sarif.schema.json"), log, wrong)

    def test_sarif_points_at_what_it_names(self):
        run = json.loads(self.reports.text("sarif"))["runs"][0]
        rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        cases = {case["case"]: case for case in self.findings("fail", "warn", "allowed", "inconclusive", "error")}
        self.assertEqual({result["properties"]["case"] for result in run["results"]}, set(cases))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            self.assertTrue("/" not in uri or os.path.exists(os.path.join(TREE, uri)), uri)  # else no case file

    def test_gitlab_has_an_issue_for_each_finding(self):
        issues = json.loads(self.reports.text("gitlab"))
        formats.takes_but_not(schema_of("gitlab.schema.json"), issues, [issues[0] | {"severity": "fatal"}, *issues[1:]])
        self.assertEqual(sorted(issue["check_name"] for issue in issues),
                         sorted(case["case"] for case in self.findings("fail", "warn", "allowed", "inconclusive",
                                                                       "error")))
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))

    def test_junit_follows_its_schema(self):
        if not shutil.which("xmllint"):
            self.skipTest("xmllint is not installed")
        self.assertEqual(junit_faults(self.reports.path("junit")), "")
        with tempfile.NamedTemporaryFile(suffix=".xml") as wrong:
            wrong.write(self.reports.bytes("junit").replace(b'tests="', b'tests="x', 1))
            wrong.flush()
            self.assertNotEqual(junit_faults(wrong.name), "")

    def test_tap_is_what_prove_reads(self):
        if not shutil.which("prove"):
            self.skipTest("prove is not installed")
        said = tap_says(self.reports.path("tap"))
        cases = self.lines()[:-1]
        failed = len(self.findings("fail", "error"))
        self.assertIn(f"Tests: {len(cases)} Failed: {failed})", said)
        self.assertNotIn("Parse errors", said)

    def test_html_has_an_article_for_each_finding(self):
        self.assertEqual(len([tag for tag, _ in elements(self.reports.text("html")) if tag == "article"]),
                         len(self.findings("fail", "warn", "allowed", "inconclusive", "error")))

    def test_markdown_holds_no_html_outside_of_code(self):
        outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", self.reports.text("md"), flags=re.S | re.M)
        self.assertNotIn("<", outside)
        self.assertNotIn("@", outside)

    def test_github_has_a_line_for_each_finding(self):
        lines = self.reports.text("github").splitlines()
        self.assertEqual(len(lines), len(self.findings("fail", "warn", "allowed", "inconclusive", "error")))
        ranks = [("error", "warning", "notice").index(re.match(r"::(\w+) file=[^,]+,line=\d+,title=[^:]+::.", line)[1])
                 for line in lines]
        self.assertEqual(len([rank for rank in ranks if rank == 0]), len(self.findings("fail")))
        self.assertEqual(ranks[0], 0)


class Multitool(unittest.TestCase):
    """What GitHub's own rules say of our SARIF."""

    def test_no_rule_of_the_validator_is_broken(self):
        reports = Reports("--sarif-location", "src/server.c")
        self.addCleanup(reports.remove)
        self.assertEqual(formats.tool_says(reports.path("sarif")), [])


if __name__ == "__main__":
    formats.run(["Formats"])
