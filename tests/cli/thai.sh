#!/bin/bash
# thai.sh PROGRAM: Thai lines end where libthai has words; LIBTHAI_DICTDIR changes no page; where the library is not here it is named, once.
program=$(realpath "$1") failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
row='<principle><name>N</name><explanation><p>การกระทำรัฐธรรมนูญตามกฎหมาย</p><p>การกระทำ</p></explanation></principle>'
echo "<handout xml:lang=\"th\"><title>T</title><principles>$row$row</principles></handout>" > th.xml
"$program" render th.xml -o with.pdf > said 2>&1
LIBTHAI_DICTDIR=$work "$program" render th.xml -o elsewhere.pdf >> said 2>&1
cmp with.pdf elsewhere.pdf || failed=1
grep -q thai-words said && { cat said; failed=1; }
mkdir lib && : > lib/libthai.so.0
LD_LIBRARY_PATH=$work/lib "$program" render th.xml -o without.pdf > said 2>&1 || failed=1
[ "$(grep -c 'install the Debian packages libthai0 and libthai-data  \[thai-words\]' said)" = 1 ] || { cat said; failed=1; }
exit $failed
