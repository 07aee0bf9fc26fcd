#!/bin/bash
# completion.sh PROGRAM: lines are completed in bash, zsh and fish, in those of them that are here.
cd "$(dirname "$0")" || exit 1
failed=0
for shell in bash zsh fish; do
    if command -v $shell > /dev/null; then
        python3 completion.py "$1" $shell || failed=1
    else
        echo "completion, $shell: not here"
        [ -z "$HANDBILL_CI" ] || failed=1
    fi
done
exit $failed
