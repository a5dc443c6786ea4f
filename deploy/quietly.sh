#!/bin/sh
# Usage: quietly.sh "What happens" COMMAND [ARGUMENT...]
# Say what happens, run the command, and show its output only if it fails.

title=$1
shift
log=$(mktemp "${TMPDIR:-/tmp}/stadtagenda.XXXXXX") || {
  echo "No temporary file can be written: the disk is full or ${TMPDIR:-/tmp} is read-only." >&2
  exit 1
}
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo "· $title"
"$@" >"$log" 2>&1 </dev/null
status=$?
if [ "$status" -ne 0 ]; then
  cat "$log" >&2
  if grep -q -e 'No space left on device' -e 'ENOSPC' "$log"; then
    echo "The disk is full: free some space and start again." >&2
  else
    echo "This step failed: $title. Its output is above." >&2
  fi
fi
exit "$status"
