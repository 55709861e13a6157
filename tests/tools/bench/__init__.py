"""The benchmark: how long things take, how much they hold, and what others make of the same.

    python -m tests.tools.bench                      all of it, as tables
    python -m tests.tools.bench primes parsing       some workloads
    python -m tests.tools.bench --rivals PYTHON      and the race against those that this Python has installed
    python -m tests.tools.bench --rivals PYTHON --write  into results.json, for the README

The rivals are on PyPI: lambda-calculus, lamb-engine and lambdacalc. They need an environment of their own,
and are no dependency. `--draw` draws the figures once more that were kept.

Nothing is asserted about time. Every answer is checked, and a wrong one is no figure.
"""
