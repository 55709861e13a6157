"""Exercises: what somebody has defined or derived in a session, checked by what it means.

    submission.py   what was defined for an exercise, with the prelude as it was
    checking.py     what claims have against it
    derivation.py   what an exercise asks of a derivation
    not_yet.py      what a student is told who is not there yet
    release.py      what students get of a teacher's notebook

The claims are those of lessons (`learning/claims`). Nothing here prints, or knows of notebooks:
`interface/coursework.py` has what a teacher writes in one.
"""
