#!/bin/sh
# SPDX-License-Identifier: MIT
# Every seed and every regression of frames, through their target. H1_BUILD is the build directory.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
"$H1_BUILD/fuzz_frames" corpus/fuzz/frames >"$said" 2>&1 || { tail -n 4 "$said"; exit 1; }
tail -n 1 "$said"
