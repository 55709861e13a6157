"""The λ-calculus as it is defined: read it from top to bottom, in one sitting.

    recursion       equations that recurse as deep as a term, without Python's stack
    budget          how much a reduction may use: budgets, and the meter that holds it to them
    term            t ::= variable | free name | λ.t | t t, and when two are equal
    unwritten       large numerals, made as far as they are read
    numerals        Church's numerals: names whose definition is known without any table
    substitution    a term in the place of a variable
    reduction       β, δ, η: redexes, what they contract to, and the contexts they stand in
    strategies      which redex is next, and the normal forms at which that ends
    trace           the heart: a term reduced step by step, by substitution

A *redex* is a place where a rule applies, and becomes its *contractum*. A *step* is one contraction; a
*trace*, the steps that a strategy makes; a *walk* (`course/walk.py`), a trace in which a reader chooses. The
same, much faster, is in `machine/`, and laws in the tests hold the two equal.
"""
