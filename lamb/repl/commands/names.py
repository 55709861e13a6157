"""The names that have a meaning: a list, all about one, and taking definitions back."""

from __future__ import annotations

import re
from itertools import groupby

from lamb.calculus.budget import Budget
from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Free
from lamb.definitions import Definitions
from lamb.encodings.readings import readings
from lamb.errors import LambError, Place, TypingError, did_you_mean
from lamb.machine.machine import normalize
from lamb.notation.datatypes import definitions_of
from lamb.prelude import Prelude
from lamb.repl.commands.files import written
from lamb.repl.drawing import table
from lamb.repl.repl import Repl, command, refuse_arguments
from lamb.show.lines import Line, Piece, Sentence, commented

FEW = 30  # names that are shown with their documentation
MOST_USERS = 24  # names that use another which are listed
SMALL = Budget(steps=10_000, nodes=100_000, seconds=0.5)
INDENT = "  "


@command("names", "[PATTERN]", "the names that are defined")
def names(repl: Repl, rest: str) -> None:
    """Lists your definitions and those of the prelude. With a PATTERN, only the names that have it in
    them, with what they do; or, if there are none, those whose documentation has it. * is anything.

        :names
        :names zero
        :names is-*
    """
    found = _found(repl.session.definitions, rest)
    if not found:
        raise unknown(rest, repl)
    if rest and len(found) <= FEW:
        rows = [(name, documentation(repl.session.definitions, name).split("\n")[0]) for name in found]
        repl.page(*table(rows, ("place", "plain"), repl.width))
        return
    by_place = groupby(found, key=lambda name: _chapter(repl.session.definitions, name))
    chapters = [(chapter, " ".join(members)) for chapter, members in by_place]
    names, info = map(repl.spelled, ("names", "info"))
    more = () if rest else ("", f"{names} PATTERN says what they do, {info} NAME everything about one")
    repl.page(*table(chapters, ("hint", "plain"), repl.width), *more)


def _found(definitions: Definitions, pattern: str) -> list[str]:
    known = [name for name in definitions if name not in definitions.answers or name in definitions.entries]
    if "*" in pattern:
        shape = re.compile(".*".join(map(re.escape, pattern.split("*"))))
        return [name for name in known if shape.fullmatch(name)]
    with_it = [name for name in known if pattern in name]
    return with_it or [name for name in known if pattern in documentation(definitions, name)]


def _chapter(definitions: Definitions, name: str) -> str:
    """The file of the prelude that defines a name, or `yours`."""
    if name in definitions.entries or not isinstance(definitions.library, Prelude):
        return "yours"
    return definitions.library.place(name).source.name.removeprefix("prelude/").removesuffix(".lc")


def documentation(definitions: Definitions, name: str) -> str:
    if name in definitions.entries:
        return definitions.entries[name].documentation
    library = definitions.library
    return library.documentation(name) if isinstance(library, Prelude) and name in library else ""


def unknown(name: str, repl: Repl) -> LambError:
    """The error of a name that has no meaning."""
    hint = did_you_mean(name, repl.session.definitions, f"{repl.spelled('names')} lists what is")
    return LambError(f"“{name}” is not defined", hint=hint)


@command("info", "NAME", "its definition, what it is for, who uses it")
def info(repl: Repl, rest: str) -> None:
    """Shows how a name is defined and where, what it is for, which definitions it uses and which use it,
    and its normal form, if that is soon found, with all that it can be read as.

        :info add
        :info it
    """
    definitions = repl.session.definitions
    if is_numeral(rest):
        repl.say(*_normal_form(repl, rest))
        return
    if data := definitions.types.get(rest):
        place = Place(definitions.entries[data.constructors[0].name].place.source, data.start, data.end)
        repl.say(commented(place.text, str(place)))
        names = " ".join(made.name for made in definitions_of(data))
        repl.say((Piece(f"{INDENT}defines  ", "note"), Piece(names)))
        if rest not in definitions:
            return
    if rest not in definitions:
        raise unknown(rest, repl) if rest else LambError("which name?", hint=":names lists them")
    term = definitions[rest]
    repl.say(_definition(repl, rest))
    comment = documentation(definitions, rest)
    repl.say(*(Sentence((Piece(f"{INDENT}{line}", "comment"),)) for line in comment.split("\n") if comment))
    repl.say(Sentence((Piece(f"{INDENT}type  ", "note"), Piece(_type(repl, rest)))))
    used = sorted(name for name in free_names(term) if name in definitions)
    others = (name for name in definitions if name not in definitions.answers)
    users = sorted(name for name in others if rest in free_names(definitions[name]))
    more = f" and {len(users) - MOST_USERS} more" if len(users) > MOST_USERS else ""
    rows = [("uses", " ".join(used)), ("used by", " ".join(users[:MOST_USERS]) + more)]
    rows = [(INDENT + what, which) for what, which in rows if which]
    repl.say(*table(rows, ("note", "plain"), repl.width))
    repl.say(*_normal_form(repl, rest))


