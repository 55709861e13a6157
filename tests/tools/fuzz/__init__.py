"""Looking for what breaks, outside the quick tests.

    python -m tests.tools.fuzz parse --seconds 60      a target, with Atheris, or with Hypothesis without it
    python -m tests.tools.fuzz all --seconds 60        each of them in turn
    python -m tests.tools.fuzz limits                  time and memory of nasty texts, in child processes

A target (`targets.py`) is a law about all bytes. What is found is written to a folder, and is to be
kept as a test in the place where the law belongs.
"""
