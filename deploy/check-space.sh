#!/bin/sh
# Usage: check-space.sh MEGABYTES
# Fail with one sentence if the disk of this folder has less than that free.

free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
if [ "$free" -lt "$1" ]; then
  echo "The disk is full: this step needs about $1 MB, and $free MB are free." >&2
  exit 1
fi
