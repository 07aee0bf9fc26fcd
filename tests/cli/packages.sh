#!/bin/bash
# packages.sh PROGRAM: what is missing is said before it is installed, with what for; make INSTALL=no, and bench, only say it.
root=$(cd "$(dirname "$0")/../.." && pwd) failed=0
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
echo 'no-such-package-as-this  # for nothing' > list
mkdir bin
printf '#!/bin/sh\necho "RUN: $*"\n' > bin/apt-get
chmod +x bin/*
"$root/src/install" --look list > all 2>&1 && { echo "--look does not fail"; failed=1; }
grep -q 'Missing: no-such-package-as-this' all || { echo "--look does not say what is missing"; cat all; failed=1; }
if [ "$(id -u)" = 0 ]; then
    PATH=$work/bin:$PATH "$root/src/install" list > all 2>&1
    head -n 1 all | grep -q 'needs packages that are not here: no-such-package-as-this' || { echo "it is not said first:"; cat all; failed=1; }
    grep -q 'RUN: install .*no-such-package-as-this' all || { echo "nothing was run:"; cat all; failed=1; }
fi
mkdir tree && cp -r "$root/Makefile" "$root/src" "$root/fonts" tree && echo 'no-such-package-as-this' >> tree/src/packages
PATH=$work/bin:$PATH make -C tree INSTALL=no program > all 2>&1 && { echo "INSTALL=no builds without a package"; failed=1; }
grep -q 'RUN:' all && { echo "INSTALL=no installs:"; cat all; failed=1; }
grep -q 'Missing: no-such-package-as-this' all || { echo "INSTALL=no does not say what is missing"; tail -5 all; failed=1; }
exit $failed
