# SPDX-License-Identifier: MIT
# Memory runs out: status 3 and a word, never a crash.
if sanitized; then
    echo "skipped: a sanitizer needs the address space that this test takes away"
    exit 0
fi
capture clean.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok
close
STEPS
short=0
for limit in $(seq 8000 500 40000); do
    status=0
    (ulimit -v "$limit" && h1 check clean.pcap) > out 2> err || status=$?
    case $status in
    3) short=$((short + 1)); grep -q 'out of memory' err || { echo "$limit kB:"; cat err; } ;;
    0 | 1) ;;
    127) grep -q 'error while loading shared libraries' err || { echo "$limit kB:"; cat err; } ;;
    *) echo "$limit kB: status $status"; cat err ;;
    esac
done
[ "$short" -gt 0 ]
holds $? "with little memory the status is 3"
