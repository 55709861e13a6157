"""The guided course: lessons with exercises that are checked by what the answer means.

    lesson.py         what a lesson is
    blocks.py         the outer form of its file
    markdown.py       the file of a lesson, as a teacher writes it (`lessons/README.md`) → Lesson
    answer.py         what an answer means, wherever it was written
    typed.py          what somebody typed as one
    patience.py       how long checking one may take
    claims/           what a ```check asks of an answer, line by line
    attempt.py        an answer, right or not, and a kind word about it
    verification.py   whether a lesson keeps what it promises
    curriculum.py     which lessons there are: those shipped, and a teacher's own
    progress.py       what has been passed, on disk
    study.py          one learner on the way through a curriculum

Nothing here prints.
"""
