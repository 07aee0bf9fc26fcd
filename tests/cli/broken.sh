#!/bin/bash
# broken.sh PROGRAM: all kinds of broken catalogues, T01 to T18 of what a translator can get wrong, each with its message, its line in
# the catalogue and, where a passage is meant, its place in the handout; nothing is printed of any.
program=$1 failed=0 kinds=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
cat > h.xml <<'X'
<handout xml:lang="en">
  <title>Hope</title>
  <principles>
    <principle id="rights">
      <name>The rights of all people on the move</name>
      <explanation><p>Nations must <em>protect</em> people<noteref to="people"/> and <term translate="no">AMMPARO</term>.</p></explanation>
    </principle>
  </principles>
  <notes><note id="people"><p>People on the move are many.</p></note></notes>
</handout>
X
cat > good.po <<'X'
msgid ""
msgstr ""
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"X-Zero-Width-Spaces: 0\n"

msgctxt "title"
msgid "Hope"
msgstr "Esperanza"

msgctxt "rights/name"
msgid "The rights of all people on the move"
msgstr "Los derechos de todas las personas"

msgctxt "rights/explanation/1"
msgid "Nations must <em>protect</em> people<noteref to=\"people\"/> and <term translate=\"no\">AMMPARO</term>."
msgstr "Las naciones <em>protegen</em> personas<noteref to=\"people\"/> y <term translate=\"no\">AMMPARO</term>."

msgctxt "people/note/1"
msgid "People on the move are many."
msgstr "Son muchas."
X
cp good.po es.po; "$program" check h.xml --po es.po > all 2>&1 || { echo "the good one fails:"; cat all; failed=1; }

