#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server whose time-outs and ways are known, for the test of what h1 conform --measure says.

measure_server.py PORT [WAY]

It waits 1 second for a head (408, or a close where not a byte came), 2 for content of a known length (then it resets),
for chunked content for ever, and 1.5 for another request. /slow takes 0.8 seconds. A head of more than 16 KiB is
refused. WAY is one-at-a-time (a connection keeps all others waiting), ahead (requests in one write are worked on side
by side) or turned (they are, and answered last one first)."""
import socket
import struct
import sys
import threading
import time

HEAD_TIME, CONTENT_TIME, IDLE_TIME, SLOW_TIME = 1, 2, 1.5, 0.8
MOST = 16384


class Over(Exception):
    """The connection is done with."""


class Connection:
    def __init__(self, wire, way):
        self.wire, self.way, self.data, self.answered = wire, way, b"", False

    def more(self, seconds):
        """Returns whether bytes came in time."""
        self.wire.settimeout(seconds)
        try:
            got = self.wire.recv(65536)
        except socket.timeout:
            return False
        if not got:
            raise Over
        self.data += got
        return True

    def send(self, status, content=b"", fields=""):
        self.wire.settimeout(None)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{fields}\r\n"
        self.wire.sendall(head.encode() + content)

    def await_head(self):
        while b"\r\n\r\n" not in self.data:
            if len(self.data) > MOST:
                self.send("431 Request Header Fields Too Large", b"", "Connection: close\r\n")
                raise Over
            idle = self.answered and not self.data
            if not self.more(IDLE_TIME if idle else HEAD_TIME):
                if self.data:
                    self.send("408 Request Timeout", b"", "Connection: close\r\n")
                raise Over

    def await_content(self, head):
        if b"chunked" in head:
            while not self.data.endswith(b"0\r\n\r\n"):
                self.more(None)
            self.data = b""
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or b"0")
        while len(self.data) < length:
            if not self.more(CONTENT_TIME):
                self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise Over
        self.data = self.data[length:]

    def work(self, head):
        if b" /slow " in head:
            time.sleep(SLOW_TIME)
            return b"slow"
        return b"x" * 4000

    def work_side_by_side(self, heads):
        contents = [b""] * len(heads)

        def work(i):
            contents[i] = self.work(heads[i])

        workers = [threading.Thread(target=work, args=(i,)) for i in range(len(heads))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return contents[::-1] if self.way == "turned" else contents

    def serve(self):
        while True:
            self.await_head()
            if self.way in ("ahead", "turned") and self.data.count(b"\r\n\r\n") == 2:
                heads = self.data.split(b"\r\n\r\n")[:2]
                self.data = b""
                for content in self.work_side_by_side(heads):
                    self.send("200 OK", content)
            else:
                head, _, self.data = self.data.partition(b"\r\n\r\n")
                self.await_content(head)
                self.send("200 OK", self.work(head))
            self.answered = True


def serve(wire, way):
    with wire:
        try:
            Connection(wire, way).serve()
        except (Over, OSError):
            pass


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
    way = sys.argv[2] if len(sys.argv) > 2 else ""
    while True:
        wire, _ = listener.accept()
        if way == "one-at-a-time":
            serve(wire, way)
        else:
            threading.Thread(target=serve, args=(wire, way), daemon=True).start()


main()
