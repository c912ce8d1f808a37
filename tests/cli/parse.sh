# SPDX-License-Identifier: MIT
# h1 parse: verdicts, places, messages, and the exit status of each.
printf 'GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b?\xe9 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nX: \xe9\r\n\r\nabc' > bad
printf 'GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nX: \xe9\r\n\r\nabc' > two
printf 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET' > both
printf 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\nX: a\r\n\t b\r\nContent-Length: 2\r\n\r\nhi' > head
printf 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n' > chunks
: > empty

run h1 parse --side request two
run h1 parse --side request --format json two
run h1 parse --side request bad
run h1 parse --side request --format json bad
run h1 parse --side request both
run h1 parse --side request --audit both
run h1 parse --side request --audit --format json both
run h1 parse --side response --methods HEAD,GET head
run h1 parse --side response --methods HEAD,GET --format json head
run h1 parse --side response --format json head
run h1 parse --side response --methods HEAD --format json head
run h1 parse --side request --format json chunks
run h1 parse --side request empty
run h1 parse --side request --format json --open empty
head -c 20 two > cut
run h1 parse --side request cut
run h1 parse --side request --format json cut
run h1 parse --side request --open cut
run h1 parse --side request --open --format json cut
head -c 84 two > cut
run h1 parse --side request --format json cut
run h1 parse --side request --open --format json cut
run h1 parse --side request --open --format json two

echo '# from standard input, in pieces, it is the same'
h1 parse --side request --format json two > whole
(head -c 10 two; sleep 0.1; tail -c +11 two) | h1 parse --side request --format json - | cmp - whole
holds $? "pieces make no difference"

echo '# after CONNECT a tunnel is assumed, after Upgrade none'
printf 'CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\nanything\n' > connect
run h1 parse --side request --format json connect
printf 'GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n' > upgrade
run h1 parse --side request --format json upgrade

echo '# a body larger than any buffer'
(printf 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n'; head -c 3000000 /dev/zero) > large
run h1 parse --side request --format json large
sum=$(head -c 3000000 /dev/zero | sha256sum | cut -d ' ' -f 1)
h1 parse --side request --format json large | grep -q "$sum"
holds $? "body_sha256 is the SHA-256 of the content"

echo '# a status-code of 000 is one, out of range; only a reply to HTTP/0.9 has none'
printf 'HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n' > zero
run h1 parse --side response zero
run h1 parse --side response --format json zero

echo '# in audit, a CR alone and a NUL read as SP, also at the start of a line'
printf 'GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\0c\r\n\rd\r\n\r\n' > spaces
run h1 parse --side request --audit --format json spaces

echo '# unusable input'
run h1 parse --side request missing
mkdir directory
run h1 parse --side request directory
