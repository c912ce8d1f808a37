# SPDX-License-Identifier: MIT
# The progress line: on a terminal only, after half a second, and gone at the end.
if ! command -v script > /dev/null; then
    echo "skipped: script not installed"
    exit 0
fi
{
    for i in $(seq 200); do
        printf 'open\n> GET /%s HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n\n< HTTP/1.1 204 No\\r\\n\\r\\n\nclose\n' "$i"
    done
} | capture many.pcap
cat > slowly <<'SCRIPT'
(head -c 5000 many.pcap; sleep 0.8; tail -c +5001 many.pcap) | h1 "$@" - > result
SCRIPT
script -qec 'bash slowly check' /dev/null < /dev/null > terminal
grep -q ' packets, .*/s' terminal
holds $? "a slow run shows its progress"
[ "$(tail -c 4 terminal)" = "$(printf '\r\033[K')" ]
holds $? "the line is gone at the end"
grep -q '[[:cntrl:]]\[' result && echo "progress on standard output"
script -qec 'h1 check many.pcap > result' /dev/null < /dev/null | wc -c
bash slowly list 2>&1 | wc -c
