# SPDX-License-Identifier: MIT
# h1 url: what is encoded, decoded and taken apart, and where the rest goes wrong.
run h1 url encode 'a b/c?d=é&e+%'
run h1 url encode --in segment 'a b/c?d=é&e+%'
run h1 url encode --in path '/a b/c?d'
run h1 url encode --in query 'a=b&c d?/#'
run h1 url encode --in pair 'a b&c+d'
printf 'a\0b\n' > bytes
run h1 url encode - < bytes
run h1 url decode 'a%20b%2Fc%0A%1b[2J%5C'
run h1 url decode --in pair 'a+b%2B'
run h1 url decode ''
[ "$(h1 url decode --raw '%00%ff%0A' | od -An -tx1)" = ' 00 ff 0a' ]
holds $? "--raw writes the bytes as they are"
run h1 url decode 'a%2'
run h1 url decode 'a%2x'
run h1 url decode 'a b'
run h1 url split 'HTTP://User:x@Example.COM:080/a/./%7eb/../c%2f?q=a+b&r=%C3%A9&s#frag'
run h1 url split '../a?b'
run h1 url split 'https://[::1]'
run h1 url split 'urn:isbn:1'
run h1 url split --method GET '/a//b?c=d'
run h1 url split --method CONNECT '192.0.2.1:443'
run h1 url split --method OPTIONS '*'
run h1 url split --format json 'http://a.example:81/%2e/b?c=%00&d'
run h1 url split --format json --method CONNECT 'a:443'
run h1 url split --format json 'http://a b/'
run h1 url split --format json ''
run h1 url split 'http://a/b c'
run h1 url split 'http://[1::2::3]/'
run h1 url split 'http://[::1'
run h1 url split --method GET 'http://user@a/'
run h1 url split --method GET '/a#b'
run h1 url split --method CONNECT 'a'
run h1 url
run h1 url split
run h1 url splt /a
run h1 url split --in nowhere /a
run h1 url split a b
run h1 url split --method 'B@D' /
