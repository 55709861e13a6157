"""Exercises made to order: drawn like a textbook's, as difficult as is asked for, with wrong answers.

textbook            terms as textbooks have them
made                an exercise, how difficult it is, and wrong answers to it
kinds               exercises about steps and about terms as they stand, and series of them
worksheet           series as assignments, Markdown, LaTeX and notebooks
exercises_command   `lamb class exercises`
"""
