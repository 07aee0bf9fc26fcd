#!/bin/bash
# usage.sh PROGRAM: commands, options, exit statuses, messages for people and for programs.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
source=$root/source/ammparo-advocacy-priorities.xml
export HANDBILL_DATA=$root

# expect STATUS PATTERN COMMAND…: its status, and its output (both streams) matches.
expect() {
    local status=$1 pattern=$2 got; shift 2
    "$@" > all 2>&1 < /dev/null; got=$?
    if [ $got != "$status" ] || { [ "$pattern" ] && ! grep -Eq -- "$pattern" all; }; then
        echo "expected $status and /$pattern/ of: $*"; echo "got $got:"; cat all; failed=1
    fi
}
head='<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>N</name><explanation><p>'
tail='</p></explanation></principle></principles></handout>'
printf '%sWords.%s\n' "$head" "$tail" > tiny.xml
printf '%s\n' '<?xml-stylesheet type="text/css" href="gone.css"?>' > gone.xml; cat tiny.xml >> gone.xml
printf '%s\n' '<?xml-stylesheet type="text/css" href="http://example.org/x.css"?>' > far.xml; cat tiny.xml >> far.xml
printf '%s\n\tW&nix;%s\n' "$head" "$tail" > bad.xml
printf 'p { color: \xff }' > latin.css
: > plain.css
printf '%s\n' '<?xml-stylesheet href="plain.css" media="scren"?><?xml-stylesheet href="plain.css" media="speech, not print, screen"?>' > media.xml
cat tiny.xml >> media.xml
printf '%s\n' '<?xml-stylesheet?>' > nameless.xml; cat tiny.xml >> nameless.xml

expect 0 'Usage: handbill render' "$program" --help
expect 0 '^handbill [0-9]' "$program" --version
expect 2 'Try' "$program"
expect 2 'no command paint' "$program" paint tiny.xml
expect 2 'did you mean: handbill render tiny.xml$' "$program" tiny.xml
expect 2 'did you mean: handbill render tiny.xml$' "$program" rendr tiny.xml
expect 2 'did you mean: handbill check$' "$program" chek
expect 2 'too little behind render; write: handbill render SOURCE...' "$program" render
expect 2 'too much behind new; write: handbill new NAME' "$program" new one two
expect 2 'no option --edtion; did you mean: --edition' "$program" render tiny.xml --edtion=print
expect 2 'takes no argument: --strict' "$program" render tiny.xml --strict=yes
expect 2 'missing behind the option -o' "$program" render tiny.xml -o
expect 2 'what stands behind --output is empty: write its FILE there' "$program" render tiny.xml -o ""
expect 2 'what stands behind --style is empty' "$program" render tiny.xml --style=
expect 2 'a word behind render is empty; write: handbill render SOURCE' "$program" render ""
printf '\n<!DOCTYPE html><style>p {}</style>' > page.css
for sheet in tiny.xml page.css; do
    expect 1 "$sheet is a handout or a page of the web .*sheet-markup" "$program" render tiny.xml --style "$sheet" -o marked.pdf
