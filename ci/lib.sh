# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the scripts in ci/ share; sourced, never run. Goes to the tree's root.
set -eu -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p build

say() {
    printf '%s\n' "$*"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -- "$@"
    fi
}

# packages_missing GROUP...: the packages of these groups that are not installed, one a line.
packages_missing() {
    local group package
    while read -r group package _; do
        [[ " $* " == *" $group "* ]] || continue
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || say "$package"
    done < <(grep -v -e '^#' -e '^$' ci/packages.txt)
}

# Packages bring services with them; none may start. A policy that is already there stays, and has to forbid it too.
services_forbid() {
    local policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then
        local answer=0
        "$policy" nginx start >/dev/null 2>&1 || answer=$?
        [ "$answer" -eq 101 ] || die "$policy lets services start; remove it or make it exit with 101"
        return
    fi
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}

services_allow_again() {
    [ -z "$(trap -p EXIT)" ] || as_root rm -f /usr/sbin/policy-rc.d
    trap - EXIT INT TERM
}

# services_disable PACKAGE...: what was just installed doesn't start at the next boot either.
services_disable() {
    local service
    for service in $(dpkg -L "$@" 2>/dev/null | sed -n 's:^/etc/init\.d/::p' | sort -u); do
        as_root update-rc.d "$service" disable >/dev/null 2>&1 || true
    done
}

# packages_install GROUP...: install what is missing of these groups. Says first what and how much; silent and without
# any apt call when all is there. Sets packages_downloaded to the bytes fetched.
packages_downloaded=0
packages_install() {
    local missing plan new
    mapfile -t missing < <(packages_missing "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    local apt=(apt-get -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends install "${missing[@]}")

    as_root apt-get -qq update
    plan=$(apt-get --print-uris "${apt[@]:1}") || die "these packages can't be had together: ${missing[*]}"
    packages_downloaded=$(awk '/^\x27/ { sum += $3 } END { print sum + 0 }' <<<"$plan")
    mapfile -t new < <(apt-get -s "${apt[@]:1}" | awk '$1 == "Inst" { print $2 }')
    say "packages ($*): installing ${missing[*]}"
    say "packages ($*): with what they need ${#new[@]} packages, $((packages_downloaded / 1000000)) MB to download"

    services_forbid
    as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" >build/packages.log 2>&1 </dev/null ||
        { tail -n 20 build/packages.log >&2; die "apt-get install failed; all it said is in build/packages.log"; }
    services_disable "${new[@]}"
    services_allow_again
}

# measured_row WHAT VALUE TARGET COMMAND [VERSIONS]: write a row of docs/measured.md, in the place of the one that has
# the same WHAT. Adds the commit (with + where the tree differs from it) and the date.
measured_row() {
    local file=docs/measured.md commit row new
    commit=$(git rev-parse --short HEAD)
    git diff --quiet HEAD -- . ':!docs/measured.md' || commit=$commit+
    row="| $1 | $2 | $3 | \`$4\` | $commit | ${5:-} | $(date -u +%F) |"
    if [ ! -e "$file" ]; then
        mkdir -p docs
        printf '%s\n' '# Measured' '' 'Each row is written by its command and by nothing else.' '' \
            '| what | value | target | command | commit | versions | date |' \
            '| --- | --- | --- | --- | --- | --- | --- |' >"$file"
    fi
    new=$(ROW=$row WHAT="| $1 |" awk '
        index($0, ENVIRON["WHAT"]) == 1 { if (!done) print ENVIRON["ROW"]; done = 1; next }
        { print }
        END { if (!done) print ENVIRON["ROW"] }' "$file")
    printf '%s\n' "$new" >"$file"
    say "$row"
}
