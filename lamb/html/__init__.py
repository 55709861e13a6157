"""Terms, reductions and results as HTML: escaped text, without a script. Nothing here knows a notebook.

In reading order:

    markup       style sheets (the `.css` files beside it), escaping; tags around stretches of a text;
                 lines, tables, terms; a Rendering: text, HTML and LaTeX
    renderings   the Rendering of a result, and of a reduction as a table
    bundles      everything that a notebook shows, by MIME type: a bundle; strategies and machines as tables
    walk_page    a walk on a page: events in, HTML out; its term, with redexes to click on
    lesson_page  a lesson on a page
"""
