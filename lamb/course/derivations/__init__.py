"""Derivations: reductions that students wrote down in Elsa's notation, and how they are judged.

conditions      definitions, names that count, and the budget
operators       the claim of each operator, any β-steps from one term to another among them
checking        the verdicts
"""
