#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs nginx as a gateway on the loopback before an origin server: nginx.sh PORT ORIGIN_PORT. Ends with a signal.
work=$(mktemp -d)
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
    client_header_timeout 2s;
    client_body_timeout 2s;
    server {
        listen 127.0.0.1:$1;
        location / {
            proxy_pass http://127.0.0.1:$2;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_read_timeout 2s;
        }
    }
}
END
nginx -p "$work" -c "$work/conf" -e "$work/error.log" &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
