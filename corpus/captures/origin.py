#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The origin behind nginx's proxy_pass: a small server that answers /origin/NAME with the fault of that name.

It reads requests as nginx sends them, answers on 127.0.0.1:9000, and never reads or writes a file. Port 9001 speaks
a protocol that is not HTTP. It ends when it is told to (SIGTERM) or after two minutes.
"""
import email.utils
import signal
import socketserver
import sys
import threading


def date():
    return "Date: " + email.utils.formatdate(usegmt=True) + "\r\n"


def answer(status, fields="", body=""):
    """A response without fault: Date, the given fields, Content-Length; a Content-Type where there is something to type."""
    if body and "Content-Type" not in fields:
        fields = "Content-Type: text/plain\r\n" + fields
    return f"HTTP/1.1 {status}\r\n{date()}{fields}Content-Length: {len(body)}\r\n\r\n{body}"


def plain(fields):
    return answer("200 OK", fields, "answer\n")


TYPE = "Content-Type: text/plain\r\n"
CHUNKED = TYPE + "Transfer-Encoding: chunked\r\n"


def responses():
    """What each name is answered with. Made anew for each request, because of the date."""
    ok = "HTTP/1.1 200 OK\r\n" + date()
    return {
        # good
        "good": plain(""),
        "cookie": plain("Set-Cookie: id=1; Path=/; HttpOnly\r\n"),
        "chunked": ok + CHUNKED + "\r\n7\r\nanswer\n\r\n9\r\nin pieces\r\n0\r\n\r\n",
        "chunked-trailers": ok + CHUNKED + "Trailer: X-Sum\r\n\r\n7;n=1\r\nanswer\n\r\n0\r\nX-Sum: 7\r\n\r\n",
        "until-close": ok + TYPE + "Connection: close\r\n\r\nuntil the end\n",
        "http-10": "HTTP/1.0 200 OK\r\n" + date() + TYPE + "\r\nold\n",
        "early-hints": "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + plain(""),
        # message framing
        "cl-and-te": ok + "Content-Length: 9\r\n" + CHUNKED + "\r\n7\r\nanswer\n\r\n0\r\n\r\n",
        "cl-differ": ok + "Content-Length: 7\r\nContent-Length: 9\r\n\r\nanswer\n",
        "cl-twice": ok + TYPE + "Content-Length: 7\r\nContent-Length: 7\r\n\r\nanswer\n",
        "cl-bad": ok + "Content-Length: 7 bytes\r\n\r\nanswer\n",
        "cl-too-long": ok + TYPE + "Content-Length: 70\r\n\r\nanswer\n",
        "cl-too-short": ok + TYPE + "Content-Length: 4\r\n\r\nanswer\n",
        "te-in-10": "HTTP/1.0 200 OK\r\n" + date() + CHUNKED + "\r\n7\r\nanswer\n\r\n0\r\n\r\n",
        "chunk-size-bad": ok + CHUNKED + "\r\n7\r\nanswer\n\r\nx\r\n\r\n",
        "chunk-cut": ok + CHUNKED + "\r\n70\r\nanswer\n",
        "204-with-length": answer("204 No Content", TYPE, "answer\n"),
        "204-with-chunked": "HTTP/1.1 204 No Content\r\n" + date() + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "1xx-with-length": "HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n" + plain(""),
        "two-responses": plain("") + plain(""),
        # lines and fields
        "bare-lf": plain("X-Note: one\r\n").replace("\r\n", "\n"),
        "bare-cr": plain("X-Note: one\rtwo\r\n"),
        "space-before-colon": plain("X-Note : one\r\n"),
        "obs-fold": plain("X-Note: one\r\n two\r\n"),
        "no-colon": plain("X-Note-without-colon\r\n"),
        "nul-in-value": plain("X-Note: one\0two\r\n"),
        "empty-line-first": "\r\n" + plain(""),
        # status-lines
        "no-reason": plain("").replace(" OK\r\n", "\r\n", 1),
        "status-600": answer("600 Beyond", "", "answer\n"),
        "status-20": answer("20 OK", "", "answer\n"),
        "version-lower": plain("").replace("HTTP/1.1", "http/1.1", 1),
        # values and semantics
        "no-date": plain("").replace(date(), "", 1),
        "date-iso": plain("").replace(date(), "Date: 1994-11-06T08:49:37Z\r\n", 1),
        "date-obsolete": plain("").replace(date(), "Date: Sunday, 06-Nov-94 08:49:37 GMT\r\n", 1),
        "date-wrong-day": plain("").replace(date(), "Date: Mon, 06 Nov 1994 08:49:37 GMT\r\n", 1),
        "date-twice": plain(date()),
        "content-type-bad": answer("200 OK", "Content-Type: plain\r\n", "answer\n"),
        "content-type-twice": plain(TYPE + "Content-Type: text/html\r\n"),
        "content-encoding-lie": plain("Content-Encoding: gzip\r\n"),
        "etag-bare": plain("ETag: abc\r\n"),
        "last-modified-future": plain("Last-Modified: Sat, 06 Nov 2094 08:49:37 GMT\r\n"),
        "age-negative": plain("Age: -1\r\n"),
        "cache-control-bad": plain("Cache-Control: max-age=ten\r\n"),
        "cookie-bad": plain("Set-Cookie: =1; Path\r\n"),
        "redirect-nowhere": answer("302 Found", "", "answer\n"),
        "401-no-challenge": answer("401 Unauthorized", "", "answer\n"),
        "405-no-allow": answer("405 Method Not Allowed", "", "answer\n"),
        "206-no-range": answer("206 Partial Content", "", "answer\n"),
        "304-unasked": "HTTP/1.1 304 Not Modified\r\n" + date() + "\r\n",
        "426-no-upgrade": answer("426 Upgrade Required", "", "answer\n"),
    }


class Origin(socketserver.StreamRequestHandler):
    timeout = 10

    def head(self):
        """The request-line's target and the fields, lower case; None at the end of the connection."""
        line = self.rfile.readline().decode("latin-1").split(" ")
        if len(line) != 3:
            return None, {}
        fields = {}
        while (field := self.rfile.readline().decode("latin-1").strip()):
            name, _, value = field.partition(":")
            fields[name.lower()] = value.strip()
        return line[1], fields

    def body(self, fields):
        if fields.get("transfer-encoding") == "chunked":
            size = 0
            while (n := int(self.rfile.readline(), 16)) > 0:
                size += len(self.rfile.read(n))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return size
        return len(self.rfile.read(int(fields.get("content-length", 0))))

    def send(self, text):
        self.wfile.write(text.encode("latin-1"))

    def switch(self):
        """Another protocol after 101: each line comes back as it was sent."""
        self.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
        while (line := self.rfile.readline()):
            self.wfile.write(line)

    def handle(self):
        while True:
            target, fields = self.head()
            if target is None:
                return
            size = self.body(fields)
            room, _, name = target.partition("?")[0].lstrip("/").partition("/")
            if room == "upgrade":
                return self.switch()
            if room == "origin":
                self.send(responses().get(name) or answer("404 Not Found", "", "no such fault\n"))
            else:
                self.send(answer("200 OK", "", f"{size} bytes came\n"))
            if room != "kept" or fields.get("connection", "").lower() == "close":
                return


class NotHttp(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        self.wfile.write(b"\x00\x00\x00\x07ready\x00\x00")
        while (block := self.rfile.read(8)):
            self.wfile.write(b"\x00\x00\x00\x08" + block[::-1])


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGALRM, lambda *_: sys.exit("origin: two minutes are over"))
    signal.alarm(120)
    for port, handler in ((9000, Origin), (9001, NotHttp)):
        server = Server(("127.0.0.1", port), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    while True:
        signal.pause()


main()
