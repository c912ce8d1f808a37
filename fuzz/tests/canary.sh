#!/bin/sh
# SPDX-License-Identifier: MIT
# The oracle can fail: over the parser with the planted bug the seeds abort, and the message names the bare LF that the
# bug makes of a cut CRLF. H1_BUILD is the build directory.
set -eu
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
"$H1_BUILD/fuzz_seeds" conformance/cases "$seeds"
if find "$seeds/requests" -type f -print0 | xargs -0 "$H1_BUILD/fuzz_requests_canary" >"$seeds/out" 2>&1; then
    echo "the planted bug went unnoticed"
    exit 1
fi
grep -q '^event .* differs$' "$seeds/out" && grep 'pieces:.*bare-lf ' "$seeds/out"
