#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bench-parser works, its contestants agree on every input, and every kernel refuses every malformed head.
#   agree.sh PROGRAM
set -eu -o pipefail
program=$1

"$program" --rounds 1 >/dev/null
"$program" --malformed | grep -q '^h1-.* refuses 29 of 29$'

lines=$("$program" --rounds 1 --json --input bench/inputs/smallest-get 2>/dev/null)
pattern='^\{"input":"smallest-get","group":"head","bytes":27,"parser":"[^"]+",'
pattern+='"ns":[0-9.]+,"spread":[0-9.]+,"ratio_to_h1":[0-9.]+\}$'
[ "$(grep -cE "$pattern" <<<"$lines")" -eq "$(wc -l <<<"$lines")" ]
[ "$(grep -c '"parser":"h1-' <<<"$lines")" -ge 2 ]

# What can't be measured is an error that names the file and the place.
status=0
said=$("$program" --input bench/inputs/malformed/value-nul 2>&1) || status=$?
[ "$status" -eq 2 ] && grep -q 'value-nul: refused at byte 54: field-value-nul' <<<"$said"
