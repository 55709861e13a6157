"""The strategy, the budget, and the options of how things are shown."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from io import StringIO

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import STRATEGIES, named
from lamb.cli.running import number_of_seconds, whole
from lamb.cli.terminal import Terminal
from lamb.course.verdicts import HINTS
from lamb.errors import LambError, did_you_mean, reason_of
from lamb.quantities import natural
from lamb.repl.drawing import table
from lamb.repl.repl import Repl, Settings, command, misused
from lamb.session import Session
from lamb.show.reductions import NARROWEST

FOR_STEPS = "This is for :step, :trace and :check; answers are found by normal order."


@command("strategy", "[NAME]", "which redex is next in :step and :trace")
def strategy(repl: Repl, rest: str) -> None:
    """Chooses the strategy of :step, :trace and :check; without a NAME, shows them all. Answers are the
    normal forms that normal order finds, whatever the strategy.

        :strategy
        :strategy value
    """
    if rest:
        repl.session.strategy = named(rest)
        repl.say(f"{repl.session.strategy.value}, to a {repl.session.strategy.form}", FOR_STEPS)
        return
    rows = [
        (">" if one is repl.session.strategy else "", name, f"{one.in_words}, to a {one.form}")
        for name, one in STRATEGIES.items()
    ]
    repl.say(*table(rows, ("hint", "place", "plain"), repl.width), FOR_STEPS)


LIMITS: dict[str, tuple[str, Callable[[str], float | None]]] = {
    "steps": ("contractions", whole),
    "nodes": ("memory, in nodes of terms, 200 bytes each", whole),
    "seconds": ("time", number_of_seconds),
}


@command("budget", "[steps|nodes|seconds N]", "how far each evaluation may go")
def budget(repl: Repl, rest: str) -> None:
    """Sets how far an evaluation goes before it is given up, and says what it had reached then. The limits
    are steps, nodes and seconds; N is a number like 1000 or 1e6, or none. At first, there are 10 million
    nodes and 10 seconds. :budget none takes all limits away: Ctrl-C still stops anything.

        :budget
        :budget steps 1e6
        :budget seconds 5
        :budget seconds none
    """
    session = repl.session
    match rest.split():
        case []:
            pass
        case ["none"]:
            session.budget = Budget()
        case [kind, number]:
            name = _only("limit", kind, list(LIMITS))
            try:
                limit = LIMITS[name][1](number)
            except argparse.ArgumentTypeError as error:
                raise misused("budget", str(error)) from None
            session.budget = replace(session.budget, **{name: limit})  # type: ignore[arg-type]
        case _:
            raise misused("budget", "a budget is a kind of limit and a number")
    limits = {name: getattr(session.budget, name) for name in LIMITS}
    rows = [
        (name, "none" if limit is None else f"{limit:,}", LIMITS[name][0]) for name, limit in limits.items()
    ]
    repl.say(*table(rows, ("hint", "place", "plain"), repl.width))


def _only(what: str, word: str, names: Sequence[str]) -> str:
    """The one of some names that a word is, or begins. Raises LambError."""
    meant = [name for name in names if name == word] or [name for name in names if name.startswith(word)]
    if len(meant) == 1:
        return meant[0]
    hint = did_you_mean(word, names, f"there are {', '.join(names)}")
    raise LambError(f"there is no {what} “{word}”", hint=hint)


SWITCHES = {"on": True, "off": False, "yes": True, "no": False, "true": True, "false": False}
OPTIONS = {
    "time": ("on or off", "whether answers say how long they took"),
    "ascii": ("on or off", "whether all is written in ASCII"),
    "debruijn": ("on or off", "whether answers have de Bruijn's indices"),
    "width": ("a number or auto", "columns of a line"),
    "editing": ("emacs or vi", "the keys of the prompt"),
    "numbers": ("on or off", "whether answers may be computed with integers"),
    "letters": ("on or off", "whether undefined names are read letter by letter: xyz as x y z"),
    "hints": (
        "0, 1, 2 or 3",
        "how much is said about a wrong step: nothing, what kind, where, and what is right",
    ),
}


@command("set", "[OPTION [VALUE]]", "how things are shown")
def set_option(repl: Repl, rest: str) -> None:
    """Shows the options, or changes one. One that is on or off, and is given no VALUE, becomes the other
    of the two. :set save keeps all of them, the strategy and the budget for the next time.

        :set
        :set time on
        :set ascii
        :set width 60
        :set editing vi
        :set numbers off
        :set letters on
        :set hints 3
        :set save
    """
    words = rest.replace("=", " ").split()
    if len(words) > 2:
        raise misused("set", "one option and one value, please")
    if not words:
        rows = [(name, _shown(repl, name), f"{what} ({values})") for name, (values, what) in OPTIONS.items()]
        return repl.say(*table(rows, ("hint", "place", "plain"), repl.width))
    if words == ["save"]:
        return _save(repl)
    if words[0] in ("vi", "emacs"):
        words = ["editing", words[0]]
    name = _only("option", words[0], list(OPTIONS))
    value = _value(repl, name, words[1] if len(words) == 2 else "")
    setattr(repl.settings, name, value)
    repl.session.numbers, repl.session.letters = repl.settings.numbers, repl.settings.letters
    repl.terminal.ascii = repl.settings.ascii
    return repl.say(f"{name} is {_shown(repl, name)}")


def _save(repl: Repl) -> None:
    """Keep the settings for the next time. Raises LambError."""
    if repl.homes.settings is None:
        raise LambError("settings cannot be kept: there is no folder for them")
    usual, session = Settings(), repl.session
    changed = [name for name in OPTIONS if getattr(repl.settings, name) != getattr(usual, name)]
    kept = [f":set {name} {_shown(repl, name)}" for name in changed]
    kept.append(f":strategy {session.strategy.short}")
    for name in LIMITS:
        limit = getattr(session.budget, name)
        kept.append(f":budget {name} {'none' if limit is None else limit}")
    try:
        repl.homes.settings.write_text("\n".join(kept), "utf-8")
    except OSError as error:
        raise LambError(f"settings cannot be kept: {reason_of(error)}") from None
    repl.say("kept for the next time")


def restore(repl: Repl) -> None:
    """Choose the settings that were kept; nothing is said about it."""
    terminal, quiet = repl.terminal, Terminal()
    quiet.out = quiet.err = StringIO()
    repl.terminal = quiet
    with suppress(OSError, ValueError, LambError):
        if repl.homes.settings and repl.homes.settings.exists():
            for line in repl.homes.settings.read_text("utf-8").split("\n"):
                name, _, rest = line.removeprefix(":").partition(" ")
                repl.obey(name, rest)
    repl.terminal, terminal.ascii = terminal, repl.settings.ascii


def _value(repl: Repl, name: str, word: str) -> object:
    """The value that a word means for an option. Raises LambError."""
    before, number = getattr(repl.settings, name), natural(word)
    match name:
        case "editing" if word in ("emacs", "vi"):
            return word
        case "width" if word in ("auto", "0"):
            return 0
        case "width" if number is not None and NARROWEST <= number <= 10_000:
            return number
        case "width" if word.isdecimal():
            raise misused("set", f"a line has {NARROWEST} to 10,000 columns")
        case "hints" if number in HINTS:
            return number
        case _ if isinstance(before, bool) and word in ("", *SWITCHES):
            return SWITCHES.get(word, not before)
    raise misused("set", f"{name} is {OPTIONS[name][0]}")


def _shown(repl: Repl, name: str) -> str:
    value = getattr(repl.settings, name)
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"auto, now {repl.width}" if name == "width" and not value else str(value)


# ── In a few words ────────────────────────────────────────────────────────────────────

NARROW = 60  # columns under which strategies go by their short names


def state(session: Session, width: int = NARROW) -> list[str]:
    """The settings of a session, the most important first.

    >>> state(Session(budget=Budget(nodes=10_000_000, seconds=5)))
    ['normal order', '1e7 nodes', '5 s', '0 defined']
    """
    budget, strategy = session.budget, session.strategy
    limits = [] if budget.steps is None else [f"{short(budget.steps)} steps"]
    limits += [] if budget.nodes is None else [f"{short(budget.nodes)} nodes"]
    limits += [] if budget.seconds is None else [f"{budget.seconds:g} s"]
    name = strategy.short if width < NARROW else strategy.value
    return [name, *(limits or ["no limit"]), f"{len(session.definitions.entries):,} defined"]


def short(number: int) -> str:
    """A number in a few characters, if it has many digits.

    >>> short(10_000_000), short(25_000), short(1_234_567)
    ('1e7', '25,000', '1,234,567')
    """
    digits = str(number)
    if len(digits) > 4 and not digits[1:].strip("0"):
        return f"{digits[0]}e{len(digits) - 1}"
    return f"{number:,}"
