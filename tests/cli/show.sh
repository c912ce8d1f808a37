# SPDX-License-Identifier: MIT
# h1 show: the exchanges of a connection.
capture all.pcap <<'STEPS'
open
> GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
open
> POST /form?q=secret HTTP/1.1\r\nHost: h\r\nAuthorization: Basic abc\r\nContent-Length: 11\r\n\r\nfirst=1\r\n\xff\x00
< HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n5\r\nhello\r\n
< 1\r\n!\r\n0\r\n\r\n
> GET /big HTTP/1.1\r\nHost : h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 3000\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n\R1400(a)
< \R1400(b)
< \R200(c)
close
STEPS
run h1 show all.pcap --stream 0
run h1 show all.pcap --stream 1
run h1 show all.pcap --stream 1 --message 1 --hex
run h1 show all.pcap --stream 1 --message 1 --side request --redact
run h1 show all.pcap --stream 1 --message 2 --side response --body body
printf '%s %s\n' "$(wc -c < body)" "$(tr -d abc < body | wc -c)"
run h1 show all.pcap --stream 1 --message 1 --side request --body body -o shown
od -An -c body
run h1 show all.pcap --stream 1 --message 9
run h1 show all.pcap --stream 7
run h1 show all.pcap --stream 1 --message 1 --body missing/body
run h1 show missing.pcap --stream 0

# What isn't in the capture is a hole in the file, also at its end.
capture gap.pcap <<'STEPS'
open
> GET /gap HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 12\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nab
lose < 3
< cd
lose < 5
> GET /next HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 204 No Content\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
STEPS
run h1 show gap.pcap --stream 0 --message 1 --side response --body body
od -An -c body
run h1 show gap.pcap --stream 0 --message 1 --side response --body /dev/full
h1 show gap.pcap --stream 0 --message 1 --side response --body /dev/stderr -o shown 2>&1 | cat > piped
holds $((PIPESTATUS[0] != 3)) "a hole in a pipe is status 3"
cat piped
echo
