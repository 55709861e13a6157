"""HTML, and pictures in it: what a browser shows of terms, reductions and results.

Nothing here knows a notebook: it is text that is made of results, escaped, and needs no script.
"""
