# SPDX-License-Identifier: MIT
"""A capture full of what attacks whoever shows it, and the reports of h1 check on it."""
import os
import subprocess

from hostile import ATTACK, H1, SECRETS, TREE, Written, without_github

DATE = b"Date: Fri, 02 Jan 2026 03:04:05 GMT\r\n"
NAME = "\x1b[31m\u202e\udcffa<img src=x onerror=document.title='ran'>&\"`|` [x](y) #1 @all ::error::%0A.pcap"
MANY = 20  # requests with the same fault on one connection


def step(side, data):
    """A line for make_capture: every byte that isn't plain as \\xHH."""
    return side + " " + "".join(chr(b) if 32 <= b < 127 and b != 92 else f"\\x{b:02x}" for b in data)


def answer(head, body=b""):
    return b"HTTP/1.1 200 OK\r\n" + DATE + b"Content-Length: %d\r\n" % len(body) + head + b"\r\n" + body


def hostile_steps():
    plain = ATTACK.replace(b"\x00", b"").replace(b"\n", b"").replace(b"\r", b"")
    target = b"/</pre><script>document.title='ran'</script>?token=" + SECRETS[0]
    yield "open"
    yield step(">", b"GET " + target + b" HTTP/1.1\r\nHost : h\r\nCookie: id=" + SECRETS[1] + b"\n\r\n")
    yield step("<", answer(b"Set-Cookie: id=" + SECRETS[1] + b"\r\nX-Attack: " + plain + b"\r\n", ATTACK + SECRETS[2]))
    yield step(">", b"POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    b"5;x=<script>\r\nhello\r\n0\r\n\r\n")
    yield step("<", answer(b"<b onmouseover=alert(1)>: `|`\r\n", b"<svg onload=alert(1)>"))
    yield "close"
    yield "open 8080"
    for number in range(MANY):
        yield step(">", b"GET /%d HTTP/1.1\r\nHost: h\r\nX : <i>\r\n\r\n" % number)
        yield step("<", answer(b"Content-Type: text/html\r\n"))
    yield "close"
    yield "open 443"
    yield step(">", b"\x16\x03\x01\x00\x05hello")
    yield step("<", b"\x16\x03\x03\x00\x05world")


def capture(path, steps):
    subprocess.run([os.path.join(TREE, "tests/cli/make_capture"), path], input="\n".join(steps) + "\n", text=True,
                   check=True)


class CaptureReports(Written):
    """One pass of h1 check over a capture, or over files."""

    def __init__(self, *options, steps=None, files=None, cut=0):
        super().__init__()
        self.capture = os.path.join(self.folder, NAME)
        if files is None:
            capture(self.capture, hostile_steps() if steps is None else steps)
            os.truncate(self.capture, os.path.getsize(self.capture) - cut)
        self.done = subprocess.run([H1, "check", *(files or [NAME]), "-o", "plain", *self.options(), *options],
                                   capture_output=True, timeout=100, check=False, cwd=self.folder, env=without_github())
