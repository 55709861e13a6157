"""Terms → texts in other notations.

    abstraction   sign names dot body closes    in brackets where it is applied, or juxtaposed as an argument
    application   f x    f(x)    (f x)

No name is used twice at one place, however other tools treat that: a binder whose name is taken, by another
around it or by a free name, gets a number. One that is `_`, and binds nothing, stays that where it may. A
name that the notation does not have is spelled with its letters, and one that is a word of the notation gets
an x.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TypeAlias
from unicodedata import name as name_of

from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.errors import BudgetError, EncodingError
from lamb.foreign.dialects import UNDEFINED, Dialect
from lamb.freeing import fewer_collections
from lamb.notation.printer import LARGEST_PRINTED
from lamb.quantities import counted

LARGEST_NUMERAL = 1_000_000  # that is unfolded

Part: TypeAlias = "str | tuple[Term, bool, bool] | None"
"""A text; a term, if it is applied, and if it is a juxtaposed argument; or the end of a binder's scope."""


class Spelling:
    """The names that a text in a notation has for those of terms. Free names keep theirs in all of it, and
    where variables have names of their own, those that are *defined* stand in quotes if they look like one.
    """

    def __init__(self, dialect: Dialect, free: Set[str], defined: Set[str] = frozenset()) -> None:
        self.dialect = dialect
        self.pattern = re.compile("[A-Za-z][A-Za-z0-9]*'*" if dialect.mathematics else dialect.names)
        self.keywords = frozenset(dialect.keywords.split())
        self.known: dict[str, str] = {}
        self.taken: set[str] = set()
        self.used: dict[str, int] = {}  # the last number that a binder around has, by name without it
        self.around: list[tuple[str, str, int]] = []
        self.free: dict[str, str] = {}
        letters = free - defined if dialect.letters else frozenset()
        whole = free - letters
        legal = {name for name in whole if self.legal(name) == name}
        self.free |= {name: self.bind(name) for name in [*sorted(legal), *sorted(whole - legal)]}
        if dialect.unit and UNDEFINED in free - defined:
            self.free[UNDEFINED] = "()"
        self.quoted: set[str] = set()
        if dialect.variables:
            self.pattern = re.compile(dialect.variables)
            self.known.clear()
            self.quoted = {name for one in whole & defined if self._is_name(name := self.free[one])}
        self.free |= {name: self.bind(name) for name in sorted(letters)}
        self.used.clear()
        self.around.clear()

    def legal(self, name: str) -> str:
        """A name that the notation has, as like another as can be."""
        if name not in self.known:
            self.known[name] = self._legal(name)
        return self.known[name]

    def _legal(self, name: str) -> str:
        if not self._is_name(name):
            name = "".join(char if self._is_name("x" + char) else self._spelled(char) for char in name)
            name = next(filter(self._is_name, (name, name[:1].lower() + name[1:], "x" + name)), "x")
        return name

    def _is_name(self, name: str) -> bool:
        hidden = self.dialect.unit and name.startswith("_")
        return bool(self.pattern.fullmatch(name)) and name not in self.keywords and not hidden and name != "_"

    def _spelled(self, char: str) -> str:
        """Letters and digits for a character: α is alpha; signs are “_”, if names may have it."""
        if char in "-_'?!":
            return "_" if self._is_name("x_") else ""
        word = name_of(char, "").removesuffix(" SIGN").rsplit(" ", 1)[-1]
        return re.sub("[^a-z0-9]", "", word.lower())

    def bind(self, hint: str) -> str:
        """The name of a binder, until `unbind`."""
        name = plain = self.legal(hint)
        before = number = self.used.get(plain, 0)
        while name in self.taken:
            number += 1
            name = f"{plain}{number}" if self._is_name(f"{plain}{number}") else f"x{number}"
        self.used[plain] = number
        self.taken.add(name)
        self.around.append((plain, name, before))
        return name

    def unbind(self) -> None:
        """End the scope of the innermost binder."""
        plain, name, before = self.around.pop()
        self.used[plain] = before
        self.taken.remove(name)

    def written(self, name: str) -> str:
        """A name as it is written."""
        if name in self.quoted and not self.dialect.letters:
            return f"'{name}'"
        if self.dialect.mathematics and (found := re.fullmatch(r"([A-Za-z][A-Za-z0-9]*)('*)", name)):
            letters, primes = found.groups()
            if len(letters) > 1:
                digits = letters[1:].isdigit()
                letters = f"{letters[0]}_{{{letters[1:]}}}" if digits else f"\\mathit{{{letters}}}"
            return letters + primes
        return name


