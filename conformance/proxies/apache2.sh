#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs apache2 as a gateway on the loopback before an origin server: apache2.sh PORT ORIGIN_PORT; with a third word,
# "forward", as a forward proxy. Ends with a signal.
work=$(mktemp -d)
modules=/usr/lib/apache2/modules
if [ "${3:-}" = forward ]; then
    role="ProxyRequests On
AllowCONNECT $2"
else
    role="ProxyPass / http://127.0.0.1:$2/ nocanon"
fi
cat > "$work/conf" << END
ServerRoot $work
ServerName 127.0.0.1
PidFile $work/pid
ErrorLog $work/error.log
Listen 127.0.0.1:$1
User $(id -un nobody 2> /dev/null || id -un)
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule reqtimeout_module $modules/mod_reqtimeout.so
LoadModule proxy_module $modules/mod_proxy.so
LoadModule proxy_http_module $modules/mod_proxy_http.so
LoadModule proxy_connect_module $modules/mod_proxy_connect.so
RequestReadTimeout header=2 body=2
Timeout 2
AllowEncodedSlashes NoDecode
TraceEnable extended
$role
END
apache2 -X -d "$work" -f "$work/conf" &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
