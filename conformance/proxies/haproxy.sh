#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs haproxy on the loopback before an origin server: haproxy.sh PORT ORIGIN_PORT. Ends with a signal.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/conf" << END
defaults
    mode http
    timeout connect 2s
    timeout client 2s
    timeout server 2s
    timeout http-request 2s
frontend f
    bind 127.0.0.1:$1
    default_backend b
backend b
    server s 127.0.0.1:$2
END
haproxy -db -q -f "$work/conf" &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
