#!/bin/sh
# What `python -m tests.tools.page FOLDER` needs: Debian's chromium, playwright for this Python, and in FOLDER
# what npm brings, Pyodide and axe-core. Playwright's own browsers are not needed.
set -eu
here=$(cd "$(dirname "$0")/../../.." && pwd)
if ! command -v chromium >/dev/null; then
  apt-get update
  apt-get install --yes --no-install-recommends chromium fonts-noto-core fonts-dejavu-core
fi
python -m pip install --quiet playwright
python -m pip install --quiet --editable "$here[web,lite]"
npm install --prefix "$1" --ignore-scripts pyodide@314.0.7 axe-core@4.11.1