done
printf '<!-- p { color: red } -->' > comment.css
expect 0 '' "$program" render tiny.xml --style comment.css -o marked.pdf
# What a word processor makes of hyphens, a name in pieces, names that are like a file's.
expect 2 'a dash begins no option: write -o, with hyphens' "$program" render –o x.pdf tiny.xml
expect 2 'a dash begins no option: write --edition, with hyphens' "$program" render tiny.xml —edition office
cp tiny.xml 'Übersicht für Mai.xml'
expect 2 "a name with spaces stands between quotation marks: 'Übersicht für Mai.xml'" "$program" check tiny.xml Übersicht für Mai.xml
expect 1 'no file of that name; is tiny.xml meant' "$program" check Tiny.XML
expect 1 'no file of that name; is tiny.xml meant' "$program" check tiny
expect 1 'no file of that name; is ./tiny.xml meant' "$program" check ./tinny.xml
expect 4 'no file of that name; is plain.css meant' "$program" check tiny.xml --style plain.ccs
expect 1 'no file of that name; correct it' "$program" check zz.xml
expect 2 'no command print; did you mean: handbill render tiny.xml' "$program" print tiny.xml
expect 5 'there is no such folder; name another' "$program" render tiny.xml -o nowhere/x.pdf
expect 5 'it is a folder; name another' "$program" render tiny.xml -o .
rm 'Übersicht für Mai.xml'
expect 2 'no option -z' "$program" render tiny.xml -qz
expect 2 '--output stands twice, with a.pdf and b.pdf' "$program" render tiny.xml -o a.pdf -o b.pdf
expect 2 'check has no option --output' "$program" check tiny.xml -o x.pdf
expect 0 '^Editions: screen ' "$program" --help
expect 0 '--paper=SIZE' "$program" help new
expect 0 'Usage: handbill check SOURCE' "$program" check --help
expect 2 'no command' "$program" help nothing
"$program" help check | grep -q -e --dump && { echo "help shows another command's options"; failed=1; }
"$program" help | grep -nE '.{80}| $' && { echo "help is wider than a terminal, or has spaces at ends"; failed=1; }
expect 2 'Try' "$program" render --no-such-option tiny.xml
expect 2 'several sources' "$program" render tiny.xml bad.xml -o x.pdf
# The manual has every command, option and edition.
"$program" --help | grep -oE '^ +(-., )?--[a-z-]+|handbill [a-z]+ ' | grep -oE '[a-z-]+ ?$' | tr -d ' ' | sort -u > said
"$program" --help | sed -n 's/^Editions: //p' | tr ' ' '\n' >> said
sed 's/\\-/-/g; s/\\f.//g' "$root/src/cli/handbill.1" > manual
while read -r word; do
    grep -qE -e "(^|[^a-z])$word([^a-z]|$)" manual || { echo "the manual lacks $word"; failed=1; }
