#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A subject that behaves badly where it is asked about a case of the given id: subject_bad.py HOW ID. Otherwise it
accepts everything.

HOW: dies, aborts, hangs, babbles, shouts (to standard error, without end), lies (no verdict), half (an answer cut
short), more (bytes behind the answer), mute (closes its output), greets (wrongly)."""
import json
import os
import sys
import time

how, where = sys.argv[1:]


def send(text):
    sys.stdout.buffer.write(b"H1F1" + len(text).to_bytes(4, "big") + text)
    sys.stdout.buffer.flush()


def misbehave():
    if how == "dies":
        sys.stderr.write("first line\nlast words\n")
        sys.exit(3)
    if how == "aborts":
        os.abort()
    if how == "hangs":
        time.sleep(60)
    if how == "babbles":
        sys.stdout.write("HTTP/1.1 200 OK\r\n\r\n")
        sys.stdout.flush()
        time.sleep(60)
    while how == "shouts":
        sys.stderr.write("x" * 4096)
    if how == "lies":
        send(b'{"verdict":"perhaps"}')
    if how == "half":
        sys.stdout.buffer.write(b"H1F1\0\0\0\x20{")
        sys.stdout.flush()
        sys.exit(0)
    if how == "more":
        sys.stdout.buffer.write(b'H1F1\0\0\0\x14{"verdict":"accept"}x')
        sys.stdout.flush()
        time.sleep(60)
    if how == "mute":
        os.close(1)
        time.sleep(60)


while header := sys.stdin.buffer.read(8):
    question = json.loads(sys.stdin.buffer.read(int.from_bytes(header[4:], "big")))
    sys.stdin.buffer.read(question.get("file_size", 0))
    if question.get("hello"):
        send(b"{}" if how == "greets" else b'{"subject":"bad","version":"1","fills":[]}')
    elif question["case"] == where:
        misbehave()
    else:
        send(b'{"verdict":"accept"}' if question["end"] else b'{"verdict":"more"}')
