#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does each failure that a baseline has of somebody's program stand in a field note?   field_notes.py [ROOT]

The table in docs/field-notes/README.md says which note speaks of which baselines. A note names a case or result in
backquotes, or several by a `*`. What it names has to exist, and a baseline that is in no row of the table is a fault.
"""
import fnmatch
import glob
import os
import re
import sys

OURS = "h1_serve_*"  # what our own server misses is SHOULDs: own_server.sh
ID = re.compile(r"`((?:[0-9]{4}-[0-9.]+|seeds-0|sent|answered)/[a-z0-9*-]+)`")
ROW = re.compile(r"^\|[^|]+\|[^|]+\|(?P<baselines>[^|]+)\| *(?:\[(?P<note>[^]]+)\]|none)")


def known(root):
    """The id of each case, and of each result that a rule may bring."""
    ids = set()
    for path in glob.glob(os.path.join(root, "conformance/cases/rfc*/*.case")):
        rfc = os.path.basename(os.path.dirname(path))[len("rfc"):]
        section = os.path.basename(path).split("-")[0]
        with open(path, encoding="utf-8") as lines:
            ids.update("%s-%s/%s" % (rfc, section, line.split()[1]) for line in lines if line.startswith("case "))
    with open(os.path.join(root, "rules/rules.def"), encoding="utf-8") as text:
        names = re.findall(r"^H1_RULE\((\w+)", text.read(), re.M)
    for name in names:
        ids.update(did + "/" + name.lower().replace("_", "-") for did in ("sent", "answered"))
    return ids


def named(path, ids, faults):
    """The ids that a note names."""
    with open(path, encoding="utf-8") as text:
        patterns = ID.findall(text.read())
    found = set()
    for pattern in patterns:
        meant = fnmatch.filter(ids, pattern)
        if not meant:
            faults.append("%s: there is no %s" % (path, pattern))
        found.update(meant)
    return found


def failures(path):
    with open(path, encoding="utf-8") as lines:
        return {line.split()[0] for line in lines if not line.startswith("#") and line.split()[1] == "fail"}


def look(root):
    faults = []
    ids = known(root)
    noted = {}  # what the notes name, by baseline
    table = os.path.join(root, "docs/field-notes/README.md")
    with open(table, encoding="utf-8") as lines:
        for row in filter(None, map(ROW.match, lines)):
            note = row["note"] and os.path.join(root, "docs/field-notes", row["note"])
            found = named(note, ids, faults) if note else set()
            noted.update((baseline, found) for baseline in re.findall(r"[\w.-]+\.txt", row["baselines"]))
    if not noted:
        faults.append(table + ": no table of notes and baselines")
    for path in sorted(glob.glob(os.path.join(root, "conformance/baselines/*.txt"))):
        name = os.path.basename(path)
        if fnmatch.fnmatch(name, OURS):
            continue
        if name not in noted:
            faults.append("%s: no row of %s has it" % (path, table))
            continue
        faults += ["%s: no note on %s" % (path, case) for case in sorted(failures(path) - noted[name])]
    return faults


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    faults = look(sys.argv[1] if len(sys.argv) > 1 else os.path.relpath(os.path.join(here, "..", "..")))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
