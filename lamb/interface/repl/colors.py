"""The colours of what is typed: those that a terminal has names for, so that each theme has its own.

Yellow cannot be read on white, nor blue on black: neither is used.
"""

from __future__ import annotations

from prompt_toolkit.styles import Style

from lamb.interface.repl.lexing import Kind

KINDS: dict[Kind, str] = {
    "space": "",
    "comment": "ansigreen",
    "string": "ansigreen",
    "numeral": "ansibrightblue",
    "keyword": "bold ansimagenta",
    "sort": "ansimagenta",
    "lambda": "bold ansimagenta",
    "binder": "bold ansicyan",
    "bound": "ansicyan",
    "name": "",
    "defined": "ansibrightblue",
    "definition": "bold ansibrightblue",
    "operator": "",
    "step": "bold ansimagenta",
    "bracket": "",
    "open": "ansired",
    "unbalanced": "bold ansired reverse",
    "command": "bold ansimagenta",
    "argument": "",
    "wrong": "bold ansired reverse",
}

STYLE = Style.from_dict(
    {
        **{f"lamb.{kind}": style for kind, style in KINDS.items()},
        "lamb.pair": "bold underline",
        "prompt": "bold",
        "continuation": "ansibrightblack",
        "auto-suggestion": "ansibrightblack",
    }
)
