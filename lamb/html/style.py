"""Colours, light and dark, for everything that a browser shows.

A page decides which: JupyterLab and exported notebooks say so on their body, Visual Studio Code by a
class, and elsewhere the reader's system does. Whoever has the class `lamb` gets the colours as
properties (`var(--lamb-ink)`), and `lamb-light` and `lamb-dark` have them whatever the page says.
"""

from __future__ import annotations

import re
from html import escape

from lamb.display import Theme
from lamb.errors import safe

HUES = 8
"""How many colours there are to tell things apart: `--lamb-hue-0` to `--lamb-hue-7`."""


def _hues(*colors: str) -> dict[str, str]:
    return {f"hue-{number}": color for number, color in enumerate(colors)}


_LIGHT = {
    "ink": "#1f2328",
    "soft": "#59636e",
    "line": "#c3ccd5",
    "fill": "#f3f5f8",
    "paper": "#ffffff",
    "lambda": "#8250df",
    "bound": "#0550ae",
    "lit": "#cfe6ff",
    "redex": "#fff0bd",
    "redex-line": "#bf8700",
    "contractum": "#d3f5dc",
    "error": "#cf222e",
    "fine": "#1a7f37",
    **_hues("#0550ae", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#0b7285", "#8a6100", "#cf222e"),
}
_DARK = {
    "ink": "#e6edf3",
    "soft": "#9da7b3",
    "line": "#4b535d",
    "fill": "#1c2229",
    "paper": "#0d1117",
    "lambda": "#d2a8ff",
    "bound": "#79c0ff",
    "lit": "#1f4a7a",
    "redex": "#4d3d06",
    "redex-line": "#e3b341",
    "contractum": "#123d22",
    "error": "#ff7b72",
    "fine": "#56d364",
    **_hues("#79c0ff", "#ffa657", "#7ee787", "#d2a8ff", "#f778ba", "#76e3ea", "#e3b341", "#ff7b72"),
}


def class_of(theme: Theme) -> str:
    """The class that has the colours of a theme."""
    return "lamb" if theme == "auto" else f"lamb-{theme}"


def colours() -> str:
    """The style sheet that gives the three classes their colours."""
    light, dark = _properties(_LIGHT), _properties(_DARK)
    return (
        f".lamb,.lamb-light{{{light}}}.lamb-dark{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{.lamb{{{dark}}}}}"
        f'[data-jp-theme-light="true"] .lamb,.vscode-light .lamb{{{light}}}'
        f'[data-jp-theme-light="false"] .lamb,.vscode-dark .lamb{{{dark}}}'
    )


def _properties(colors: dict[str, str]) -> str:
    """Colours as properties of CSS."""
    return "".join(f"--lamb-{name}:{color};" for name, color in colors.items())


# ── Escaping ────────────────────────────────────────────────────────────────────────
# Any text as HTML that shows it, and does nothing else.


_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: str) -> str:
    r"""*text* with what nobody should be sent spelled out: control characters, marks that turn the
    direction of writing, halves of characters.

    >>> print(shown("a\x00b\u202ec"))
    a\x00b\u202ec
    """
    return _NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", safe(text))


def escaped(text: str) -> str:
    """What shows *text* in HTML, in an attribute as well.

    >>> print(escaped("<b>'λ' & \\x07"))
    &lt;b&gt;&#x27;λ&#x27; &amp; \\x07
    """
    return escape(shown(text))


# ── Style ───────────────────────────────────────────────────────────────────────────
# Style sheets of what a browser shows, in the colours of `themes.py`.
#
# Notebooks have styles of their own for tables and code, and some say a good deal about where theirs
# hold: a class that is written twice wins against them.


LEVELS = 40
"""Abstractions in each other whose variables light up."""

FONT = 'var(--jp-code-font-family,ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace)'
SIZE = "var(--jp-code-font-size,13px)"

FRAME = (
    ".lamb{color:var(--lamb-ink);line-height:1.55;overflow-x:auto}"
    "@media (prefers-color-scheme:dark){.lamb{background:var(--lamb-paper)}}"  # the page may be white
    "[data-jp-theme-light] .lamb,.vscode-light .lamb,.vscode-dark .lamb{background:none}"
    ".lamb-soft,.lamb-comment{color:var(--lamb-soft)}"
    f".lamb-comment{{font-family:{FONT};font-size:{SIZE};margin-left:1.5em}}"
    ".lamb .holds{color:var(--lamb-fine)}.lamb .fails,.lamb .partial{color:var(--lamb-error)}"
    ".lamb .undecided{color:var(--lamb-redex-line)}"
    f".lamb-name{{font-family:{FONT};font-size:{SIZE}}}"
)

