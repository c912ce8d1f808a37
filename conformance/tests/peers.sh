#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# h1 conform --client and --proxy: what keeps to the RFC is green, and each way to break it turns red, by name.
. "$(dirname "$0")/lib.sh"
here=$PWD/conformance/tests
proxy=
trap '[ -z "$proxy" ] || kill "$proxy"; rm -rf "$work"' EXIT

# interrupted COMMAND...: it is interrupted once its peer stalls, and ends long before its --timeout with what it has:
# what was played is judged, and of the rest is said why it isn't.
interrupted() {
    local status=0 begun
    rm -f "$work/stalled"
    "$@" --timeout 9 --format jsonl > "$work/out" 2> "$work/err" &
    for _ in $(seq 50); do
        [ -s "$work/stalled" ] && break
        sleep 0.1
    done
    sleep 0.2 # for what is played beside it
    begun=$SECONDS
    kill -INT $!
    wait $! || status=$?
    [ "$status" -eq 130 ] || fail "an interrupted run ended with $status"
    [ $((SECONDS - begun)) -lt 4 ] || fail "an interrupted run waited for its peer"
    grep -q '"state":"pass"' "$work/out" || fail "what was found before an interruption isn't written"
    grep '"reason":"the run was interrupted"' "$work/out" | grep -q '"state":"inconclusive"' ||
        fail "what was not played is not said"
    grep -q '"state":"\(fail\|warn\|error\)"' "$work/out" && fail "an interruption is taken for a finding"
    return 0
}

# ---- A client

mkdir -p "$work/client/rfc9112"
cat > "$work/client/rfc9112/6.3-client.case" << 'END'
case length-ends-content
title:  What lies behind the length is no content
needs:  9112-6.3-15
side:   response

< HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX

client: status 200 body "ok"

case leftover-is-no-response
title:  What lies behind the length is no response to the next request either
needs:  9112-9.2-03 9112-6.3-15
side:   response

< HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil

client: status 200 body "ok"

case length-is-a-number
title:  A response whose length is no number is discarded
needs:  9112-6.3-07
side:   response

< HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok

client: error
never:  client body "ok"

case in-pieces
title:  A response comes as it comes
needs:  9112-6.3-15
side:   exchange

> GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n
< HTTP/1.1 200 O
|
< K\r\nContent-Length: 4\r\n\r
~ 20ms
< \no
|
< kok

client: status 200 body "okok"

case for-another-method
title:  A HEAD needs a client that can be told so
needs:  9112-6.3-15
side:   exchange

> HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n

client: status 200 body ""
END

# client STATUS PART MODE
client() {
    ends "$1" "$2" "$h1" conform --cases "$work/client" --timeout 3 \
        --client "python3 '$here/peers_client.py' $3 {url} {url2}"
}

client 0 'MUST    5 of 5 cases pass' good
grep -q 'skipped: 1 case, it needs a method, and the client.s command has no {method}' "$work/out" ||
    fail 'HEAD was played'
grep -q "which uses a connection again" "$work/out" || fail 'reuse was not seen'
client 1 'fail: What lies behind the length is no content ' reads-on
client 1 'fail: A response whose length is no number is discarded' guesses
grep -q '= sent: HTTP/1.1 200 OK.r.nContent-Length: two' "$work/out" || fail 'the bytes that were played are not shown'
client 1 'the response to the second request' mixes-up
client 1 'fail: What the client sends: an HTTP/1.1 request without Host' names-no-host
client 4 'it hung and was killed' hangs
client 4 'exit status 7' stops
client 4 "can't be played with" 'good; exit 3 #'
# One that reports nothing is judged by its exit status alone.
client 1 'judged by its exit status' silent
interrupted "$h1" conform --cases "$work/client" --jobs 1 --ignore 9112-6.3/length-ends-content \
    --client "cd '$work' && exec python3 '$here/peers_client.py' stalls {url} {url2}"
kill -0 "$(cat "$work/stalled")" 2> /dev/null && fail "an interrupted run left its client behind"
ends 4 'sent no complete request' "$h1" conform --cases "$work/client" --timeout 1 --client true

# ---- A proxy

mkdir -p "$work/proxy/rfc9110" "$work/proxy/rfc9112"
cat > "$work/proxy/rfc9110/7.6.1-proxy.case" << 'END'
case named-field-is-removed
title:  What Connection names ends here
needs:  9110-7.6.1-02
side:   proxy

> GET {target} HTTP/1.1\r\nHost: {host}\r\nX-One-Hop: 1\r\nConnection: x-one-hop\r\nX-On: 2\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes

up:    accept field X-On = 2
never: up field X-One-Hop = 1
down:  status 200 body "yes"
END
cat > "$work/proxy/rfc9112/7.1-proxy.case" << 'END'
case chunk-without-end
title:  A broken body is not sent on
needs:  9112-7.1-A02 9112-2.2-10
side:   proxy

