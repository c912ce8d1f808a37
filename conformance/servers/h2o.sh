#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs h2o as a server of one file on the loopback: h2o.sh PORT. Ends with a signal.
work=$(mktemp -d)
chmod 755 "$work"
mkdir "$work/root"
printf 'hello, conformance\n' > "$work/root/index.html"
cat > "$work/conf" << END
listen:
  host: 127.0.0.1
  port: $1
user: $(id -un)
num-threads: 1
error-log: $work/error.log
hosts:
  default:
    paths:
      /:
        file.dir: $work/root
END
h2o -c "$work/conf" > "$work/out" 2>&1 &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
