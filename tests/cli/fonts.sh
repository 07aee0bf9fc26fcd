#!/bin/bash
# fonts.sh PROGRAM: the families that may be named, folders that are named for them, and what is said of a family that is
# elsewhere: nothing is found by itself.
program=$(realpath "$1") failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
mkdir mine
"$root/tests/fonts/make_test_font.py" mine/em.ttf --family "One Em" || exit 1
printf '<?xml version="1.0"?><fontconfig><dir>%s/mine</dir><cachedir>%s/cache</cachedir></fontconfig>' "$work" "$work" > system.conf
echo '<fontconfig><dir>/absent</dir></fontconfig>' > none.conf
export FONTCONFIG_FILE=$work/none.conf
echo '<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>N</name><explanation><p>Words.</p></explanation></principle></principles></handout>' > tiny.xml
echo 'p { font-family: "One Em" }' > em.css
echo 'p { font-family: "Gentium Pluss" }' > near.css

# expect STATUS PATTERN COMMAND…: its status, and its output (both streams) matches, or with ! does not.
expect() {
    local status=$1 pattern=$2 got; shift 2
    "$@" > all 2>&1 < /dev/null; got=$?
    if [ "${pattern#!}" = "$pattern" ]; then grep -Eq -- "$pattern" all; else ! grep -Eq -- "${pattern#!}" all; fi && [ $got = "$status" ] && return
    echo "expected $status and /$pattern/ of: $*"; echo "got $got:"; cat all; failed=1
}
expect 0 '^Gentium Plus +fonts-sil-gentiumplus$' "$program" fonts
grep -A2 '^Gentium Plus ' all | tr '\n' '|' | grep -q 'Italic.*Regular.*Cyrillic, Greek, Latin' || { echo "styles or scripts are wrong"; cat all; failed=1; }
expect 0 '!^Gentium Plus ' "$program" fonts --lang th
expect 0 '^Noto Serif Thai +fonts-noto-core$' "$program" fonts --lang th
expect 0 '^Gentium Plus ' "$program" fonts --lang quc
expect 0 '!One Em' "$program" fonts
expect 0 "^One Em +$work/mine\$" "$program" fonts --fonts mine
expect 0 "^One Em +$work/mine\$" env FONTCONFIG_FILE="$work/system.conf" "$program" fonts --system-fonts
expect 2 'none like Spanish' "$program" fonts --lang Spanish
expect 4 'cannot be read' env HANDBILL_FONTS="$work/absent.conf" "$program" fonts

expect 0 'is "Gentium Plus" meant\?.*font-family' "$program" check tiny.xml -a near.css
expect 0 'handbill fonts lists those here.*font-family' "$program" check tiny.xml -a em.css
expect 0 "among the system's fonts.*--fonts $work/mine, or --system-fonts" env FONTCONFIG_FILE="$work/system.conf" "$program" check tiny.xml -a em.css
expect 0 '!font-family' "$program" check tiny.xml -a em.css --fonts mine
expect 0 '!font-family' env FONTCONFIG_FILE="$work/system.conf" "$program" check tiny.xml -a em.css --system-fonts
expect 4 'no folder gone.*fonts-folder' "$program" check tiny.xml --fonts gone
mv mine fonts
expect 0 'note: the folder fonts beside.*--fonts fonts.*fonts-beside' "$program" check tiny.xml --strict
expect 0 '!fonts-beside' "$program" check tiny.xml --fonts fonts

# A folder that no page names a font of changes no byte.
"$program" render tiny.xml -o one.pdf 2> /dev/null; "$program" render tiny.xml -o two.pdf --fonts fonts
cmp one.pdf two.pdf || failed=1
"$program" render tiny.xml -a em.css --fonts fonts -o em.pdf && pdffonts em.pdf | grep -q '+Font ' || { echo "the named font is not in the file"; failed=1; }
exit $failed
