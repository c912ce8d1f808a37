#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns what ci/bench measured into performance.md and performance.svg.   report.py MEASURED FOLDER WHEN

MEASURED holds times.jsonl (bench-parser --json), about.txt (its standard error), instructions.txt (input, contestant,
messages, instructions) and malformed.txt (bench-parser --malformed). Exits 1 where a goal is missed.
"""
import json
import math
import os
import sys

LIMITS = ("memchr", "classify")
# What is to be reached: group, inputs, and for each peer how many times its time is that of libh1 (geometric mean).
# picohttpparser as Debian builds it: without SSE4.2.
GOALS = [
    ("browser and CDN heads, 0.7 to 1.3 KB", ("browser-get", "browser-large", "cdn-response"), 2.9, 2.0, 4.5),
    ("small heads, single and pipelined", ("smallest-get", "curl-get", "pipelined-small"), 1.2, 1.3, 4.0),
    ("4 KB cookie", ("cookie-4k",), 9.0, 6.0, 11.0),
    ("100 short fields", ("fields-100",), 1.4, 1.6, 4.0),
    ("1,024 different requests", ("requests-1024",), 3.5, 1.8, 4.0),
    ("chunked, 16-byte chunks", ("chunked-16",), None, 1.2, 3.0),
    ("chunked, chunks of 1 to 64 bytes", ("chunked-64",), None, 2.0, 6.0),
    ("8 KB head in pieces of 64 bytes and more", ("pieces-8k-by-64", "pieces-8k-by-256", "pieces-8k-by-1460"),
     4.0, 50.0, 2.5),
    ("8 KB head in single bytes", ("pieces-8k-by-1",), 1.0, 200.0, 1.9),
]
PEERS = ("picohttpparser", "httparse", "llhttp")
# Inputs of several messages, and how many.
MESSAGES = {"requests-1024": 1024, "pipelined-small": 64}
SMALL = "small heads, single and pipelined"
COLOURS = {"picohttpparser": "#d95f02", "httparse": "#7570b3", "llhttp": "#1b9e77", "http_parser": "#e7298a",
           "libhtp": "#666666", "h1-sse4.2": "#4393c3", "h1-words": "#92c5de", "h1-reference": "#b8a020"}


def read_lines(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read().splitlines()


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " --: |" * (len(head) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def figure(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def times_table(times, inputs, parsers):
    rows = []
    for name in inputs:
        row = [name, f"{times[name][parsers[0]]['bytes']:,}"]
        for parser in parsers:
            line = times[name].get(parser)
            if line is None:
                row.append("")
                continue
            count = MESSAGES.get(name, 1)
            ratio = "" if parser == parsers[0] or parser in LIMITS else f" ({line['ratio_to_h1']:.2f})"
            row.append(figure(line["ns"] / count) + ratio)
        rows.append(row)
    return table(["input", "bytes"] + list(parsers), rows)


def goal_cell(times, goal, peer, wanted):
    """One comparison: its text and whether it is reached, or None where it can't be said."""
    if wanted is None:
        return "", True
    if any(peer not in times.get(name, {}) for name in goal[1]):
        return f"not measured, goal {wanted:g}", None
    ratios = [times[name][peer]["ratio_to_h1"] for name in goal[1]]
    mean = geometric_mean(ratios)
    reached = mean >= wanted and (goal[0] != SMALL or min(ratios) >= 1)
    text = f"{mean:.2f} of {wanted:g}: {'reached' if reached else '**not reached**'}"
    if goal[0] == SMALL:
        text += f" (least {min(ratios):.2f})"
    return text, reached


def goals_table(times):
    rows, asked, missed = [], 0, 0
    for goal in GOALS:
        cells = [goal_cell(times, goal, peer, wanted) for peer, wanted in zip(PEERS, goal[2:])]
        rows.append([goal[0]] + [text for text, _ in cells])
        asked += sum(wanted is not None for wanted in goal[2:])
        missed += sum(not reached for _, reached in cells)
    return table(["inputs", *PEERS], rows), f"{asked - missed} of {asked} goals are reached.", missed


def instructions_table(lines, inputs, parsers):
    counted = {}
    for line in lines:
        name, parser, messages, total = line.split()
        counted.setdefault(name, {})[parser] = int(total) / int(messages)
    parsers = [parser for parser in parsers if parser not in LIMITS]
    rows = [[name] + [f"{counted[name][parser]:,.0f}" if parser in counted[name] else "" for parser in parsers]
            for name in inputs if name in counted]
    return table(["input"] + parsers, rows)


