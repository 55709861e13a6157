"""Machines to look at: each a few transitions from state to state, as the papers have them, to be read.

states          what machines hold, and the terms that it stands for
kam             Krivine's machine: call by name
secd            Landin's: call by value, the first of all
cek             Felleisen and Friedman's: call by value with continuations
sestoft         Sestoft's: call by need, with a heap
kn              Crégut's, with that heap: to the normal form, by need
transitions     a machine at work, transition by transition
bigstep         evaluation in one big step, and its derivation

What answers are computed with is `machine/`, which is none of these, but fast.
"""
