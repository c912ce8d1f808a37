#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# h1 conform --parser: libh1's own subject passes; one that dies, hangs or babbles is named, and the run goes on; and
# the ready subjects of other parsers answer.
. "$(dirname "$0")/lib.sh"
subjects=${H1_BUILD:?H1_BUILD has to name the build directory}/subjects
here=conformance/subjects

mkdir -p "$work/cases/rfc9112"
for name in a b c; do
    printf 'case %s\ntitle: T\nneeds: 9112-2.2-10\nside: request\n' $name
    printf '> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\nparser >: accept\n\n'
done > "$work/cases/rfc9112/2.2-bad.case"

# bad HOW PART: case b is named with that part, and a and c pass.
bad() {
    ends 1 "$2" "$h1" conform --cases "$work/cases" --timeout 1 --format jsonl \
        --parser "python3 conformance/tests/subject_bad.py $1 9112-2.2/b"
    grep -q '"case":"9112-2.2/b".*"state":"fail".*"block":"target-died"' "$work/out" || fail "$1: case b isn't named"
    [ "$(grep -c '"state":"pass"' "$work/out")" -eq 2 ] || fail "$1: the run did not go on"
}

if command -v python3 > /dev/null; then
    bad dies 'exit status 3; its last lines: first line|last words'
    told='"untold":["method","target","version","status","fields","body_size","body_sha256","end","keep"]'
    grep -qF '"not_compared":{'"$told"',"matchers":{},"byte_by_byte":0,"starts":2}' "$work/out" ||
        fail "JSON does not say what the subject can't tell"
    bad aborts 'signal 6 (Aborted)'
    bad hangs 'no answer within 1000 ms'
    bad babbles 'a frame does not start with H1F1'
    bad shouts 'no answer within 1000 ms'
    bad lies 'verdict is none of accept, refuse'
    bad half 'it ended without an answer, exit status 0'
    bad more 'bytes behind the answer'
    bad mute 'no answer within 1000 ms'
    "$h1" conform --cases "$work/cases" --timeout 9 --format jsonl \
        --parser "python3 conformance/tests/subject_bad.py hangs 9112-2.2/b" > "$work/out" 2> "$work/err" &
    sleep 1
    kill -INT $!
    status=0
    wait $! || status=$?
    [ "$status" -eq 130 ] || fail "an interrupted run ended with $status"
    [ "$(grep -c '"reason":"the run was interrupted"' "$work/out")" -eq 2 ] || fail "what was not asked is not said"
    [ "$(grep -c '"state":"pass"' "$work/out")" -eq 1 ] || fail "what was found before an interruption isn't written"
    ends 2 'its greeting lacks subject' "$h1" conform --cases "$work/cases" \
        --parser 'python3 conformance/tests/subject_bad.py greets x'
fi
ends 2 'exit status 127' "$h1" conform --cases "$work/cases" --parser 'no-such-program-anywhere'
ends 2 'is no subject' "$h1" conform --cases "$work/cases" --timeout 1 --parser cat

ends 0 'libh1 of this tree' "$h1" conform --parser "$subjects/subject_libh1"
if grep -E '^(warn|fail|allowed|inconclusive):' "$work/out"; then
    fail "libh1 does not pass every case as a subject"
fi

# What can't be compared is counted, on standard error and in JSON alike.
mkdir -p "$work/untold/rfc9112"
printf '%s\n' 'case a' 'title: T' 'needs: 9112-2.2-10' 'side: request' '> GET / HTTP/1.1\r\nHost: a\r\n\r\n' 'parser >:' \
    '  message 1' '    framing none' '    form origin' '    method GET' > "$work/untold/rfc9112/2.2-untold.case"
ends 0 'not compared: form 16 times, framing 16 times' "$h1" conform --cases "$work/untold" --format jsonl \
    --parser "$subjects/subject_libh1"
grep -qF '"not_compared":{"untold":[],"matchers":{"form":16,"framing":16},"byte_by_byte":0,"starts":1}' "$work/out" ||
    fail "JSON does not count what was not compared"

# answers COMMAND: the subject answers the cases of a section, and none of it is its death.
missing=
answers() {
    "$h1" conform --select 9112-7.1,9112-4 --parser "$*" > "$work/out" 2> "$work/err" || [ $? -ne 2 ] ||
        { cat "$work/err" >&2; fail "$* is no subject"; }
    ! grep target-died "$work/out" || fail "$* died"
    grep -E '^all ' "$work/out"
}
for name in http_parser llhttp libhtp picohttpparser net_http; do
    if [ -x "$subjects/subject_$name" ]; then answers "$subjects/subject_$name"; else missing="$missing $name"; fi
done
if node --version > /dev/null 2>&1; then answers node $here/node.cjs; else missing="$missing node"; fi
if /usr/bin/python3 -c 'import h11' 2> /dev/null; then
    answers /usr/bin/python3 $here/python_h11.py
else
    missing="$missing h11"
fi
if [ -x /usr/bin/python3 ]; then answers /usr/bin/python3 $here/http_client.py; else missing="$missing http.client"; fi
for subject in "$here"/*.c "$here"/*.py "$here"/*.cjs "$here"/net_http.go; do
    case $subject in */talk.*) continue ;; esac
    [ "$(wc -l < "$subject")" -le 60 ] || fail "$subject has more than 60 lines"
done
[ -z "$missing" ] || echo "skipped: not here:$missing"
