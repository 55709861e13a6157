"""The style of everything that a browser shows: colours, light and dark, and style sheets; and escaping.

The page decides which colours: JupyterLab and exported notebooks say so on their body, Visual Studio Code
by a class, and elsewhere the reader's system does. An element of the class `lamb` gets the colours as
properties (`var(--lamb-ink)`), and `lamb-light` and `lamb-dark` have them on every page.

The colours (`light.css`, `dark.css`) and the rules stand in files beside the modules that need them.
Notebooks have styles of their own for tables and code, and some of those win against a rule for one class: so
ours name a class three times.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from lamb.display import Theme
from lamb.errors import safe

LEVELS = 40
"""Abstractions in each other whose variables light up."""

HUES = 8
"""The number of colours that tell things apart: `--lamb-hue-0` to `--lamb-hue-7`."""


def class_of(theme: Theme) -> str:
    """The class that has the colours of a theme."""
    return "lamb" if theme == "auto" else f"lamb-{theme}"


def colours() -> str:
    """The style sheet that gives the three classes their colours."""
    light, dark = _sheet("light.css"), _sheet("dark.css")
    return (
        f".lamb,.lamb-light{{{light}}}.lamb-dark{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{.lamb{{{dark}}}}}"
        f'[data-jp-theme-light="true"] .lamb,.vscode-light .lamb{{{light}}}'
        f'[data-jp-theme-light="false"] .lamb,.vscode-dark .lamb{{{dark}}}'
    )


def colours_of(theme: str) -> dict[str, str]:
    """The colours of the light or the dark theme, by the names of their properties."""
    return dict(re.findall(r"(--[\w-]+):([^;]+)", _sheet(f"{theme}.css")))


# ── Style sheets ──────────────────────────────────────────────────────────────────────

FONT = 'var(--jp-code-font-family,ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace)'
SIZE = "var(--jp-code-font-size,13px)"


def style_sheet(beside: str, name: str, **values: object) -> str:
    """The rules of the file *name* in the folder of a module, with *values* in the place of `$names`.

    They are without blanks that mean nothing, since each output of a notebook has them in it.
    """
    rules = (Path(beside).parent / name).read_text(encoding="utf-8")
    short = re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", rules).replace(";}", "}")
    return Template(short).substitute(values)


@cache
def _sheet(name: str) -> str:
    return style_sheet(__file__, name, font=FONT, size=SIZE)


def style_of(html: str) -> str:
    """The style sheet of some HTML: the colours, and the rules for what occurs in it."""
    levels = max((int(level) + 1 for level in re.findall(r' class="b d(\d+)"', html)), default=0)
    parts = [colours(), _sheet("frame.css"), terms_style(levels) if "lamb-term" in html else ""]
    sheets = {"lamb-lines": "lines.css", "lamb-table": "tables.css"}
    parts += [_sheet(sheet) for kind, sheet in sheets.items() if kind in html]
    return "".join(parts)


def page_style() -> str:
    """The style sheet of a page that has everything on it."""
    return "".join([colours(), *map(_sheet, ("frame.css", "lines.css", "tables.css")), terms_style(LEVELS)])


def terms_style(levels: int) -> str:
    """The style sheet of terms in which so many *levels* of binders light up with their variables.

    A binder has the variables of its abstraction light up, and is lit with them; so does each of these.
    """
    return _sheet("terms.css") + "".join(
        f".lamb-term .a:has(>.d{at}:hover) .v{at},.lamb-term .a:has(>.d{at}:hover)>.d{at},"
        f".lamb-term .a:has(>.d{at}):has(.v{at}:hover) .v{at},.lamb-term .a:has(.v{at}:hover)>.d{at}"
        "{background:var(--lamb-lit)}"
        for at in range(levels)
    )


# ── Escaping ──────────────────────────────────────────────────────────────────────────

_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: str) -> str:
    r"""*text* with dangerous characters spelled out: control characters, marks that turn the direction
    of writing, halves of characters.

    >>> print(shown("a\x00b\u202ec"))
    a\x00b\u202ec
    """
    return _NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", safe(text))


def escaped(text: str) -> str:
    """HTML that shows *text*, in an attribute as well.

    >>> print(escaped("<b>'λ' & \\x07"))
    &lt;b&gt;&#x27;λ&#x27; &amp; \\x07
    """
    return escape(shown(text))
