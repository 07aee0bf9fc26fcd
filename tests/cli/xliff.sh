#!/bin/bash
# xliff.sh PROGRAM: a catalogue goes out as XLIFF and comes back: the same bytes where nothing was changed, the states of tools where
# something was, and each mistake with its message and its place, nothing written.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root

. "$root/tests/cli/expect"
cat > h.xml <<'X'
<handout xml:lang="en">
  <title>Hope <em>b</em></title>
  <principles>
    <principle id="title">
      <name>The rights &gt; of all</name>
      <explanation><p>Nations must <em>protect</em> people<noteref to="people"/> who <term translate="no">MOVE</term>.</p><p>All &amp; "always"<br/>now, see <link href="https://x.org/en">x</link>.</p><p id="own">Old text here and there.</p><p>New one<noteref to="people"/> and</p></explanation>
    </principle>
  </principles>
  <notes><note id="people"><p>People on the move are many.</p></note></notes>
</handout>
X
# All that a catalogue may have: comments, flags, a language and a link of its own, odd spelling, a note of the translator's, a translation
# of an older source with tags that cross, an obsolete one.
cat > es.po <<'X'
# A comment of the team.
#
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: Hope\n"
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"X-Mine: yes\n"

# mine
msgctxt "title"
msgid "Hope <em>b</em>"
msgstr "Esperanza > <em xml:lang=\"fr\">b</em><noteref to=\"tn-x\"/>"

msgctxt "title/name"
msgid "The rights &gt; of all"
msgstr "Los derechos &gt; > \"de\" todos"

#, no-wrap
msgctxt "title/explanation/1"
msgid "Nations must <em>protect</em> people<noteref to=\"people\"/> who <term translate=\"no\">MOVE</term>."
msgstr "<term translate=\"no\">MOVE</term> <em>naciones</em>  &#8212; las<noteref  to='people' /> personas &amp; \ttodo."

msgctxt "title/explanation/2"
msgid "All &amp; \"always\"<br/>now, see <link href=\"https://x.org/en\">x</link>."
msgstr "<link href=\"https://x.org/es\">x</link> a todas"

#, fuzzy
#| msgid "Old text <em>here</em>."
msgctxt "own"
msgid "Old text here and there."
msgstr "Texto <em>viejo</em> <b><i>x</b></i> < y <noteref to=\"gone\"/>"

msgctxt "people/note/1"
msgid "People on the move are many."
msgstr "Son muchas."

# my own
msgctxt "tn-x/note"
msgid "a note"
msgstr "Una <em>nota</em>"

#~ msgctxt "gone"
#~ msgid "Gone <em>x</em>"
#~ msgstr "Ida"
X
expect 0 '^es: 1 stale, 1 missing, 1 obsolete, 5 done$' "$program" update h.xml es.po
for version in 2.1 1.2; do
    expect 0 '' "$program" export h.xml --po es.po --xliff $version -o $version.xlf
    expect 0 '^es: 1 stale, 1 missing, 1 obsolete, 5 done$' "$program" import h.xml $version.xlf -o back.po
    cmp es.po back.po || wrong "$version comes back otherwise"
    expect 0 'msgctxt "title"' "$program" import h.xml $version.xlf
    cmp all es.po || wrong "$version on standard output"
    xmllint --nonet --noout $version.xlf || failed=1
