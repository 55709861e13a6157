"""The λ-calculus, from terms to traces. Read it in this order:

    recursion       equations that recurse as deep as a term, without Python's stack
    budget          how much a reduction may use: budgets, and the meter that holds it to them
    term            t ::= variable | free name | λ.t | t t
    definition      the heart: the calculus as equations that run, from substitution to normal order
    numerals        Church's numerals: 42 is a name that is defined, though no table has it
    substitution    a term in the place of a variable, fast
    reduction       redexes, what they contract to, the contexts they stand in, and steps
    strategies      which redex is next, the steps this makes, and the normal forms at which they end

To learn the calculus, read the top of `term`, the example in `recursion`, and then `definition`, from which
all else follows; `budget` and most of `numerals` are machinery.

A **redex** is a term that a rule applies to; it is **contracted** to its **contractum**. A **step** contracts
one redex in a term (a parallel step, all of them). A **reduction** is any sequence of steps; a **trace** is
the reduction that a strategy makes; a **walk** (`course/walk.py`), one in which a reader chooses the redexes.
`machine/` computes the same much faster, and laws in the tests hold the two equal.
"""
