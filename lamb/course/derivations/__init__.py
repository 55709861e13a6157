"""Derivations: reductions that somebody wrote down, in Elsa's notation, and how they are judged."""
