"""All ways in which a stranger's text comes to `lamb`: each command line, and what it may take."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

SECONDS, NODES = 2.0, 1_000_000
USUAL_SECONDS, USUAL_NODES = 10.0, 10_000_000
"""Of the commands that cannot be given other limits."""
LONG = 100_000
"""Bytes of a text that is handed over in a command line, or to a command with the usual limits."""

LIMITS = ("--seconds", f"{SECONDS:g}", "--nodes", f"{NODES}")

Handing = Callable[[bytes], "tuple[list[bytes], bytes] | None"]
"""The last words of a command line and the standard input with a text; None where it has no room there."""


def by_input(text: bytes) -> tuple[list[bytes], bytes]:
    """A text as the program on standard input."""
    return [b"-"], text


def by_short_input(text: bytes) -> tuple[list[bytes], bytes] | None:
    """The same, of a text that is soon read."""
    return by_input(text) if len(text) < LONG else None


def by_definition(text: bytes) -> tuple[list[bytes], bytes] | None:
    """A text as what a name in a program means."""
    return ([b"thing", b"-"], b"thing = " + text) if len(text) < LONG else None


def by_words(text: bytes) -> tuple[list[bytes], bytes] | None:
    """A text as two terms of a command line, the one applied to a name."""
    fits = len(text) < LONG and b"\0" not in text and not text.startswith(b"-")
    return ([text, b"(" + text + b") a"], b"") if fits else None


def at_the_prompt(line: str) -> Handing:
    """A text as it is typed in the place of … in a *line* of a prompt with the same limits."""
    before, _, after = line.partition("…")

    def typed(text: bytes) -> tuple[list[bytes], bytes] | None:
        limits = f":budget seconds {SECONDS:g}\n:budget nodes {NODES}\n".encode()
        is_a_line = len(text) < LONG and text.strip() and not set(b"\n\r\f") & set(text)
        return ([], limits + before.encode() + text + after.encode()) if is_a_line else None

    return typed


class Command(NamedTuple):
    """Words of a command line. The seconds may be taken so many *times*: to read the text, and by each thing
    that it is asked for; those it has in all are at most *seconds* and *nodes*.
    """

    words: str
    times: int = 2
    hand: Handing = by_input
    limited: bool = True

    @property
    def seconds(self) -> float:
        """The seconds that it may take, without what it may take besides."""
        return (SECONDS if self.limited else USUAL_SECONDS) * self.times

    @property
    def nodes(self) -> int:
        """The nodes that it may hold."""
        return NODES if self.limited else USUAL_NODES


def unlimited(words: str, hand: Handing = by_short_input) -> Command:
    """A command that cannot be given other limits."""
    return Command(words, hand=hand, limited=False)


LINES = (
    *("…", ":time …", ":type …", ":size …", ":debruijn …", ":blc …", ":ski …", ":convert ocaml …"),
    *(":tree …", ":diagram …", ":bohm …", ":solvable …", ":diamond …", ":graph …"),
    *(":trace …", ":step …", ":machine strong …", ":bigstep value …"),
)
OFTEN = {":compare …": 8, ":check … ; x": 3, ":alpha … == x": 4}
COMMANDS = (
    Command("eval"),
    Command("eval --json --no-numbers"),
    Command("eval --format value"),
    Command("eval --format debruijn"),
    Command("eval --format blc"),
    Command("eval --notation haskell"),
    Command("check"),
    Command("check --json --hint 3"),
    Command("test"),
    Command("step"),
    Command("step --json --explain"),
    Command("step --unfold --eta --strategy parallel"),
    Command("step --combinators"),
    Command("step --machine strong --format html --max 100"),
    Command("step --format latex --max 100"),
    Command("step --big-step --format svg --max 100"),
    *(
        Command(f"step --max 100 --terms --machine {name}")
        for name in ("krivine", "secd", "cek", "sestoft", "strong")
    ),
    Command("step --max 100 --big-step"),
    Command("compare", times=8),
    Command("compare --json", times=8),
    Command("type"),
    Command("type --derivation --let"),
    Command("type --json"),
    Command("combinators"),
    Command("combinators --basis iota --algorithm naive"),
    Command("combinators --basis jot --algorithm linear"),
    Command("convert --to python --inline"),
    Command("convert --to blc"),
    Command("convert --to latex"),
    Command("convert --from lci"),
    Command("convert --from scheme"),
    Command("format"),
    Command("lint"),
    Command("lint --fix"),
    Command("equal", times=4, hand=by_words),
    Command("graph"),
    Command("graph --format svg"),
    unlimited("bohm"),
    unlimited("bohm --json --depth 50"),
    unlimited("solvable"),
    unlimited("diamond"),
    unlimited("size"),
    unlimited("tree"),
    unlimited("tree --format svg"),
    unlimited("diagram"),
    unlimited("diagram --format svg"),
    unlimited("doc", by_definition),
    *(Command(f"prompt {line}", hand=at_the_prompt(line)) for line in LINES),
    *(Command(f"prompt {line}", times, at_the_prompt(line)) for line, times in OFTEN.items()),
)
