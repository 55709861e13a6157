"""Exercises of notebooks: what was defined or derived in a session, checked by what it means.

    submission      what was defined for an exercise, and what claims have against it
    __main__        the notebook that students get: `python -m lamb.course.exercises`

The claims are those of lessons (`learning/claims.py`).
"""
