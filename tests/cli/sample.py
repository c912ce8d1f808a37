#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows that h1 check finds in the sample capture what corpus/captures/README.md says of each exchange, and no more.

usage: sample.py [FILE]      H1 in the environment names the command; FILE is the sample made anew
A row's first column is text on the wire: it leads to the connection. Its last column names all rules that are reported
for the leg and the direction that the table is about; "none" is none.
"""
import json
import os
import pathlib
import re
import struct
import subprocess
import sys

CAPTURES = pathlib.Path(__file__).resolve().parent.parent.parent / "corpus/captures"
# Table, then the server port of its leg, then whose messages it is about.
TABLES = {
    "Good clients": (8080, ("request", "response")),
    "Faulty requests (netcat to nginx)": (8080, ("request",)),
    "Faulty origin (behind nginx's proxy_pass)": (9000, ("response",)),
}


def rows():
    """(table, text on the wire, set of rules) for every row of those tables."""
    table = None
    for line in (CAPTURES / "README.md").read_text().splitlines():
        if line.startswith("## "):
            table = line[3:]
        match = re.match(r"\| `([^`]*)` \|.*\| ([^|]*) \|$", line)
        if match and table in TABLES:
            yield table, match[1], set(re.findall(r"`([a-z0-9-]+)`", match[2]))


def address(packed):
    return ".".join(map(str, packed)) if len(packed) == 4 else "[::1]"


def payloads(sample):
    """(client, server port, bytes) for every packet to a server, read from the capture without any of our code."""
    data = pathlib.Path(sample).read_bytes()
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            packet = data[at + 28:at + 28 + struct.unpack_from("<I", data, at + 20)[0]]
            tcp = None
            if packet[12:14] == b"\x08\x00" and packet[23] == 6:
                tcp, source = 14 + 4 * (packet[14] & 15), packet[26:30]
            elif packet[12:14] == b"\x86\xdd" and packet[20] == 6:
                tcp, source = 54, packet[22:38]
            if tcp:
                ports = struct.unpack_from(">HH", packet, tcp)
                yield f"{address(source)}:{ports[0]}", ports[1], packet[tcp + 4 * (packet[tcp + 12] >> 4):]
        at += length


def main():
    if "H1" not in os.environ:
        sys.exit(__doc__)
    sample = sys.argv[1] if len(sys.argv) > 1 else CAPTURES / "sample.pcapng"
    result = subprocess.run([os.environ["H1"], "check", "--format", "jsonl", sample], capture_output=True, check=False)
    if result.returncode != 1:
        sys.exit(f"status {result.returncode}: {result.stderr.decode()}")
    found = [line for line in map(json.loads, result.stdout.splitlines()) if "rule" in line]
    packets = list(payloads(sample))
    wrong = count = 0
    for table, text, rules in rows():
        count += 1
        port, sides = TABLES[table]
        wire = re.compile(re.escape(text.encode()) + rb"(?![a-z0-9-])")
        clients = {client for client, server, content in packets if server == port and wire.search(content)}
        # A client's port may serve it twice, towards nginx and towards the origin: only both ends name a connection.
        reported = {one["rule"] for one in found if one["client"] in clients
                    and one["server"].endswith(f":{port}") and one["side"] in sides}
        if not clients or reported != rules:
            wrong += 1
            print(f"{text} ({', '.join(sorted(clients)) or 'not found'}): README.md has {sorted(rules) or 'none'},"
                  f" h1 check {sorted(reported) or 'none'}")
    print(f"{count} exchanges, {wrong} other than README.md says")
    sys.exit(1 if wrong or count < 100 else 0)


main()
