#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Puts curl under `h1 conform --client`: curl.sh URL URL2 [METHOD]; ${CURL:-curl} is run, once for both URLs.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
method=${3:-GET}
options=(--disable --silent --http1.1 --noproxy '*' --write-out '%{http_code} %{exitcode} %{errormsg}\n')
case $method in
GET) ;;
HEAD) options+=(--head) ;;
POST) options+=(--data ok) ;;
*) options+=(--request "$method") ;;
esac
"${CURL:-curl}" "${options[@]}" -o "$work/1" "$1" -o "$work/2" "$2" > "$work/told" 2> /dev/null

number=0
while read -r status code message; do
    number=$((number + 1))
    body=
    if [ "$method" != HEAD ] && [ -f "$work/$number" ]; then
        body=$(base64 -w0 < "$work/$number")
    fi
    status=$((10#$status)) # 000 where no status came
    error=null
    if [ "$code" -ne 0 ]; then
        error=$(printf '%s' "${message:-exit status $code}" | tr -cd ' !#-[]-~')
        error="\"$error\""
    fi
    printf '{"status":%s,"body_base64":"%s","error":%s}\n' "$status" "$body" "$error"
done < "$work/told"
