"""Notations of other tools and languages, in and out. A new one is a row of `dialects`.

encoded       numbers as the terms that other tools take them for
bindings      local definitions → terms
dialects      every notation: how it is read and written
pieces        the words of a text, and the levels in it
bruijn_values  numbers, strings and names of bruijn
bruijn_terms  its terms
bruijn        its programs
terms         text → trees of terms
reading       text → trees of programs
writing       terms → text
variable_free  combinators, in and out
conversion    from one notation to another
"""
