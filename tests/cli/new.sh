#!/bin/bash
# new.sh PROGRAM: handouts to begin with: in every language that has words, on every paper, set without a warning; nothing
# is overwritten.  And what shells complete is what the tables have.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root

# expect STATUS PATTERN COMMAND…: its status, and its output (both streams) matches.
expect() {
    local status=$1 pattern=$2 got; shift 2
    "$@" > all 2>&1 < /dev/null; got=$?
    if [ $got != "$status" ] || { [ "$pattern" ] && ! grep -Eq -- "$pattern" all; }; then
        echo "expected $status and /$pattern/ of: $*"; echo "got $got:"; cat all; failed=1
    fi
}
expect 0 '^one.xml is written; set it with: handbill render one.xml$' "$program" new one
expect 5 'nothing is overwritten' "$program" new one.xml
expect 0 '' "$program" render one.xml
[ -s one.screen.pdf ] || { echo "no one.screen.pdf"; failed=1; }
grep -q "xml-model href=\"file://$root/source/handout.rng\"" one.xml || { echo "no schema is named"; failed=1; }
for words in "$root"/src/lang/words/*.words; do
    tag=$(basename "$words" .words)
    for paper in letter a4 a5; do
        for from in short blank; do
            expect 0 "written" "$program" new "$tag-$paper-$from" --lang "$tag" --paper $paper --from $from
            grep -q 'no words' all && { echo "words are missing in $tag"; failed=1; }
        done
    done
done
for tag in ka kn ta; do
    expect 0 "no words in $tag" "$program" new $tag --lang $tag
done
expect 0 'written' "$program" new zh-TW --lang zh-TW
grep -q '<title>我們的單張</title>' zh-TW.xml || { echo "zh-TW is not in its script"; failed=1; }
grep -q '。<noteref' zh-TW.xml || { echo "a sentence does not end in its script's stop"; failed=1; }
expect 0 '' "$program" check --strict *.xml
[ -s all ] && { echo "a new handout is spoken of:"; cat all; failed=1; }
expect 0 "set it with: handbill render 'two words.xml'\$" "$program" new 'two words'
grep -q "handbill render 'two words.xml'" 'two words.xml' || { echo "the file says another command"; failed=1; }
expect 0 '^cinco.xml está escrito; compóngalo con: handbill render cinco.xml$' "$program" new cinco --lang es --messages es
expect 5 'absent/six.xml: .*make its folder first' "$program" new absent/six
mkdir sub; echo kept > sub/two.css
expect 5 'cannot write sub/two.css' "$program" new sub/two --paper a4
[ "$(cat sub/two.css)" = kept ] && [ ! -e sub/two.xml ] || { echo "half was written"; failed=1; }
expect 0 'sub/three.xml is written, and sub/three.css' "$program" new sub/three.xml --paper a4 --from seed
expect 0 '' "$program" check sub/three.xml
expect 0 '' "$program" new quiet -q
[ -s all ] && { echo "--quiet speaks"; failed=1; }
expect 2 'not with long' "$program" new four --from long
expect 2 'not b5' "$program" new four --paper b5
expect 2 '--lang Spanish is written as the tag es' "$program" new four --lang Spanish
expect 2 'none like' "$program" new four --lang Qwertyish
expect 2 'leave out --lang' "$program" new four --from seed --lang es
expect 2 'cannot be a--b' "$program" new a--b
expect 2 'cannot be a<b' "$program" new 'a<b'
expect 5 'cannot write absent/x.xml' "$program" new absent/x
expect 4 'cannot read the seed' env HANDBILL_DATA="$work" "$program" new four --from seed
[ -e four.xml ] && { echo "wrong use wrote a file"; failed=1; }

expect 2 'not for csh' "$program" completion csh
"$program" completion bash > bash.completion || failed=1
# complete WORD…: what bash would offer for the last of the words behind "handbill".
complete_words() {
    bash -c '. ./bash.completion; compopt() { :; }; COMP_WORDS=(handbill "$@"); COMP_CWORD=$#; _handbill; echo "${COMPREPLY[@]}"' - "$@"
}
while IFS='|' read -r words offered; do
    read -ra line <<< "$words"
    got=$(complete_words "${line[@]}")
    [ "$got" = "$offered" ] || { echo "of '$words' bash offers: $got"; failed=1; }
done <<'T'
ren|render
new --fr|--from=
render --edition = off|office
render x.xml -e scr|screen
completion fi|fish
T
"$program" completion fish | grep -q "^complete -c handbill -n '__fish_seen_subcommand_from new' -l paper -x -a 'letter a4 a5'" || { echo "fish has no --paper"; failed=1; }
"$program" completion zsh | grep -q -e "--edition=}'\[.*:EDITION:(screen " || { echo "zsh has no editions"; failed=1; }
exit $failed
