"""What we do with terms by others, on a folder of them: outside of the quick tests.

    python -m tests.tools.corpus FOLDER notations        each term comes back from every notation
    python -m tests.tools.corpus FOLDER combinators      normal forms, by way of S, K and I as without
    python -m tests.tools.corpus FOLDER sizes            how large the linear translation is; needs no FOLDER

In the folder are `*.tsv.gz`: of each row the last column is the normal form in binary lambda calculus, and
the one before is a term, in that too or as text. `--largest` leaves out what has more nodes.
"""
