"""Learning: reductions as people write them, checked and explained.

verdicts        what can come of a check, and what is said of a wrong step
presentation    a reduction as a person would write it down
walk            a reduction in which a reader chooses the next step, also by the rules of combinators
dialogue        the conversation on a walk, which prompt and notebook both hold
linting         what a program says and hardly means
assertions      claims about one case, or about all values; comments that say what comes of a term
points          what claims are worth, as comments say
derivations/    reductions that students wrote, judged step by step
mistakes/       what went wrong in a step
learning/       the lessons, and what their exercises ask
exercises/      the exercises of notebooks
"""
