#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A client for the tests of the client role: peers_client.py MODE URL URL2.

MODE good reads as RFC 9112 asks. The others break it in one way each: reads-on takes all that comes for content,
guesses takes a length that is no number for none, mixes-up takes leftover bytes for the next response, names-no-host
sends requests without Host, silent prints nothing, hangs never ends, stalls does so at a response that it doesn't take
and leaves its process id in ./stalled, stops ends with status 7.
"""
import base64
import json
import os
import re
import socket
import sys
import time
import urllib.parse

mode, urls = sys.argv[1], sys.argv[2:4]
where = urllib.parse.urlsplit(urls[0])
kept = b""
wire = None


class Wrong(Exception):
    pass


def more(held):
    part = wire.recv(4096)
    if not part:
        raise Wrong("the connection ended within the response")
    return held + part


def until_end(held):
    while part := wire.recv(4096):
        held += part
    return held


def read(held):
    """The response at the front of what is held, and what is left."""
    while b"\r\n\r\n" not in held:
        held = more(held)
    head, rest = held.split(b"\r\n\r\n", 1)
    status = re.fullmatch(rb"HTTP/1\.[01] (\d{3}) .*", head.split(b"\r\n")[0])
    if not status:
        raise Wrong("no status-line")
    length = re.search(rb"(?i)\r\ncontent-length: *(.*?)(\r\n|$)", head + b"\r\n")
    if mode == "reads-on":
        time.sleep(0.2)
        wire.setblocking(False)
        return int(status[1]), rest, b""
    if length and not length[1].isdigit():
        if mode != "guesses":
            raise Wrong("Content-Length is no number")
        return int(status[1]), until_end(rest), b""
    if not length:
        return int(status[1]), until_end(rest), b""
    while len(rest) < int(length[1]):
        rest = more(rest)
    return int(status[1]), rest[:int(length[1])], rest[int(length[1]):]


def ask(url):
    global kept, wire
    if wire is None or (kept and mode != "mixes-up"):
        wire, kept = socket.create_connection((where.hostname, where.port)), b""
    host = "" if mode == "names-no-host" else f"Host: {where.netloc}\r\n"
    wire.sendall(f"GET {urllib.parse.urlsplit(url).path} HTTP/1.1\r\n{host}\r\n".encode())
    status, body, kept = read(kept)
    return {"status": status, "body_base64": base64.b64encode(body).decode(), "error": None}


if mode == "hangs":
    ask(urls[0])
    time.sleep(60)
for url in urls:
    try:
        said = ask(url)
    except (Wrong, OSError) as error:
        if mode == "stalls":
            print(os.getpid(), file=open("stalled", "w"), flush=True)
            time.sleep(60)
        said = {"status": None, "body_base64": None, "error": str(error)}
        wire = None
    if mode != "silent":
        print(json.dumps(said), flush=True)
sys.exit(7 if mode == "stops" else 0)
