"""The page in a real browser, with Python in it and beside it: one story after the other.

sh tests/tools/page/install.sh FOLDER       what it needs: Chromium, playwright; Pyodide, axe-core in FOLDER
python -m tests.tools.page FOLDER PICTURES  every story with both engines; screenshots to look at
"""
