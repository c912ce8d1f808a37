# SPDX-License-Identifier: MIT
# The reports of h1 conform that people read line by line, over cases of which some fail and whose texts attack.
unset GITHUB_STEP_SUMMARY
mkdir -p cases/rfc9112
cat > cases/rfc9112/7.1-hostile.case <<'CASES'
case passes
title:  A request without content
needs:  9112-7.1-A01
side:   request

> GET / HTTP/1.1\r\n
> Host: {host}\r\n
> \r\n

parser >:
  message 1
    method GET
  then end

case hostile
title:  A <script>alert(1)</script> & "quotes" `code` [link](x) | pipe ::error:: @all #1 %0A ‮
needs:  9112-7.1-A01 9112-7.1-P01
side:   request

> GET /<img/src=x>`|`?token=secret HTTP/1.1\r\n
> Host: {host}\x1b[31m\r\n
> \r\n

parser >: refuse bare-lf

case elsewhere
title:  Another rule is at work here
needs:  9112-7.1-A03
side:   request

> POST {path} HTTP/1.1\r\n
> Host: {host}\r\n
> Transfer-Encoding: chunked\r\n
> \r\n
> 5\r\nhello\r\n0\r\n\r\n

parser >:
  message 1
    body "HELLO"
  then end
CASES
for format in text concise tap md github gitlab; do
    run h1 conform --cases cases --format "$format"
done
run h1 conform --cases cases --format concise --sarif-location src/parser.c --report github:annotations --report md:-
run cat annotations
GITHUB_STEP_SUMMARY=summary run h1 conform --cases cases --format github
run head -n 3 summary
GITHUB_STEP_SUMMARY=no/such/directory run h1 conform --cases cases --select passes --format github
run h1 conform --cases cases --ignore 9112
run h1 conform --report html
run h1 conform --report htlm:x
run h1 conform --cases cases --report concise:no/such/directory
run h1 conform --cases cases --baseline cases
echo 'passes fail nobody' > known
run h1 conform --cases cases --baseline known
run h1 conform --cases cases --select passes --format concise --write-baseline no/such/known
run h1 conform --cases cases --select passes --format concise --write-baseline /dev/full
