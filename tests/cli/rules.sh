# SPDX-License-Identifier: MIT
# h1 rules and its selections.
run h1 rules --select 9112-7.1
run h1 rules --select chunk --ignore 9112,smuggling
run h1 rules --select host-missing --format json
run h1 rules --select HOST_MISSING,221 --ignore warning
[ "$(h1 rules | wc -l)" -gt 90 ]
holds $? "without a selection all rules are listed"
[ "$(h1 rules --select parser | wc -l)" -lt "$(h1 rules | wc -l)" ]
holds $? "an area selects"
[ -z "$(h1 rules --ignore error,warning,note)" ]
holds $? "every rule has one of three severities"
