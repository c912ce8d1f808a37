#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ci/new-rule gives the next free number and its place, and writes cases that the reader refuses until they are filled
# in.
set -eu -o pipefail
lint=${H1_BUILD:?H1_BUILD has to name the build directory}/conform_lint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/ci" "$work/rules" "$work/conformance/cases"
cp ci/new-rule "$work/ci/"
cp rules/rules.def "$work/rules/"
cd "$work"

fail() {
    echo "new_rule.sh: $*" >&2
    exit 1
}

# says PART COMMAND...: the command is refused with status 2 and a line that has PART.
says() {
    local part=$1 status=0
    shift
    "$@" > out 2>&1 || status=$?
    [ "$status" -eq 2 ] || fail "$* ended with $status, not 2"
    grep -qF -- "$part" out || fail "$* did not say '$part' but: $(cat out)"
}

# highest LOW HIGH: the highest number in use between them.
highest() {
    awk -F'[(,]' -v low="$1" -v high="$2" \
        '/^H1_RULE\(/ && $3 + 0 >= low && $3 + 0 <= high && $3 + 0 > n { n = $3 + 0 } END { print n + 0 }' \
        rules/rules.def
}

# The next number, in the place that is named; taken from there, the table goes on with the one behind it.
number=$(($(highest 1 499) + 1))
ci/new-rule brand-new --section 9112-7.1 > said
grep -qF "H1_RULE(BRAND_NEW, $number, PARSER, ???" said || fail "expected number $number in: $(cat said)"
line=$(sed -n 's/.*behind line \([0-9]*\) .*/\1/p' said)
sed -n "${line}p" rules/rules.def | grep -q '")$' || fail "line $line is not the end of a row"
sed -n '/^H1_RULE/,/")$/p' said > row
sed -i "${line}r row" rules/rules.def
ci/new-rule newer-still > said
grep -qF "H1_RULE(NEWER_STILL, $((number + 1)), PARSER" said || fail "a number was given twice: $(cat said)"
grep -qF '(BRAND_NEW, ' said || fail "the row that was put in is not the last of its area: $(cat said)"
number=$(($(highest 1000 1499) + 1))
ci/new-rule of-a-message --area message --section 9110-8.3 > said
grep -qF "H1_RULE(OF_A_MESSAGE, $number, MESSAGE" said || fail "expected number $number in: $(cat said)"
grep -q '^check:    of-a-message$' conformance/cases/rfc9110/8.3-of-a-message.case || fail "its case has no check:"

# The gaps are refused, and nothing else once they are filled in (with the name of a rule that exists).
file=conformance/cases/rfc9112/7.1-brand-new.case
! "$lint" "$file" > out || fail "gaps were taken: $(cat out)"
grep -q 'brand-new.case:4: expected the gap ??? to be filled in' out || fail "the gap was not named: $(cat out)"
sed -e 's/brand-new/bare-cr/; s/^title:  ???/title:  T/; s/^needs:  ???/needs:  9112-2.2-04/' \
    -e 's/^tags:   ???/tags:   smuggling/; s/^audit >:  ???/audit >:  fault bare-cr/; s/^server: ???/server: close/' \
    -e 's/^> \\^???/> X: \\^\\ry/; s/^> ???/> X: \\ty/' \
    "$file" > "${file%/*}/7.1-filled.case"
"$lint" --play "${file%/*}/7.1-filled.case" > out || fail "the filled case was refused: $(cat out)"

# The cases alone of a rule that is there, in its own section.
ci/new-rule chunk-bare-lf --cases > said
! grep -q H1_RULE said || fail "a row was given for a rule that has one"
grep -q '^near:   chunk-bare-lf$' conformance/cases/rfc9112/7.1-chunk-bare-lf.case || fail "no near miss was begun"

says "is in rules/rules.def already" ci/new-rule bare-lf
says "is not in rules/rules.def" ci/new-rule no-such-rule --cases
says "is there already" ci/new-rule newer-still
says "is no name" ci/new-rule Bare_LF
says "is no section" ci/new-rule fine --section 7.1
says "usage:" ci/new-rule
says "usage:" ci/new-rule a b
says "usage:" ci/new-rule fine --area nowhere
echo "ci/new-rule: numbers, places, gaps and refusals are as they should be"
