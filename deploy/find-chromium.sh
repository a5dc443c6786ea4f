#!/bin/sh
# Print the Chromium that browser tests and screenshots use; fail if there is none.

for candidate in "${CHROMIUM:-/usr/bin/chromium}" \
  chromium chromium-browser google-chrome google-chrome-stable \
  "/Applications/Chromium.app/Contents/MacOS/Chromium" \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
  if command -v "$candidate" >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done
exit 1
