#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Python's own HTTP client, as corpus/captures/make runs it: one kept connection, then one for a chunked body."""
import http.client


def kept():
    """Several requests over one connection: whole, HEAD, not modified, a range, several ranges, not found, POST."""
    link = http.client.HTTPConnection("127.0.0.1", 8080, timeout=5)

    def ask(method, target, body=None, **fields):
        link.request(method, target, body, {name.replace("_", "-"): value for name, value in fields.items()})
        reply = link.getresponse()
        reply.read()
        return reply

    first = ask("GET", "/index.html?by=python")
    ask("HEAD", "/index.html")
    ask("GET", "/index.html", If_None_Match=first.getheader("ETag"))
    ask("GET", "/index.html", If_Modified_Since=first.getheader("Last-Modified"))
    ask("GET", "/long.txt", Range="bytes=100-199")
    ask("GET", "/long.txt", Range="bytes=0-9,50-59")
    ask("GET", "/long.txt", Range="bytes=999999-")
    ask("GET", "/nowhere")
    ask("POST", "/kept/form", "a=1&b=2", Content_Type="application/x-www-form-urlencoded")
    ask("GET", "/kept/again")
    link.close()


def chunked():
    link = http.client.HTTPConnection("127.0.0.1", 8080, timeout=5)
    link.request("POST", "/streamed/python", iter([b"one ", b"two ", b"three\n"]),
                 {"Content-Type": "text/plain"}, encode_chunked=True)
    link.getresponse().read()
    link.close()


kept()
chunked()
