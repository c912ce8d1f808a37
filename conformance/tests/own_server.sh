#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# All cases against our own server, with files, as a workbench and as an echo: none fails, and of SHOULDs only those are
# missed that conformance/baselines/h1_serve_*.txt list.
. "$(dirname "$0")/lib.sh"
echo "hello, conformance" > "$work/index.html"
sleep 2.2 # what has just changed has a weak tag and no date, and some cases are about those

# plays NAME OPTIONS_OF_SERVE [OPTION_OF_CONFORM...]
plays() {
    local port
    port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
    ends 0 '' "$h1" conform "http://127.0.0.1:$port/" --start "exec '$h1' serve --listen 127.0.0.1:{port} $2" --strict \
        --baseline conformance/baselines/"h1_serve_$1.txt" --max-inconclusive 100 "${@:3}"
}

plays root "--root '$work'"
plays workbench ""
plays echo --echo --echo-path /
