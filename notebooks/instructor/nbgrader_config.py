"""How nbgrader treats a course with λ-calculus in it: lay this file in the folder of the course.

    course/nbgrader_config.py                          this file
    course/source/numerals/numerals.ipynb              a notebook with solutions, from `solutions/`
    course/release/numerals/numerals.ipynb             what students get                 (generated)
    course/submitted/STUDENT/numerals/numerals.ipynb   what they hand in
    course/autograded/…  course/feedback/…             what becomes of it                (generated)

`guide.md` says which commands to run, and in what order.
"""

c = get_config()  # noqa: F821  (nbgrader defines it)

c.CourseDirectory.course_id = "lambda-calculus"

# What stands in the place of a solution: a comment in Python and in λ-calculus alike, so that a cell
# nobody has answered defines nothing and fails nothing. The check below it is what fails.
ANSWER = "# YOUR ANSWER HERE"
c.ClearSolutions.code_stub = {"python": ANSWER, "lambda-calculus": ANSWER}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Terms that never end are stopped by us: after 10 seconds in a cell, and 20 in a check. A loop of
# Python's is stopped here: its cell fails, the next one runs.
c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.interrupt_on_timeout = True
