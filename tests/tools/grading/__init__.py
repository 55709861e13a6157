"""nbgrader, for real: one assignment, some students, and their marks. Outside of the quick tests."""
