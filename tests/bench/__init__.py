"""The benchmark: how long things take, how much they hold, and what others make of the same.

    python -m tests.bench                      all of it, as tables
    python -m tests.bench primes parsing       some workloads
    python -m tests.bench --rivals PYTHON      and the race against those that this Python has installed
    python -m tests.bench --rivals PYTHON --write    into results.json, which the README's table is drawn from

The rivals are on PyPI: lambda-calculus, lamb-engine and lambdacalc. They need an environment of their own,
and are no dependency. `--draw` draws the figures once more that were kept.

Nothing is asserted about time. Every answer is checked, and a wrong one is no figure.
"""