def write_term(term: Term, dialect: Dialect, names: Spelling | None = None) -> str:
    """The text of a term, whose free names have *names*. Raises BudgetError where it is too large.

    A text that would be read as a definition is in brackets. Linear in the size of the term as a tree.
    """
    if term.size > LARGEST_PRINTED:
        size = f"this term has {counted(term.size, 'node')} as a tree"
        raise BudgetError(f"{size}; {LARGEST_PRINTED:,} is the most")
    with fewer_collections():
        text = "".join(_written(term, dialect, names or Spelling(dialect, free_names(term))))
    defines = dialect.defines.replace("NAME", f"(?:{dialect.names})")
    return f"({text})" if defines and re.match(defines, text) else text


def _written(term: Term, dialect: Dialect, names: Spelling) -> list[str]:
    written: list[str] = []
    unused: list[int] = []  # where the name of each binder around stands, if it is to be _, or -1
    depth = 0
    unfolded = LARGEST_NUMERAL
    todo: list[Part] = [(term, False, False)]  # what is left to write, the next one last
    while todo:
        item = todo.pop()
        if len(written) % TICK == 0:
            tick()
        match item:
            case str():
                written.append(item)
            case None:
                depth -= 1
                if dialect.base is None:
                    names.unbind()
                    if (place := unused.pop()) >= 0:
                        written[place] = "_"
            case Var(index), _, _ if dialect.base is not None:
                written.append(str((depth - 1 - index if dialect.levels else index) + dialect.base))
            case Var(index), _, _:
                unused[-1 - index] = -1
                written.append(names.written(names.around[-1 - index][1]))
            case Free(name), applied, argument if is_numeral(name) and not dialect.numerals:
                if len(name) > len(str(unfolded)) or int(name) > unfolded:
                    raise EncodingError(f"the numeral {name:.20} is too large to be unfolded")
                unfolded -= int(name)
                todo.append((church(int(name)), applied, argument))
            case Free(name), _, _:
                written.append(name if is_numeral(name) else names.written(names.free[name]))
            case Lam(), applied, argument:
                bracketed = (applied or argument) and not dialect.closes
                todo += ")" * bracketed, dialect.closes
                written.append("(" * bracketed)
                binders, body = _binders(item[0], dialect, names)
                depth += len(binders)
                todo += [None] * len(binders)
                todo.append((body, False, False))
                unused += _write_binders(binders, dialect, written)
            case App(fn, arg), _, argument:
                if dialect.apply == "called":
                    todo += ")", (arg, False, False), "(", (fn, True, False)
                elif dialect.apply == "listed":
                    todo += ")", (arg, False, False), " ", (fn, False, False), "("
                else:
                    todo.append(")" * argument)
                    todo += (arg, False, True), " ", (fn, True, False)
                    written.append("(" * argument)
    return written


def _binders(term: Lam, dialect: Dialect, names: Spelling) -> tuple[list[tuple[str, bool]], Term]:
    """The names of the variables that are written with one λ, True for those that are `_`; and the body."""
    binders: list[tuple[str, bool]] = []
    body: Term = term
    while isinstance(body, Lam) and (dialect.between is not None or not binders):
        tick(1)
        name = "" if dialect.base is not None else names.written(names.bind(body.hint))
        binders.append((name, body.hint == "_"))
        body = body.body
    if dialect.sign == "\\" and binders[0][0] == "lambda" and binders[1:]:
        binders[0] = (" lambda", False)  # \lambda x is λx
    return binders, body


def _write_binders(binders: list[tuple[str, bool]], dialect: Dialect, written: list[str]) -> list[int]:
    """Write what is before the body of an abstraction. Where the name of each variable is that may be `_`."""
    places = []
    for number, (name, hidden) in enumerate(binders):
        written.append((dialect.between or "") if number else dialect.sign)
        places.append(len(written) if hidden and dialect.wildcard else -1)
        written.append(name)
    written.append(dialect.dot)
    return places
