# SPDX-License-Identifier: MIT
# --help of everything, and that it fits on a screen.
run h1
run h1 --help
for command in check list show parse conform explain rules url send receive version; do
    run h1 "$command" --help
    [ "$(h1 "$command" --help | wc -l)" -le 32 ]
    holds $? "$command --help fits on a screen"
    [ "$(h1 "$command" --help | tail -n 3 | head -n 1)" = Examples: ]
    holds $? "$command --help ends with two examples"
done
run h1 serve --help # more options than a screen has lines
h1 help check | cmp - <(h1 check -h)
holds $? "help COMMAND is COMMAND --help"
run h1 help conform-to

for command in $(h1 --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    grep -q "^| .h1 $command[ \`]" "$TREE/docs/commands.md"
    holds $? "docs/commands.md has a row for h1 $command"
done

h1 version | grep -q '^kernels of the parser: .*words'
holds $? "h1 version names the kernels"
[ "$(h1 version | grep -o '(in use)' | wc -l)" -eq 1 ]
holds $? "h1 version says which kernel is in use"
