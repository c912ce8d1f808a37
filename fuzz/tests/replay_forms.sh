#!/bin/sh
# SPDX-License-Identifier: MIT
# Every seed and every regression of forms in parts, through their target. H1_BUILD is the build directory.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
# Files, not their folder: an engine would start to fuzz from a folder.
find corpus/fuzz/multipart -type f -print0 | xargs -0 "$H1_BUILD/fuzz_multipart" >"$said" 2>&1 ||
    { tail -n 4 "$said"; exit 1; }
tail -n 1 "$said"
