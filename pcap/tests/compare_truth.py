#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare what `h1 list` finds in captures with what tshark found, against a list of settled differences.

    compare_truth.py H1 CAPTURES DIFFERENCES

H1 is the program, CAPTURES a folder with captures and truth/FILE.tsv, DIFFERENCES the list: capture, who alone has the
message, the message, whose error it is, RFC clause, why. Two lists of messages are compared for each capture and each
direction of an address pair: requests by method and target, responses by status. Prints a figure on its last line.
Exits with 1 on a difference that isn't listed and on a listed one that no longer differs, with 2 when h1 fails.
"""
import difflib
import json
import pathlib
import subprocess
import sys
from collections import Counter, defaultdict


def truth_of(path):
    """{(source, destination, kind): [message]} of a truth file."""
    messages = defaultdict(list)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("#") or not line:
            continue
        row = line.split("\t")
        kind = row[3]
        text = f"{row[4]} {row[5]}" if kind == "request" else row[4]
        messages[row[7], row[8], kind].append(text)
    return messages


def escaped(text):
    """As the truth files have it: a backslash as \\x5c, bytes above 0x7F as what they are in UTF-8."""
    return text.replace("\\", "\\x5c").encode("latin-1", "replace").decode("utf-8", "replace")


def ours_of(h1, path):
    run = subprocess.run([h1, "list", "--format", "jsonl", str(path)], capture_output=True, timeout=120, check=False)
    if run.returncode not in (0, 1, 2, 4) or b"Sanitizer" in run.stderr or b"runtime error" in run.stderr:
        sys.stderr.buffer.write(run.stderr)
        raise SystemExit(f"{path.name}: h1 list ended with {run.returncode}")
    messages = defaultdict(list)
    for line in run.stdout.decode().splitlines():
        message = json.loads(line)
        source, destination = message["dir"].split(" > ")
        kind = message["kind"]
        text = f"{message['method']} {escaped(message['target'])}" if kind == "request" else str(message.get("status"))
        messages[bare(source), bare(destination), kind].append(text)
    return messages


def bare(end):
    """[2001:db8::1]:80 as tshark-truth writes it."""
    return end.replace("[", "").replace("]", "")


def compare(truth, ours):
    """Counts what agrees and lists what only one of the two has."""
    agree = 0
    alone = []
    for key in sorted(set(truth) | set(ours)):
        theirs, mine = truth.get(key, []), ours.get(key, [])
        matcher = difflib.SequenceMatcher(a=theirs, b=mine, autojunk=False)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            if tag == "equal":
                agree += a2 - a1
                continue
            alone += [("tshark", f"{key[2]} {text}") for text in theirs[a1:a2]]
            alone += [("h1", f"{key[2]} {text}") for text in mine[b1:b2]]
    return agree, alone


def numbered(alone):
    """The same message twice becomes two entries."""
    seen = Counter()
    for who, message in alone:
        seen[who, message] += 1
        count = seen[who, message]
        yield who, message if count == 1 else f"{message} #{count}"


def main():
    h1, folder, listed_path = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    listed = {}
    for line in listed_path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            capture, who, message, _rest = line.split("\t", 3)
            if who != "label":  # those are for oracles.py
                listed[capture, who, message] = line
    agree_all = all_messages = captures = 0
    found = set()
    faults = 0
    for truth_path in sorted((folder / "truth").glob("*.tsv")):
        capture = folder / truth_path.name.removesuffix(".tsv")
        if not capture.exists():
            continue
        captures += 1
        agree, alone = compare(truth_of(truth_path), ours_of(h1, capture))
        agree_all += agree
        all_messages += agree + len(alone)
        for who, message in numbered(alone):
            entry = (capture.name, who, message)
            found.add(entry)
            if entry not in listed:
                print(f"not listed\t{capture.name}\t{who}\t{message}")
                faults += 1
    for entry in sorted(set(listed) - found):
        print("no longer differs\t" + "\t".join(entry))
        faults += 1
    share = 100 * agree_all / all_messages if all_messages else 0
    print(f"{share:.2f} % of {all_messages} messages in {captures} captures, {len(found)} differences listed")
    return 1 if faults or share < 95 else 0


if __name__ == "__main__":
    sys.exit(main())
