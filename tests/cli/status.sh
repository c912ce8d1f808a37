# SPDX-License-Identifier: MIT
# Every exit status of h1 check, and what goes before what.
export H1_CASES=/nonexistent
capture clean.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost: h\r\n\r\n
< HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\nok
close
STEPS
capture faulty.pcap <<'STEPS'
open
> GET / HTTP/1.1\r\nHost : h\r\n\r\n
< HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n\r\n
close
STEPS
capture other.pcap <<'STEPS'
open 22
< SSH-2.0-x\r\n
> SSH-2.0-y\r\n
close
STEPS
head -c -10 clean.pcap > clean-cut.pcap
head -c -10 faulty.pcap > faulty-cut.pcap
status() {
    "$@" > out 2> err
    echo "$? = $* ($(wc -l < err) lines of complaint)"
}
echo '# 0 nothing, 1 findings'
status h1 check clean.pcap
status h1 check faulty.pcap
status h1 check clean.pcap faulty.pcap
status h1 check --ignore field-space-before-colon faulty.pcap
echo '# 1 also where the input is damaged, 2 damaged without findings'
status h1 check faulty-cut.pcap
status h1 check clean-cut.pcap
cat err
status h1 check clean-cut.pcap faulty.pcap
status h1 check clean.pcap missing.pcap
status h1 list clean-cut.pcap
cat out
echo '# 2 unusable'
: > empty.pcap
head -c 4096 /dev/zero > zeros.pcap
echo 'only words' > words.pcap
mkdir directory
for input in missing empty.pcap zeros.pcap words.pcap directory; do
    status h1 check "$input"
    cat err
done
true | h1 check - 2>&1
echo "$? = an empty pipe"
echo '# 4 nothing to conclude'
status h1 check other.pcap
cat out
status h1 check --allow-empty other.pcap
status h1 list other.pcap
echo '# 3 our own fault: what was found can'"'"'t be written'
for command in 'check clean.pcap' 'check --format jsonl faulty.pcap' 'list clean.pcap' 'rules' \
    'parse --side request m' 'show clean.pcap --stream 0' 'explain bare-lf' '--help' 'version'; do
    printf 'GET / HTTP/1.1\r\nHost: h\r\n\r\n' > m
    # shellcheck disable=SC2086 # words of a command line
    h1 $command 2> err > /dev/full
    echo "$? = h1 $command > /dev/full: $(cat err)"
done
h1 check -o /dev/full clean.pcap
echo "$? = h1 check -o /dev/full"
h1 check -o missing/report clean.pcap
echo "$? = h1 check -o missing/report"
echo '# what a file is called does not act on a terminal either'
h1 check "$(printf 'no\033[31mfile')" 2>&1
h1 parse --side request "$(printf 'no\033[31mfile')" 2>&1
echo '# nor does anything else that was typed'
h1 $'ch\033[2Jeck' 2>&1
h1 check --$'f\033[2Jormat' a.pcap 2>&1
h1 rules $'\033[2J' 2>&1
h1 check -o $'missing/\033[2J' clean.pcap 2>&1
echo '# 130 interrupted; what was found is written out'
mkfifo pipe
h1 check pipe > out 2> err &
process=$!
exec 3> pipe
cat faulty.pcap >&3
sleep 0.5
kill -INT "$process"
wait "$process"
echo "$? = h1 check, and SIGINT"
exec 3>&-
cat out err
