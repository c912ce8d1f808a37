#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs Python's http.server as a server of one file on the loopback: python.sh PORT. Ends with a signal.
work=$(mktemp -d)
printf 'hello, conformance\n' > "$work/index.html"
python=${PYTHON:-/usr/bin/python3}
"$python" -m http.server --protocol HTTP/1.1 --bind 127.0.0.1 --directory "$work" "$1" > /dev/null 2>&1 &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
