"""Ten kinds of terms, on which all evaluators have to agree (`law.py`).

    python -m tests.tools.kinds                    500 terms, as in the quick tests
    python -m tests.tools.kinds --terms 10000      a nightly search, 1,000 of each kind
    python -m tests.tools.kinds --kind lists --number 17    one of them again, in full

Each kind is one function from draws to a term, in the file of its name, and `test_kinds.py` holds each
to what it claims to be. The *number* of a term decides all its draws, so that what was found is found
again. The table says of each kind how many terms ended within the budget of the definition, in how
many steps on average, the machine in what part of them, for how many integers were used, and how many
the textbook could follow to the end.
"""
