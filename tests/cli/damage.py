#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows what h1 check makes of damaged and unusable input: the status, the place it names, and that all that was read
before the damage is judged as if the capture had ended there.

usage: damage.py [--every]      H1 in the environment names the command
  --every   cut at every byte of the whole sample, not of its first 3,000 bytes and a sample of the rest
"""
import gzip
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = (ROOT / "corpus/captures/sample.pcapng").read_bytes()
FIRST = 3000  # every cut up to here ...
STRIDE = 1499  # ... then one in so many, a prime so that all places within a block are met
THIN = 5 if "ASAN_OPTIONS" in os.environ else 1  # a sanitizer makes each run ten times as long: one cut in five
NOBODY = 65534

faults = []
runs = 0


def fault(what, why, result=None):
    faults.append(what)
    if len(faults) <= 20:
        print(f"{what}: {why}")
        if result:
            print(f"  status {result.returncode}, standard error: {result.stderr[:300]!r}")


def check(h1, *arguments, stdin=b"", before=()):
    """Run h1 check; whatever the input, it ends by itself, by no signal, with a status a user may meet, and no report
    of a sanitizer."""
    global runs
    runs += 1
    command = [*before, h1, "check", "--format", "jsonl", *map(str, arguments)]
    what = " ".join(command[1:])
    try:
        result = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        sys.exit(f"{what}: still running after a minute")
    if result.returncode not in (0, 1, 2, 4) or b"anitizer" in result.stderr:
        fault(what, "crashed or failed", result)
    return result


def findings(result):
    """The findings in h1's output, as a list of dictionaries."""
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [line for line in lines if "rule" in line]


def named_places(result):
    """The numbers that the message on standard error gives as places in the file."""
    numbers = re.findall(r"(?:byte|offset) ([0-9,]*[0-9])", result.stderr.decode())
    return [int(number.replace(",", "")) for number in numbers]


def damaged(what, result, path, low, high, intact=None):
    """One line of error, about this file and a place in low ... high; findings and status as with the intact part."""
    errors = result.stderr.decode(errors="replace").splitlines()
    wanted = 1 if intact is not None and findings(intact) and intact.returncode == 1 else 2
    if result.returncode != wanted:
        fault(what, f"status {wanted} expected", result)
    elif not any(str(path) in line for line in errors):
        fault(what, "the message doesn't name the file", result)
    elif not any(low <= place <= high for place in named_places(result)):
        fault(what, f"the message names no place in {low} ... {high}", result)
    elif intact is not None and findings(result) != findings(intact):
        fault(what, f"{len(findings(result))} findings; {len(findings(intact))} in the part before the damage", result)


# The capture in other forms -------------------------------------------------------------------------------------------

def block_ends(data):
    """Where a pcapng file may end: after each of its blocks."""
    ends = []
    at = 0
    while at < len(data):
        at += struct.unpack_from("<I", data, at + 4)[0]
        ends.append(at)
    return ends


