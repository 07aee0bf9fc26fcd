#!/bin/bash
# explain.sh PROGRAM: --explain says why pages end where they do, and what other ends would cost.
#
# A page holds five lines of 12 pt.  What a gap of n lines costs is 350,000 n² (1 + n² / 3), a page 4,200,000, a row that
# parts 150,000, one that is to stay whole 40,000,000,000,000, a last page of less than three lines 3,500,000.
program=$(realpath "$1") failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root

cat > base.css <<'E'
@page { size: 200pt 80pt; margin: 10pt; @bottom-center { content: none } }
handout { font: 10pt/12pt "Gentium Book Plus" }
title { display: none } handout * { margin: 0; padding: 0; text-align: start; orphans: 1; widows: 1 }
@page { @footnote { margin: 0; padding: 0; border: none } }
note { float: footnote; break-inside: avoid; font: 10pt/12pt "Gentium Book Plus" }
note::footnote-call, note::footnote-marker { content: none }
principles { display: table; border-spacing: 0 } name { display: none }
E
echo 'principle { break-inside: avoid }' | cat base.css - > kept.css
echo '#b { break-before: page }' | cat base.css - > forced.css
echo 'p { orphans: 3 }' | cat base.css - > lines.css
echo '@page :left { margin-inline: 10pt 40pt }' | cat base.css - > narrow.css
echo '@page { size: 200pt 25pt }' | cat base.css - > low.css

# principle ID LINE…: a row of one-line paragraphs.
principle() {
    printf '<principle id="%s"><name>N</name><explanation>' "$1"; shift
    printf '<p>%s</p>' "$@"; printf '</explanation></principle>\n'
}
document() { printf '<handout xml:lang="en"><title>T</title><principles>\n%s\n</principles>%s</handout>\n' "$1" "$2"; }
document "$(principle a One Two Three; principle b Four Five Six)" > rows.xml
document "$(principle a One Two Three; principle b 'Four<noteref to="n"/>' Five)" \
    '<notes><note id="n"><p>A</p><p>note</p></note></notes>' > note.xml
document "$(principle a One Two Three; principle b 'Four <br/>Five <br/>Six')" > lines.xml

# says SHEET SOURCE: what --explain says is standard input.
says() {
    cat > expected
    "$program" check "$2.xml" --style "$1.css" --explain 2>&1 | grep '^page\|^    cost\|^    or ' > got
    diff -u expected got || { echo "that was $2.xml with $1.css"; failed=1; }
}

# Page 2 has three lines; were the row cut behind two or one of them, it would be short, and page 1 fuller by two or one.
# A third page costs as much as one, and leaves page 2 three or four lines unused.
says kept rows <<'E'
page 1 ends before rows.xml:3:49 "Four" (24.0 pt unused): what follows is kept together (break-inside or break-before: avoid)  [kept]
    cost 10240000: page 5760000, gap 4480000
    or before rows.xml:3:71 "Six" (0.0 pt unused): +40000000490000: parted 40000000000000, last 4800000, gap -4480000, cut 170000
    or before rows.xml:3:60 "Five" (12.0 pt unused): +40000001130000: parted 40000000000000, last 4800000, gap -3840000, cut 170000
page 2 ends with the text (24.0 pt unused): the document ends  [end]
    cost 5760000: page 5760000
    or before rows.xml:3:71 "Six" (36.0 pt unused): +40000028010000: parted 40000000000000, page 5760000, last 4800000, gap 17280000, cut 170000
    or before rows.xml:3:60 "Five" (48.0 pt unused): +40000059370000: parted 40000000000000, page 5760000, last 4800000, gap 48640000, cut 170000
E
# Page 2 is narrower: on page 1 the row costs as much to cut as one that is to stay whole, on page 2 no more than others.
says narrow rows <<'E'
page 1 ends before rows.xml:3:49 "Four" (24.0 pt unused): the next page is too narrow for the next row to go on there  [narrow]
    cost 10240000: page 5760000, gap 4480000
    or before rows.xml:3:71 "Six" (0.0 pt unused): +100000000490000: parted 100000000000000, last 4800000, gap -4480000, cut 170000
    or before rows.xml:3:60 "Five" (12.0 pt unused): +100000001130000: parted 100000000000000, last 4800000, gap -3840000, cut 170000
page 2 ends with the text (24.0 pt unused): the document ends  [end]
    cost 5760000: page 5760000
    or before rows.xml:3:71 "Six" (36.0 pt unused): +28010000: page 5760000, last 4800000, gap 17280000, cut 170000
    or before rows.xml:3:60 "Five" (48.0 pt unused): +59370000: page 5760000, last 4800000, gap 48640000, cut 170000
