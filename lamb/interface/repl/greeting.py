"""What the prompt says first: to somebody who is new, three things to try; to others, that it is there."""

from __future__ import annotations

from textwrap import wrap

from lamb import __version__
from lamb.interface.repl.homes import Homes

TITLE = f"lamb {__version__}: the λ-calculus"

EXAMPLES = {
    "add 2 3": "an answer, and all it can be read as",
    "twice f x = f (f x)": "a definition",
    ":step twice succ 3": "a reduction, step by step",
}
"""What to try, and what comes of it."""

MORE = ":learn is a course in short lessons, :help lists the commands, Ctrl-D leaves."
LAMBDA = "A backslash that is typed becomes λ."
WIDE = 80
NARROW = 60  # columns under which nothing is said beside the examples


def greeting(homes: Homes, columns: int, *, types_lambda: bool = True) -> list[str]:
    """The lines that are shown before the first prompt; *types_lambda*: `\\` becomes λ there."""
    if not is_new(homes):
        return [f"{TITLE}. :help lists the commands, Ctrl-D leaves."]
    width = max(map(len, EXAMPLES)) + 4
    examples = [
        f"  {example:<{width}}{what}" if columns >= NARROW else f"  {example}"
        for example, what in EXAMPLES.items()
    ]
    return [
        f"{TITLE}. Three things to try:",
        "",
        *examples,
        "",
        *wrap(MORE, min(columns, WIDE)),
        *(wrap(LAMBDA, min(columns, WIDE)) if types_lambda else []),
        "",
    ]


def is_new(homes: Homes) -> bool:
    """Whether nothing was ever typed here, as far as is known."""
    return homes.history is None or not homes.history.exists()
