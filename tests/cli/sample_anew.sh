#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows that the sample capture can be made anew and that fresh traffic gives the findings that its README.md names.
# H1 in the environment names the command.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
PATH=$PATH:/usr/sbin:/sbin

for tool in curl editcap ip nc nginx openssl tcpdump tshark unshare wget; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool not installed"; exit 77; }
done
unshare --net true 2>/dev/null || { echo "skipped: no network namespace can be made here (only root can)"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus/captures/make "$work/sample.pcapng"
tests/cli/sample.py "$work/sample.pcapng"