E
# A forced end leaves nothing unused.
says forced rows <<'E'
page 1 ends before rows.xml:3:49 "Four" (24.0 pt unused): a break is asked for, or another kind of page  [forced]
    cost 5760000: page 5760000
    or before rows.xml:2:69 "Three" (36.0 pt unused): +23210000: page 5760000, gap 17280000, cut 170000
    or before rows.xml:2:59 "Two" (48.0 pt unused): +54570000: page 5760000, gap 48640000, cut 170000
page 2 ends with the text (24.0 pt unused): the document ends  [end]
    cost 5760000: page 5760000
    or before rows.xml:3:71 "Six" (36.0 pt unused): +28010000: page 5760000, last 4800000, gap 17280000, cut 170000
    or before rows.xml:3:60 "Five" (48.0 pt unused): +59370000: page 5760000, last 4800000, gap 48640000, cut 170000
E
# Three lines are to stay together: a page with more of them tears them.
says lines lines <<'E'
page 1 ends before lines.xml:3:49 "Four" (24.0 pt unused): widows and orphans, or a name, hold the next lines together  [lines]
    cost 10240000: page 5760000, gap 4480000
    or before lines.xml:2:69 "Three" (36.0 pt unused): +12970000: gap 12800000, cut 170000
    or before lines.xml:2:59 "Two" (48.0 pt unused): +44330000: gap 44160000, cut 170000
page 2 ends with the text (24.0 pt unused): the document ends  [end]
    cost 5760000: page 5760000
    or before lines.xml:3:69 "Six" (36.0 pt unused): +300000028010000: torn 300000000000000, page 5760000, last 4800000, gap 17280000, cut 170000
    or before lines.xml:3:59 "Five" (48.0 pt unused): +300000059370000: torn 300000000000000, page 5760000, last 4800000, gap 48640000, cut 170000
E
# Below "Four" there is one line for the two of its note.  With "Three" page 2 is no longer short; with "Two", too, its
# last line goes on to a third page.
says base note <<'E'
page 1 ends before note.xml:3:49 "Four" (24.0 pt unused): note 1, which the next lines call, has no room  [note]
    cost 10240000: page 5760000, gap 4480000
    or before note.xml:2:69 "Three" (36.0 pt unused): +8170000: last -4800000, gap 12800000, cut 170000
    or before note.xml:2:59 "Two" (48.0 pt unused): +50260000: page 5760000, gap 44160000, cut 340000
page 2 ends with the text (12.0 pt unused): the document ends  [end]
    cost 10560000: page 5760000, last 4800000
    or before note.xml:3:77 "Five" (24.0 pt unused): +10410000: page 5760000, gap 4480000, cut 170000
E
# A line is 7 pt taller than the page.
"$program" check rows.xml --style low.css --explain > low 2>&1
grep -q '^page 1 ends before rows.xml:2:59 "Two" (-7.0 pt unused): the page is too low for one line of what follows  \[low\]' low &&
    grep -q '^    cost 100000000005930000: overflow 100000000000000000, page 5760000, cut 170000' low || { cat low; failed=1; }

# The same as one object a page.
"$program" check rows.xml --style kept.css --explain --json 2> json
python3 - <<'P' || failed=1
import json
first, second = [o for o in map(json.loads, open("json", encoding="utf-8")) if "page" in o]
assert [first[k] for k in ("page", "why")] == [1, "kept"] and first["text"].startswith("what follows is kept together"), first
assert first["end"] == {"file": "rows.xml", "line": 3, "column": 49, "words": "Four", "unused": 24.0, "cost": 10240000,
                        "costs": {"page": 5760000, "gap": 4480000}}, first
assert [o["cost"] for o in first["others"]] == [40000000490000, 40000001130000], first
assert [second["end"][k] for k in ("file", "line", "column", "words")] == [None] * 4 and second["why"] == "end", second
P
"$program" check rows.xml --style kept.css 2>&1 | grep '^page' && { echo "said without being asked"; failed=1; }
# In the reader's own words, but for the codes.
"$program" check rows.xml --style kept.css --explain --messages es 2>&1 | grep -A 1 '^la página 1' > got
cat > expected <<'E'
la página 1 acaba antes de rows.xml:3:49 "Four" (24.0 pt sin usar): lo que sigue se mantiene junto (break-inside o break-before: avoid)  [kept]
    coste 10240000: página 5760000, hueco 4480000
E
diff -u expected got || failed=1
exit $failed
