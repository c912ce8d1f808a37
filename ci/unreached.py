#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What gcovr counted, against the list of what tests needn't reach.   ci/unreached.py GCOVR_JSON LIST

LIST is a Markdown file; its items are `file` and the text with which the line starts, each in backticks:
  - `stream.c`: `switch (framing) {`
Prints each line that has an unreached branch, or isn't reached, and that the list doesn't have; each item of the list
that was reached after all, or is gone; then how much was reached. Exits with 1 where the list is wrong, or where less
was reached than is asked for.
"""
import json
import os
import re
import sys

LINES, BRANCHES = 98.0, 95.0
ITEM = re.compile(r"- `([^`]+)`: `(.+)`$")


def listed(path):
    with open(path, encoding="utf-8") as file:
        return {match.groups() for line in file if (match := ITEM.match(line.rstrip("\n")))}


def unreached(line):
    return line["count"] == 0 or any(branch["count"] == 0 for branch in line["branches"])


def percent(reached, total):
    return 100.0 * reached / total if total else 0.0


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        files = json.load(file)["files"]
    if not files:
        sys.exit("ci/unreached.py: nothing was counted")
    items, used, wrong = listed(sys.argv[2]), set(), 0
    lines = branches = lines_reached = branches_reached = 0
    for counted in sorted(files, key=lambda f: f["file"]):
        name = os.path.basename(counted["file"])
        with open(counted["file"], encoding="utf-8") as file:
            source = file.read().split("\n")
        for line in counted["lines"]:
            if line.get("gcovr/noncode"):
                continue
            lines += 1
            lines_reached += line["count"] > 0
            branches += len(line["branches"])
            branches_reached += sum(branch["count"] > 0 for branch in line["branches"])
            text = source[line["line_number"] - 1].strip()
            item = next((i for i in items if i[0] == name and text.startswith(i[1])), None)
            if unreached(line) and item is None:
                print(f"{counted['file']}:{line['line_number']}: not reached, and not listed: {text}")
                wrong += 1
            elif unreached(line):
                used.add(item)
    for name, text in sorted(items - used):
        print(f"{sys.argv[2]}: listed, but reached or gone: {name}: {text}")
        wrong += 1
    share = percent(lines_reached, lines), percent(branches_reached, branches)
    # Rounded down: 97.99 is not 98.
    print(f"lines {int(share[0] * 100) / 100} % ({lines_reached} of {lines})")
    print(f"branches {int(share[1] * 100) / 100} % ({branches_reached} of {branches})")
    sys.exit(1 if wrong or share[0] < LINES or share[1] < BRANCHES else 0)


main()
