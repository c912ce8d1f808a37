#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the example server and compares what it says. H1_BUILD is the build directory."""
import os
import re
import socket
import subprocess

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hello.c")
CONTENT = "Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n"
HELLO = "HTTP/1.1 200 \r\n" + CONTENT % 22 + "Connection: %s\r\n\r\n<h1>Hello World!</h1>\n"
HEAD = "HTTP/1.1 200 \r\n" + CONTENT % 22 + "Connection: close\r\n\r\n"
NOT_HERE = "HTTP/1.1 %d \r\n" + CONTENT % 18 + "Connection: %s\r\n\r\n<h1>Not here</h1>\n"
REFUSED = ("HTTP/1.1 400 \r\n" + CONTENT % 39 + "Connection: close\r\n\r\n"
           "whitespace between field name and colon")
CLOSE = "Host: a\r\nConnection: close\r\n\r\n"
GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

EXCHANGES = [
    ("GET / HTTP/1.1\r\n" + CLOSE, HELLO % "close"),
    ("GET / HTTP/1.0\r\n\r\n", HELLO % "close"),
    ("HEAD / HTTP/1.1\r\n" + CLOSE, HEAD),
    ("GET /x HTTP/1.1\r\nHost: a\r\n\r\n" + "GET / HTTP/1.1\r\n" + CLOSE, NOT_HERE % (404, "keep-alive") + HELLO % "close"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + "GET / HTTP/1.1\r\n" + CLOSE,
     NOT_HERE % (501, "keep-alive") + HELLO % "close"),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n0\r\nT: u\r\n\r\n" + "GET / HTTP/1.1\r\n" +
     CLOSE, NOT_HERE % (501, "keep-alive") + HELLO % "close"),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n" + GET, REFUSED),
    ("GET /quit HTTP/1.1\r\nHost: a\r\n\r\n" + GET, HELLO % "close"),
]


def ask(port, text, size):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as peer:
        for at in range(0, len(text), size):
            peer.sendall(text[at:at + size].encode())
        peer.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: peer.recv(4096), b"")).decode()


def main():
    failed = 0
    for size in (1, 10000):
        server = subprocess.Popen([os.path.join(os.environ["H1_BUILD"], "hello")], stdout=subprocess.PIPE, text=True)
        port = int(re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", server.stdout.readline())[1])
        for asked, due in EXCHANGES:
            said = ask(port, asked, size)
            if said != due:
                print("to %r in pieces of %d:\n  said %r\n  not  %r" % (asked, size, said, due))
                failed += 1
        if failed:
            server.kill()
        elif server.wait(20) != 0:
            failed += 1
        server.stdout.close()
        server.wait(20)
    with open(SOURCE, encoding="utf-8") as file:
        lines = file.read().splitlines()
    steps = [int(n) for n in re.findall(r"/\* (\d)\. [A-Z]", "\n".join(lines))]
    if len(lines) > 150 or sorted(steps) != list(range(1, 10)):
        print("hello.c has %d lines and the steps %s" % (len(lines), steps))
        failed += 1
    if not failed:
        print("the example server says what it should")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
