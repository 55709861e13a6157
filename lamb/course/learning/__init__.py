"""The guided course: lessons with exercises that are checked by what the answer means.

    text            stretches of a lesson's file, read as texts of the language
    wording         the words in which an answer is refused
    answer          what an answer means, wherever it was written
    form, meaning   what a check can ask of an answer: how it is written, what it does
    claims          the lines of a check
    lesson          what a lesson is, its file, and the curriculum
    study           one learner on the way through the curriculum
    verification    whether a lesson keeps what it promises

Nothing here prints.
"""
