#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs squid as a forward proxy on the loopback, without a cache: squid.sh PORT. Ends with a signal.
work=$(mktemp -d)
chmod 777 "$work"
cat > "$work/conf" << END
http_port 127.0.0.1:$1
pid_filename $work/pid
cache_log $work/cache.log
access_log none
coredump_dir $work
cache deny all
http_access allow localhost
http_access allow to_localhost
visible_hostname squid.example
read_timeout 2 seconds
request_timeout 2 seconds
shutdown_lifetime 0 seconds
pinger_enable off
END
squid -N -f "$work/conf" > "$work/out" 2>&1 &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
