"""Reports: everything that is made of the marks of a class. The same marks make the same bytes.

sheet           the marks of a class, each student's and each exercise's
likeness        answers that are equal up to α and the order of definitions
troubles        the exercises, steps and mistakes that cost the most
summary         the report for the teacher
spreadsheets    tables: on a terminal, marks.csv, Moodle, Canvas
feedback        a page a student
autograders     Gradescope, GitHub Classroom, JUnit
formats         the table of all these, and the files that they write
"""
