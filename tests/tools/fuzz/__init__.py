"""Looking for what breaks, outside the quick tests.

    python -m tests.tools.fuzz parse --seconds 60      a target, with Atheris, or with Hypothesis without it
    python -m tests.tools.fuzz all --seconds 60        each of them in turn
    python -m tests.tools.fuzz limits --seconds 1800   time and memory of nasty texts and, for so many seconds
                                                       of a processor, of hard terms, with all commands
    python -m tests.tools.fuzz limits --commands step  the same with those that begin so

A target (`targets.py`) is a law about all bytes. What is found is written to a folder, and is to be
kept as a test in the place where the law belongs.
"""
