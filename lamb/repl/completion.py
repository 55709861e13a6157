"""The words that can be written at the end of a text: names, with the first line of their documentation,
commands, what commands take, and files.

Names that are bound there come first, then the user's, then the prelude's. No term is looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from lamb.analysis.machines.transitions import MACHINES
from lamb.calculus.strategies import STRATEGIES
from lamb.course.learning.study import curriculum
from lamb.errors import LambError
from lamb.repl.commands.about import TOPICS
from lamb.repl.commands.course import Learner
from lamb.repl.commands.names import documentation
from lamb.repl.commands.settings import OPTIONS
from lamb.repl.lexing import command, paint
from lamb.repl.repl import Command, Repl, commands, find

_shipped = cache(curriculum)
SHORT = 2  # letters that are enough to look for within names
MOST = 500  # entries of a folder


class Candidate(NamedTuple):
    """A text that can replace what follows *start*, and what it is in a few words."""

    text: str
    start: int
    meta: str = ""


def beginning(known: Mapping[str, str], prefix: str, start: int) -> list[Candidate]:
    """The words that begin so; *known* says what each is."""
    return [Candidate(name, start, meta) for name, meta in known.items() if name.startswith(prefix)]


def paths(written: str, start: int) -> list[Candidate]:
    """The folders and programs that a path which is *written* so far, from *start* on, may lead to."""
    folder, part = os.path.split(written)
    at = start + len(written) - len(part)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = sorted(
                (entry.name, entry.is_dir()) for _, entry in zip(range(MOST), entries, strict=False)
            )
    except (OSError, ValueError):
        return []
    return [
        Candidate(name + "/" if is_folder else name, at, "a folder" if is_folder else "")
        for name, is_folder in found
        if name.startswith(part) and (is_folder or name.endswith(".lc")) and (part or name[0] != ".")
    ]


# ── Completion ──────────────────────────────────────────────────────────────────────

KEYWORDS = {
    "assert": "a claim: assert t == u, or assert t : a -> b",
    "assume": "the type of a free name: assume x : a -> b",
    "conf": "a derivation: conf name : t =b> u",
    "data": "a type of your own: data tree = leaf | node (left right : tree)",
    "eval": "a derivation that ends in a normal form",
    "forall": "for all values: assert forall n : nat. t == u",
    "import": "the definitions of a file, or the prelude",
    "in": "let x = t in u",
    "let": "a local definition: let x = t in u",
    "rec": "a recursive definition: rec f x = … f …",
}

_TERMS = re.compile(r"\b(TERM|T|U|STEP)\b")
_FILES = re.compile(r"\b(FILE|FOLDER|DIR)\b")
_NAMES = re.compile(r"\bNAME\b")
_LITERAL = re.compile(r"(?<![\w.])[a-z][a-z-]*(?!\w)")


def takes_term(word: str) -> bool:
    try:
        return _TERMS.search(find(word).arguments) is not None
    except LambError:
        return False


def candidates(repl: Repl, text: str) -> list[Candidate]:
    """The candidates to replace the last word of a text, or to follow it."""
    name = command(text)
    if name is None:
        return _in_program(repl, text)
    if text.endswith(":" + name):
        return beginning(_commands(repl), name, len(text) - len(name))
    return [*_argument(repl, name, text), *(_in_program(repl, text) if takes_term(name) else [])]


def _commands(repl: Repl) -> dict[str, str]:
    return {name: found.summary for name, found in commands().items() if name not in repl.absent}


def _in_program(repl: Repl, text: str) -> list[Candidate]:
    painting = paint(text)
    if painting.inside == "comment":
        return []
    start, end, kind = painting.tokens[-1] if painting.tokens else (0, 0, "space")
    if painting.inside == "string":
        return paths(text[start + 1 :], start + 1)
    if kind in ("space", "operator", "bracket", "open", "lambda"):
        start = end
    elif kind in ("numeral", "binder", "definition", "string", "comment", "step"):
        return []
    return _named(repl, text[start:], start, painting.scope)


def _named(repl: Repl, prefix: str, start: int, scope: Iterable[str] = ()) -> list[Candidate]:
    """The names that begin so, or else those that have it in them; none if it is one already."""
    known = dict.fromkeys(scope, "bound here")
    known |= {name: what for name, what in _defined(repl) if name not in known}
    if not prefix:
        return beginning(known, "", start)
    found = beginning(known | KEYWORDS, prefix, start)
    if not found and len(prefix) >= SHORT:
        part = prefix.lower()
        found = [Candidate(name, start, meta) for name, meta in known.items() if part in name.lower()]
    return [] if [one.text for one in found] == [prefix] else found


def _defined(repl: Repl) -> Iterator[tuple[str, str]]:
    definitions = repl.session.definitions
    for name in sorted(definitions.entries):
        entry = definitions.entries[name]
        yield name, _first_line(entry.documentation or entry.place.text)
    for name in definitions.answers:
        yield name, "the last answer" if name == "it" else "an earlier answer"
    for name in sorted(definitions.library):
        yield name, _first_line(documentation(definitions, name))


def _argument(repl: Repl, name: str, text: str) -> list[Candidate]:
    try:
        found = find(name)
    except LambError:
        return []
    given = text.split()[1:]
    prefix = given.pop() if not text[-1:].isspace() else ""
    start = len(text) - len(prefix)
    known = _words(repl, found, given)
    if _FILES.search(found.arguments):
        return paths(prefix, start)
    if _NAMES.search(found.arguments) and found.name != "strategy":
        return beginning(known, prefix, start) + _named(repl, prefix, start)
    return beginning(known, prefix, start)


def _words(repl: Repl, found: Command, given: list[str]) -> Mapping[str, str]:
    """The words that a command knows, after those that were *given*."""
    match found.name, given:
        case "learn", []:
            words, learner = dict.fromkeys(_LITERAL.findall(found.arguments), ""), repl.listener
            lessons = learner.study.curriculum if isinstance(learner, Learner) else _shipped()
            return words | {lesson.name: lesson.title for lesson in lessons.lessons}
        case "help", []:
            return _commands(repl) | dict.fromkeys(TOPICS, "a topic")
        case "machine", []:
            return {name: machine.title for name, machine in MACHINES.items()}
        case "bigstep", []:
            return {"name": "arguments as they are", "value": "arguments first"}
        case "strategy", []:
            return {word: strategy.value for word, strategy in STRATEGIES.items()}
        case "set", []:
            return {option: what for option, (_, what) in OPTIONS.items()}
        case "set", [option]:
            values = OPTIONS.get(option, ("", ""))[0]
            return dict.fromkeys(set(_LITERAL.findall(values)) - {"or", "a", "number"}, "")
        case _, []:
            return dict.fromkeys(_LITERAL.findall(found.arguments), "")
    return {}


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].rstrip()
