# SPDX-License-Identifier: MIT
"""What the subjects in Python share: the subject protocol (README.md) on standard input and output."""
import hashlib
import json
import sys


def pieces(question, data):
    """The bytes as they are to arrive."""
    cuts = [0] + question["cuts"] + [len(data)]
    return [data[a:b] for a, b in zip(cuts, cuts[1:])]


def method_of(question, i):
    """The method that response number i answers; None where it answers none."""
    methods = question.get("methods")
    return "GET" if methods is None else methods[i] if i < len(methods) else None


def tunnel(question, i, method):
    """Does a tunnel follow request number i?"""
    tunnels = question.get("tunnels")
    return method == "CONNECT" if tunnels is None else i in tunnels


def body_of(body):
    """The members that tell of a body."""
    return {"body_size": len(body), "body_sha256": hashlib.sha256(body).hexdigest()}


def answer(dictionary):
    """One frame. What doesn't fit is left out: the verdict has to do."""
    text = json.dumps(dictionary, default=lambda value: value.decode("latin-1")).encode()
    if len(text) > 65536:
        text = json.dumps({"verdict": dictionary["verdict"]}).encode()
    sys.stdout.buffer.write(b"H1F1" + len(text).to_bytes(4, "big") + text)
    sys.stdout.buffer.flush()


def talk(name, version, fills, play):
    """Answer questions until standard input ends."""
    while header := sys.stdin.buffer.read(8):
        question = json.loads(sys.stdin.buffer.read(int.from_bytes(header[4:], "big")))
        payload = sys.stdin.buffer.read(question.get("file_size", 0))
        if question.get("hello"):
            answer({"subject": name, "version": version, "fills": fills})
        else:
            answer(play(question, payload))
