"""The page: λ in a browser, with Python in it, or beside it.

In reading order:

    answers    a question of the page in, an answer out; nothing here knows a network
    wheels     what a browser's Python is given
    lite       notebooks on a site, as JupyterLite
    site       the files of the page, and a site of them with Python in it
    server     the page with Python beside it: processes that answer
    sockets    a socket that a server listens at
    command    `lamb web`

The page itself is in `page/`: `main.js` is where to begin. It knows no λ-calculus.
"""