MARKS = (
    ".redex,.contractum{color:inherit;font-weight:inherit;border-radius:3px;padding:1px 0}"
    ".contractum{background:var(--lamb-contractum)}"
    ".redex{background:var(--lamb-redex);box-shadow:0 2px 0 var(--lamb-redex-line)}"
)


def _within(root: str, rules: str) -> str:
    """Rules that hold only within a class."""
    return re.sub(r"(^|[},])\.", rf"\1.{root} .", rules)


TERMS = (
    f".lamb-term.lamb-term{{font-family:{FONT};font-size:{SIZE};color:var(--lamb-ink);background:none;"
    "padding:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".lamb-term .l{color:var(--lamb-lambda)}"
    ".lamb-term .b,.lamb-term .v{color:var(--lamb-bound);border-radius:3px}"
    ".lamb-term .b{cursor:help}" + _within("lamb-term", MARKS)
)

LINES = (
    f".lamb-lines.lamb-lines{{font-family:{FONT};font-size:{SIZE};color:var(--lamb-ink);background:none;border:0;"
    "padding:0;margin:0;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".lamb-lines i,.lamb-lines b{font-style:normal;font-weight:inherit}"
    ".lamb-lines .place,.lamb-lines .comment{color:var(--lamb-soft)}"
    ".lamb-lines .error{color:var(--lamb-error);font-weight:600}"
    ".lamb-lines .note{color:var(--lamb-redex-line)}"
    ".lamb-lines .hint{color:var(--lamb-bound)}" + _within("lamb-lines", MARKS)
)

TABLES = (
    ".lamb-table.lamb-table{border-collapse:collapse;border:0;margin:.4em 0;table-layout:auto;width:auto;"
    "max-width:100%;color:var(--lamb-ink);font-size:inherit}"
    ".lamb .lamb-table tr.lamb-row,.lamb .lamb-table tr.lamb-row:hover{background:none}"
    ".lamb .lamb-table tr.lamb-row>*{text-align:left;vertical-align:baseline;padding:.22em .9em .22em 0;"
    "border:0;white-space:normal;font-weight:inherit;line-height:1.55}"
    ".lamb .lamb-table thead tr.lamb-row>*{color:var(--lamb-soft);font-size:85%;"
    "border-bottom:1px solid var(--lamb-line)}"
    ".lamb .lamb-table tfoot tr.lamb-row>*{color:var(--lamb-soft);border-top:1px solid var(--lamb-line)}"
    ".lamb .lamb-table tr.lamb-row>.number{text-align:right;font-variant-numeric:tabular-nums;"
    "color:var(--lamb-soft)}"
    ".lamb .lamb-table tr.lamb-row>td.rule{text-align:center;color:var(--lamb-lambda);font-weight:600}"
    ".lamb .lamb-table tr.lamb-row>.why{color:var(--lamb-soft);font-size:90%}"
    ".lamb-table caption{caption-side:top;text-align:left;color:var(--lamb-soft);padding:0 0 .2em}"
    ".lamb .lamb-table .error{color:var(--lamb-error);font-weight:600}"
    ".lamb .lamb-table .comment{margin-left:1.5em}"
)

_LEVEL = re.compile(r' class="b d(\d+)"')


def style_of(html: str) -> str:
    """The style sheet of some HTML: the colours, and the rules for what occurs in it."""
    levels = max((int(level) + 1 for level in _LEVEL.findall(html)), default=0)
    return "".join(
        [
            colours(),
            FRAME,
            TERMS + lighting(levels) if "lamb-term" in html else "",
            LINES if "lamb-lines" in html else "",
            TABLES if "lamb-table" in html else "",
        ]
    )


def lighting(levels: int) -> str:
    """The rules by which so many levels of binders and their variables light up.

    A binder has the variables of its abstraction light up, and is lit with them; so does each of these.
    """
    return "".join(
        f".lamb-term .a:has(>.d{at}:hover) .v{at},.lamb-term .a:has(>.d{at}:hover)>.d{at},"
        f".lamb-term .a:has(>.d{at}):has(.v{at}:hover) .v{at},.lamb-term .a:has(.v{at}:hover)>.d{at}"
        "{background:var(--lamb-lit)}"
        for at in range(levels)
    )
