# SPDX-License-Identifier: MIT
# Memory runs out: status 3 and a word, never a crash. A sanitizer needs the address space that the limit takes away,
# but can itself refuse blocks from a size on.
capture clean.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok
close
STEPS
short=0
try() {
    local status=0
    "$@" > out 2> err || status=$?
    case $status in
    3) short=$((short + 1)); grep -q 'out of memory' err || { echo "$*:"; cat err; } ;;
    0 | 1) ;;
    127) grep -qE 'error while loading shared libraries|cannot allocate TLS' err || { echo "$*:"; cat err; } ;;
    *) echo "$*: status $status"; cat err ;;
    esac
}
with_limit() { (ulimit -v "$1" && h1 check clean.pcap); }
if sanitized; then
    ASAN_OPTIONS=allocator_may_return_null=1:max_allocation_size_mb=1 try h1 check clean.pcap
else
    for limit in $(seq 8000 500 40000); do
        try with_limit "$limit"
    done
fi
[ "$short" -gt 0 ]
holds $? "with little memory the status is 3"
