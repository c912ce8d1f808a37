# SPDX-License-Identifier: MIT
# h1 check --request FILE --response FILE: raw streams are judged as one connection.
export H1_CASES=/nonexistent
printf 'HEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost : h\r\n\r\n' > requests
printf 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n' > responses
printf 'HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nDate : Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n' >> responses
run h1 check --request requests --response responses
run h1 check --request requests --select field-space-before-colon --format jsonl
run h1 check --response responses
run h1 check --request missing --response responses
run h1 check --request .
run h1 check --request requests capture.pcap
run h1 check --request requests --filter tcp
: > empty
run h1 check --request empty

echo '# many exchanges, and a body larger than any buffer'
for i in $(seq 300); do printf 'HEAD /%s HTTP/1.1\r\nHost: h\r\n\r\n' "$i"; done > requests
for i in $(seq 300); do
    printf 'HTTP/1.1 200 OK\r\nContent-Length: %s\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n' "$i"
done > responses
run h1 check --request requests --response responses
(printf 'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 3000000\r\n\r\n'; head -c 3000000 /dev/zero) > requests
run h1 check --request requests
