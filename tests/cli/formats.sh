# SPDX-License-Identifier: MIT
# The reports of h1 check that people read line by line; tests/cli/check_reports.py holds all of them to their schemas.
unset GITHUB_STEP_SUMMARY
capture a.pcap <<'STEPS'
open
> GET /?token=secret HTTP/1.1\r\nHost: h\r\nX : 1\r\nX : 2\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nok
> GET / HTTP/1.1\r\nHost: h\r\nX : 3\r\nX : 4\r\n\r\n
< HTTP/1.1 204 No Content\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
open 443
> \x16\x03\x01\x00\x05hello
STEPS
for format in concise md github gitlab; do
    run h1 check --format "$format" a.pcap
done
run h1 check --format tap --select 9112-5.1,content-type-missing,bare-lf a.pcap
run h1 check --format junit --select 9112-5.1,content-type-missing,bare-lf a.pcap
run h1 check --format concise --max-findings 0 a.pcap
run h1 check --select field-space-before-colon --fail-on never --write-baseline known -o /dev/null a.pcap
run cat known
run h1 check --format concise --baseline known a.pcap
run h1 check --baseline known a.pcap
run h1 check --report htlm:x a.pcap
run h1 check --report sarif:- a.pcap