def plot(times, inputs, parsers):
    """Each contestant's time as a multiple of libh1's, on a logarithmic axis from a tenth to a thousand."""
    kernel, *parsers = [parser for parser in parsers if parser not in LIMITS]
    left, top, step, width = 150, 64, 26, 620
    height = top + step * len(inputs) + 34

    def across(ratio):
        return left + width * (math.log10(min(max(ratio, 0.1), 1000)) + 1) / 4

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 30} {height}" '
           'font-family="sans-serif" font-size="12">', '<rect width="100%" height="100%" fill="#ffffff"/>',
           f'<text x="{left}" y="18" font-size="14">Time as a multiple of libh1\'s ({kernel}); '
           'right of 1 libh1 is faster</text>']
    x = 20
    for parser in parsers:
        out.append(f'<circle cx="{x:.1f}" cy="38" r="5" fill="{COLOURS.get(parser, "#000000")}"/>'
                   f'<text x="{x + 9:.1f}" y="42">{parser}</text>')
        x += 36 + 6.6 * len(parser)
    for ratio in (0.1, 1, 10, 100, 1000):
        x = across(ratio)
        out.append(f'<line x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{height - 26}" '
                   f'stroke="{"#000000" if ratio == 1 else "#cccccc"}"/>'
                   f'<text x="{x:.1f}" y="{height - 10}" text-anchor="middle">{ratio:g}</text>')
    for i, name in enumerate(inputs):
        y = top + step * i + 8
        out.append(f'<text x="{left - 10}" y="{y + 4}" text-anchor="end">{name}</text>')
        for parser in parsers:
            if parser in times[name]:
                out.append(f'<circle cx="{across(times[name][parser]["ratio_to_h1"]):.1f}" cy="{y}" r="5" '
                           f'fill="{COLOURS.get(parser, "#000000")}" fill-opacity="0.85"/>')
    return "\n".join(out + ["</svg>", ""])


HOW = """\
Every contestant delivers the span of each field's name and value, the end of each head, and the content of chunked
bodies; a checksum over all of it is the same for all that accept an input, or there would be no page. They take turns
in one process, in slices of 0.1 ms, and the least of all rounds is kept. A message comes alone, as on a kept-alive
connection, but for `pipelined-small`, where 64 are there at once. libh1 does all its checks (framing, Host, target,
limits); it is asked for one event a call, and for 64 where messages are pipelined or chunked.

- picohttpparser is the one inside Debian's libh2o, which is built without SSE4.2. With pieces it is told how much it
  has seen. It decodes chunks in place, so it works on a copy, and copying counts.
- httparse reads a head that comes in pieces from its start each time. It only reads the sizes of chunks.
- llhttp and http_parser say where the head ends by a callback; only while the checksum is made are they paused there.
- libhtp copies what it reads and keeps transactions; it is made for another purpose and stands here for orientation.
- `memchr` and `classify` read every byte once and decide nothing: the ceiling."""


def page(folder, when, times, inputs, parsers):
    goals, summary, missed = goals_table(times)
    about = [line for line in read_lines(folder, "about.txt") if ": " in line]
    kernel = parsers[0]
    text = ["<!-- Generated by ci/bench; its next run overwrites this page. -->", "# Speed beside other parsers", "",
            f"Measured by `ci/bench`: {when}.", "", *(f"- {line}" for line in about), "", HOW, "",
            "![Time as a multiple of libh1's, for each input and parser](performance.svg)", "",
            "## Goals", "", f"How many times the time of {kernel} each takes (geometric mean over the group), and what "
            "is to be reached. Of small heads none may be below 1.", "", *goals, "",
            f"{summary} What was tried for the others is in decisions/0004-where-speed-ends.md.", "", "## Times", "",
            f"Nanoseconds a message; in brackets as a multiple of {kernel}'s.", "",
            *times_table(times, inputs, parsers), "", "## Instructions", "",
            "Instructions a message, by callgrind; these repeat exactly.", "",
            *instructions_table(read_lines(folder, "instructions.txt"), inputs, parsers), "",
            "## Malformed heads", "", "Of the heads in `bench/inputs/malformed`:", "",
            *(f"- {' '.join(line.split())}" for line in read_lines(folder, "malformed.txt")), ""]
    return "\n".join(text), missed


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, target, when = sys.argv[1:]
    times = {}
    for line in map(json.loads, read_lines(folder, "times.jsonl")):
        times.setdefault(line["input"], {})[line["parser"]] = line
    inputs = list(times)
    parsers = list(max(times.values(), key=len))
    text, missed = page(folder, when, times, inputs, parsers)
    with open(os.path.join(target, "performance.md"), "w", encoding="utf-8") as file:
        file.write(text)
    with open(os.path.join(target, "performance.svg"), "w", encoding="utf-8") as file:
        file.write(plot(times, inputs, parsers))
    goals, summary, _ = goals_table(times)
    print("\n".join([*goals, summary]))
    return 1 if missed else 0


sys.exit(main())
