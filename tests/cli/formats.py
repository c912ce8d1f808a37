# SPDX-License-Identifier: MIT
"""What holds of a report whatever command wrote it: schemas, balanced HTML, what xmllint, prove and npm's SARIF
validator say."""
import base64
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from hostile import SECRETS, TREE

try:
    import jsonschema
except ImportError:
    jsonschema = None

TOOL = None  # the path of the SARIF validator
OPEN_ELEMENTS = {"meta", "br"}
KNOWN_ELEMENTS = OPEN_ELEMENTS | set(
    "html head title style body h1 h2 h3 h4 p ul li b div table thead tbody tr th td article dl dt dd code pre "
    "details summary".split())


def schema_of(name):
    with open(os.path.join(TREE, "docs/schema", name), encoding="utf-8") as file:
        return json.load(file)


def closed(schema):
    """The schema without room for members that it doesn't name: what is written has to be described."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(part) for key, part in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        made["additionalProperties"] = False
    return made


def takes_but_not(schema, document, wrong):
    """Fail unless a schema, which is one, takes a document and refuses one that is wrong."""
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    check.validate(document)
    if check.is_valid(wrong):
        raise AssertionError("the schema takes what is wrong")


def unescape(text):
    letters = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}
    return re.sub(r"\\(?:x(..)|(.))", lambda m: chr(int(m[1], 16)) if m[1] else letters[m[2]], text).encode("latin-1")


def elements(page):
    """Its elements with their attributes, once each was closed where it has to be."""
    stack, seen = [], []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, dict(attrs)))
            if tag not in OPEN_ELEMENTS:
                stack.append(tag)

        def handle_endtag(self, tag):
            if stack.pop() != tag:
                raise ValueError(f"</{tag}> at {self.getpos()}")

    Reader().feed(page)
    if stack:
        raise ValueError(f"open at the end: {stack}")
    return seen


class Shown:
    """What holds of every format over an attack; cls.reports has them. `secrets` are those that JSON shows."""
    secrets = SECRETS

    def test_nothing_acts_on_a_terminal(self):
        for name in self.reports.FORMATS:
            self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]",
                                        self.reports.text(name)), name)

    def test_secrets_stay_in_the_terminal(self):
        for name in ("sarif", "github", "gitlab", "html", "md"):
            for secret in SECRETS:
                self.assertNotIn(secret, self.reports.bytes(name), name)
                self.assertNotIn(secret.hex(" ")[:30].encode(), self.reports.bytes(name), name)
        binaries = [base64.b64decode(artifact["contents"]["binary"])
                    for artifact in json.loads(self.reports.text("sarif"))["runs"][0]["artifacts"]
                    if "contents" in artifact]
        self.assertTrue(binaries)
        for secret in self.secrets:
            self.assertTrue(all(secret not in binary for binary in binaries))
            self.assertIn(secret, self.reports.bytes("jsonl"))


    def test_sarif_has_the_bytes_it_points_at(self):
        run = json.loads(self.reports.text("sarif"))["runs"][0]
        places = [related["physicalLocation"] for result in run["results"] for related in result["relatedLocations"]]
        self.assertTrue(places)
        for place in places:
            region, artifact = place["region"], run["artifacts"][place["artifactLocation"]["index"]]
            self.assertEqual(artifact["location"]["uri"], place["artifactLocation"]["uri"])
            self.assertEqual(len(base64.b64decode(artifact["contents"]["binary"])), artifact["length"])
            self.assertLessEqual(region["byteOffset"] + region["byteLength"], artifact["length"])

    def test_html_is_balanced_and_runs_nothing(self):
        seen = elements(self.reports.text("html"))
        self.assertLessEqual({tag for tag, _ in seen}, KNOWN_ELEMENTS)
        self.assertLessEqual({name for _, attrs in seen for name in attrs},
                             {"class", "lang", "charset", "http-equiv", "content", "name"})
        self.assertTrue(any(attrs.get("http-equiv") == "Content-Security-Policy" and
                            attrs["content"].startswith("default-src 'none'") for _, attrs in seen))


def junit_faults(path):
    """What xmllint says against our schema; "" for nothing."""
    schema = os.path.join(TREE, "docs/schema/junit.xsd")
    done = subprocess.run(["xmllint", "--noout", "--schema", schema, path], capture_output=True, text=True, check=False)
    return done.stderr[:2000] if done.returncode else ""


def tap_says(path):
    """What prove says of a file."""
    return subprocess.run(["prove", "--exec", "cat", path], capture_output=True, text=True, check=False).stdout


def tool_says(path):
    """The errors that the SARIF validator finds, with GitHub's rules."""
    out = path + ".said.sarif"
    done = subprocess.run([TOOL, "validate", path, "--rule-kind", "Sarif;Ghas", "-o", out], capture_output=True,
                          text=True, timeout=100, check=False)
    if not os.path.exists(out):
        raise AssertionError(done.stdout)
    with open(out, encoding="utf-8-sig") as file:
        results = json.load(file)["runs"][0]["results"]
    return [(result["ruleId"], result["message"]) for result in results if result.get("level", "warning") == "error"]


def multitool(folder):
    """The validator's path; None where it can't be had."""
    if os.environ.get("SARIF_MULTITOOL"):
        return os.environ["SARIF_MULTITOOL"]
    if not shutil.which("npm"):
        return None
    try:
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", folder,
                        "@microsoft/sarif-multitool-linux@5"], capture_output=True, timeout=100, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    path = os.path.join(folder, "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool")
    if os.path.exists(path):
        os.chmod(path, 0o755)
        return path
    return None


def run(default):
    """Run the test classes that the command line names, or else these. What they need and isn't there skips them."""
    global TOOL
    with tempfile.TemporaryDirectory(prefix="h1-npm-") as npm:
        if "Multitool" in sys.argv:
            TOOL = multitool(npm)
            if TOOL is None:
                print("skipped: npm can't fetch @microsoft/sarif-multitool-linux")
                sys.exit(0)
        elif jsonschema is None:
            print("skipped: python3-jsonschema is not installed")
            sys.exit(0)
        unittest.main(defaultTest=None if len(sys.argv) > 1 else default)