done
mkdir made
for po in "$root"/source/*/*.po; do
    source=${po%/*}.xml
    for version in 2.1 1.2; do
        "$program" export "$source" --po "$po" --xliff $version -o seed.xlf && "$program" import "$source" seed.xlf -o "made/${po##*/}" > /dev/null && cmp "$po" "made/${po##*/}" ||
            wrong "$po as XLIFF $version comes back otherwise"
    done
done
cp 2.1.xlf es.xlf

# What is protected, and how.
grep -q '<ph id="2" dataRef="d2" canCopy="no" canDelete="no"/> who <pc id="3" dataRefStart="d3" dataRefEnd="e3" canCopy="no" canDelete="no">MOVE</pc>' 2.1.xlf || wrong "codes of 2.1"
grep -q '<x id="2" ctype="x-noteref" clone="no" equiv-text="noteref to=&quot;people&quot;/"/> who <g id="3" ctype="x-term" clone="no" equiv-text="[^"]*">MOVE</g>' 1.2.xlf || wrong "codes of 1.2"
[ "$(grep -c '<segment state="initial">' 2.1.xlf) $(grep -c 'state="needs-review-translation"' 1.2.xlf) $(grep -c 'approved="yes"' 1.2.xlf)" = "2 1 6" ] || wrong "states"
grep -q '<note category="previous-source">Old text &lt;em&gt;here&lt;/em&gt;.</note>' 2.1.xlf || wrong "no previous source"
grep -q '<note from="developer">Fila 1 "The rights &gt; of all", nombre.</note>' 1.2.xlf || wrong "no place in words"

# A translator's program has been there: states, codes in halves, segments, lines of its own, comments, without our notes and data.
# back NAME SUBSTITUTION CONTEXT EXPECTED: what an edited file makes of an entry.
back() {
    perl -0pe "$2" "${5:-2.1}.xlf" > "$1.xlf"
    cmp -s "${5:-2.1}.xlf" "$1.xlf" && wrong "$1: nothing edited"
    "$program" import h.xml "$1.xlf" > "$1.back" 2> all || { wrong "$1:"; cat all; }
    awk -v RS= -v context="msgctxt \"$3\"" 'index($0, context)' "$1.back" | grep -v '^#[.:]' > entry
    tr '\n' ' ' < entry | grep -qF -- "$4" || { wrong "$1: not $4 but:"; cat entry; }
}
back reviewed 's/(id="own".*?state=")initial/$1reviewed/s; s|(id="own".*?<target>).*?</target>|$1Texto.</target>|s' own 'msgstr "Texto."'
grep -q fuzzy entry && wrong "a reviewed translation is fuzzy"
back final 's/(id="own".*?state=")initial/$1final/s; s|(id="own".*?<target>).*?</target>|$1Texto.</target>|s' own 'msgid "Old text here and there." msgstr "Texto."'
# What an agency says beyond done and fuzzy comes back as it was, and to the other version as what is nearest.
# state VERSION FROM TO NEAREST: the first tag with FROM says TO.
state() {
    local version=$1 from=$2 to=$3 other=1.2
    [ "$version" = 1.2 ] && other=2.1
    perl -0pe "s/$from/state=\"$to/" "$version.xlf" > in.xlf
    "$program" import h.xml in.xlf -q -o state.po || wrong "$to does not come in"
    "$program" update h.xml state.po > all; cp state.po same.po
    "$program" export h.xml --po state.po --xliff "$version" -o out.xlf; cmp in.xlf out.xlf || wrong "$to is not kept"
    "$program" export h.xml --po state.po --xliff $other -o other.xlf
    grep -Fq "state=\"$4\"" other.xlf || wrong "$to is not $4 in $other"
    msgmerge -q --previous -o merged.po state.po state.po
    [ "$(grep -c '^# state: ' merged.po)" = "$(grep -c '^# state: ' state.po)" ] || wrong "msgmerge drops the state $to"
}
state 2.1 'state="translated' reviewed signed-off
state 2.1 'state="translated' final final
state 2.1 'state="translated"' 'final" subState="my:ok"' final
state 1.2 'state="translated' final final
state 1.2 'state="translated' signed-off reviewed
grep -q '^# state: signed-off [0-9a-f]\{8\}$' state.po || wrong "no comment keeps the state"
state 1.2 'state="translated"' 'signed-off" state-qualifier="exact-match"' reviewed
state 1.2 'state="translated' x-proofread translated
state 1.2 'state="needs-review-translation' needs-adaptation initial
state 1.2 'state="needs-review-translation' new initial
state 1.2 'state="translated' translated translated
grep -q '^# state' state.po && wrong "a comment says no more than the entry does"
# When source or translation are changed, what was said of them is void.
perl -0pe 's/(name="people.note.1".*?state=")translated/$1final/s' 2.1.xlf > in.xlf; "$program" import h.xml in.xlf -q -o state.po
expect 0 'state="final"' "$program" export h.xml --po state.po
cp es.po kept.po; sed 's/^msgstr "Son muchas/&./' state.po > es.po; "$program" export h.xml --po es.po > all
grep -q 'state="final"' all && wrong "another translation is final"
sed 's/on the move/who move/' h.xml > other.xml; cp state.po es.po
expect 0 '^es: 2 stale' "$program" update other.xml es.po
grep -q '^# state' es.po && wrong "a translation of another source is final"
mv kept.po es.po
back initial 's/(id="people:note:1".*?state=")translated/$1initial/s' people/note/1 '#, fuzzy'
back stateless 's/(id="people:note:1".*?<segment) state="translated"/$1/s' people/note/1 'msgstr "Son muchas."'
grep -q fuzzy entry && wrong "a translation without a state is fuzzy"
back needs 's|(id="people/note/1".*?state=")translated|$1needs-adaptation|s' people/note/1 '#, fuzzy' 1.2
back signed 's/(id="own".*?state=")needs-review-translation/$1signed-off/s; s|(id="own".*?<target[^>]*>).*?</target>|$1Texto.</target>|s' own 'msgid "Old text here and there." msgstr "Texto."' 1.2
back halves 's|(<target>.*?)<pc id="1" dataRef[^>]*>(naciones)</pc>|$1<sc id="1"/>$2<ec startRef="1"/>|s' title/explanation/1 '<em>naciones</em>'
back halves-old 's|(<target[^>]*>.*?)<g id="1" ctype="x-em" [^>]*>(naciones)</g>|$1<bpt id="1" rid="5">&lt;em&gt;</bpt>$2<ept id="9" rid="5">&lt;/em&gt;</ept>|s' title/explanation/1 '<em>naciones</em>' 1.2
back bare 's|<originalData>.*?</originalData>||gs; s| dataRef\w*="\w+"||g; s|(id="(own\|title\|title:explanation:1\|tn-x:note)" .*?)\s*<target>.*?</target>|$1|gs; s|<target>\K[^<]*<pc id="2"|<pc id="2"|g' title/explanation/2 'x.org/en\">x</link> a todas'
back segments 's|<segment state="translated">\s*<source>People on the move are many.</source>.*?</segment>|<segment state="final"><source>People</source><target>Son</target></segment><ignorable><source> </source></ignorable><segment state="final"><source>on the move are many.</source><target>muchas.</target></segment>|s; s|<source>on|<source> on|' people/note/1 'msgstr "Son muchas."'
tr '\n' ' ' < entry | grep -q '# state: final ' || wrong "two final segments are not final"
back half 's|<segment state="translated">\s*<source>People on the move are many.</source>.*?</segment>|<segment state="final"><source>People</source><target>Son</target></segment><segment state="initial"><source> on the move are many.</source></segment>|s' people/note/1 '#, fuzzy'
back other-words 's| equiv-text="[^"]*"| equiv-text="[1]"|g; s|(id="(?:own\|title\|title/explanation/[12]\|tn-x/note)" .*?)\s*<target[^>]*>.*?</target>|$1|gs; s|(id="title/explanation/1".*?</source>)|$1<target><x id="2" equiv-text="Note"/><g id="3">MOVE</g></target>|s' title/explanation/1 'msgstr "<noteref to=\"people\"/><term translate=\"no\">MOVE</term>"' 1.2
back segmented 's|(<source>People on the move are many.</source>)\s*<target state="translated">Son muchas.|$1<seg-source><mrk mtype="seg" mid="1">People on the move are many.</mrk></seg-source><target state="translated"><mrk mtype="seg" mid="1">Son <!-- -- x > "y --><![CDATA[& más]]>.</mrk>|s; s|<!-- -- |<!-- |' people/note/1 'msgstr "Son &amp; más."' 1.2
back layout 's|<target>Son muchas.</target>|<target>\n   Son\n   muchas.\n  </target>|' people/note/1 'msgstr "Son muchas."'
back marked 's|(<target[^>]*>.*?<pc id="3"[^>]*>)MOVE|$1<mrk id="m3" translate="no">MOVE</mrk>|s' title/explanation/1 '>MOVE</term>'
back indented 's|(id="title:explanation:1".*?<target>.*?naciones)</pc> .*?</target>|$1\n  </pc> las\n  <ph id="2"/> y\n  ellas.\n </target>|s' title/explanation/1 'to=\"people\"/> y ellas."'
back comment 's|(id="people:note:1".*?</notes>)|$1|s; s|(id="people:note:1".*?)</notes>|$1<note>Is it\nso?</note></notes>|s' people/note/1 '# Is it # so? msgctxt'
back nameless 's| name="[^"]*"||g' people/note/1 'msgstr "Son muchas."'
back headless 's|<note category="po-header">.*?</note>||s' title 'Esperanza'
grep -q '^"X-Review: none' headless.back && grep -q '^"Language: es' headless.back || wrong "no header is made"
back languageless 's/Language: es/Language: /' title 'Esperanza'
grep -q '^"Language: es' languageless.back || wrong "the language does not come into the header"
back prefixed 's|<(/?)(\w)|<$1x:$2|g; s|<x:xml|<?xml|; s|<\?x:|<?|; s|xmlns=|xmlns:x=|' people/note/1 'msgstr "Son muchas."'
iconv -f UTF-8 -t UTF-16 <(sed '1s/UTF-8/UTF-16/' 2.1.xlf) > wide.xlf
expect 0 '^es: 1 stale' "$program" import h.xml wide.xlf -o back.po; cmp es.po back.po || wrong "UTF-16"

# Each mistake once: what is said, where, and nothing written.
# mistake PATTERN SUBSTITUTION [VERSION]
mistake() {
    perl -0pe "$2" "${3:-2.1}.xlf" > edited.xlf
    cmp -s "${3:-2.1}.xlf" edited.xlf && wrong "$1: nothing edited"
    echo old > es.po
    expect "${4:-1}" "^edited.xlf:[0-9]+:[0-9]+: error: .*$1" "$program" import h.xml edited.xlf -o es.po
    [ "$(cat es.po)" = old ] || wrong "$1: the catalogue was written"
}
target='(id="title.explanation.1".*?<target[^>]*>)'
mistake 'code 2, .*follows "people".*xliff-code-missing' "s|$target(.*?)<ph id=\"2\"[^>]*/>|\$1\$2|s"
grep -q '^    h.xml:6:[0-9]*: row 1' all || wrong "no place in the handout"
mistake 'code 2, .*xliff-code-missing' "s|$target(.*?)<x id=\"2\"[^>]*/>|\$1\$2|s" 1.2
mistake 'code 2, .*xliff-code-twice' "s|$target(.*?)(<ph id=\"2\"[^>]*/>)|\$1\$2\$3\$3|s"
grep -q '^    h.xml:6:[0-9]*: row 1' all || wrong "no place in the handout"
mistake 'code 1, .*xliff-code-twice' "s|$target|\$1<g id=\"1\">x</g>|s" 1.2
mistake 'code "7".*xliff-code-unknown' "s|$target|\$1<ph id=\"7\"/>|s"
mistake 'code "a".*xliff-code-unknown' "s|$target|\$1<g id=\"a\">x</g>|s" 1.2
mistake 'code 1 ends here before code 3.*xliff-code-crossed' "s|$target.*?</target>|\$1<sc id=\"1\"/>a<sc id=\"3\"/>MOVE<ec startRef=\"1\"/><ec startRef=\"3\"/><ph id=\"2\"/></target>|s"
mistake 'code 1 begins here.*xliff-code-open' "s|$target.*?</target>|\$1<sc id=\"1\"/><ph id=\"2\"/></target>|s"
mistake 'code 1 begins here.*xliff-code-open' "s|$target.*?</target>|\$1<g id=\"3\">MOVE<bx id=\"1\"/></g><ex id=\"5\" rid=\"1\"/></target>|s" 1.2
mistake 'xliff-code-unknown' "s|$target|\$1<ec startRef=\"1\"/>|s"
mistake 'xml-end-tag' "s|$target|\$1<pc id=\"1\"><b></pc>|s"
mistake 'U\+0001.*xliff-character' "s|$target|\$1<cp hex=\"0001\"/>|s"
mistake 'write "MOVE".*po-fixed' "s|$target(.*?)MOVE|\$1\$2MUEVE|s"
mistake 'po-bidi-override' "s|$target|\$1\\xE2\\x80\\xAE|s"
mistake '"All &amp; .*xliff-source-other' 's|<source>All|<source>Some|'
mistake 'xliff-unit-other' 's|id="people:note:1" name="people/note/1"|id="x" name="x/1"|'
mistake 'no unit people/note/1, "People on the move.*xliff-unit-missing' 's|<unit id="people:note:1".*?</unit>||s'
mistake 'on line [0-9]+.*po-twice' 's|(<unit id="people:note:1".*?</unit>)|$1$1|s'
mistake 'from fr, .* in en.*xliff-source-language' 's/srcLang="en"/srcLang="fr"/'
mistake 'in fr, .* for in es.*xliff-language-other' 's/trgLang="es"/trgLang="fr"/'
mistake 'xliff-language-other' 's/(target-language=")es(.*)<.file>/$1es$2<\/file><file source-language="en" target-language="fr"><\/file>/s' 1.2
mistake 'trgLang="es".*xliff-language-missing' 's/ trgLang="es"//'
mistake 'lang-unknown|lang-meant' 's/trgLang="es"/trgLang="espanol"/; s/Language: es/Language: espanol/'
mistake 'XLIFF 3.0.*xliff-version' 's/version="2.1"/version="3.0"/'
mistake 'xliff-none' 's/<(.?)xliff/<$1html/g'
mistake 'xml-doctype' 's/<xliff/<!DOCTYPE x [<!ENTITY a "b">]><xliff/'
mistake 'xml-deep' 's|<file|("<g>" x 300).("</g>" x 300)."<file"|e'
mistake 'xml-' 's/^(.{3000}).*/$1/s'
mistake 'xml-empty' 's/.*/hello/s'
mistake 'encoding' 's/muchas/\xE9/'
expect 1 'po-language-other' "$program" import h.xml 2.1.xlf -o fr.po; [ -e fr.po ] && wrong "a catalogue of another language"
expect 1 'catalogue-unreadable' "$program" import h.xml absent.xlf
expect 2 'output-is-input' "$program" import h.xml es.xlf -o es.xlf

# What export is asked for.
"$program" import h.xml 2.1.xlf -q -o es.po
expect 2 'xliff-to' "$program" export h.xml
expect 2 'xliff-to' "$program" export h.xml --to es --po es.po
expect 2 'xliff-to' "$program" export h.xml --to español
expect 2 'there are 2.1, 1.2.*xliff-unknown' "$program" export h.xml --to es --xliff 3
expect 0 '' "$program" export h.xml --to quc -o quc.xlf
expect 0 '^quc: 7 missing, 0 done$' "$program" import h.xml quc.xlf -o quc.po
grep -q '^"X-Review: none' quc.po || wrong "a new catalogue says nothing of its review"
sed 's/^msgstr "Son/&\\a/' es.po > bell.po
expect 1 'bell.po:[0-9]+:[0-9]+: error: U\+0007.*xliff-character' "$program" export h.xml --po bell.po -o bell.xlf
[ -e bell.xlf ] && wrong "a broken XLIFF was written"

# What is hostile ends, and soon, with nothing written.
{ cat 2.1.xlf; head -c 100000000 /dev/zero | tr '\0' ' '; } > huge.xlf
expect 1 'more than 64 MB' brief "$program" import h.xml huge.xlf -o huge.po; rm huge.xlf
perl -0pe 's|Son muchas|"x" x 10000000|e' 2.1.xlf > long.xlf
expect 1 'po-long' brief "$program" import h.xml long.xlf -o huge.po
perl -0pe 's|(?=  </file>)|join "", map "<unit id=\"q$_\"><segment><source>a</source><target>b</target></segment></unit>\n", 1..100000|e' 2.1.xlf > units.xlf
expect 1 'xliff-unit-other' brief "$program" import h.xml units.xlf -o huge.po
perl -0pe 's|(?=  </file>)|join "", map "<unit id=\"tn-$_:note\"><segment><source>a</source><target>b</target></segment></unit>\n", 1..270000|e' 2.1.xlf > units.xlf
expect 1 'po-many' brief "$program" import h.xml units.xlf -o huge.po
perl -0pe 's|Son muchas|"<ph id=\"9\" dataRef=\"z\"/>" x 300000|e' 2.1.xlf > codes.xlf
expect 1 'xliff-code-unknown' brief "$program" import h.xml codes.xlf -o huge.po
[ -e huge.po ] && wrong "something hostile was written"
exit $failed
