"""The parser that Lark makes of `grammar/lamb.lark`.

Making LALR tables of a grammar takes a quarter of a second, too long before every `lamb eval`. So
they are made when the package is built, and kept with a digest of what they were made from. Where
they are missing or stale (a checkout, an edited grammar, another Lark), they are made on the spot:
never wrong, only slower. To have them in a checkout: `python -m lamb.notation.grammar`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zlib import crc32

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from lamb.notation.layout import Layout


def folder() -> Path:
    """Where the grammar is: in the package if it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "grammar"
    return installed if installed.is_dir() else package.parent / "grammar"


def load(actions: object) -> lark.Lark:
    """A parser that calls the methods of *actions*, named like the rules, while it reads."""
    grammar = (folder() / "lamb.lark").read_text(encoding="utf-8")
    try:
        tables = json.loads((folder() / "tables.json").read_bytes(), object_pairs_hook=_numbered)
    except (OSError, ValueError):
        tables = {}
    if tables.get("made from") != _digest(grammar):
        return build(grammar, transformer=actions)
    parser: lark.Lark = lark.Lark._load_from_dict(  # type: ignore[no-untyped-call]
        tables["data"], tables["memo"], transformer=actions, postlex=Layout()
    )
    return parser


def build(grammar: str, **options: Any) -> lark.Lark:
    """The parser of a grammar, its tables made anew."""
    return lark.Lark(
        grammar, parser="lalr", lexer="basic", start=["program", "term"], postlex=Layout(), **options
    )


def save_tables(target: Path) -> None:
    """Make the tables of the grammar and write them to a file."""
    grammar = (folder() / "lamb.lark").read_text(encoding="utf-8")
    data, memo = build(grammar).memo_serialize([TerminalDef, Rule])
    data["options"]["postlex"] = None
    tables = {"made from": _digest(grammar), "data": data, "memo": memo}
    target.write_text(json.dumps(tables), encoding="utf-8")


def _digest(grammar: str) -> str:
    return f"Lark {lark.__version__}, {crc32(grammar.encode()):08x}"


def _numbered(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """A dictionary with the whole numbers among its keys that JSON made strings of."""
    return {int(key) if key.isdigit() else key: value for key, value in pairs}


if __name__ == "__main__":
    save_tables(folder() / "tables.json")
