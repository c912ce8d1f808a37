#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The connection core and the loop stay small: at most 1,500 lines of code in server/core/, headers included."""
import os
import re
import sys

MOST = 1500
CORE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def lines_of_code(text):
    """Lines that hold more than a comment."""
    return sum(1 for line in re.sub(r"/\*.*?\*/", "", text, flags=re.S).splitlines() if line.strip())


def main():
    total = 0
    for name in sorted(os.listdir(CORE)):
        if name.endswith((".c", ".h")):
            with open(os.path.join(CORE, name), encoding="utf-8") as file:
                count = lines_of_code(file.read())
            print("%5d %s" % (count, name))
            total += count
    print("%5d lines of code; %d at most" % (total, MOST))
    return 0 if 0 < total <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