def as_pcap(data, order):
    """The same packets as a pcap file, and where that may end."""
    out = struct.pack(order + "IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    ends = [len(out)]
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            high, low, captured, original = struct.unpack_from("<IIII", data, at + 12)
            time = high << 32 | low
            out += struct.pack(order + "IIII", time // 1_000_000, time % 1_000_000, captured, original)
            out += data[at + 28:at + 28 + captured]
            ends.append(len(out))
        at += length
    return out, ends


# The tests ------------------------------------------------------------------------------------------------------------

def cuts(h1, path, data, ends, at):
    """Cut at each place, from the last to the first so that the file need not be written again."""
    path.write_bytes(data)
    ends = sorted(ends, reverse=True)
    intact = None
    for place in sorted(at, reverse=True):
        while ends and ends[0] > place:
            ends.pop(0)
            intact = None
        end = ends[0] if ends else 0
        if end and intact is None:
            whole = path.with_name("whole" + path.suffix)
            whole.write_bytes(data[:end])
            os.truncate(path, place)
            intact = check(h1, whole)
            # The file's name is part of a finding.
            intact.stdout = intact.stdout.replace(str(whole).encode(), str(path).encode())
            if intact.returncode == 2:
                fault(f"{path.name} cut between packets at {end}", "taken for damaged", intact)
        os.truncate(path, place)
        result = check(h1, path)
        what = f"{path.name} cut at {place}"
        if place == end:
            if intact and (result.returncode != intact.returncode or result.stdout != intact.stdout):
                fault(what, "differs from the same bytes under another name", result)
        elif place == 0:
            unusable(what, result, path)
        else:
            damaged(what, result, path, end, place, intact)


def places(data, part):
    """Where to cut: each byte of the beginning, some of the rest; for the other formats, the one part-th of that."""
    rest = 1 if "--every" in sys.argv else STRIDE * part
    return {*range(0, FIRST // part, THIN), *range(FIRST // part, len(data), rest)}


def unusable(what, result, *names):
    """Nothing to judge: status 2, a message that names the file, nothing on standard output that could be taken for a
    verdict."""
    text = result.stderr.decode(errors="replace")
    if result.returncode != 2:
        fault(what, "status 2 expected", result)
    elif not all(str(name) in text for name in names):
        fault(what, f"the message lacks one of {[str(name) for name in names]}", result)
    elif findings(result):
        fault(what, "findings in what could not be read", result)


def unusable_inputs(h1, folder):
    zeros = folder / "zeros.pcap"
    zeros.write_bytes(bytes(65536))
    unusable("file of zeros", check(h1, zeros), zeros, "zero")
    text = folder / "text.pcap"
    text.write_text("This is not a capture.\n" * 100)
    unusable("text file", check(h1, text), text, "text")
    unusable("directory", check(h1, folder), folder, "directory")
    missing = folder / "missing.pcap"
    unusable("missing file", check(h1, missing), missing, "No such file")
    program = folder / "program.pcap"
    program.write_bytes(b"\x7fELF" + bytes(range(256)) * 10)
    unusable("a program", check(h1, program), program)
    unusable("empty pipe", check(h1, "-", stdin=b""))
    unusable("zeros from a pipe", check(h1, "-", stdin=bytes(4096)))


def unreadable(h1, folder):
    """Root may read everything, so another user has to try."""
    path = folder / "unreadable.pcapng"
    path.write_bytes(SAMPLE)
    path.chmod(0)
    other = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            sys.exit("setpriv (util-linux) is needed to try an unreadable file as another user")
        other = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    unusable("unreadable file", check(h1, path, before=other), path, "Permission denied")


def from_a_pipe(h1, whole):
    """A pipe is read to the damage like a file."""
    ends = block_ends(SAMPLE)
    end = max(end for end in ends if end < len(SAMPLE) * 3 // 4)
    intact = check(h1, "-", stdin=SAMPLE[:end])
    damaged("cut pipe", check(h1, "-", stdin=SAMPLE[:end + 5]), "-", end, end + 5, intact)
    if not findings(intact) or len(findings(intact)) >= len(findings(whole)):
        fault("cut pipe", "the part before the cut should have some of the findings", intact)


def wrong_lengths(h1, folder):
    """A block whose length is changed is named by its place; what stood before it is judged."""
    ends = block_ends(SAMPLE)
    at = max(end for end in ends if end < len(SAMPLE) // 2)
    for length in (0, 3, 8, 0x7FFFFFFF, 0xFFFFFFFF):
        path = folder / f"length-{length:x}.pcapng"
        path.write_bytes(SAMPLE[:at])
        intact = check(h1, path)
        path.write_bytes(SAMPLE[:at + 4] + struct.pack("<I", length) + SAMPLE[at + 8:])
        damaged(path.name, check(h1, path), path, at, at + 8, intact)


def cut_gzip(h1, folder, whole):
    """Of a packed capture that is cut, what could be unpacked is judged: findings that the whole has too, in order."""
    packed = gzip.compress(SAMPLE, mtime=0)
    path = folder / "packed.pcapng.gz"
    path.write_bytes(packed)
    most = 0
    for place in sorted({*range(2, 40), *range(41, len(packed), len(packed) // 40), len(packed) - 1}, reverse=True):
        os.truncate(path, place)
        result = check(h1, path)
        what = f"{path.name} cut at {place}"
        judged = findings(result)
        most = max(most, len(judged))
        if result.returncode != (1 if any(one["severity"] == "error" for one in judged) else 2):
            fault(what, "the wrong status", result)
        elif str(path) not in result.stderr.decode() or not any(at <= len(SAMPLE) for at in named_places(result)):
            fault(what, "the message names no file or no place", result)
    if most < len(findings(whole)) // 2:
        fault(path.name, f"at most {most} findings before the cut; {len(findings(whole))} in the whole")


def several_files(h1, folder):
    """A damaged file doesn't keep the next one from being judged."""
    cut = folder / "cut.pcapng"
    cut.write_bytes(SAMPLE[:300])
    good = folder / "good.pcapng"
    good.write_bytes(SAMPLE)
    result = check(h1, cut, good)
    if result.returncode != 1 or findings(result) != findings(check(h1, good)):
        fault("a damaged file before a good one", "the good one is not judged", result)
    if str(cut) not in result.stderr.decode():
        fault("a damaged file before a good one", "the damage is not told", result)


def main():
    if "H1" not in os.environ:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        h1 = str(shutil.copy(os.environ["H1"], folder / "h1"))
        sample = folder / "sample.pcapng"
        sample.write_bytes(SAMPLE)
        whole = check(h1, sample)
        if whole.returncode != 1 or len(findings(whole)) < 50:
            fault("the sample", f"only {len(findings(whole))} findings", whole)

        pcap, pcap_ends = as_pcap(SAMPLE, "<")
        other, other_ends = as_pcap(SAMPLE, ">")
        cuts(h1, folder / "cut.pcapng", SAMPLE, block_ends(SAMPLE), places(SAMPLE, 1))
        cuts(h1, folder / "cut.pcap", pcap, pcap_ends, places(pcap, 4))
        cuts(h1, folder / "cut-be.pcap", other, other_ends, places(other, 8))
        unusable_inputs(h1, folder)
        unreadable(h1, folder)
        from_a_pipe(h1, whole)
        wrong_lengths(h1, folder)
        cut_gzip(h1, folder, whole)
        several_files(h1, folder)
    print(f"{runs} inputs, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