done < said
[ "$(wc -l < said)" -gt 20 ] || { echo "only $(wc -l < said) words of help were seen"; failed=1; }
mkdir other; cp tiny.xml other/tiny.txt; cp tiny.xml other/Tiny.xml
expect 2 'tiny.xml and other/tiny.txt would both go to tiny.screen.pdf' "$program" render tiny.xml other/tiny.txt
expect 2 'both go to tiny.print.pdf' "$program" render tiny.xml other/Tiny.xml tiny.xml --edition print
[ -e tiny.screen.pdf ] && { echo "one of two was written"; failed=1; }
expect 0 '' "$program" check tiny.xml other/tiny.txt
expect 0 '' "$program" render tiny.xml other/Tiny.xml
[ -e Tiny.screen.pdf ] && rm tiny.screen.pdf Tiny.screen.pdf || failed=1
expect 1 'standard input' sh -c '"$0" render - <&-' "$program"
expect 4 "HANDBILL_DATA is $work/absent, which has no.*data-folder" env HANDBILL_DATA="$work/absent" "$program" check tiny.xml
expect 0 '' "$program" render tiny.xml --edition=print -o print.pdf
expect 0 '' "$program" check tiny.xml --edition=print --strict
expect 2 'edition-unknown' "$program" render tiny.xml --edition=draft
expect 2 'office cannot hold .* to screen or large  \[attach-edition\]' "$program" render tiny.xml --edition=office --attach-source
expect 2 'edition-unknown' "$program" render tiny.xml --edition=stone --attach-source
[ "$(grep -c error: all)" = 1 ] || { echo "one error too many"; cat all; failed=1; }
expect 2 'edition-unknown' "$program" render tiny.xml --edition=stone
expect 2 'no edition "prnt", is print meant\?; there are: screen' "$program" render tiny.xml --edition=prnt
expect 2 'screen' "$program" render tiny.xml --edition=stone
expect 2 'stage-unknown' "$program" render tiny.xml --dump=lead
expect 2 'output-is-input' "$program" render tiny.xml -o tiny.xml
expect 2 'epoch-bad' env SOURCE_DATE_EPOCH=soon "$program" render tiny.xml
expect 1 'there is no file of that name; correct it.*source-unreadable' "$program" render absent.xml
expect 1 'it is a folder; name a file in it.*source-unreadable' "$program" render .
expect 2 'with two hyphens: --edition' "$program" render tiny.xml -edition print
expect 2 'with two hyphens: --style=x.css' "$program" render tiny.xml -style=x.css
cp tiny.xml -- -dash.xml
expect 2 'is written ./-dash.xml' "$program" render -dash.xml
expect 0 '' "$program" render ./-dash.xml -o dash.pdf
expect 0 '' "$program" render -o dash.pdf -- -dash.xml
rm -- -dash.xml
expect 1 '^bad.xml:2:[0-9]+: error: ' "$program" check bad.xml
expect 4 '^gone.xml:1:[0-9]+: error: .*gone.css.*sheet-missing' "$program" check gone.xml
expect 1 '^far.xml:1:[0-9]+: error: .*sheet-path' "$program" check far.xml
expect 0 '^media.xml:1:42: warning: .*"scren".*style-media' "$program" check media.xml
[ "$(grep -c style-media all)" = 1 ] || { echo "more than one medium is unknown"; cat all; failed=1; }
expect 1 '^nameless.xml:1:1: error: .*stylesheet-href' "$program" check nameless.xml
expect 4 'sheet-missing' "$program" check tiny.xml --style absent.css
expect 1 'latin.css:1:12: error: .*sheet-encoding' "$program" check tiny.xml --add-style latin.css
expect 4 'error: ' env HANDBILL_FONTS="$work/absent.conf" "$program" check tiny.xml
echo 'no XML' > broken.conf; echo '<fontconfig><dir>/absent</dir></fontconfig>' > empty.conf
expect 4 'broken.conf.*font-config' env HANDBILL_FONTS="$work/broken.conf" "$program" check tiny.xml
expect 4 'font-none' env HANDBILL_FONTS="$work/empty.conf" "$program" check tiny.xml
[ "$(grep -c font-none all)" = 1 ] || { echo "said more than once"; cat all; failed=1; }
expect 4 'sheet-missing' "$program" check bad.xml gone.xml tiny.xml
# A sheet named without a folder is the data's where none stands beside the source: the default look and one's own.
printf '%s\n' '<?xml-stylesheet href="handout.css"?><?xml-stylesheet href="plain.css"?>' > both.xml; cat tiny.xml >> both.xml
expect 0 '' "$program" check both.xml --strict
printf '%s\n' '<?xml-stylesheet href="./handout.css"?>' > beside.xml; cat tiny.xml >> beside.xml
expect 4 'sheet-missing' "$program" check beside.xml
"$program" render tiny.xml -o usual.pdf; "$program" render both.xml -o both.pdf
cmp usual.pdf both.pdf || failed=1
mkdir copied; cp "$source" copied/seed.xml
expect 0 '' "$program" check copied/seed.xml --strict
expect 0 '' "$program" check tiny.xml
expect 0 '^box ' "$program" check tiny.xml --time
[ -e tiny.screen.pdf ] && { echo "check wrote a file"; failed=1; }
expect 0 '' "$program" render tiny.xml
[ "$(head -c 5 tiny.screen.pdf)" = %PDF- ] || { echo "no tiny.screen.pdf"; failed=1; }
"$program" render - < tiny.xml > piped.pdf || { echo "standard input failed"; failed=1; }
cmp tiny.screen.pdf piped.pdf || failed=1
for stage in doc style text box line page sheet pdf; do
    expect 0 '.' "$program" render tiny.xml --dump=$stage
