"""Stepping: a walk through a reduction (`course/walk.py`) on a page, which whoever reads it goes on.

    what happens on the page  →  {"kind": "contract", "number": 2, …}  →  `Stepping.obey`
    what the page shows       ←  {"term": "<code>…", "said": "…", …}   ←  `Stepping.shown`

All HTML is made here; a page puts it where it belongs, and sends what its parts say is to be sent
(`data-event`). Nothing here knows how that goes to and fro: a notebook does it through a widget.
"""
