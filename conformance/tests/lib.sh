# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the scripts here begin with: h1, a folder of their own in $work, fail, and ends.
set -eu -o pipefail
h1=${H1:?H1 has to name the built h1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fail WHAT: say it with what the last command printed, and end.
fail() {
    cat "$work/out" "$work/err" 2> /dev/null >&2 || true
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# ends STATUS PART COMMAND...: the command ends with that status, and its output or its errors have that part, if it
# isn't empty.
ends() {
    local due=$1 part=$2 status=0
    shift 2
    "$@" > "$work/out" 2> "$work/err" || status=$?
    [ "$status" -eq "$due" ] || fail "$* ended with $status, not $due"
    if [ -n "$part" ] && ! grep -qF -- "$part" "$work/out" "$work/err"; then
        fail "$* did not say '$part'"
    fi
}
