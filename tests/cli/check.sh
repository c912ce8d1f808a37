# SPDX-License-Identifier: MIT
# h1 check on small captures: pictures, groups, selections, formats, and what is said of the rest.
export H1_CASES=/nonexistent
capture faulty.pcap <<'STEPS'
open
> GET /?token=secret HTTP/1.1\r\nHost: h\r\nCookie: id=42\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: id=43; Path=/\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nok
> POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n
close
open 8080
> GET /c HTTP/1.1\r\nHost: h\r\nCookie: id=42\nX : \xe9\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
> GET /d HTTP/1.1\r\nHost: h\r\nX : 1\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
open 443
> \x16\x03\x01\x00\x05hello
< \x16\x03\x03\x00\x05world
STEPS
capture clean.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nok
close
STEPS
capture tls.pcap <<'STEPS'
open 443
> \x16\x03\x01\x00\x05hello
< \x16\x03\x03\x00\x05world
STEPS
capture gap.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 200\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n\R50(a)
lose < 100
< \R50(b)
> GET /2 HTTP/1.1\r\nHost: h\r\n\r\n
close
STEPS

run h1 check faulty.pcap
run h1 check clean.pcap
run h1 check tls.pcap
run h1 check --allow-empty tls.pcap
run h1 check gap.pcap
run h1 check clean.pcap gap.pcap tls.pcap
run h1 check --redact --select smuggling faulty.pcap
run h1 check --by endpoint --select field-space-before-colon,bare-lf faulty.pcap
run h1 check --by connection --select field-space-before-colon,bare-lf faulty.pcap
run h1 check --max-findings 1 --select field-space-before-colon faulty.pcap
run h1 check --max-findings 0 --select field-space-before-colon faulty.pcap
run h1 check --ignore error,warning,note faulty.pcap
run h1 check --format jsonl --select field-space-before-colon faulty.pcap
run h1 check --format jsonl --redact --select bare-lf faulty.pcap
run h1 check --format jsonl clean.pcap
run h1 check --filter 'tcp port 8080' --select field-space-before-colon faulty.pcap
run h1 check --filter 'tcp port' faulty.pcap
run h1 check --filter 'tcp port 1' faulty.pcap

echo '# --fail-on'
run h1 check --fail-on never --select bare-lf -o report faulty.pcap
wc -l < report
for level in error warning note never; do
    h1 check --fail-on "$level" --select bare-lf faulty.pcap > /dev/null
    echo "an error, --fail-on $level: $?"
done

echo '# --statistics; what depends on the machine is left out'
h1 check --statistics clean.pcap | sed 's/^ *[0-9.]* \([kM]B\|bytes\)  \(the most\|memory\)/SIZE  \2/'
h1 check --statistics --format jsonl clean.pcap | tail -n 1 | tr ',' '\n' | grep -v 'memory_\(highest\|resident\)'
h1 check --statistics faulty.pcap | grep '  field-space-before-colon  '

echo '# from standard input, and gzip'"'"'d, it is the same'
h1 check faulty.pcap | sed 's/faulty.pcap/-/' > expected
h1 check - < faulty.pcap | cmp - expected
holds $? "a pipe makes no difference"
gzip -k faulty.pcap
h1 check faulty.pcap.gz | sed 's/faulty.pcap.gz/-/' | cmp - expected
holds $? "gzip makes no difference"
