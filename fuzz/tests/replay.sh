#!/bin/sh
# SPDX-License-Identifier: MIT
# Every seed and every regression, through every stream target. H1_BUILD is the build directory.
set -eu
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
"$H1_BUILD/fuzz_seeds" conformance/cases "$seeds"
for side in requests responses; do
    set -- "$seeds/$side"
    [ ! -d "corpus/fuzz/$side" ] || set -- "$@" "corpus/fuzz/$side"
    find "$@" -type f -print0 | xargs -0 "$H1_BUILD/fuzz_$side" >"$seeds/out" 2>&1 ||
        { tail -n 4 "$seeds/out"; exit 1; }
    tail -n 1 "$seeds/out"
done

# What a server is asked, and what it answers.
find "$seeds/requests" corpus/fuzz/server -type f -print0 | xargs -0 "$H1_BUILD/fuzz_server" >"$seeds/out" 2>&1 ||
    { tail -n 9 "$seeds/out"; exit 1; }
tail -n 1 "$seeds/out"

# Byte 0 of a seed holds the side that fuzz_paths reads it as; to read one as the other side is as good a test.
find "$seeds" -mindepth 2 -type f -print0 | xargs -0 "$H1_BUILD/fuzz_paths" >"$seeds/out" 2>&1 ||
    { tail -n 4 "$seeds/out"; exit 1; }
tail -n 1 "$seeds/out"
