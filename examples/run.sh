#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs each example on bytes like those a reader would try first, and compares what it says. H1_BUILD is the build
# directory.
set -eu
failed=0

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# expect PROGRAM BYTES OUTPUT STATUS: OUTPUT is all of standard output, then all of standard error.
# shellcheck disable=SC2059 # the bytes are escaped on purpose
expect() {
    status=0
    printf "$2" | "$H1_BUILD/$1" >"$out/out" 2>"$out/err" || status=$?
    said=$(cat "$out/out" "$out/err" | od -c)
    wanted=$(printf "$3" | od -c)
    [ "$said" = "$wanted" ] && [ "$status" -eq "$4" ] && return
    printf '%s on %s: status %s\n%s\nwanted status %s and\n%s\n' "$1" "$2" "$status" "$said" "$4" "$wanted"
    failed=1
}

expect minimal 'GET /a HTTP/1.1\r\nHost: b\r\nX: y \r\n\r\n' 'GET /a, 2 fields\n  Host = b\n  X = y\ncomplete\n' 0
expect minimal 'GET /a HTTP/1.1\r\nHost: b' 'incomplete\n' 1
expect minimal 'GET / HTTP/1.1\r\nHost : b\r\n\r\n' \
    'refused at byte 20: whitespace between field name and colon (RFC 9112 section 5.1)\n' 1
expect streaming 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x\r\n, world\r\n0\r\n\r\n' \
    'hello, world' 0
expect streaming 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' 'hellothe connection ended inside the message\n' 1
expect streaming 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello' 'refused: chunk-bare-lf\n' 1
expect reverse_check 'GET / HTTP/1.1\r\nHost:  a \r\nConnection: close, x-Hop\r\nX-Hop: 1\r\nAccept:*/*\r\n\r\n' \
    'GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n' 0
expect reverse_check 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' '400 more than one Host field line\n' 1
[ "$failed" -eq 0 ] && echo 'every example says what it should'
exit "$failed"
