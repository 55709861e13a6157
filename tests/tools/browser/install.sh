#!/bin/sh
# What `python -m tests.browser` needs: Debian's chromium, and JupyterLab and playwright for this Python.
# Playwright's own browsers are not needed.
set -eu
if ! command -v chromium >/dev/null; then
  apt-get update
  apt-get install --yes --no-install-recommends chromium fonts-noto-core fonts-dejavu-core
fi
python -m pip install --quiet 'jupyterlab>=4.2' 'nbconvert>=7' playwright
python -m pip install --quiet --editable "$(dirname "$0")/../..[jupyter]"