> POST {target} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokX0\r\n\r\n

alt refused
  down: status 400-499 close
  up:   nothing
alt forwarded
  up:   accept body "ok"
  < HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok
  down: status 200 body "ok"

case leftovers
title:  What lies behind a broken body is no request
needs:  9112-7.1-A02 9112-2.2-10
side:   proxy

> POST {target} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokX0\r\n\r\n

down:   status 400-499
canary: same-write
END
cat > "$work/proxy/rfc9112/9.2-proxy.case" << 'END'
case leftover-response
title:  What lies behind a response answers nothing
needs:  9112-9.2-03 9112-6.3-15
side:   proxy

> GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil

down:   status 200 body "ok"
canary: after-response

case broken-body-ends
title:  Behind a broken body nothing is a request any more
needs:  9112-7.1-A02 9112-2.2-10
side:   proxy

> POST {target} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokX0\r\n\r\n

down:   status 400-499
canary: after-response
END
cat > "$work/proxy/rfc9112/2.1-proxy.case" << 'END'
case nothing-said
title:  A case that says nothing of proxies
needs:  9112-2.1-A01
side:   request

> GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n

parser >: accept
END

free_port() {
    python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_proxy MODE: its port is $port, that of the origin behind it $origin.
start_proxy() {
    origin=$(free_port)
    rm -f "$work/port"
    (cd "$work" && exec python3 "$here/peers_proxy.py" "$1" "$origin" > port 2> proxy.err) &
    proxy=$!
    for _ in $(seq 50); do
        [ -s "$work/port" ] && break
        sleep 0.1
    done
    port=$(cat "$work/port")
}

end_proxy() {
    kill "$proxy"
    proxy=
}

# proxy STATUS PART MODE [OPTION...]
proxy() {
    start_proxy "$3"
    ends "$1" "$2" "$h1" conform --cases "$work/proxy" --timeout 2 --proxy "http://127.0.0.1:$port" \
        --origin-port "$origin" "${@:4}"
    end_proxy
}

proxy 0 '8 cases from 4 files' good
grep -q 'skipped: 1 case, nothing in it is for a proxy; what was forwarded was looked at' "$work/out" || fail 'lint'
grep -q 'fail' <(grep -v ' fail ' "$work/out") && fail 'a good proxy was accused'
proxy 1 'expected: never up: field X-One-Hop = 1' keeps-named
grep -q '= at the origin: GET /' "$work/out" || fail 'what came to the origin is not shown'
proxy 1 'fail: A broken body is not sent on' forwards-bad
grep -q 'What the proxy forwards: .*chunk' "$work/out" || fail 'what was forwarded was not read strictly'
proxy 1 'that nobody sent' smuggles
proxy 1 'responses to at most' answers-twice
proxy 1 'the request behind one that was refused is no request' goes-on
grep -q 'fail: Behind a broken body nothing is a request any more' "$work/out" || fail 'the later canary was not played'
proxy 1 "one that the client can't match" pools
# Whose a request is, its path tells or its field.
proxy 0 '' repeats
proxy 1 'that nobody sent' nameless
# Side by side the verdicts are the same: what can't be told apart is played again, alone.
proxy 0 '' good --jobs 4
proxy 0 '' anonymous --jobs 4
proxy 1 'that nobody sent' smuggles --jobs 4
proxy 1 "one that the client can't match" pools --jobs 4
start_proxy stalls
interrupted "$h1" conform --cases "$work/proxy" --jobs 2 --proxy "http://127.0.0.1:$port" --origin-port "$origin"
end_proxy
ends 4 "can't be played with" "$h1" conform --cases "$work/proxy" --timeout 1 --proxy http://127.0.0.1:1 \
    --origin-port "$(free_port)"
ends 2 "the proxy's own port" "$h1" conform --cases "$work/proxy" --proxy http://127.0.0.1:9 --origin-port 9
ends 2 '--i-may-test-this-host' "$h1" conform --cases "$work/proxy" --proxy http://192.0.2.1:9 --origin-port 10
ends 2 'needs --origin-port' "$h1" conform --cases "$work/proxy" --proxy http://127.0.0.1:1
# ---- Captured responses

ends 2 'to nothing else' "$h1" conform --capture corpus/captures/sample.pcapng --proxy http://127.0.0.1:1
if command -v curl > /dev/null; then
    ends 0 ' cases pass' "$h1" conform --capture corpus/captures/sample.pcapng \
        --client 'conformance/clients/curl.sh {url} {url2} {method}'
    grep -q 'skipped: .* cases, it has no exchange whose response libh1 takes whole' "$work/out" ||
        fail 'what is not played is not said'
else
    echo "skipped: curl not installed"
fi
echo "what keeps to the RFC is green, and each of 12 ways to break it turns red"
