#!/bin/bash
# fit.sh PROGRAM: how editions fit, beside that in the handout's own language: real catalogues, one that gains a page, one in
# which things are too wide, one whose language the program has no words for.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
seed=$root/source/ammparo-advocacy-priorities

wrong() { echo "$1"; failed=1; }
# expect STATUS PATTERN COMMAND…: its status, and its output (both streams) matches.
expect() {
    local status=$1 pattern=$2 got; shift 2
    "$@" > all 2>&1 < /dev/null; got=$?
    if [ $got != "$status" ] || ! grep -Eq -- "$pattern" all; then
        wrong "expected $status and /$pattern/ of: $*"; echo "got $got:"; head -20 all
    fi
}

# The seed's own: two pages each where the translation is whole; a script's own fonts are taken, and said to be.
expect 0 '^es +100% +2 +0 +0  Gentium' "$program" status --fit "$seed.xml" "$seed/es.po" "$seed/ar.po"
grep -Eq '^Master +2 +0 +0  Gentium Book Plus, Gentium Plus$' all || wrong "no row of the master"
grep -Eq '^ar +28% .*Noto Naskh Arabic\*' all || wrong "no font of Arabic"
grep -q '^\* no style sheet names' all || wrong "the mark is not explained"
expect 0 '^pt-BR +100% +2 ' "$program" status --fit "$seed.xml" "$seed"
[ "$(wc -l < all)" = 8 ] || wrong "not all catalogues of the folder"
expect 0 '^zh-Hans ' "$program" status "$seed.xml"
expect 0 '^Original +2 ' "$program" status --fit "$seed.xml" "$seed/es.po" --messages es

# What makes pages and lines longer shows.
"$program" pseudo "$seed.xml" --kind accents -o more.po; "$program" pseudo "$seed.xml" --kind long -o wide.po
expect 0 '^qps-Latn +100% +3 +[+]1 +0 ' "$program" status --fit "$seed.xml" more.po
echo 'explanation { overflow-wrap: normal; hyphens: none } handout { --names: 80% }' > narrow.css
expect 0 '^qps-Latn +100% +[0-9]+ +[+][0-9]+ +[1-9][0-9]* ' "$program" status --fit "$seed.xml" wide.po -a narrow.css
expect 0 '^es +100% +[5-9] ' "$program" status --fit "$seed.xml" "$seed/es.po" --edition large
"$program" status --fit --json "$seed.xml" "$seed/es.po" more.po > rows
python3 - <<'P' || failed=1
import json
master, es, more = [json.loads(line) for line in open('rows')]
assert master['language'] is None and master['percent'] is None and master['pages'] == master['master'] == 2, master
assert es['language'] == 'es' and es['percent'] == 100 and es['pages'] == 2 and es['master'] == 2 and es['hyphenated'], es
assert more['pages'] == 3 and es['words'] == more['words'] == [] and es['overfull'] == 0, more
assert es['fonts'][0]['family'] == 'Gentium Book Plus' and es['fonts'][0]['glyphs'] > 5000 and not es['fonts'][0]['fallback'], es
P

# A language without words or patterns of its own.
sed 's/Language: es/Language: mam/' "$seed/es.po" > mam.po
expect 0 '^ +no words for: unreviewed$' "$program" status --fit "$seed.xml" mam.po

# What cannot be set is said, and the others are set all the same; nothing is written.
ls > before
expect 1 'catalogue-absent' "$program" status --fit "$seed.xml" absent.po more.po
grep -q '^qps-Latn' all || wrong "the others are not set"
expect 1 'cannot read the folder|catalogue-unreadable' "$program" status "$seed.xml" absent/
expect 2 'with --fit alone' "$program" status "$seed.xml" more.po --edition large
cp "$seed.xml" alone.xml; echo alone.xml >> before
expect 2 'no catalogues in alone: name them, or begin one: handbill update alone.xml TAG.po' "$program" status --fit alone.xml
ls | grep -v '^all$' | sort | cmp -s - <(sort before | grep -v '^all$') || { wrong "files were written:"; ls; }
exit $failed
