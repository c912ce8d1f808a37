# SPDX-License-Identifier: MIT
# h1 explain: rules, requirements, sections; with and without case files.
export H1_CASES=/nonexistent
run h1 explain bare-lf
run h1 explain 203
run h1 explain 9112-9.2
run h1 explain 9112-2.2-01
run h1 explain BARE_LF 9112-2.2-01 no-such-rule

echo '# with cases'
export H1_CASES=$TREE/conformance/cases
h1 explain field-space-before-colon > page
grep -q '^Wrong$' page
holds $? "a wrong message is shown"
grep -q '^Right, though near$' page
holds $? "a near miss is shown"
grep -q '\^' page
holds $? "the place is marked"
grep -q 'RFC 9112 section 5.1, MUST (9112-5.1-' page
holds $? "the requirement is named"
h1 explain 9112-5.1 | grep -q field-space-before-colon
holds $? "a section names its rules"
h1 explain 9112-5.1-01 | grep -q '^Cases that test it:$'
holds $? "a requirement names its cases"
h1 rules | awk '{ print $7 }' > names
# shellcheck disable=SC2046 # names are words
h1 explain $(cat names) > pages
[ "$(grep -c '^Why it matters$' pages)" -eq "$(wc -l < names)" ]
holds $? "every rule has a page"
