#!/usr/bin/env bash
# Makes sure of the system packages that the window tests and the page checks need: installs the missing ones on Debian
# as root, names them elsewhere. Never fails the caller: what can't be had is said, and the tests say what they skip.
set -euo pipefail

packages=(
  xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libnotify4 libdrm2 libatk-bridge2.0-0
  libatspi2.0-0 libsecret-1-0 libreoffice-writer-nogui poppler-utils fonts-noto-cjk
)

if [ "$(uname -s)" != Linux ]; then
  exit 0
fi
if ! command -v dpkg-query >/dev/null; then
  echo "system packages: not a Debian system; the window tests need the equivalents of: ${packages[*]}" >&2
  exit 0
fi

# Newer Debian and Ubuntu call some of them <name>t64.
installed() {
  # It fails where one of the two names is unknown, which is always.
  { dpkg-query -W -f '${Status}\n' "$1" "$1t64" 2>/dev/null || true; } | grep -q 'ok installed'
}

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "system packages missing, please install: ${missing[*]}" >&2
  exit 0
fi

echo "system packages: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "system packages: not installed; tests that need them will say so" >&2
fi
rm -f "$log"
