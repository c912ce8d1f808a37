#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hold h1 to two oracles that come with a folder of captures.

    oracles.py H1 CAPTURES DIFFERENCES

truth/evader-labels.tsv: an independent strict reading of one response for each capture. Where it finds a fault in
framing or syntax, h1 has to flag that response or call it incomplete; where it finds none, h1 may not.

derived-*: the traffic of a base capture under another link header, order, duplication and the like. Messages and
findings must be those of the base file, packet numbers and times apart; of captures in which bytes are missing, h1 may
list fewer messages and complete ones only as they stand in the base file, and invents no finding.

Differences that were settled stand in DIFFERENCES: capture, "label", what differs, whose error, clause, why.
Exits with 1 on a difference that isn't listed there.
"""
import csv
import json
import pathlib
import subprocess
import sys

MISSING = {"loss", "storm", "snap200", "cut-tail", "client-only", "server-only"}
PLACELESS = {"file", "packet", "time"}
PARSER_RULES = 500  # the numbers below are those of framing and syntax, which is what the labels speak of


def run(h1, *words):
    done = subprocess.run([h1, *words], capture_output=True, timeout=120, check=False)
    if done.returncode not in (0, 1, 2, 4) or b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
        sys.stderr.buffer.write(done.stderr)
        raise SystemExit(f"h1 {' '.join(words)} ended with {done.returncode}")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def messages(h1, path):
    return [{k: v for k, v in m.items() if k not in PLACELESS} for m in run(h1, "list", "--format", "jsonl", str(path))]


def settled(path):
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            capture, who, what = line.split("\t")[:3]
            if who == "label":
                found.add((capture, what))
    return found


def labels(h1, folder, known):
    """Yields (capture, what differs)."""
    for row in csv.reader((folder / "truth/evader-labels.tsv").open(encoding="utf-8"), delimiter="\t",
                          quoting=csv.QUOTE_NONE):
        if not row or row[0].startswith("#"):
            continue
        capture, violations = row[0], row[3]
        known["labels"] += 1
        found = [f for f in run(h1, "check", "--format", "jsonl", str(folder / capture))
                 if f["type"] == "finding" and f["side"] == "response"]
        grammar = sorted({f["rule"] for f in found if f["number"] < PARSER_RULES})
        errors = sorted({f["rule"] for f in found if f["severity"] == "error"})
        listed = [m for m in messages(h1, folder / capture) if m["kind"] == "response"]
        if not listed or any(not m["complete"] for m in listed):
            grammar.append("incomplete")
        if violations != "-" and not grammar and not errors:
            yield capture, "not flagged: " + violations[:60]
        if violations == "-" and grammar:
            yield capture, "flagged: " + ",".join(grammar)


def derived(h1, folder, known):
    for path in sorted(folder.glob("derived-*.pcap*")):
        kind = path.name.removeprefix("derived-").split(".")[0]
        base = messages(h1, folder / "zeek-pipelined-requests.pcap")
        mine = messages(h1, path)
        known["derived"] += 1
        if kind not in MISSING:
            if mine != base:
                yield path.name, f"{len(mine)} messages, not as in the base file"
            continue
        if any(m not in base for m in mine if m["complete"]):
            yield path.name, "a message that is not in the base file"
        known_rules = {(m["kind"], rule) for m in base for rule in m["rules"]}
        if any((m["kind"], rule) not in known_rules for m in mine for rule in m["rules"]):
            yield path.name, "a finding that is not in the base file"


def main():
    h1, folder, listed = sys.argv[1], pathlib.Path(sys.argv[2]), settled(pathlib.Path(sys.argv[3]))
    known = {"labels": 0, "derived": 0}
    faults = 0
    found = set()
    for capture, what in [*labels(h1, folder, known), *derived(h1, folder, known)]:
        found.add((capture, what))
        if (capture, what) not in listed:
            print(f"not listed\t{capture}\tlabel\t{what}")
            faults += 1
    for capture, what in sorted(listed - found):
        print(f"no longer differs\t{capture}\tlabel\t{what}")
        faults += 1
    print(f"{known['labels']} labels, {known['derived']} derived captures, {len(found)} differences listed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
