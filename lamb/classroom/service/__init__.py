"""A class at work: students send attempts, which are judged at once; a teacher sees what is hard for them.

In reading order:

    roster          who is in a class, and what lets them in
    rates           how often each may ask
    turns           one question of each student at a time
    judges          processes that judge
    board           what a teacher sees, as one document
    room            attempts, handed in, judged and logged
    application     all of it over HTTP
    serve_command   `lamb class serve`

The pages are in `page/`: `class.js` for students, `teacher.js` for their teacher.
"""
