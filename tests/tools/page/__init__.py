"""The page in a real browser, with Python in it and beside it: one story after the other.

sh tests/tools/page/install.sh NPM       Chromium and playwright; Pyodide and axe-core in a folder NPM
python -m tests.tools.page NPM PICTURES  every story with both engines; screenshots to look at
node tests/tools/page/worker.mjs SITE PROGRAM…   programs through the worker of a built site, timed
"""
