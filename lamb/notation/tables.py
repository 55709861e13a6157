"""The automaton that reads the words of a text: the LALR tables that Lark makes of `grammar/lamb.lark`.

Making them takes a quarter of a second, and importing Lark a third of a start. So they are made when the
package is built, and kept with a digest of the grammar. Where they are missing or stale (a checkout, an
edited grammar), they are made on the spot: never wrong, only slower. To have them in a checkout:
`python -m lamb.notation.parser`.
"""

from __future__ import annotations

import json
import os
import re
from sys import intern
from typing import Any, NamedTuple
from zlib import crc32

END = "$END"
"""The word after the last one, as Lark calls it."""


COMMON = frozenset({"NAME", "LAMBDA", "_DOT", "LPAR", "RPAR"})
"""Kinds of words that are tried before all others, none of which begins like them."""


class Production(NamedTuple):
    """A rule of the grammar: *length* values become one of a *symbol*, which the action of that name makes;
    with None it is the one that is there.
    """

    symbol: str
    length: int
    action: str | None


class Tables(NamedTuple):
    """*states* has for each state and symbol what to do: go to a state, or (if negative) use the rule ~n.

    Reading begins in one of *starts*; END leads on from where a whole text has been read. *words* is a
    regular expression with a group for each kind of word, *kinds* has these by the numbers of the groups, and
    *symbols* the symbol that leads to each state.
    """

    words: re.Pattern[str]
    kinds: list[str]
    rules: list[Production]
    states: list[dict[str, int]]
    symbols: list[str]
    starts: dict[str, int]


def folder() -> str:
    """The folder of the grammar: in the package if it was installed, beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    installed = os.path.join(package, "grammar")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "grammar")


def text_of_grammar() -> str:
    """The grammar, as Lark reads it."""
    with open(os.path.join(folder(), "lamb.lark"), encoding="utf-8") as file:
        return file.read()


def load() -> Tables:
    """The tables of the grammar."""
    found = current()
    words = re.compile(found["words"])
    kinds = [""] * (words.groups + 1)
    for kind, number in words.groupindex.items():
        kinds[number] = intern(kind)
    states = [{intern(symbol): action for symbol, action in state.items()} for state in found["states"]]
    rules = [Production(intern(symbol), length, action) for symbol, length, action in found["rules"]]
    return Tables(words, kinds, rules, states, found["symbols"], found["starts"])


def current() -> dict[str, Any]:
    """The tables as they are saved, if they were made from this grammar; else new ones."""
    grammar = text_of_grammar()
    try:
        with open(os.path.join(folder(), "tables.json"), "rb") as file:
            saved: dict[str, Any] = json.load(file)
    except (OSError, ValueError):
        saved = {}
    made_from = _digest(grammar)
    return saved if saved.get("made from") == made_from else {"made from": made_from, **make(grammar)}


def save(target: str | os.PathLike[str]) -> None:
    """Make the tables of the grammar and write them to a file."""
    grammar = text_of_grammar()
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"made from": _digest(grammar), **make(grammar)}, file)


def _digest(grammar: str) -> str:
    """A digest of what tables are made from: the grammar and this file."""
    with open(__file__, "rb") as file:
        return f"{crc32(grammar.encode()):08x}, {crc32(file.read()):08x}"


# ── Making them ───────────────────────────────────────────────────────────────────────


def make(grammar: str) -> dict[str, Any]:
    """The tables of a grammar, as they are saved."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    made: Any = Lark(grammar, parser="lalr", lexer="basic", start=["program", "term"])
    table = made.parser.parser._parse_table
    rules = {rule: number for number, rule in enumerate(made.rules)}
    states: list[dict[str, int]] = [{} for _ in table.states]
    symbols = [""] * len(states)
    for state, actions in table.states.items():
        for symbol, (action, target) in actions.items():
            states[state][symbol] = target if action is Shift else ~rules[target]
            if action is Shift:
                symbols[target] = symbol
    found = [_rule(rule) for rule in made.rules]
    _shorten(states, found)
    for start, end in table.end_states.items():
        states[end][END] = table.start_states[start]
    lexer = made.parser.lexer
    return {
        "words": _words(lexer.scanner.terminals, lexer.ignore_types),
        "rules": found,
        "states": states,
        "symbols": symbols,
        "starts": table.start_states,
    }


def _rule(rule: Any) -> Production:
    """A rule of Lark's. What Lark makes of `x*` and `x+` has a name with two underscores, and is a list."""
    name = str(rule.origin.name)
    action = rule.alias
    if name.startswith("__"):
        action = "more" if rule.expansion[0] == rule.origin else "first"
    elif not action and not rule.options.expand1 and not name.startswith("_"):
        action = name
    return Production(name, len(rule.expansion), action)


def _shorten(states: list[dict[str, int]], rules: list[Production]) -> None:
    """Go where a symbol is only given another name (`?spine: atom`) at once to where that name leads."""
    renamed: dict[int, str] = {}
    for state, actions in enumerate(states):
        match [*set(actions.values())]:
            case [number] if number < 0 and rules[~number].action is None:
                renamed[state] = rules[~number].symbol
    for actions in states:
        for symbol, target in actions.items():
            to = target
            while to in renamed and not symbol.isupper():
                to = actions[renamed[to]]
            actions[symbol] = to


def _words(terminals: Any, ignored: Any) -> str:
    """The regular expression of a word, and of the blanks before it, which are what is ignored."""
    blanks = "|".join(terminal.pattern.to_regexp() for terminal in terminals if terminal.name in ignored)
    words = "|".join(
        f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})"
        for terminal in sorted(terminals, key=lambda terminal: terminal.name not in COMMON)
        if terminal.name not in ignored
    )
    return rf"(?:{blanks})?(?:{words}|(?P<UNKNOWN>\S))"
