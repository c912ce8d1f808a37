# SPDX-License-Identifier: MIT
# A reader that goes away early: h1 ends without a word and without a crash.
{
    for i in $(seq 300); do
        printf 'open\n> GET /%s HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n\n' "$i"
        printf '< HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nX : \R600(a)\\r\\n\\r\\n\nclose\n'
    done
} | capture many.pcap
for command in 'list many.pcap' 'list --format jsonl many.pcap' 'check --format jsonl many.pcap' \
    'check --max-findings 0 many.pcap' 'rules --format json' 'rules'; do
    # shellcheck disable=SC2086 # words of a command line
    h1 $command 2> err | head -c 20 > out
    status=${PIPESTATUS[0]}
    case $status in
    0 | 1 | 141) echo "h1 $command | head: fine" ;;
    *) echo "h1 $command | head: status $status" ;;
    esac
    cat err
done
