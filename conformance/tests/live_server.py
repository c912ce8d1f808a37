#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A small server for the test of the live runner: live_server.py PORT|SOCKET [CERTIFICATE KEY].

A field X-H1-Do makes it do something odd: abort, exit (status 7), hang (all of it), close, silent, slow (closes half a
second after its answer), no-keep-alive, drop (resets the connection), two (a second response to one request). POST is
answered with its content. Three break a rule with a response of status 200 that can be read: trailer and
secret-trailer send a trailer field that no Trailer announced, and one that decides framing; partial answers 206 to no
Range."""
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time


def read_head(connection, data):
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None, b""
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def fields_of(head):
    lines = head.decode("latin-1").split("\r\n")
    pairs = [line.split(":", 1) for line in lines[1:] if ":" in line]
    return lines[0], {name.lower(): value.strip() for name, value in pairs}


def answer(status, body, more=""):
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    head = f"HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
    return (head + more + "\r\n").encode("latin-1") + body


ODD = {
    "trailer": ("200 OK", "X-Sum: 1\r\n"),
    "secret-trailer": ("200 OK", "Content-Length: 5\r\n"),
    "partial": ("206 Partial Content", ""),
}


def answer_oddly(what):
    status, trailers = ODD[what]
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    head = f"HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
    if what == "partial":
        head += "Content-Range: bytes 0-4/9\r\n"
    if what == "secret-trailer":
        head += "Trailer: Content-Length\r\n"
    return (head + "\r\n5\r\nhello\r\n0\r\n" + trailers + "\r\n").encode("latin-1")


def misbehave(connection, what):
    """Returns whether the connection is over."""
    if what == "abort":
        sys.stderr.write("about to abort\n")
        sys.stderr.flush()
        os.abort()
    if what == "exit":
        os._exit(7)
    if what == "hang":
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "silent":
        time.sleep(60)
    if what == "drop":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if what in ("close", "drop"):
        return True
    if what == "slow":
        connection.sendall(answer("400 Bad Request", b"bad"))
        time.sleep(0.5)
        return True
    if what == "no-keep-alive":
        connection.sendall(answer("200 OK", b"bye", "Connection: close\r\n"))
        return True
    if what == "two":
        connection.sendall(answer("400 Bad Request", b"bad") + answer("200 OK", b"leftover"))
    return False


def serve(connection):
    data = b""
    while True:
        head, data = read_head(connection, data)
        if head is None:
            break
        line, fields = fields_of(head)
        if misbehave(connection, fields.get("x-h1-do", "")):
            break
        if fields.get("x-h1-do") in ODD:
            connection.sendall(answer_oddly(fields["x-h1-do"]))
            continue
        body = b"hello"
        if line.startswith("POST "):
            length = int(fields.get("content-length", "0"))
            while len(data) < length:
                data += connection.recv(65536)
            body, data = data[:length], data[length:]
        connection.sendall(answer("200 OK", body))
    connection.close()


def listen(where):
    if where.isdigit():
        return socket.create_server(("127.0.0.1", int(where)), backlog=64)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(where)
    listener.listen(64)
    return listener


def begin(connection, trust):
    try:
        if trust:
            connection = trust.wrap_socket(connection, server_side=True)
        serve(connection)
    except OSError:
        connection.close()


def main():
    listener = listen(sys.argv[1])
    trust = None
    if len(sys.argv) > 2:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trust.load_cert_chain(sys.argv[2], sys.argv[3])
        trust.set_alpn_protocols(["h2", "http/1.1"])
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=begin, args=(connection, trust), daemon=True).start()


main()
