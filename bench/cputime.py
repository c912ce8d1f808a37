#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU time (user and system) of commands, the least of several runs, taken in turn so that all meet the same weather.

usage: cputime.py RUNS COMMAND...      each COMMAND one argument, split at white space; its output is thrown away
Prints a line for each command: seconds, exit status. A command that ends by a signal or cannot be run is an error.
"""
import resource
import subprocess
import sys


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, check=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status < 0:
        sys.exit(f"cputime: {command[0]} ended by signal {-status}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, status


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    commands = [text.split() for text in sys.argv[2:]]
    least = [(float("inf"), 0)] * len(commands)
    for _ in range(int(sys.argv[1])):
        for n, command in enumerate(commands):
            least[n] = min(least[n], run(command))
    for seconds, status in least:
        print(f"{seconds:.4f} {status}")


main()
