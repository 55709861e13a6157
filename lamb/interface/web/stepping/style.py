"""The style sheet of what `Stepping` shows, but for the page around it."""

from __future__ import annotations

from lamb.interface.web.style import LEVELS, TERMS, lighting
from lamb.interface.web.themes import colours

POINTED_AT = ".lamb-choice.r{level}:is(:hover:not(:has(.lamb-choice:hover)),:focus-visible)"

PLACES = ",".join(f"{POINTED_AT.format(level=level)}>.lamb-function .v{level}" for level in range(LEVELS))
"""The variables in a β-redex that is pointed at, whose places its argument would take."""

STYLE = f"{colours()}{TERMS}{lighting(LEVELS)}{PLACES}{{background:var(--lamb-goes);border-radius:3px}}"
