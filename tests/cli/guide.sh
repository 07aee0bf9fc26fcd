#!/bin/bash
# guide.sh PROGRAM: the first hour's commands, from the guide's own text.
exec "$(dirname "$0")/guide.py" "$1"
