"""Others who reduce λ-terms in Python, one a file, and lamb among them.

Each is run in a process of its own, by a Python that has it installed:
`python -m tests.tools.bench.rivals.engine`.
A term comes as bits (binary lambda calculus), and so does its normal form.
"""
