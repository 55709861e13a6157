"""Arithmetic on numerals, done with integers while the machine runs, where it gives the same normal form.

laws            what arithmetic comes to, and what has to be known of its arguments for that
table           the terms that are known, the law that each obeys, and which abstractions are among them
numbers         all of it at work in one run, and what the machine has to find out before it can go on
"""
