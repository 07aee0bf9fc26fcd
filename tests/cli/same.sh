#!/bin/bash
# same.sh PROGRAM: the same input gives the same bytes, whatever time zone, language, folder, user cache and umask.
program=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root
source=$root/source/ammparo-advocacy-priorities.xml
"$program" render "$source" -o one.pdf || exit 1
mkdir -p deep/er home && cd deep/er || exit 1
cp -r "$root/source" "$root/styles" .
mkdir x && mv source x/ && mv styles x/
sleep 1.1
(umask 027; TZ=Asia/Kathmandu LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 HOME=$work/home XDG_CACHE_HOME=$work/home/cache USER=other \
    "$program" render x/source/ammparo-advocacy-priorities.xml -o ../two.pdf) || exit 1
cmp ../../one.pdf ../two.pdf || exit 1
[ "$(stat -c %a ../two.pdf)" = 640 ] || { echo "mode $(stat -c %a ../two.pdf), not 640"; exit 1; }
SOURCE_DATE_EPOCH=1000000000 "$program" render "$source" -o dated.pdf || exit 1
cmp -s ../../one.pdf dated.pdf && { echo "SOURCE_DATE_EPOCH changes nothing"; exit 1; }
qpdf --check dated.pdf > /dev/null && pdfinfo -rawdates dated.pdf | grep -q 'CreationDate: *D:20010909014640'
