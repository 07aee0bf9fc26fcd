#!/bin/bash
# loose.sh PROGRAM: loose lines are one message, with their number and the widest, and short ones and stubs others; --verbose tells of each.
program=$(realpath "$1") failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
echo 'explanation { width: 60pt } p { text-align: justify; hyphens: none; overflow-wrap: normal }' > narrow.css
{
    echo '<handout xml:lang="en"><title>T</title><principles>'
    for n in $(seq 130); do
        echo "<principle><name>N$n</name><explanation><p>Wide commonwealth interrelationships of congregations notwithstanding considerations.</p></explanation></principle>"
    done
    echo '</principles></handout>'
} > many.xml
sed '4,131d' many.xml > few.xml
wrong() { echo "$1"; cat all; failed=1; }
for name in few many; do
    "$program" check $name.xml -a narrow.css --verbose > each 2>&1
    "$program" check $name.xml -a narrow.css > all 2>&1
    listed=$(grep -c 'line-loose\]$' each) more=$(sed -n 's/.* \([0-9]*\) more of \[line-loose\].*/\1/p' each)
    [ "$listed" -gt 1 ] || wrong "$name: only $listed loose lines"
    grep -q ": warning: $((listed + ${more:-0})) lines need wider word spaces" all || wrong "$name: the sum is not of $listed and ${more:-0}"
    widest=$(grep -oE 'word spaces need [0-9.]+ em' each | tr -cd '0-9.\n' | sort -n | tail -n 1)
    grep -q "needs $widest em: .*lines-loose" all || wrong "$name: the widest is not $widest"
    [ "$(grep -c loose all)" = 1 ] || wrong "$name: told more than once"
done
# Lines without a space are told of alike.
sed 's/Wide [^<]*considerations\./Interrelationships considerations commonwealth./' few.xml > short.xml
echo 'p { width: 90pt; text-align: justify; hyphens: none }' > short.css
"$program" check short.xml -a short.css --verbose > each 2>&1
"$program" check short.xml -a short.css > all 2>&1
short=$(grep -c 'line-short\]$' each)
[ "$short" -gt 1 ] || wrong "only $short short lines"
most=$(grep -oE 'ends [0-9.]+ pt before' each | tr -cd '0-9.\n' | sort -n | tail -n 1)
grep -q ": warning: $short lines end before their measure .* ends $most pt early: .*lines-short" all || wrong "short: not $short lines, the worst by $most pt"
[ "$(grep -c 'line.*-short' all)" = 1 ] || wrong "short lines told more than once"
# So are short words that stand alone on a last line; the worst is the shortest.
{
    echo '<handout xml:lang="en"><title>T</title><intro>'
    for word in or in of commonwealth; do
        echo "<p>Neighbourhoods&#160;considerations $word</p>"
    done
    echo '</intro><principles><principle><name>N</name><explanation><p>E</p></explanation></principle></principles></handout>'
} > stubs.xml
echo '@page { size: 196pt 500pt; margin: 30pt } intro p { text-align: justify; hyphens: none }' > stubs.css
"$program" check stubs.xml -a stubs.css --verbose > each 2>&1
"$program" check stubs.xml -a stubs.css > all 2>&1
stubs=$(grep -c 'stub\]$' each) least=$(grep -oE 'last line, [0-9.]+ pt' each | tr -cd '0-9.\n' | sort -n | head -n 1)
[ "$stubs" = 3 ] || wrong "$stubs stubs, not 3"
grep -q ": warning: 3 paragraphs end .* is $least pt wide: .*stubs" all || wrong "stubs: not 3, the least of $least pt"
exit $failed
