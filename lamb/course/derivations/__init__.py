"""Derivations: reductions that students wrote down in Elsa's notation, and how they are judged.

conditions      definitions, names that count, and the budget
reachability    any β-steps from one term to another
operators       the claim of each operator
checking        the verdicts
"""
