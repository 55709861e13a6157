"""Lamb in a real browser: JupyterLab, notebooks, the stepper, the kernel.

    sh tests/tools/browser/install.sh                 what it needs: Debian's chromium, JupyterLab, playwright
    python -m tests.tools.browser pictures/   carries out all stories; their pictures go to that folder
    python -m tests.tools.browser pictures/ stepper   … or those whose names begin so

None of this is part of the quick tests: it takes some minutes. It looks nothing up outside of this
machine.
"""