done
rm -f tiny.screen.pdf
expect 2 'leave out -o' "$program" render tiny.xml --dump=page -o dumped.pdf
[ -e dumped.pdf ] || [ -e tiny.screen.pdf ] && { echo "a dump wrote a file"; failed=1; }

# A picture is read beside the source, wherever the program is started.
sed 's|<p>.*</p>|<figure src="a.jpg" alt="A"/>|' tiny.xml > other/figure.xml
printf '\377\330\377' > other/a.jpg
expect 1 'other/a.jpg is damaged.*picture-broken' "$program" check other/figure.xml
cp "$root/tests/page/plate.png" other/a.jpg
expect 0 '' "$program" render other/figure.xml
expect 2 'output-is-input' "$program" render other/figure.xml -o other/a.jpg
cmp -s "$root/tests/page/plate.png" other/a.jpg || { echo "a picture was written over"; failed=1; }
"$program" render - < other/figure.xml > /dev/null 2>&1 && { echo "found no picture and said nothing"; failed=1; }

# What make is told: a changed sheet sets the page again.
printf 'p { color: navy }' > 'a sheet.css'
expect 0 '' "$program" render tiny.xml -o made.pdf -a 'a sheet.css' --deps made.d
printf 'made.pdf: ; @%s render tiny.xml -o made.pdf -a "a sheet.css" --deps made.d\n-include made.d\n' "$program" > rules
expect 0 "up to date" make -f rules made.pdf
sleep 0.02; touch 'a sheet.css'
expect 0 '' make -f rules made.pdf
grep -q 'up to date' all && { echo "a changed sheet sets nothing"; failed=1; }
expect 0 "up to date" make -f rules made.pdf
rm 'a sheet.css'; sed -i 's/ -a "a sheet.css"//' rules
expect 0 '' make -f rules made.pdf
expect 5 'cannot write absent/x.d' "$program" render tiny.xml -o made.pdf --deps absent/x.d
expect 1 '' "$program" render bad.xml -o bad.pdf --deps bad.d
[ -s bad.d ] && { echo "nothing was made, and yet depends"; failed=1; }


# The edition print: a press's profile, what reads it, and a date.
expect 0 '' "$program" render tiny.xml --edition print
grep -aq 'PDF/X-4' tiny.print.pdf || { echo "no PDF/X-4"; failed=1; }
expect 1 'print-date' sh -c '"$0" render - --edition print < tiny.xml' "$program"
SOURCE_DATE_EPOCH=0 "$program" render - --edition print < tiny.xml > print-1.pdf 2> all
SOURCE_DATE_EPOCH=0 "$program" render tiny.xml --edition print -o print-2.pdf 2> all
cmp print-1.pdf print-2.pdf || failed=1
# The line for the print shop has the day that the file says: given, or that of the source's last change.
touch -d '2001-02-03 12:00 UTC' tiny.xml
"$program" render tiny.xml --edition print --dump=page 2> all | grep -q '2001-02-03.*artifact=slug' || { echo "no day of the source's last change"; failed=1; }
SOURCE_DATE_EPOCH=86400 "$program" render tiny.xml --edition print --dump=page 2> all | grep -q '1970-01-02.*artifact=slug' || { echo "no day that was given"; failed=1; }
expect 4 'absent.icc.*correct its path.*profile-unreadable' env HANDBILL_CONDITION=absent.icc "$program" render tiny.xml --edition print -o no.pdf
profiles=/usr/share/scribus/profiles
expect 4 'profile-broken' "$program" render tiny.xml --edition print --condition ./tiny.xml -o no.pdf
expect 4 'profile-other' "$program" render tiny.xml --edition print --condition $profiles/sRGB_icc22.icm -o no.pdf
{ head -c 8 $profiles/ISOcoated_v2_300_bas.icc; printf '\004'; tail -c +10 $profiles/ISOcoated_v2_300_bas.icc; } > later.icc
expect 4 'later.icc.*version 2.*profile-new' "$program" render tiny.xml --edition print-x1a --condition later.icc -o no.pdf
# Cut off behind its head; and with tables that are none, which a colour in red, green and blue asks for.
head -c 4000 $profiles/ISOcoated_v2_300_bas.icc > cut.icc
expect 4 'cut.icc is no ICC profile.*profile-broken' "$program" render tiny.xml --edition print --condition cut.icc -o no.pdf
sed 's/mft2/none/g' $profiles/ISOcoated_v2_300_bas.icc > spoilt.icc
echo 'handout { color: teal }' > teal.css
expect 4 'spoilt.icc is no ICC profile.*profile-broken' "$program" render tiny.xml --edition print --condition spoilt.icc -a teal.css -o no.pdf
expect 2 'no output condition FOGRA99; there are FOGRA39, CGATS TR 006;.*condition-unknown' "$program" render tiny.xml --edition print --condition FOGRA99 -o no.pdf
expect 2 'office is not for a press: .* go with print or print-a2b or print-x1a.*condition-edition' "$program" render tiny.xml --edition office --condition FOGRA39 -o no.pdf
expect 2 '--ink-limit takes a whole number from 100 to 400, not 99' "$program" render tiny.xml --edition print --ink-limit 99
# The profile that `make profiles` makes: where it is not, that is said; where it is, the file names its condition.
mkdir -p elsewhere/out/profiles; ln -s "$HANDBILL_DATA"/{styles,fonts,src} elsewhere
for name in TR006 'cgats tr 006'; do
    expect 4 'out/profiles/TR006.icc.*make profiles.*profile-unreadable' env HANDBILL_DATA=elsewhere "$program" render tiny.xml --edition print --condition "$name" -o no.pdf
