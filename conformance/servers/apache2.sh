#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs apache2 as a server of one file on the loopback: apache2.sh PORT. Ends with a signal.
work=$(mktemp -d)
chmod 755 "$work"
mkdir "$work/root"
printf 'hello, conformance\n' > "$work/root/index.html"
modules=/usr/lib/apache2/modules
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
LoadModule dir_module $modules/mod_dir.so
LoadModule mime_module $modules/mod_mime.so
TypesConfig /dev/null
AddType text/html .html
DocumentRoot $work/root
END
apache2 -X -d "$work" -f "$work/conf" &
trap 'kill $!; wait $!; rm -rf "$work"' EXIT
trap 'exit 0' TERM INT
wait $!
