#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The clients of bench/traffic/make: visits as browsers make them, over kept connections, several at a time.

Stops when the capture has the wanted size, and after 100,000 requests or four minutes in any case.
usage: client.py CAPTURE BYTES
"""
import http.client
import os
import random
import sys
import threading
import time

SERVER = ("10.1.0.2", 80)
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1",
]
KINDS = {
    "page": ("document", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"),
    "asset": ("image", "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"),
    "api": ("empty", "application/json, text/plain, */*"),
}


class Visitors:
    def __init__(self, capture, size):
        self.capture, self.size = capture, size
        self.left = 100_000
        self.until = time.monotonic() + 240
        self.lock = threading.Lock()

    def go_on(self):
        with self.lock:
            self.left -= 1
            return self.left > 0 and time.monotonic() < self.until and os.stat(self.capture).st_size < self.size


def fields(dice, target, session):
    kind, accept = KINDS[target.split("/")[1]]
    sent = {
        "Host": "www.site.test",
        "User-Agent": session["agent"],
        "Accept": accept,
        "Accept-Language": "en-GB,en;q=0.8,de;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "keep-alive",
        "Cookie": session["cookie"],
        "Sec-Fetch-Dest": kind,
        "Sec-Fetch-Mode": "navigate" if kind == "document" else "no-cors",
        "Sec-Fetch-Site": "same-origin",
    }
    if kind == "document":
        sent["Upgrade-Insecure-Requests"] = "1"
    else:
        sent["Referer"] = f"http://www.site.test/page/{dice.randrange(40)}.html"
    if target in session["tags"] and dice.random() < 0.5:
        sent["If-None-Match"] = session["tags"][target]
    return sent


def ask(link, dice, session, target, body=None):
    method = "POST" if body else "GET"
    sent = fields(dice, target, session)
    if body:
        sent["Content-Type"] = "application/json"
    link.request(method, target, body, sent)
    reply = link.getresponse()
    reply.read()
    if reply.getheader("ETag"):
        session["tags"][target] = reply.getheader("ETag")


def visit(dice):
    """The targets of one page view: the page, what it is made of, and some calls of its scripts."""
    yield f"/page/{dice.randrange(40)}.html", None
    yield f"/asset/style-{dice.randrange(10)}.css", None
    yield f"/asset/app-{dice.randrange(10)}.js?v={dice.randrange(10 ** 6)}", None
    for _ in range(dice.randrange(4, 12)):
        yield f"/asset/icon-{dice.randrange(40)}.png", None
    if dice.random() < 0.3:
        yield f"/asset/photo-{dice.randrange(10)}.png", None
    for _ in range(dice.randrange(2, 10)):
        yield f"/api/{dice.randrange(40)}.json?page={dice.randrange(50)}&q=term+{dice.randrange(1000)}", None
    yield "/api/submit", '{"event":"view","at":%d}' % dice.randrange(10 ** 9)


def browse(visitors, seed):
    dice = random.Random(seed)
    while visitors.go_on():
        session = {"agent": dice.choice(AGENTS), "tags": {},
                   "cookie": f"session={dice.randbytes(16).hex()}; theme=dark; seen={dice.randrange(10 ** 9)}"}
        link = http.client.HTTPConnection(*SERVER, timeout=10)
        for _ in range(dice.randrange(1, 5)):
            for target, body in visit(dice):
                if not visitors.go_on():
                    return
                ask(link, dice, session, target, body)
        link.close()


def main():
    visitors = Visitors(sys.argv[1], int(sys.argv[2]))
    threads = [threading.Thread(target=browse, args=(visitors, seed)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


main()