done
cp $profiles/ISOcoated_v2_300_bas.icc elsewhere/out/profiles/TR006.icc
expect 0 '' env HANDBILL_DATA=elsewhere "$program" render tiny.xml --edition print --condition TR006 -o press.pdf
grep -aq 'OutputConditionIdentifier(CGATS TR 006)' press.pdf || { echo "no condition CGATS TR 006"; failed=1; }
expect 0 '' "$program" render tiny.xml --edition print-a2b
grep -aq 'GTS_PDFA1' tiny.print-a2b.pdf && grep -aq 'PDF/X-4' tiny.print-a2b.pdf || { echo "no PDF/X-4 and PDF/A-2b"; failed=1; }
expect 0 '' "$program" render tiny.xml --edition print-x1a
head -c 8 tiny.print-x1a.pdf | grep -q 'PDF-1.4' && grep -aq 'PDF/X-1a:2003' tiny.print-x1a.pdf || { echo "no PDF/X-1a"; failed=1; }
# As much ink as the print shop allows.
printf 'name { color: device-cmyk(100%% 90%% 60%% 0) }\n' > dark.css
expect 0 '' "$program" render tiny.xml --edition print -a dark.css -o press.pdf
expect 1 'dark.css:1:8: error: .* 250 % .* 240 %.*ink-total' "$program" render tiny.xml --edition print -a dark.css --ink-limit 240 -o no.pdf
mkdir libraries; cp "$(ldconfig -p | sed -n 's/.*libz.so.1 .*=> //p' | head -n 1)" libraries/liblcms2.so.2
expect 4 'liblcms2-2.*inks-missing' env LD_LIBRARY_PATH="$work/libraries" "$program" render tiny.xml --edition print -o no.pdf
[ -e no.pdf ] && { echo "a file without a profile"; failed=1; }
code() { printf '<handout xml:lang="en"><title>T</title><intro><qr href="https://example.org/%s" alt="a"/></intro><principles><principle><name>N</name><explanation><p>E</p></explanation></principle></principles></handout>' "$1"; }
code short > code.xml; code "$(printf 'x%.0s' {1..2400})" > long.xml
cp libraries/liblcms2.so.2 libraries/libqrencode.so.4
expect 0 '' "$program" render code.xml -o code.pdf
expect 4 '^code.xml:1:[0-9]+: error: .*libqrencode4.*qr-missing' env LD_LIBRARY_PATH="$work/libraries" "$program" render code.xml -o no.pdf
expect 1 '^long.xml:1:[0-9]+: error: .*qr-long' "$program" render long.xml -o no.pdf
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>' > crown.svg
printf '<handout xml:lang="en"><logo src="crown.svg" alt="a"/><title>T</title><principles><principle><name>N</name><explanation><p>E</p></explanation></principle></principles></handout>' > drawing.xml
cp libraries/liblcms2.so.2 libraries/librsvg-2.so.2
expect 0 '' "$program" render drawing.xml -o drawing.pdf
expect 4 '^drawing.xml:1:[0-9]+: error: .*librsvg2-2.*svg-missing' env LD_LIBRARY_PATH="$work/libraries" "$program" render drawing.xml -o no.pdf

