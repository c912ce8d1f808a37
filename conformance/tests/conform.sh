#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# h1 conform: all cases pass; each exit status, format and selection is what its help says.
. "$(dirname "$0")/lib.sh"
tree=$PWD

# a_case NAME EXPECTATION [BYTES]: a file with one case.
a_case() {
    mkdir -p "$work/$1/rfc9112"
    printf 'case %s\ntitle: T <&">\nneeds: 9112-2.2-10\nside: request\n> %s\n%s\n' "$1" \
        "${3:-GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n}" "$2" > "$work/$1/rfc9112/2.2-$1.case"
}

# xml FILE XPATH VALUE
xml() {
    local value
    value=$(xmllint --xpath "string($2)" "$1")
    [ "$value" = "$3" ] || fail "$2 is '$value', not '$3'"
}

ends 0 'cases pass' "$h1" conform
cp "$work/out" "$work/all"
head -40 "$work/all"
grep -q '^9112 7.1 ' "$work/all" || fail "the table has no row for RFC 9112 section 7.1"

a_case good 'parser >: accept'
a_case bad 'parser >: accept method HEAD'
a_case slip 'parser >: acept'
a_case none 'server: status 200'
ends 0 '1 case from 1 file' "$h1" conform --cases "$work/good"
ends 1 '= expected: message 1: method HEAD' "$h1" conform --cases "$work/bad"
ends 2 "slip.case:6: unknown matcher 'acept'" "$h1" conform --cases "$work/slip"
ends 2 'No such file or directory' "$h1" conform --cases "$work/nowhere"
ends 2 "expected http://HOST:PORT/" "$h1" conform localhost
ends 2 "'nonsense' is no case" "$h1" conform --cases "$work/good" --select nonsense
ends 2 'did you mean 9112-2.2/good' "$h1" conform --cases "$work/good" --select 9112-2.2/godo
ends 2 'did you mean SHOULD?' "$h1" conform --cases "$work/good" --select SHUOLD
ends 2 'did you mean chunk-bare-lf' "$h1" conform --select chunk-bare-fl
ends 2 'did you mean smuggling?' "$h1" conform --select smuglging
for percent in 101 5m 1.x %; do
    ends 2 "takes a percentage such as 2 or 0.5, not '$percent'" "$h1" conform --max-inconclusive "$percent"
done
ends 0 '1 case' "$h1" conform --cases "$work/good" --max-inconclusive 2.5%
for second in '--client true' '--proxy http://127.0.0.1:9/ --origin-port 9' '--parser true'; do
    # shellcheck disable=SC2086 # words of a command line
    ends 2 'are tested one at a time' "$h1" conform http://127.0.0.1:9/ $second
done
ends 2 'are tested one at a time' "$h1" conform --client true --parser true
ends 2 'cannot' "$h1" conform --cases "$work/good" -o "$work/no/such/file"
ends 4 'skipped: 1 case, nothing in it is for a parser' "$h1" conform --cases "$work/none"
ends 4 '0 cases' "$h1" conform --cases "$work/good" --ignore good

ends 0 'MUST' "$h1" conform --list
count=$(wc -l < "$work/out")
for word in 9112-7.1 '9112-7.1/*' smuggling SHOULD bare-lf 9112-2.2-10; do
    ends 0 '' "$h1" conform --list --select "$word"
    chosen=$(wc -l < "$work/out")
    if [ "$chosen" -eq 0 ] || [ "$chosen" -eq "$count" ]; then
        fail "--select $word chose $chosen of $count cases"
    fi
    ends 0 '' "$h1" conform --list --ignore "$word"
    [ $((chosen + $(wc -l < "$work/out"))) -eq "$count" ] || fail "--ignore $word does not leave what --select takes"
done

ends 1 '"actual":"GET"' "$h1" conform --cases "$work/bad" --format jsonl
ends 1 '' "$h1" conform --cases "$work/bad" --format junit -o "$work/bad.xml"
ends 4 '' "$h1" conform --cases "$work/none" --format junit -o "$work/none.xml"
ends 2 'No such file' "$h1" conform --baseline "$work/no-baseline"
[ ! -s "$work/out" ] || fail 'cases were played before the baseline was looked for'
ends 0 '' "$h1" conform --list --select 9112-7.1
count=$(wc -l < "$work/out")
ends 0 '' "$h1" conform --select 9112-7.1 --format junit -o "$work/all.xml"
cd "$tree"
if ! command -v xmllint > /dev/null; then
    echo "skipped: xmllint not installed"
    exit 0
fi
xmllint --noout "$work/all.xml"
xml "$work/all.xml" 'count(//testcase)' "$count"
xml "$work/all.xml" '//testsuites/@failures' 0
xml "$work/bad.xml" '//testsuite/@failures' 1
xml "$work/bad.xml" '//testsuite/@name' 'RFC 9112 section 2.2 Message Parsing'
xml "$work/bad.xml" '//testcase[1]/failure/@message' 'T <&">'
xml "$work/none.xml" 'count(//skipped)' 1
