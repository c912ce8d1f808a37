# SPDX-License-Identifier: MIT
# h1 list: a line for each message, every member of the JSON form.
capture all.pcap <<'STEPS'
open
> GET /%C3%A9?a=1 HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n5\r\nhello\r\n
< 1\r\n!\r\n0\r\nT: 1\r\n\r\n
> HEAD / HTTP/1.0\r\n\r\n
< HTTP/1.0 404 Not Found\r\nContent-Length: 100\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
open 8080
> GET /\xe9 HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nuntil the end
close
open 8080
> POST /cut HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf
close
open 8080
> CONNECT o.example:443 HTTP/1.1\r\nHost: o.example:443\r\n\r\n
< HTTP/1.1 200 OK\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nfrom here on a tunnel
close
STEPS
capture udp.pcap < /dev/null
run h1 list all.pcap
run h1 list --format jsonl all.pcap
run h1 list --filter 'tcp port 80' all.pcap
run h1 list udp.pcap
run h1 list --allow-empty udp.pcap
run h1 list missing.pcap
h1 list -o out all.pcap && h1 list all.pcap | cmp - out
holds $? "-o writes the same"
h1 list --format jsonl all.pcap | python3 -c '
import json, sys
for line in sys.stdin:
    json.loads(line)
'
holds $? "every line is JSON"
