"""Derivations: reductions that students wrote down in Elsa's notation, and how they are judged.

operators       the claim of each operator, and its conditions: definitions, names that count, the budget
checking        the verdicts
"""
