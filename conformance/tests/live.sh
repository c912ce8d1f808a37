#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# h1 conform against a live server: a target that dies is named by its case, the run goes on, and verdicts are due.
. "$(dirname "$0")/lib.sh"
tree=$PWD

# a_case NAME NEEDS DO LINES: what the server is told to do, and what it may do.
a_case() {
    printf 'case %s\ntitle: T %s\nneeds: %s\nside: request\n' "$1" "$1" "$2"
    printf '> GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nX-H1-Do: %s\\r\\n\\r\\n\n%b\n\n' "$3" "$4"
} >> "$work/cases/rfc9112/2.2-live.case"

# conform STATUS OPTIONS...
conform() {
    local due=$1 status=0
    shift
    "$h1" conform --cases "$work/cases" --timeout 1 "$@" > "$work/out" 2> "$work/err" || status=$?
    [ "$status" -eq "$due" ] || fail "h1 conform $* ended with $status, not $due"
}

# says TEXT
says() {
    grep -qF -- "$1" "$work/out" || fail "no '$1' in what h1 conform says"
}

# state CASE STATE: what the last run's JSON lines have of a case.
state() {
    grep -F "\"case\":\"9112-2.2/$1\"" "$work/out" | grep -qF "\"state\":\"$2\"" || fail "$1 is not '$2'"
}

must=9112-5.1-01
should=9112-2.2-10
server="exec python3 $tree/conformance/tests/live_server.py {port}"
mkdir -p "$work/cases/rfc9112"
a_case good $must nothing 'server: status 200'
a_case broken $must nothing 'server: status 400'
a_case missed $should nothing 'server: status 400'
a_case may $must nothing 'server: close\nserver: status 200 as MAY'
a_case closes $must close 'server: close'
a_case resets $must drop 'server: status 400'
a_case waits $must silent 'server: status 200'
a_case may-wait $must silent 'server: nothing'
a_case closes-late $must slow 'server: status 400 close'
a_case reads-on $must two 'server: status 400'"\ncanary: same-write"
a_case ends-early $must no-keep-alive 'server: response 2 status 200'
a_case echoes $must nothing 'server: body "hello" bytes "hello"'

conform 1 --start "$server" --format jsonl
state good pass
state broken fail
state missed warn
state may allowed
state closes pass
state resets inconclusive
state waits inconclusive
state may-wait pass
state closes-late pass
state reads-on fail
state ends-early skip
state echoes skip

# A case that needs an echo is played where a route gives one.
conform 0 --start "$server" --select 9112-2.2/echoes,9112-2.2/good --echo-path /echo
says '3 of 3 cases pass'

# Known findings are quiet, new ones are not.
conform 1 --start "$server" --write-baseline "$work/base"
conform 0 --start "$server" --baseline "$work/base"
says 'are as the baseline has them'
grep -q '^9112-2.2/broken fail$' "$work/base" || fail "the baseline lacks a failure"
LC_ALL=C sort -c <(grep -v '^#' "$work/base") || fail "the baseline isn't sorted"
sed -i '/broken/d' "$work/base"
conform 1 --start "$server" --baseline "$work/base"
conform 0 --start "$server" --select 9112-2.2/missed
conform 1 --start "$server" --select 9112-2.2/missed --strict
conform 4 --start "$server" --select 9112-2.2/waits

# Through a UNIX socket and through TLS, which is verified.
few=9112-2.2/good,9112-2.2/closes,9112-2.2/closes-late
conform 0 "unix:$work/socket" --start "exec python3 $tree/conformance/tests/live_server.py $work/socket" --select $few
says '4 of 4 cases pass'
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/cert" -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2> /dev/null
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
tls="exec python3 $tree/conformance/tests/live_server.py {port} $work/cert $work/key"
conform 0 "https://localhost:$port/" --start "$tls" --cacert "$work/cert" --select $few
says '4 of 4 cases pass'
conform 0 "https://127.0.0.1:$port/" --start "$tls" --insecure --select $few
conform 4 "https://127.0.0.1:$port/" --start "$tls" --cacert "$work/cert" --select $few
grep -q 'certificate verify failed' "$work/err" || fail "a certificate of another name is taken"

for file in "$work/none" "$work/key" "$work"; do
    conform 2 "https://localhost:$port/" --start "touch '$work/started'" --cacert "$file"
    grep -qF -- "--cacert': '$file' holds no certificates" "$work/err" || fail "what is wrong with --cacert is not said"
    [ ! -e "$work/started" ] || fail "a server is started that can't be trusted"
done

# All that comes back is held to the rules for senders, with its trailer section and with what was asked.
a_case trailer $must trailer 'server: status 200'
a_case secret-trailer $must secret-trailer 'server: status 200'
a_case partial $must partial 'server: status 206'
odd=9112-2.2/trailer,9112-2.2/secret-trailer,9112-2.2/partial
conform 0 --start "$server" --select 9112-2.2/good
grep -q answered/ "$work/out" && fail "a good server is accused"
conform 0 --start "$server" --select ${odd%%,*}
says '[answered/trailer-not-announced]'
conform 1 --start "$server" --select $odd
says '[answered/trailer-forbidden]'
says '[answered/range-unasked]'

# A missing server, one that ends at once, and a host that isn't ours.
conform 4 http://127.0.0.1:9/
conform 4 --start 'echo no such luck >&2; exit 3'
grep -q 'exit status 3' "$work/err" || fail "why the server isn't there is not said"
conform 2 http://192.0.2.1/
conform 0 http://192.0.2.1/ --i-may-test-this-host --dry-run
says 'Host: 192.0.2.1'
conform 0 http://192.0.2.1/ --i-may-test-this-host --dry-run --select 9112-2.2/good --path /a --echo-path /b
says '  GET /a HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\nGET /a HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n'
says '  POST /b HTTP/1.1\r\nHost: 192.0.2.1\r\nContent-Length: 16\r\n\r\n0123456789abcdef'
conform 2 http://127.0.0.1/ --dry-run --measure
conform 2 ftp://127.0.0.1/

# An interrupted run says what it has, and leaves no target behind. A run has its deadline.
tagged="exec python3 -X $work $tree/conformance/tests/live_server.py {port}"
"$h1" conform --cases "$work/cases" --start "$tagged" --select 9112-2.2/waits > "$work/out" 2> "$work/err" &
sleep 1.5
kill -INT $!
status=0
wait $! || status=$?
[ "$status" -eq 130 ] || fail "an interrupted run ended with $status"
says 'inconclusive: T waits'
pgrep -f -- "-X $work" > /dev/null && fail "a target was left behind"
conform 4 --start "$server" --deadline 0.2 --jobs 1 --select 9112-2.2/waits,9112-2.2/good,9112-2.2/closes-late
says "the run's --deadline came before its end"

# A case that kills the target and one that hangs it are named, and all others are judged.
a_case aborts $must abort 'server: status 200'
a_case hangs $must hang 'server: status 200'
a_case exits $must exit 'server: status 200'
a_case last $must nothing 'server: status 200'
conform 1 --start "$server" --format jsonl --ignore 9112-2.2/waits
for name in aborts hangs exits; do
    state "$name" fail
    grep -F "\"case\":\"9112-2.2/$name\"" "$work/out" | grep -qF 'target-died' || fail "$name isn't named"
done
for name in good closes may-wait last; do
    state "$name" pass
done
conform 1 --start "$server" --select 9112-2.2/aborts,9112-2.2/exits,9112-2.2/hangs,9112-2.2/good
says 'signal 6'
says 'about to abort'
says 'exit status 7'
says 'answers no request any more'
echo "live.sh: all as due"