# kind STATUS CODE SUBSTITUTION [PLACE]: what is said of the edited catalogue; PLACE: the passage is named, too.
kind() {
    local got; kinds=$((kinds + 1))
    perl -0pe "$3" good.po > es.po; rm -f made.pdf
    cmp -s good.po es.po && { echo "$2: nothing edited"; failed=1; }
    "$program" render h.xml --po es.po -o made.pdf > all 2>&1; got=$?
    if [ $got != "$1" ] || ! grep -Eq "^es.po:[0-9]+:[0-9]+: [a-z]+: .*\[$2\]$" all || { [ "$4" ] && ! grep -q '^    h.xml:[0-9]*:[0-9]*: ' all; }; then
        echo "expected $1 and $2, got $got:"; head -8 all; failed=1
    fi
    [ "$1" != 0 ] && [ -e made.pdf ] && { echo "$2: was printed"; failed=1; }
    return 0
}
in='(explanation\/1"\nmsgid [^\n]*\nmsgstr "[^\n]*?)'
kind 1 po-tag-open "s|$in</em>|\$1|s" place                                                     # T01
kind 1 po-tag-open "s|$in</em>(.*?)</term>|\$1</term>\$2</em>|s" place
kind 1 po-tag-unopened "s|$in<em>|\$1|s" place
kind 1 po-less "s|$in y |\$1 < |s" place                                                        # T02
kind 1 po-entity "s|$in y |\$1&nbsp;y |s" place
kind 1 po-comment "s|$in y |\$1<!-- x -->y |s" place
kind 0 po-ampersand "s|$in y |\$1 & |s"
kind 1 po-mark-missing "s|$in<noteref[^>]*>|\$1|s" place                                        # T03
kind 1 po-mark-extra "s|$in(<noteref[^>]*>)|\$1\$2\$2|s" place                                  # T04
kind 1 po-mark-mistyped "s|$in<noteref to|\$1<nota a|s" place                                   # T05
kind 1 po-mark-mistyped "s|$in<noteref to=\\\\\"people|\$1<noteref to=\\\\\"personas|s" place
kind 1 po-mark-mistyped "s|$in<noteref to=\\\\\"people\\\\\"/>|\$1<noteref to=“people”/>|s" place
kind 1 po-mark-mistyped "s|$in<noteref to=\\\\\"people\\\\\"/>|\$1＜noteref to=\\\\\"people\\\\\"/＞|s" place
kind 1 po-mark-mistyped "s|$in<noteref to=\\\\\"people\\\\\"/>|\$1< noteref to=\\\\\"people\\\\\"/>|s" place
kind 0 po-mark-space "s|$in<noteref|\$1 <noteref|s"
kind 1 po-tag-other "s|$in y |\$1 <b>y</b> |s" place                                            # T06
kind 1 po-tag-changed "s|$in<em>protegen</em>|\$1<me>protegen</me>|s" place
kind 0 po-tag-left-out "s|$in<em>protegen</em>|\$1protegen|s"
kind 1 po-tag-changed "s|$in</em>|\$1<em>|s" place
kind 1 po-tag-changed "s|$in</em>|\$1</ em>|s" place
kind 1 po-tag-changed "s|$in<em>|\$1< em>|s" place
kind 0 po-tag-lost "s|$in<term[^>]*>AMMPARO</term>|\$1AMMPARO|s"
kind 1 po-note-missing "s|$in y |\$1<noteref to='tn-x'/> y |s" place
kind 1 po-fixed "s|$in<term translate=..no..>AMMPARO|\$1<term translate='no'>AMPARO|s" place
kind 1 po-fixed "s|$in>AMMPARO|\$1>AMPARO|s" place                                              # T07
kind 3 po-stale 's|msgctxt "people|#, fuzzy\n#\| msgid "People are many."\nmsgctxt "people|' place # T08
kind 3 po-source-other 's|msgid "People on the move are many|msgid "People are many|' place
kind 3 po-fuzzy 's|msgctxt "people|#, fuzzy\nmsgctxt "people|' place
kind 3 po-missing 's|"Son muchas."|""|' place                                                   # T09
kind 3 po-entry-missing 's|msgctxt "people/.*||s' place
kind 0 po-unchanged 's|"Los derechos de todas las personas"|"The rights of all people on the move"|'
kind 0 po-stranger 's|$|\nmsgctxt "gone"\nmsgid "Gone"\nmsgstr "Ida"\n|s'
kind 1 po-encoding 's|Son|S\xF3n|'                                                              # T10
kind 1 po-encoding 's|^|\xFF\xFE|'
kind 1 po-quote-open 's|muchas."|muchas.|'                                                      # T11
kind 1 po-quote-inside 's|Son|"Son"|'
kind 1 po-outside 's|msgstr "Son muchas."|Son muchas.|'
kind 1 po-escape 's|Son|\\S|'
kind 1 po-plural 's|msgstr "Son|msgstr[0] "Son|'
kind 1 po-id-missing 's|msgid "People on[^\n]*\n||'
kind 1 po-string-missing 's|msgstr "Son[^\n]*\n||'
kind 1 po-field-twice 's|(msgid "People on[^\n]*\n)|$1$1|'
kind 1 po-keyword 's|msgstr "Son|msgStr "Son|'
kind 1 po-keyword 's|msgstr "Son|msgtr "Son|'
kind 1 po-quote-other 's|"Son muchas."|“Son muchas.”|'
kind 1 po-quote-other 's|"Son muchas."|«Son muchas.»|'
kind 1 po-conflict 's|(msgstr "Son.*)|<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> theirs|'
kind 1 po-none 's|^|PK\x03\x04|'
kind 1 po-none 's|^|<handout>|'
kind 1 po-header-lines 's|Language: es.n|Language: es|'
kind 0 po-charset 's|charset=UTF-8|charset=ISO-8859-1|'
kind 1 po-twice 's|(msgctxt "title".*?\n\n)|$1$1|s'                                             # T12
kind 1 po-bidi-open 's|Son|\xE2\x81\xA7Son|' place                                              # T13
kind 1 po-bidi-override 's|Son|\xE2\x80\xAESon|' place
kind 4 glyph-missing 's|Son|\xEE\x84\xA3Son|' place                                         # T14
kind 1 lang-unknown 's|Language: es|Language: castellano|'                                      # T15
kind 1 po-language-missing 's|Language: es||'                                                   # T16
kind 1 po-language-other 's|Language: es|Language: fr|'
kind 0 zawgyi 's|Son muchas|\xE1\x80\x90\xE1\x80\x85\xE1\x80\xB9\xE1\x80\x86\xE1\x80\x81\xE1\x80\xB9|' # T17
kind 0 po-zero-width 's|Spaces: 0|Spaces: 3|'                                                   # T18
head -c 300 good.po > es.po; "$program" check h.xml --po es.po > all 2>&1; [ $? = 1 ] && grep -q '^es.po:' all || { echo "cut off:"; cat all; failed=1; }
printf '\xEF\xBB\xBF' | cat - good.po | sed 's/$/\r/' > es.po; "$program" check h.xml --po es.po > all 2>&1 || { echo "a byte order mark and CRLF:"; cat all; failed=1; }
[ $kinds -ge 26 ] || { echo "$kinds kinds"; failed=1; }
exit $failed
