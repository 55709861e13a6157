"""Exercises made to order: drawn like a textbook's, as difficult as is asked for, with wrong answers.

textbook            terms as textbooks have them
difficulty          steps, captures and width, counted by the engine
made                an exercise that is made, and what is asked for
distractors         wrong answers, by the mistakes that students make
stepping            exercises about steps
standing            exercises about terms as they stand
kinds               all kinds, and series of exercises
worksheet           series as assignments, Markdown, LaTeX and notebooks
exercises_command   `lamb class exercises`
"""