def _type(repl: Repl, name: str) -> str:
    """The simple type of a name, or why it is not known."""
    try:
        return repl.session.typing(Free(name), meter=SMALL.meter()).said
    except TypingError:
        return "no simple type"
    except LambError as error:
        return error.message


def _definition(repl: Repl, name: str) -> Line:
    definitions = repl.session.definitions
    if entry := definitions.entries.get(name):
        return commented(written(entry, definitions), str(entry.place))
    library = definitions.library
    if isinstance(library, Prelude) and name not in definitions.answers:
        place = library.place(name)
        return commented(place.text, str(place))
    return (Piece(f"{name} = {repl.look.beginning(definitions[name])}"),)


def _normal_form(repl: Repl, name: str) -> list[Line]:
    """The normal form of a name, if that is soon found."""
    definitions = repl.session.definitions
    outcome = normalize(Free(name), definitions=definitions, budget=SMALL, watch=repl.progress)
    label = Piece(f"{INDENT}normal form  ", "note")
    if not outcome.finished:
        return [(label, Piece("none within a small budget"))]
    text = repl.look.beginning(outcome.term)
    equal = definitions.names_of(outcome.term)
    lines: list[Line] = [(label, Piece(text))]
    if comment := readings(outcome.term, equal, types=definitions.types).listed(text, name):
        lines.append((Piece(f"{INDENT}the same as  ", "note"), Piece(comment, "comment")))
    return lines


@command("undo", "", "take back the last definition")
def undo(repl: Repl, rest: str) -> None:
    """Has the definitions again that there were before the last input that made, replaced or removed any:
    a definition, an import, :load or :clear. May be repeated.

        thrice f x = f (f (f x))
        thrice n = mul 3 n
        :undo
    """
    refuse_arguments("undo", rest)
    if not repl.past:
        raise LambError("there is nothing to take back", hint="definitions are; settings and answers are not")
    definitions = repl.session.definitions
    before, after = repl.past.pop(), dict(definitions.entries)
    definitions.restore(before)
    gone = [name for name in after if name not in before]
    back = [name for name, entry in before.items() if after.get(name) is not entry]
    parts = [f"{', '.join(gone)} taken back"] if gone else []
    repl.say("; ".join([*parts, f"{', '.join(back)} as before"] if back else parts))


@command("clear", "[NAME…]", "forget your definitions, or some of them")
def clear(repl: Repl, rest: str) -> None:
    """Forgets all definitions and assumptions of yours, or the definitions of the NAMES; the prelude stays.
    :undo has the definitions back.

    Ctrl-L clears the screen.

        thrice f x = f (f (f x))
        :clear thrice
        :clear
    """
    definitions = repl.session.definitions
    entries = dict(definitions.entries)
    gone = rest.replace(",", " ").split() or list(entries)
    for name in gone:
        if name not in entries and name in definitions:
            message = f"“{name}” is not yours to forget"
            raise LambError(message, hint="a definition of yours would hide it")
        if name not in entries:
            raise unknown(name, repl)
    definitions.restore({name: entry for name, entry in entries.items() if name not in gone})
    if not rest:
        repl.session.assumptions.clear()
    what = "nothing" if not gone else gone[0] if len(gone) == 1 else f"{len(gone)} definitions"
    repl.say(f"{what} forgotten" + ("; :undo has it back" if gone else ""))
