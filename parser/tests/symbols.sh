#!/bin/sh
# SPDX-License-Identifier: MIT
# libh1 neither allocates nor does I/O: whatever it calls stands in the list below. Takes the library's path.
# bcmp is what clang makes of a memcmp that only asks for equality. Sanitizers and coverage bring calls of their own
# (__asan_, __ubsan_, __gcov_ …), which aren't the library's.
set -eu
allowed='^(h1_|h1i_|memcpy$|memset$|memcmp$|bcmp$|memmove$|memchr$|strlen$|__|_GLOBAL_OFFSET_TABLE_)'
extra=$(nm --undefined-only "$1" | awk 'NF == 2 && $1 == "U" { print $2 }' | sort -u | grep -Ev "$allowed" || true)
[ -n "$(nm --defined-only "$1")" ] || { echo "no symbols in $1"; exit 1; }
[ -z "$extra" ] || { printf 'libh1 calls what it must not:\n%s\n' "$extra"; exit 1; }
echo 'libh1 calls memcpy, memset, memcmp, memmove, memchr and strlen at most'
