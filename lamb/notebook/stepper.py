"""The stepper: a term in a notebook to click through, redex by redex.

    lamb.stepper("(λx. x x) ((λy. y) z)")

What it shows is made in `web/stepping/`; `stepper.js` puts it on the page; `widget.py` brings the two
together. Where nothing runs, as on a page that was exported, the whole trace stands in its place.
"""

try:
    from lamb.notebook.widget import Stepper
except ModuleNotFoundError as error:
    if error.name and error.name.startswith("lamb"):
        raise
    raise ImportError(f"the stepper needs {error.name}: pip install 'lamb-calculus[jupyter]'") from None

stepper = Stepper
