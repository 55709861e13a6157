"""Properties of terms and of their reductions.

divergence      what can be seen of a reduction that does not end
graph           all that a term reduces to, breadth first, as a graph
comparison      strategies side by side
equality        whether two terms are the same, up to α, β and η
solvability     head normal forms and Böhm trees
diamond         two steps from a term, and how they come together
types           simple types: the principal one, or why there is none
machines/       machines to look at, state by state
"""
