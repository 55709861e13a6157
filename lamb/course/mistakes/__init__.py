"""Wrong steps of derivations, explained: what the student probably did, and what is right.

subterms, sugar, differences    pieces of terms, and where two terms differ
attempt         a step as its operator looks at it
repairs         the step that should have been written
miswritten, single_steps, many_steps     mistakes by their kind
substitution, arguments, contraction, rules      wrong rules, and what each would have written
diagnosis       the order in which all these are tried
"""
