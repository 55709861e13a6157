"""Colours, light and dark, for everything that a browser shows.

A page decides which: JupyterLab and exported notebooks say so on their body, Visual Studio Code by a
class, and elsewhere the reader's system does. Whoever has the class `lamb` gets the colours as
properties (`var(--lamb-ink)`), and `lamb-light` and `lamb-dark` have them whatever the page says.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Theme: TypeAlias = Literal["auto", "light", "dark"]

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
