"""What results, reductions and comparisons look like, for every front end. Nothing here reads or writes.

formats         terms as text, in the notations that can be asked for
lines           results as styled lines
reductions      reductions, line by line
comparisons     strategies side by side
json            documents for other programs; they share one envelope
trace_json      a reduction as such a document
latex           a reduction for paper
documents       a reduction as Markdown, and whole reductions in one go
"""
