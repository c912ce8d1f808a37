# SPDX-License-Identifier: MIT
# A wrong command line is status 2, says what is wrong and names what is near.
run h1 chek
run h1 lits
run h1 nothing-like-it
run h1 check
run h1 check --fromat jsonl a.pcap
run h1 check --format yaml a.pcap
run h1 check --format
run h1 check --statistics=yes a.pcap
run h1 check --max-findings many a.pcap
run h1 check --max-findings 99999999999999999999 a.pcap
run h1 check --duration 5d -i lo
run h1 check --duration . -i lo
run h1 check -x a.pcap
run h1 check -i lo 'port 80' 'port 81'
run h1 check --select bare-fl a.pcap
run h1 check --select smuglgin a.pcap
run h1 check --ignore , a.pcap
run h1 rules bare-lf
run h1 explain
run h1 explain bare-fl
run h1 explain 9112-99.9
run h1 list
run h1 show a.pcap
run h1 show --stream 1
run h1 show a.pcap --stream 1 --body b
run h1 show a.pcap --stream 1 --message 1 --body -
run h1 parse m
run h1 parse --side both m
run h1 parse --side request
run h1 parse --side request --methods GET m
run h1 version now
run h1 check -- --format