# The carets stand under the stretch: the tab is kept.
"$program" check bad.xml 2>&1 | grep -Pq '^    \t *\^' || { echo "no caret line"; "$program" check bad.xml; failed=1; }

# Wide characters take two columns, combining ones and marks that are not seen none; a direction's override is not sent on.
printf '%s\n\t\346\274\242\345\255\227 e\314\201 \342\200\217\342\200\256<foo>\346\274\242</foo> &nix;%s\n' "$head" "$tail" > columns.xml
"$program" check columns.xml > all 2>&1
grep -q "^    $(printf '\t')        ^^^^\$" all && ! grep -q "$(printf '\342\200\256')" all || { echo "carets are off"; cat all; failed=1; }

# At a line's very end one caret stands behind it; and so it does in --json, whatever is in the file's name.
cut=$'cut\001".xml'
printf '%s' "$head" > "$cut"
"$program" check "$cut" 2>&1 | grep -q "^    $(printf '%*s' ${#head} '')^\$" || { echo "no caret at the end"; "$program" check "$cut"; failed=1; }

# --strict makes a warning an error, and no PDF.
echo 'p { shine: much }' > shiny.css
expect 0 'warning' "$program" render tiny.xml -o shiny.pdf --add-style shiny.css
expect 1 'no PDF is made: 1 warning, and --strict counts' "$program" render tiny.xml -o strict.pdf --add-style shiny.css --strict
[ -e strict.pdf ] && { echo "--strict made a PDF"; failed=1; }

# Every line of --json is an object with all its fields.
"$program" check --json "$cut" bad.xml gone.xml far.xml absent.xml 2> json
"$program" check --json --time tiny.xml 2> times
python3 - <<'P' || failed=1
import json
lines = open("json", encoding="utf-8").read().splitlines()
assert len(lines) >= 4, lines
stages = [json.loads(line) for line in open("times", encoding="utf-8")]
assert [o["stage"] for o in stages][:2] == ["read", "doc"] and all(o["milliseconds"] >= 0 for o in stages), stages
for line in lines:
    o = json.loads(line)
    assert all(value in o["text"] for value in o["args"].values()), o
    assert set(o) == {"file", "line", "column", "endLine", "endColumn", "level", "code", "text", "args", "words", "second"}, o
    assert o["file"] is None or (o["line"] >= 1 and o["column"] >= 1 and (o["endLine"], o["endColumn"]) >= (o["line"], o["column"])), o
first, second = json.loads(lines[0]), json.loads(lines[1])
end = max(len(line) for line in open("cut\1\".xml")) + 1
assert first["file"] == "cut\1\".xml" and [first[k] for k in ("line", "column", "endLine", "endColumn")] == [1, end, 1, end], first
assert second["file"] == "bad.xml" and [second[k] for k in ("line", "column", "endLine", "endColumn")] == [2, 3, 2, 8], second
P
exit $failed
