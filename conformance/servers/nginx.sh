#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs nginx as a server of one file on the loopback: nginx.sh PORT. Ends with a signal.
work=$(mktemp -d)
chmod 755 "$work"
mkdir "$work/root"
printf 'hello, conformance\n' > "$work/root/index.html"
cat > "$work/conf" << END
daemon off;
worker_processes 1;
pid $work/pid;
error_log $work/error.log;
events {}
http {
    access_log off;
    client_body_temp_path $work/body;
    proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi;
    scgi_temp_path $work/scgi;
    server {
        listen 127.0.0.1:$1;
        root $work/root;
    }
}
END
nginx -p "$work" -c "$work/conf" -e "$work/error.log" &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
