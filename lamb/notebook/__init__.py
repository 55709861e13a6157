"""The λ-calculus in Jupyter: cells, a kernel, and a stepper to click through.

Nothing outside this room knows IPython.
"""
