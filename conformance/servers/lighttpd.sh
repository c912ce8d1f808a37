#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs lighttpd as a server of one file on the loopback: lighttpd.sh PORT. Ends with a signal.
work=$(mktemp -d)
mkdir "$work/root"
printf 'hello, conformance\n' > "$work/root/index.html"
cat > "$work/conf" << END
server.bind = "127.0.0.1"
server.port = $1
server.document-root = "$work/root"
server.errorlog = "$work/error.log"
index-file.names = ( "index.html" )
mimetype.assign = ( ".html" => "text/html" )
END
lighttpd -D -f "$work/conf" > "$work/out" 2>&1 &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
