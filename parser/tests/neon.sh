#!/bin/sh
# SPDX-License-Identifier: MIT
# The NEON kernel, on machines that have no NEON: the parser and its oracles as static AArch64 programs that need no
# other library, run by an emulator. H1_BUILD is the build directory.
set -eu
for tool in aarch64-linux-gnu-gcc qemu-aarch64; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool not installed"; exit 77; }
done
sources=$(find rules parser/src -name '*.c' ! -path '*/tests/*' ! -name scan_avx2.c ! -name scan_sse42.c)
build() {
    # shellcheck disable=SC2086 # one word a file
    aarch64-linux-gnu-gcc -static -O2 -std=c11 -I. -Iparser/include -Wall -Wextra -Wpedantic -Wconversion \
        -Wsign-conversion -Wshadow -Werror "$@" $sources
}
build parser/tests/exhaustive.c -o "$H1_BUILD/exhaustive_neon"
build parser/tests/chance_chunks.c parser/tests/batches.c parser/tests/chunk_body.c -o "$H1_BUILD/chance_chunks_neon"
qemu-aarch64 "$H1_BUILD/exhaustive_neon" 3 8 | tee "$H1_BUILD/exhaustive_neon.out"
grep -q '2 kernels, neon in use$' "$H1_BUILD/exhaustive_neon.out"
qemu-aarch64 "$H1_BUILD/chance_chunks_neon" 300 | tee "$H1_BUILD/chance_chunks_neon.out"
grep -q ', neon in use$' "$H1_BUILD/chance_chunks_neon.out"
