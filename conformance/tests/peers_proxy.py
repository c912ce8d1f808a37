#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A proxy for the tests of the proxy role: peers_proxy.py MODE ORIGIN_PORT prints its own port and serves.

MODE good forwards as RFC 9110 section 7.6 asks. The others break it in one way each: keeps-named forwards what
Connection names, forwards-bad sends a broken chunked body on, smuggles sends a request that nobody sent, answers-twice
sends a response that nobody asked for, goes-on takes the bytes behind a refused request for another one, pools takes
what lies behind one response for the next, stalls never answers a broken body and leaves a file ./stalled. Two break
nothing: repeats asks the origin everything twice, for a path of its own, and anonymous leaves the token out of its two
places. nameless does both at once.
"""
import re
import socket
import sys
import threading
import time

mode, origin_port = sys.argv[1], int(sys.argv[2])


class Bad(Exception):
    pass


def read_until(wire, held, end):
    while end not in held:
        part = wire.recv(4096)
        if not part:
            raise Bad("ended")
        held += part
    return held.split(end, 1)


def read_exactly(wire, held, count):
    while len(held) < count:
        part = wire.recv(4096)
        if not part:
            raise Bad("ended")
        held += part
    return held[:count], held[count:]


def read_chunked(wire, held):
    body = b""
    while True:
        size, held = read_until(wire, held, b"\r\n")
        if not re.fullmatch(rb"[0-9A-Fa-f]+", size):
            raise Bad("no chunk-size")
        data, held = read_exactly(wire, held, int(size, 16) + 2)
        if data[-2:] != b"\r\n":
            raise Bad("no CRLF behind a chunk")
        body += data[:-2]
        if int(size, 16) == 0:
            return body, held


def read_body(wire, fields, held):
    if fields.get(b"transfer-encoding") == b"chunked":
        return read_chunked(wire, held)
    return read_exactly(wire, held, int(fields.get(b"content-length", b"0")))


def read_head(wire, held):
    head, held = read_until(wire, held, b"\r\n\r\n")
    lines = head.split(b"\r\n")
    fields = {name.lower(): value.strip() for name, value in (line.split(b":", 1) for line in lines[1:])}
    return lines[0], fields, held


def written(start, fields, body):
    gone = {b"connection", b"transfer-encoding", b"content-length", b"keep-alive"}
    if mode != "keeps-named":
        gone |= {name.strip().lower() for name in fields.get(b"connection", b"").split(b",")}
    kept = b"".join(name + b": " + value + b"\r\n" for name, value in fields.items() if name not in gone)
    if body or start.startswith(b"HTTP/"):
        kept += b"Content-Length: %d\r\n" % len(body)
    return start + b"\r\n" + kept + b"\r\n" + body


pool = threading.local()  # of pools: for each client a connection to the origin, and what has come on it


def ask_pooled(request):
    if not hasattr(pool, "wire"):
        pool.wire, pool.held = socket.create_connection(("127.0.0.1", origin_port)), b""
    pool.wire.sendall(request)
    start, fields, pool.held = read_head(pool.wire, pool.held)
    body, pool.held = read_body(pool.wire, fields, pool.held)
    return written(start, fields, body)


def ask_origin(request):
    if mode == "pools":
        return ask_pooled(request)
    with socket.create_connection(("127.0.0.1", origin_port)) as wire:
        wire.sendall(request)
        start, fields, held = read_head(wire, b"")
        return written(start, fields, read_body(wire, fields, held)[0])


def serve_one(wire, held):
    start, fields, held = read_head(wire, held)
    try:
        body, rest = read_body(wire, fields, held)
    except Bad:
        if mode == "stalls":
            print("stalled", file=open("stalled", "w"), flush=True)
            time.sleep(60)
        if mode == "forwards-bad":
            with socket.create_connection(("127.0.0.1", origin_port)) as raw:
                raw.sendall(start + b"\r\nHost: " + fields[b"host"] + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + held)
                raw.recv(4096)
        wire.sendall(b"HTTP/1.1 400 Bad Request\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\n"
                     b"Content-Length: 0\r\n\r\n")
        if mode == "goes-on" and b"0\r\n\r\n" in held:
            return held.split(b"0\r\n\r\n", 1)[1]
        raise
    if mode in ("repeats", "anonymous", "nameless"):
        start = re.sub(rb" /[^ ]*", b" /elsewhere", start)
    if mode in ("anonymous", "nameless"):
        fields.pop(b"h1-case", None)
    wire.sendall(ask_origin(written(start, fields, body)))
    if mode in ("repeats", "nameless"):
        ask_origin(written(start, fields, body))
    if mode == "smuggles":
        ask_origin(b"GET /nobody-sent-this HTTP/1.1\r\nHost: a\r\n\r\n")
    if mode == "answers-twice":
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" * 2)
    return rest


def serve(wire):
    held = b""
    try:
        with wire:
            while True:
                held = serve_one(wire, held)
    except (Bad, OSError):
        return


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()
