#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows how ci/run-test decides: success, failure, skips, and skips that the list doesn't have.
set -u
cd "$(dirname "$0")/.." || exit 1
list=$(mktemp)
trap 'rm -f "$list"' EXIT
printf '# name, why\npeer.*  no such server here\n' >"$list"
failed=0

# expect STATUS MAY_SKIP NAME COMMAND...
expect() {
    local want=$1 got=0
    H1_MAY_SKIP=$2 ci/run-test "${@:3}" >/dev/null 2>&1 || got=$?
    [ "$got" -eq "$want" ] || { echo "expected $want, got $got: H1_MAY_SKIP=$2 $*"; failed=1; }
}

skips=(echo "skipped: nginx not installed")
expect 0 "" some.test true
expect 1 "" some.test false
expect 77 "" some.test "${skips[@]}"
expect 77 "" some.test sh -c 'exit 77'
expect 77 "$list" peer.nginx "${skips[@]}"
expect 1 "$list" some.test "${skips[@]}"
expect 1 "$list" some.test sh -c 'exit 77'
expect 1 "$list" why "${skips[@]}"
expect 3 "$list" peer.nginx sh -c 'echo "skipped: half"; exit 3'
expect 0 "$list" some.test echo "nothing is skipped: all ran"
exit "$failed"
