#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# h1 conform --capture: every stream of a capture is a case; what isn't played, or only in part, is said.
. "$(dirname "$0")/lib.sh"

sample=corpus/captures/sample.pcapng
ends 0 'libh1: 206 cases from 1 file' "$h1" conform --capture $sample
grep -q '^all  *201      0      0      5 ' "$work/out" || fail "not all streams of the sample pass"
grep -qF "skipped: 3 cases, it speaks something else than HTTP/1" "$work/out" || fail "what isn't HTTP is not said"
ends 0 'libh1: 412 cases from 2 files' "$h1" conform --capture $sample $sample
ends 0 '"case":"sample.pcapng/stream-0"' "$h1" conform --capture $sample --format jsonl
ends 2 'No such file' "$h1" conform --capture "$work/none.pcap"
ends 2 'nothing else' "$h1" conform --capture $sample --list

# A stream of more than 64 KiB, made by hand as a pcap of raw IPv4 packets, and one with a gap.
if ! command -v python3 > /dev/null; then
    echo "skipped: python3 not installed"
    exit 0
fi
python3 - "$work" << 'MAKE'
import struct
import sys

FIN, SYN, ACK = 1, 2, 16


def packet(number, client, flags, seq, ack, data=b""):
    ports = (1024, 80) if client else (80, 1024)
    tcp = struct.pack(">HHIIBBHHH", *ports, seq, ack, 0x50, flags, 65535, 0, 0) + data
    ends = (b"\xc0\0\2\1", b"\xc0\0\2\2") if client else (b"\xc0\0\2\2", b"\xc0\0\2\1")
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ends[0] + ends[1] + tcp
    return struct.pack("<IIII", number, 0, len(ip), len(ip)) + ip


def capture(name, pieces, lost=()):
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101)
    out += packet(1, True, SYN, 0, 0) + packet(2, False, SYN | ACK, 0, 1) + packet(3, True, ACK, 1, 1)
    seq = 1
    for i, data in enumerate(pieces):
        if i not in lost:
            out += packet(4 + i, True, ACK, seq, 1, data)
        seq += len(data)
    out += packet(9, True, FIN | ACK, seq, 1)
    open(f"{sys.argv[1]}/{name}.pcap", "wb").write(out)


head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
body = [bytes(range(256)) * 125] * 3 + [b"x" * 4000]
capture("long", [head] + body)
capture("gap", [head] + body, lost=(2,))
MAKE
ends 0 '1 have more than 64 KiB, so 1024 of their cuts were sampled' "$h1" conform --capture "$work/long.pcap"
grep -q '1 case from 1 file' "$work/out" || fail "the long stream is not one case"
ends 0 'of the directions 1 were played up to a gap' "$h1" conform --capture "$work/gap.pcap"
head -c 290 "$work/long.pcap" > "$work/cut.pcap"
ends 2 'cut.pcap' "$h1" conform --capture "$work/cut.pcap"

# Every capture that is at hand.
captures=${H1_SHARED:-../shared}/captures
if [ -d "$captures" ]; then
    ends 2 'cases pass' "$h1" conform --capture "$captures"/*.pcap* # some are damaged on purpose
    ! grep '^fail:' "$work/out" || fail "a stream of the captures fails"
    sed -n '/^libh1/,$s/^/    /p' "$work/out" # indented: what h1 skips is no skip of this test
fi
