"""Results, reductions and comparisons as styled lines and as documents. Nothing here reads or writes.

The formats of terms (`--format` of `lamb eval`) are in `lines`; those of reductions (of `lamb step`) are the
`Export`s of `documents`.

lines           terms as text, results and claims as styled lines
reductions      reductions, line by line
comparisons     strategies side by side
junit           what holds and what does not, for graders
json            documents for other programs, and their common envelope
latex           terms and texts in LaTeX
machines        states of machines as a table
prooftrees      derivations of types and of values, as trees
theory          Böhm trees, solvability, and two steps that come together
documents       a reduction as JSON, in LaTeX and in Markdown, and whole reductions in one go
"""
