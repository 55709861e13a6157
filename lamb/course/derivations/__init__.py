"""Derivations: reductions that students wrote down in Elsa's notation, and how they are judged.

conditions      what names mean, and how long to search
reachability    whether β-steps lead from one term to another
operators       what each operator claims
checking        the verdicts
"""
