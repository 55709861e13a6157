#!/usr/bin/env bash
# What `python -m tests.tools.portability` can run besides the Pythons that are there: PyPy, where Debian's is
# new enough (3.11: from Debian 13 on), and a browser's Python under node.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(id -u)" = 0 ]; then
  apt-get update
  apt-get install --yes pypy3
  command -v node || apt-get install --yes nodejs npm
fi
mkdir -p build/portability
npm install --prefix build/portability pyodide@314
