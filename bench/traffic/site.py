#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The files that bench/traffic/make serves: pages, scripts, pictures and short answers, the same ones each time.

usage: site.py FOLDER
"""
import json
import pathlib
import random
import sys

WORDS = "packet message field line length chunk body head server client proxy cache range date token list".split()
dice = random.Random(1)


def prose(size):
    text = ""
    while len(text) < size:
        text += " ".join(dice.choices(WORDS, k=12)) + f" {dice.randrange(10 ** 6)}.\n"
    return text[:size]


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def main():
    folder = pathlib.Path(sys.argv[1])
    for n in range(40):
        body = f"<!doctype html><title>Page {n}</title>\n<p>{prose(dice.randrange(3000, 30000))}</p>\n"
        write(folder, f"page/{n}.html", body)
        answer = {"id": n, "items": [prose(dice.randrange(20, 120)) for _ in range(dice.randrange(1, 12))]}
        write(folder, f"api/{n}.json", json.dumps(answer))
        write(folder, f"asset/icon-{n}.png", dice.randbytes(dice.randrange(200, 3000)))
    for n in range(10):
        write(folder, f"asset/app-{n}.js", prose(dice.randrange(5000, 60000)))
        write(folder, f"asset/style-{n}.css", prose(dice.randrange(2000, 20000)))
        write(folder, f"asset/photo-{n}.png", dice.randbytes(dice.randrange(20000, 120000)))


main()
