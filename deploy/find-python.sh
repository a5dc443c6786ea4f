#!/bin/sh
# Print the first Python that can run Stadtagenda, or say in one sentence what is missing.
# The variable PYTHON, if set, is the only candidate.

found=
wanted='import sys; sys.exit(sys.version_info < (3, 11))'

for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  command -v "$candidate" >/dev/null 2>&1 || continue
  found=$candidate
  "$candidate" -c "$wanted" >/dev/null 2>&1 || continue
  # Debian ships the venv module without what it needs unless python3-venv is installed.
  if ! "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    echo "Python is there, but not its venv module: on Debian or Ubuntu, run 'apt install python3-venv'." >&2
    exit 1
  fi
  command -v "$candidate"
  exit 0
done

if [ -n "$found" ]; then
  echo "Stadtagenda needs Python 3.11 or newer; $found is $("$found" --version 2>&1). Install a newer one or set PYTHON=/path/to/python." >&2
else
  echo "Stadtagenda needs Python 3.11 or newer and found no ${PYTHON:-python3}: install it or set PYTHON=/path/to/python." >&2
fi
exit 1
