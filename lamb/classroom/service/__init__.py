"""A class at work: students send attempts, which are judged at once; a teacher sees what is hard for them.

In reading order:

    roster          who is in a class, what lets them in, and their names in the log
    rates           how often each may ask, and how much at once
    judges          processes that judge
    room            attempts, handed in, judged and logged; and what a teacher sees
    application     all of it over HTTP
    serve_command   `lamb class serve`

The pages are in `page/`: `class.js` for students, `teacher.js` for their teacher.
"""
