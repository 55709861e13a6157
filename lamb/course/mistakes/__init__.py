"""Wrong steps of derivations, explained: what the student probably did, and what is right.

subterms, sugar, differences    pieces of terms, and where two terms differ
attempt         a step as its operator looks at it
repairs         the step that should have been written
miswritten      right steps, written down wrongly
wrong_steps, occurrences, rules     wrong rules, and what each would have written
single_steps, many_steps        right steps with a wrong operator, and several steps at once
diagnosis       the order in which all these are tried
"""
