"""The stepper: a term in a notebook to click through, redex by redex.

    lamb.stepper("(λx. x x) ((λy. y) z)")

What it shows is made in `web/stepping/`; `stepper.js` puts it on the page; `widget.py` brings the two
together. Where nothing runs, as on a page that was exported, the whole trace stands in its place.
"""

from lamb.interface.jupyter.stepper.widget import Stepper as Stepper

stepper = Stepper
