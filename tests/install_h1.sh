#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs h1 into an empty folder, and runs what README has for a CI from another one: it finds its cases, its ledger
# and its rules without the tree. H1_BUILD is the build directory.
. conformance/tests/lib.sh

ends 0 '' cmake --install "${H1_BUILD:?}" --component h1 --prefix "$work/usr"
h1=$work/usr/bin/h1
unset H1_CASES
mkdir "$work/root" "$work/empty"
echo 'hello, conformance' > "$work/root/index.html"
cd "$work/empty"

cases=$("$h1" conform --list --select 9112-6.3 | wc -l)
[ "$cases" -gt 20 ] || fail "it finds $cases cases of RFC 9112 section 6.3"
ends 0 'case 9112-2.2/bare-lf-ends-request-line' "$h1" explain bare-lf
ends 0 'nobody' "$h1" coverage

start="exec '$h1' serve --listen 127.0.0.1:{port} --root '$work/root'"
some=(--start "$start" --select 9112-6.3 --strict)
ends 0 '' "$h1" conform "${some[@]}" --write-baseline known.txt
ends 0 '' "$h1" conform "${some[@]}" --format junit -o h1.xml --baseline known.txt
grep -q '<testsuites ' h1.xml || fail "no JUnit in h1.xml"
