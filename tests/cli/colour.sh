# SPDX-License-Identifier: MIT
# Colour only on a terminal, unless asked for; NO_COLOR wins over all.
printf 'GET /\x01 HTTP/1.1\r\n\r\n' > m
export H1_CASES=/nonexistent
coloured() { grep -q "$(printf '\033')\["; }
h1 parse --side request --color always m | sed 's/\x1b/ESC/g'
h1 parse --side request m | coloured && echo "colour in a pipe"
h1 parse --side request --color never m | coloured && echo "colour in spite of never"
NO_COLOR=1 h1 parse --side request --color=always m | coloured && echo "colour in spite of NO_COLOR"
NO_COLOR='' h1 parse --side request --color=always m | coloured
holds $? "an empty NO_COLOR is none"
if command -v script > /dev/null; then
    script -qec 'h1 parse --side request m' /dev/null < /dev/null | coloured
    holds $? "colour on a terminal"
    TERM=dumb script -qec 'h1 parse --side request m' /dev/null < /dev/null | coloured &&
        echo "colour on a dumb terminal"
    NO_COLOR=1 script -qec 'h1 parse --side request m' /dev/null < /dev/null | coloured && echo "NO_COLOR on a terminal"
fi
h1 explain --color always bare-lf | sed 's/\x1b/ESC/g' | head -n 2
