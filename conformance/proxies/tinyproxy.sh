#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs tinyproxy as a forward proxy on the loopback: tinyproxy.sh PORT. Ends with a signal.
work=$(mktemp -d)
cat > "$work/conf" << END
Port $1
Listen 127.0.0.1
Timeout 2
MaxClients 50
LogLevel Critical
LogFile "$work/log"
Allow 127.0.0.1
END
tinyproxy -d -c "$work/conf" > "$work/out" 2>&1 &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
