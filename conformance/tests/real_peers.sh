#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The cases against the servers, clients and proxies that are installed, each held to its baseline in
# conformance/baselines: what is known stays quiet, anything new is red. With --write as first word the baselines are
# written anew. A program in a version without a baseline is skipped, and said so.
set -eu -o pipefail
h1=${H1:?H1 has to name the built h1}
write=${1:-}
clients=conformance/clients
proxies=conformance/proxies
servers=conformance/servers
work=$(mktemp -d)
proxy=
ports=()
trap '[ -z "$proxy" ] || kill "$proxy" 2> /dev/null || true; rm -rf "$work"' EXIT
status=0

# the_first_number COMMAND...: of what it prints.
the_first_number() {
    "$@" 2>&1 | grep -oE '[0-9]+(\.[0-9]+)+' | head -1
}

# Two ports, a line each.
free_ports() {
    python3 -c 'import socket
both = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print("\n".join(str(one.getsockname()[1]) for one in both))'
}

# held NAME VERSION ARGUMENT...: one run of h1 conform against its baseline.
held() {
    local file=conformance/baselines/$1-$2.txt ended=0
    if [ "$write" = --write ]; then
        mkdir -p conformance/baselines
        "$h1" conform --write-baseline "$file" "${@:3}" > "$work/out" 2>&1 || ended=$?
        echo "$1 $2: $(grep -vc '^#' "$file") findings"
    elif [ -f "$file" ]; then
        "$h1" conform --baseline "$file" --max-inconclusive 100 "${@:3}" > "$work/out" 2>&1 || ended=$?
        if [ "$ended" -eq 0 ]; then
            echo "$1 $2: as its baseline says"
        else
            cat "$work/out"
            echo "$1 $2: not as its baseline says"
            status=1
        fi
    else
        echo "skipped: no baseline for $1 $2"
    fi
}

# server PROGRAM NAME VERSION SCRIPT [ARGUMENT...]
server() {
    if command -v "$1" > /dev/null; then
        mapfile -t ports < <(free_ports)
        held "$2" "$3" "http://127.0.0.1:${ports[0]}/" --start "exec $4 {port}" "${@:5}"
    else
        echo "skipped: $1 not installed"
    fi
}

# client PROGRAM NAME VERSION COMMAND
client() {
    if command -v "$1" > /dev/null; then
        held "$2" "$3" --client "$4 {url} {url2} {method}"
    else
        echo "skipped: $1 not installed"
    fi
}

# proxy PROGRAM NAME VERSION MODE SCRIPT...
proxy() {
    if ! command -v "$1" > /dev/null; then
        echo "skipped: $1 not installed"
        return
    fi
    mapfile -t ports < <(free_ports)
    "${@:5:1}" "${ports[0]}" "${ports[1]}" "${@:6}" > "$work/proxy" 2>&1 &
    proxy=$!
    for _ in $(seq 100); do
        if (: < "/dev/tcp/127.0.0.1/${ports[0]}") 2> /dev/null; then
            break
        fi
        sleep 0.1
    done
    held "$2" "$3" --proxy "http://127.0.0.1:${ports[0]}" --proxy-mode "$4" --origin-port "${ports[1]}"
    kill "$proxy"
    wait "$proxy" 2> /dev/null || true
    proxy=
}

python=/usr/bin/python3
PATH=$PATH:/usr/sbin
server nginx nginx_server "$(the_first_number nginx -v)" $servers/nginx.sh
server apache2 apache2_server "$(the_first_number apache2 -v)" $servers/apache2.sh
server lighttpd lighttpd "$(the_first_number lighttpd -v)" $servers/lighttpd.sh
server h2o h2o "$(the_first_number h2o --version)" $servers/h2o.sh
server node node_server "$(the_first_number node --version)" $servers/node.sh --echo-path /echo
server $python http_server "$(the_first_number $python --version)" $servers/python.sh
client curl curl "$(the_first_number curl --version)" "$clients/curl.sh"
client wget wget "$(the_first_number wget --version)" "$clients/wget.py"
client $python http_client "$(the_first_number $python --version)" "$python $clients/http_client.py"
client $python urllib_request "$(the_first_number $python --version)" "$python $clients/urllib_request.py"
client node node_http "$(the_first_number node --version)" "node $clients/node_http.mjs"
client node node_fetch "$(the_first_number node --version)" "node $clients/node_fetch.mjs"
if command -v go > /dev/null; then
    GOCACHE=$work/cache go build -o "$work/net_http" "$clients/net_http.go"
    client go net_http "$(the_first_number go version)" "$work/net_http"
fi
proxy haproxy haproxy "$(the_first_number haproxy -v)" reverse $proxies/haproxy.sh
proxy nginx nginx "$(the_first_number nginx -v)" reverse $proxies/nginx.sh
proxy apache2 apache2 "$(the_first_number apache2 -v)" reverse $proxies/apache2.sh
proxy apache2 apache2_forward "$(the_first_number apache2 -v)" forward $proxies/apache2.sh forward
proxy tinyproxy tinyproxy "$(the_first_number tinyproxy -v)" forward $proxies/tinyproxy.sh
proxy squid squid "$(the_first_number squid -v)" forward $proxies/squid.sh
exit $status
