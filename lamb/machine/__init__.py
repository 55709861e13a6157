"""The fast equals of the definition in `calculus/`: a law in the tests holds each to it.

code            terms made ready to run
readback        what a run holds, read as terms; how a run ended
machine         normal forms, by strong call by need
arithmetic/     known arithmetic, done with integers while the machine runs
krivine         steps without substitution
parallel        complete developments: all redexes at once
trace           traces by any strategy, within a budget
"""
