"""Notations of other tools and languages, in and out. A new one is a row of `dialects`.

encoded       numbers as the terms that other tools take them for
dialects      every notation: how it is read and written
reading       text → trees
writing       terms → text
unlambda      combinators, in and out
conversion    from one notation to another
"""
