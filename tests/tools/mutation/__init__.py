"""Mutation testing: small faults are put into calculus, notation and course, and the tests have to see them.

    pip install 'mutmut>=3.8,<3.9'
    python -m tests.tools.mutation lamb/calculus/term.py    40 faults of a file, or of each file in a folder
    python -m tests.tools.mutation --again                  those that no test saw, once more
    python -m tests.tools.mutation --show                   what has been found, without looking further

The faults are mutmut's: a number one more, `<` for `<=`, `and` for `or`, an argument None or left out, a
case of a `match` taken away, a text in other letters, an assignment of None. mutmut runs them through
*trampolines*, functions that choose between a hundred versions of each function of ours at each call.
That is too slow here, leaves out all functions with a decorator and `__new__`, and moves what a call
costs on the host's stack; and it tries every test that comes by a function, of which there are a thousand
for most of ours. So each fault is written into a copy of the checkout (`faults.py`), and a forked process
with limits (`running.py`) runs the tests that come by the line of the fault, the nearest first, which
`footprints.py` has found out with coverage.py. What is found is kept in a folder, so that a search goes on
where it was stopped; the same seed draws the same faults.

A fault that no test sees asks for a test, says that code is not needed, or changes nothing that anybody
can see. Those of the last kind are listed with their reasons in `equivalent.txt`.
"""
