"""Reports: everything that is made of the marks of a class. The same marks make the same bytes.

sheet           the marks of a class, each student's and each exercise's
likeness        answers that are equal up to α and the order of definitions
summary         the report for the teacher: what costs the most, and what is equal
formats         pages for students, tables, what automatic graders read; and their files
"""
