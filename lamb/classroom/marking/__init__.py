"""Marking that can be trusted.

In reading order:

    assignment     what a teacher gives, asks and keeps back
    handed         what students hand in
    scoring        part marks
    judge          the marks of what was handed in
    release        what students get
    submissions    what students have handed in: folders, files, zips, notebooks
    grading        the marks of all submissions
    assignment_command    `lamb class new` and `lamb class release`
    grading_command       `lamb class grade`

Nothing of a student's is run but λ-terms, within budgets.
"""
