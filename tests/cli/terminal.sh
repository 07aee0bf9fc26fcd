#!/bin/bash
# terminal.sh PROGRAM: what is said to a person at a terminal, and to nobody else.
program=$(realpath "$1") failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root TERM=xterm
unset NO_COLOR
echo '<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>N</name><explanation><p>Words.</p></explanation></principle></principles></handout>' > tiny.xml
sed 's/<p>/<p shine="1">/' tiny.xml > bad.xml
echo 'p { shine: much }' > shiny.css

# said PATTERN COMMAND: what the command prints at a terminal matches, or, with !, does not.
said() {
    script -qec "$2" /dev/null < /dev/null | tr -d '\r' > all
    if [ "${1#!}" = "$1" ]; then grep -Pq -- "$1" all; else ! grep -Pq -- "${1#!}" all; fi && return
    echo "expected /$1/ of: $2"; cat -v all; failed=1
}
said '^tiny.screen.pdf: 1 page, \d+ KB$' "$program render tiny.xml"
said '^other.pdf: 1 page, \d+ KB, 1 warning$' "$program render tiny.xml -o other.pdf --add-style shiny.css"
said '^tiny.xml: 1 page$' "$program check tiny.xml"
said '^tiny.xml: 1 página$' "$program check tiny.xml --messages es"
said '^bad.xml: 1 error; no se hizo nada$' "$program check bad.xml --messages es"
said '^bad.xml: 1 error; nothing was made$' "$program check bad.xml"
said '!.' "$program render tiny.xml --quiet"
said '!1 page' "$program check tiny.xml --json"
said '\x1b\[1;31merror: ' "$program check bad.xml"
said '!\x1b' "NO_COLOR=1 $program check bad.xml"
said '!\x1b' "TERM=dumb $program check bad.xml"
"$program" render tiny.xml > all 2>&1; "$program" check bad.xml >> all 2>&1
grep -Pq '\x1b|1 page|nothing was made' all && { echo "said to a file:"; cat -v all; failed=1; }

# What takes over a second has a bar, which is gone when it is done; what is short has none.
said '!\[#* *\]' "$program render tiny.xml"
{
    sed 's|</principles>.*||' tiny.xml
    for n in $(seq 30000); do echo "<principle><name>Name of row $n</name><explanation><p>Words of a paragraph that are to be broken into lines as a whole, in each of many rows of row $n.</p></explanation></principle>"; done
    echo '</principles></handout>'
} > long.xml
said '^\x1b?.*\[#+ *\].*\x1b\[Klong.xml: \d+ pages' "$program check long.xml"
grep -Pq '\] \d+/\d+' all || { echo "the bar counts no pages"; cat -v all | tail -n 3; failed=1; }
exit $failed
