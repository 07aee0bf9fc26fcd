#!/bin/bash
# translate.sh PROGRAM: from a source to an edition in another language, as a translator would go, each beginner's mistake
# made once; what gettext's own tools say of our files.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
source=$root/source/ammparo-advocacy-priorities.xml

. "$root/tests/cli/expect"
cat > h.xml <<'X'
<handout xml:lang="en">
  <title>Hope</title>
  <principles>
    <principle id="rights">
      <name>The rights of all</name>
      <explanation><p>Nations must protect people<noteref to="people"/> who move.</p><p>All of them &amp; always.</p></explanation>
    </principle>
  </principles>
  <notes><note id="people"><p>People on the move are many.</p></note></notes>
</handout>
X

# A template and a new catalogue are what gettext's tools read and write.
expect 0 'msgctxt "rights/explanation/1"' "$program" extract h.xml
"$program" extract "$source" -o seed.pot && msgfmt -c -o /dev/null seed.pot 2> said || wrong "msgfmt -c: $(cat said)"
msgcat seed.pot | cmp - seed.pot || wrong "msgcat lays it out otherwise"
expect 0 '^es: 5 missing, 0 done$' "$program" update h.xml es.po
cp es.po same.po; expect 0 '^es: 5 missing' "$program" update h.xml es.po; cmp es.po same.po || wrong "update twice changes something"
expect 0 '^es: 5 missing' "$program" update h.xml h/es.po; cmp es.po h/es.po || wrong "no catalogue in a folder of its own"
expect 3 'po-missing' "$program" render h.xml --po es.po
expect 3 'note: 5 of 5 passages .* with --draft .*incomplete' "$program" render h.xml --po es.po
[ -e h.es.screen.pdf ] && wrong "an edition that is not done was made"
expect 3 'h.xml:6:20: row 1 "The rights of all", explanation, paragraph 1 of 2' "$program" check h.xml --po es.po

# translate CONTEXT TEXT: types it into the catalogue.
translate() {
    awk -v context="msgctxt \"$1\"" -v text="$2" '$0 == context { here = 1 } here && /^msgstr/ { print "msgstr \"" text "\""; here = 0; next } 1' es.po > new.po
    mv new.po es.po
}
translate title Esperanza
translate rights/name 'Los derechos de todas las personas'
translate rights/explanation/1 'Las naciones deben proteger a las personas<noteref to=\\"people\\"/> que migran.'
translate rights/explanation/2 'A todas y siempre.'
expect 3 '1 of 5|People on the move' "$program" render h.xml --po es.po
expect 0 'warning: 1 of 5 passages.*draft' "$program" render h.xml --po es.po --draft
[ -e h.es.screen.pdf ] || wrong "no draft"
# The sheet of the draft's line is none of the user's: a class brings no note with it either.
sed 's/<title>/<title class="big">/' h.xml > big.xml
"$program" check big.xml --po es.po --draft > all 2>&1
grep -q 'style-class' all && wrong "a draft has a sheet of one's own"
expect 3 'po-percent' "$program" check h.xml --po es.po --min 90
expect 0 '' "$program" check h.xml --po es.po --min 70
expect 2 'from 1 to 100' "$program" check h.xml --po es.po --min 0
expect 2 'name a catalogue' "$program" check h.xml --draft
translate people/note/1 'Las personas en movimiento son muchas.'
expect 0 '' "$program" render h.xml --po es.po -o done.pdf
"$program" render h.xml --po es.po --dump=doc | grep -q '"Esperanza"' || wrong "the edition has another title"
expect 0 '^es +5 +5 +0 +0 +0 +0 +100%' "$program" status h.xml es.po
"$program" status --json h.xml es.po | python3 -c 'import json, sys; o = json.load(sys.stdin); assert o["done"] == o["units"] == 5 and o["percent"] == 100 and o["revised"] is None, o' || failed=1
msgfmt -c -o /dev/null es.po 2> said || wrong "msgfmt -c: $(cat said)"

