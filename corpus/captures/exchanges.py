# SPDX-License-Identifier: MIT
"""The exchanges of exchanges.pcapng: what is asked, of whom, and which requirements its case names.

Used by make-exchanges, which plays them in this order, a connection each, and by conformance/from-capture, which makes
a case of each: connection N of the capture is exchange N here.
"""
from collections import namedtuple

# name: of the case; section: RFC and section; needs: rows of the ledger; request: its writes, "{host}" is filled in;
# head: how the last response's end is found; refused: the server refuses the request, so only its answer makes a case.
Ask = namedtuple("Ask", "name section needs title request head refused", defaults=(False, False))


def get(target="/page.txt", *fields, method="GET", version="1.1", body=""):
    lines = [f"{method} {target} HTTP/{version}", "Host: {host}", *fields]
    return "\r\n".join(lines) + "\r\n\r\n" + body


ASKS = [
    Ask("page", "9110-9.3.1", "9112-6.3-P06 9112-6-P01", "A page, its length said beforehand", [get()]),
    Ask("head", "9110-9.3.2", "9110-6-01", "HEAD of a page: its length and no content", [get(method="HEAD")], head=True),
    Ask("part", "9110-14.2", "9112-6.3-P06", "The first bytes of a page", [get("/page.txt", "Range: bytes=0-9")]),
    Ask("suffix", "9110-14.1.2", "9112-6.3-P06", "The last bytes of a page", [get("/page.txt", "Range: bytes=-5")]),
    Ask("parts", "9110-14.6", "9112-6.3-P06", "Two parts of a page at once",
        [get("/page.txt", "Range: bytes=0-3,200-210")]),
    Ask("no-such-part", "9110-15.5.17", "9112-6.3-P06", "A part that isn't there",
        [get("/page.txt", "Range: bytes=99999-")]),
    Ask("not-modified", "9110-15.4.5", "9110-15.4.5-P01", "A page that hasn't changed since",
        [get("/page.txt", "If-Modified-Since: Tue, 03 Feb 2026 00:00:00 GMT")]),
    Ask("any-tag", "9110-13.1.2", "9110-15.4.5-P01", "A page of which any version is held",
        [get("/page.txt", "If-None-Match: *")]),
    Ask("precondition-failed", "9110-13.1.1", "9112-6.3-P06", "A precondition that no version meets",
        [get("/page.txt", 'If-Match: "none-such"')]),
    Ask("not-found", "9110-15.5.5", "9112-6.3-P06", "A page that isn't there", [get("/nothing-here")]),
    Ask("folder", "9110-15.4.2", "9112-6.3-P06", "A folder asked for without its slash", [get("/folder")]),
    Ask("options", "9110-9.3.7", "9112-3.2.4-01", "OPTIONS of the server as a whole", [get("*", method="OPTIONS")]),
    Ask("closing", "9112-9.6", "9110-7.6.1-P01", "A request that is the connection's last",
        [get("/page.txt", "Connection: close")]),
    Ask("old-version", "9112-9.3", "9112-C.2.1-P01", "A page for a client of HTTP/1.0", [get(version="1.0")]),
    Ask("old-version-kept", "9112-C.2.2", "9112-C.2.1-P01", "A client of HTTP/1.0 that would keep the connection",
        [get("/page.txt", "Connection: keep-alive", version="1.0")]),
    Ask("pipelined", "9112-9.3.2", "9112-9.3.2-03", "Two requests at once, answered in their order",
        [get("/page.txt") + get("/nothing-here")]),
    Ask("pipelined-head", "9112-9.2", "9112-9.2-02 9110-6-01", "HEAD, then GET, at once: each response has its request",
        [get("/page.txt", method="HEAD") + get("/page.txt")]),
    Ask("absolute", "9112-3.2.2", "9112-3.2.2-06", "A target in absolute-form",
        [get("http://{host}/page.txt")]),
    Ask("form", "9110-9.3.3", "9112-6.3-P06 9112-6-P01", "A form sent to a page",
        [get("/page.txt", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 9", method="POST",
             body="a=1&b=two")]),
    Ask("chunks", "9112-7.1", "9112-7.1-02 9112-6.1-01", "Content in chunks, the last chunk in a write of its own",
        [get("/page.txt", "Transfer-Encoding: chunked", method="POST", body="3\r\nabc\r\n"), "0\r\n\r\n"]),
    Ask("deleted", "9110-9.3.5", "9112-6.3-P06", "DELETE of a page that may not be", [get(method="DELETE")]),
    Ask("compressed", "9110-12.5.3", "9112-6.3-P06", "A page for a client that takes gzip",
        [get("/style.css", "Accept-Encoding: gzip")]),
    Ask("empty", "9110-6.4", "9112-6.3-P06", "A page without a byte", [get("/empty.txt")]),
    Ask("escaped", "9112-3.2.1", "9112-3.2.1-01", "A target with a query and percent-encoded bytes",
        [get("/page.txt?q=c%2B%2B&x=%E2%82%AC")]),
    Ask("answer-to-no-host", "9112-3.2", "9112-6.3-P06", "What is said to a request without Host",
        ["GET /page.txt HTTP/1.1\r\n\r\n"], refused=True),
    Ask("answer-to-bad-version", "9110-15.6.6", "9112-6.3-P06", "What is said to HTTP/7.3",
        [get(version="7.3")], refused=True),
    Ask("answer-to-space-before-colon", "9112-5.1", "9112-6.3-P06", "What is said to a space before the colon",
        [get("/page.txt", "X-Note : here")], refused=True),
]
