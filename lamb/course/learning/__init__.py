"""The guided course: lessons with exercises that are checked by what the answer means.

    lesson          a lesson, and its file
    answer          an answer, what it means, what it does within a budget, and how it is quoted
    form            claims about an answer as it is written
    claims          claims about its reduction, and the lines of a check
    study           the curriculum, and a learner on the way through it
    verification    whether a lesson keeps what it promises, for those who write one

Nothing here prints.
"""
