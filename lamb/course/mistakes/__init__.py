"""Wrong steps of derivations, explained: what the student probably did, and what is right.

subterms        pieces of terms, and where two terms differ
attempt         a step as its operator looks at it
repairs         the step that should have been written
wrong_steps     the steps of a wrong rule, and where its variable occurs
rules           the wrong rules, and what each would have written: a new mistake is one more
single_steps    right steps with a wrong operator, or written down wrongly
diagnosis       several steps at once, and the order in which all these are tried
"""