# The check of a finished translation makes no pages, but for what is said of them.
"$program" check h.xml --po es.po --json --time 2>&1 | grep -q '"stage":"place"' && wrong "a check of words makes pages"
for of_pages in --strict --explain -eoffice; do
    "$program" check h.xml --po es.po --json --time $of_pages 2>&1 | grep -q '"stage":"place"' || wrong "no pages with $of_pages"
done
# What it passes is not refused: behind the characters, nothing up to the pages is an error (a size of sheets is the style sheet's).
for name in $(cat "$root"/src/{line,plan,page}/*.c | grep -o 'DIAG_[A-Z_]*' | sort -u); do
    grep -q "^MESSAGE(${name#DIAG_}, \"[a-z-]*\", ERROR" "$root/src/base/messages.def" && wrong "$name is an error of pages"
done

# Each mistake once: what is said, and where.
# mistake PATTERN CONTEXT TEXT
mistake() {
    cp es.po good.po; translate "$2" "$3"
    expect 1 "^es.po:[0-9]+:[0-9]+: error: .*$1" "$program" check h.xml --po es.po
    grep -q '^    h.xml:[0-9]*:[0-9]*: ' all || wrong "no second place"
    expect 1 "$1" "$program" render h.xml --po es.po -o broken.pdf
    [ -e broken.pdf ] && wrong "a broken translation was printed"
    cp good.po es.po
}
mistake "put <noteref to='people'/> right after .*\"people\".*po-mark-missing" rights/explanation/1 'Sin nota.'
mistake po-mark-extra rights/explanation/1 '<noteref to=\\"people\\"/><noteref to=\\"people\\"/>.'
mistake po-mark-mistyped rights/explanation/1 'Personas<notaref a=\\"personas\\"/><noteref to=“people”/>.'
mistake po-tag-other rights/explanation/2 '<b>A todas</b>.'
mistake 'write &#160;  .po-entity' rights/explanation/2 'A todas&nbsp;ellas.'
mistake 'write é, or &#233;  .po-entity' rights/explanation/2 'Caf&eacute;.'
mistake po-less rights/explanation/2 '3 < 4'
cp es.po good.po; translate title $'Esperanza \U10FFFD'
expect 4 '^es.po:[0-9]+:[0-9]+: error: .*glyph-missing' "$program" check h.xml --po es.po
expect 4 'glyph-missing' "$program" render h.xml --po es.po
cp good.po es.po; sed -i 's/^msgstr "Esperanza"$/msgstr "Esperanza/' es.po
expect 1 'es.po:.*po-quote-open' "$program" check h.xml --po es.po
expect 1 'po-quote-open' "$program" update h.xml es.po
grep -q '^msgstr "Esperanza$' es.po || wrong "a broken catalogue was written over"
cp good.po es.po; printf 'msgid "\351"\n' >> es.po
expect 1 'po-encoding' "$program" update h.xml es.po
cp good.po es.po
expect 1 'handbill update h.xml absent.po.*catalogue-absent' "$program" check h.xml --po absent.po
expect 1 'catalogue-unreadable' "$program" check h.xml --po .
expect 1 'es.po:1:1: error: .*check HANDOUT.xml --po es.po.*xml-catalogue' "$program" check es.po
expect 2 'there is no fr yet.*catalogue-name' "$program" update h.xml fr
expect 2 'catalogue-name' "$program" update h.xml handout.po
expect 2 'output-is-input' "$program" render h.xml --po es.po -o es.po
cp es.po fr.po; expect 1 'po-language-other' "$program" check h.xml --po fr.po

# The source goes on: what moved stays done, what changed is stale, what came is missing.
sed 's|<explanation>|<explanation><p>First comes this.</p>|; s|All of them|Each of them|' h.xml > h2.xml
expect 0 '^es: 1 stale, 1 missing, 1 moved, 4 done$' "$program" update h2.xml es.po
grep -q '#| msgid "All of them &amp; always."' es.po || wrong "no previous source"
expect 3 'from "All" to "Each".*po-stale' "$program" check h2.xml --po es.po
cp good.po es.po; expect 0 '^es: 1 missing, 2 moved, 4 done$|^es: 1 missing' "$program" update --minor h2.xml es.po
cp good.po es.po; msgmerge -q --previous -o merged.po good.po <("$program" extract h2.xml) 2> /dev/null
cp merged.po es.po; expect 0 '^es: 1 stale, 1 missing' "$program" update h2.xml es.po
msgcat es.po | cmp - es.po || wrong "msgcat lays a catalogue in use out otherwise"

# A copy that was translated in XML, with ids of its own, a paragraph more in one place and one less in another, becomes a catalogue.
cat > copy.xml <<'X'
<handout xml:lang="es">
  <title>Esperanza</title>
  <principles>
    <principle id="derechos">
      <name>Los derechos</name>
      <explanation><p>Las naciones deben proteger<noteref to="personas"/>.</p><p>A todas <em>siempre</em>.</p><p>Y más.</p></explanation>
    </principle>
  </principles>
  <notes><note id="personas"><list><item>Son muchas.</item></list></note></notes>
</handout>
X
expect 0 '' "$program" adopt h.xml copy.xml -o adopted.po
grep -q '^copy.xml:6:[0-9]*: warning: .*adopt-differs' all && grep -q '^copy.xml:6:[0-9]*: warning: .*adopt-left' all &&
    grep -q '^h.xml:9:[0-9]*: warning: .*adopt-missing' all || { wrong "not told of what does not pair:"; cat all; }
grep -q 'msgstr "Las naciones deben proteger<noteref to=..people../>."' adopted.po || { wrong "no mark of the source"; cat adopted.po; }
msgfmt -c -o /dev/null adopted.po 2> said || wrong "msgfmt -c: $(cat said)"
sed -i 's/Language: es/&/' adopted.po; cp adopted.po es.po
expect 0 '^es: 1 stale, 1 missing, 3 done$' "$program" update h.xml es.po
expect 1 'adopt-language' "$program" adopt h.xml h.xml
expect 1 'source-unreadable' "$program" adopt h.xml absent.xml
"$program" adopt "$source" "$source" > /dev/null 2>&1 && wrong "a source adopts itself"
sed 's/xml:lang="en"/xml:lang="fr"/' "$source" > same.xml
expect 0 '' "$program" adopt "$source" same.xml -o fr.po
expect 0 '^fr: 29 done' "$program" update "$source" fr.po

# Made-up languages are set whole, and what they are made of is sound.
for kind in accents rtl long nospace; do
    "$program" pseudo "$source" --kind $kind -o pseudo.po && msgfmt -c -o /dev/null pseudo.po 2> said || wrong "$kind: $(cat said)"
    expect 0 '' "$program" render "$source" --po pseudo.po -o $kind.pdf
    grep -Eq 'warning: .*(misread|word-missing|fallback|overfull|page-overflow)' all && { wrong "$kind:"; head -5 all; }
done
expect 2 'accents, rtl, long, nospace' "$program" pseudo h.xml --kind loud
[ "$("$program" render "$source" --po pseudo.po --dump=doc 2> /dev/null | grep -c noteref)" = 3 ] || wrong "marks of a made-up language"

# Languages without words of their own say so.
sed 's/Language: es/Language: mam/; s/^"X-Review.*//' es.po > mam.po
sed -i '/^$/N;/^\n$/D' mam.po
expect 0 'word-missing' "$program" check h2.xml --po mam.po --draft

# What a picture shows is a passage, of words alone.
sed 's|<principles>|<principles>|; s|</p></explanation>|</p><figure src="door.png" alt="A \&quot;door\&quot;"><caption>Come in.</caption></figure></explanation>|' h.xml > picture.xml
cp good.po es.po; expect 0 '^es: 2 missing, 5 done$' "$program" update picture.xml es.po
grep -A3 'imagen 1 de 1, texto alternativo' es.po | grep -q 'solo palabras' || wrong "no hint to a picture's words"
translate rights/explanation/3/caption 'Entren.'; translate rights/explanation/3/alt 'Una \\"puerta\\"'
"$program" render picture.xml --po es.po --dump=doc | grep -Fq 'alt="Una \"puerta\""' || wrong "the picture is not described in Spanish"
translate rights/explanation/3/alt 'Una <em>puerta</em>'
expect 1 'picture 1 of 1, alternative text|po-tag-other' "$program" check picture.xml --po es.po
cp good.po es.po

# A review has source and translation in one row, with what is missing, and what it was; without a catalogue it is none.
cat > es.po < good.po; translate rights/explanation/2 ''
expect 0 '' "$program" render h2.xml --po es.po --edition review -o review.pdf
pdftotext -layout review.pdf - | grep -Eq 'All of them & always|Each of them & always' || wrong "no source in the review"
pdftotext -layout review.pdf - | grep -Eq 'The rights of all +Los derechos de todas las personas +rights/name' || wrong "not side by side"
pdftotext -layout review.pdf - | grep -q 'not yet\|aún sin traducir' || wrong "a gap does not show"
[ -e h2.es.review.pdf ] && wrong "another name"
expect 2 '.--po TAG.po.*review-catalogue' "$program" render h2.xml --edition review

# A congregation's own lines, in a language of their own, in an edition of another: what they say wrong is said where it stands.
cat > parish.xml <<'X'
<imprint xml:lang="en">
  <p>St. Mark’s <link href="#rights">and rights</link></p>
</imprint>
X
cp good.po es.po
expect 0 '' "$program" render h.xml --po es.po --imprint parish.xml -o parish.pdf --deps deps
grep -q parish.xml deps || wrong "the imprint is not among what the PDF was made from"
"$program" render h.xml --po es.po --imprint parish.xml --dump=doc | grep -A1 '    p 2:3 xml:lang="en"' | grep -q "St. Mark" || wrong "no imprint"
expect 2 'output-is-input' "$program" render h.xml --imprint parish.xml -o parish.xml
sed 's/#rights/#wrongs/' parish.xml > other.xml
expect 1 'other.xml:2:29: error: .*link-dangling' "$program" check h.xml --imprint other.xml
{ echo '<?xml-stylesheet href="a.css"?>'; cat parish.xml; } > other.xml
expect 1 'other.xml:1:24: error: .*a style sheet.*imprint-file' "$program" check h.xml --imprint other.xml
expect 1 'imprint-root' "$program" check h.xml --imprint h.xml
expect 1 'imprint-unreadable' "$program" check h.xml --imprint absent.xml

# Rows get ids, once.
sed 's/ id="rights"//' h.xml > ids.xml
expect 0 'ids.xml: 1 ids added' "$program" ids --add ids.xml
grep -q '<principle id="the-rights-of-all">' ids.xml || wrong "no id"
expect 0 'ids.xml: 0 ids added' "$program" ids --add ids.xml
expect 2 'ids --add' "$program" ids ids.xml
iconv -t UTF-16 ids.xml > wide.xml
expect 1 'ids-encoding' "$program" ids --add wide.xml

# What is hostile ends, and soon.
head -c 100000000 /dev/zero | tr '\0' x > huge.po
expect 1 'more than 64 MB' brief "$program" check h.xml --po huge.po
{ cat es.po; printf 'msgid "'; head -c 10000000 huge.po; printf '"\nmsgstr ""\n'; } > long.po
sed -i 's/^$/\n/' long.po
expect 1 'po-long' brief "$program" update h.xml long.po
{ cat good.po; for i in {1..100000}; do printf '\nmsgctxt "x%d"\nmsgid "%d"\nmsgstr "%d"\n' $i $i $i; done; } > es.po
expect 0 '100000 obsolete' brief "$program" update h.xml es.po
{ printf 'msgid ""\nmsgstr "Language: es\\n"\n'; for i in {1..20000}; do printf '\nmsgctxt "title"\nmsgid "Hope"\nmsgstr "%d"\n' $i; done; } > es.po
expect 3 'po-twice' brief "$program" check h.xml --po es.po
exit $failed
