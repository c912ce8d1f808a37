#!/bin/sh
# SPDX-License-Identifier: MIT
# The oracle can fail: a kernel that overlooks controls in one of its 64 lanes is found by strings of one symbol.
# Takes the program that holds it.
set -eu
if "$1" 1 >"${TMPDIR:-/tmp}/lane.$$"; then
    rm -f "${TMPDIR:-/tmp}/lane.$$"
    echo "the planted bug went unnoticed"
    exit 1
fi
cat "${TMPDIR:-/tmp}/lane.$$"
grep -q ', lane ' "${TMPDIR:-/tmp}/lane.$$"
rm -f "${TMPDIR:-/tmp}/lane.$$"
