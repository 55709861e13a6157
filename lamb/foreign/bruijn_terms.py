"""Terms of bruijn: chains of operands, and of operators that have operands in their holes.

    term    ::= (operand | operator) …
    operand ::= index | "[" term "]" | "(" term ")" | number | string | char | name
              | prefix operand | "`" operand | operand "." operand
    number  ::= "(" ("+" | "-") digit … ("u" | "b" | "t" | "d")? ")"

A name is a word, `…+…` for an operator with its holes, or `-‣` for a prefix, and may have a namespace, as in
P.fst. Of the operators that a chain may begin with, the longest is meant; then the rest goes on with what it
makes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, NoReturn

from lamb.calculus.budget import TICK, tick
from lamb.calculus.reduction import unfold
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.errors import ParseError, Place, Source, did_you_mean
from lamb.foreign.bruijn_values import MOST_QUOTED, binary, byte_of, list_of, quoted, spelled, ternary
from lamb.notation.parser import LONGEST_NUMERAL

OPEN = "a variable in this points out of it"
LARGEST = 100_000
"""The largest number that is written as so many λs."""


_SIGN = (
    r"!?*@:;+\-_#$%^&<>/\\|{}~=¬¹²³⁰-₎ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
    r"\u2200-\u22ff\u27c0-\u27ef\u2190-\u21ff\u2010-\u2022\u2024\u2025\u2027-\u205e\u2500-\u25ff"
)
_BEGIN = r"[^\W\d_]|[\U0001f600-\U0001f64f]"
SPACE = r"(?:[A-Z][A-Za-z]*+\.)*+"
_ESCAPES = {"b": "\b", "n": "\n", "f": "\f", "r": "\r", "t": "\t"}


@cache
def words() -> re.Pattern[str]:
    """The pattern of a word, whose kind is the last group of it."""
    return re.compile(
        r"(?P<blank>[^\S\n]++|###[\s\S]*?###|#(?=\s|\Z)[^\n]*|⧗[^\n]*)|(?P<newline>\n)|"
        r"(?m:^):(?P<command>[a-z]++)(?=\s|\Z)|"
        r"\((?P<digits>[+-]\d++)(?P<base>[a-z]?)(?P<number>\))|"
        r'(?P<string>"(?:[^"\\]|\\.)*+")|'
        r"(?P<char>'(?:[^'\\\n]|\\.)')|(?P<index>\d++)|(?P<opens>[(\[])|(?P<closes>[)\]])|"
        rf"(?P<name>{SPACE}(?:(?:{_BEGIN})[\w{_SIGN}']*+|[{_SIGN}]*+…[{_SIGN}…]*+|[{_SIGN}]++‣))|"
        rf"(?P<signs>{SPACE}[{_SIGN}]++)|(?P<dot>\.)|(?P<quote>`)|(?P<stray>[\s\S])"
    )


class _Sign(NamedTuple):
    """An operator in a chain."""

    sign: str
    start: int
    end: int


class _Level:
    """A bracket that is open, or the line around all: the *chain* that was read in it, and the prefixes that
    wait for an operand, each with the number of operands before it.
    """

    __slots__ = ("chain", "dotted", "opener", "prefixes", "start")

    def __init__(self, opener: str, start: int) -> None:
        self.opener, self.start = opener, start
        self.chain: list[Term | _Sign] = []
        self.prefixes: list[Term | int] = []  # a quote is the place where it stands
        self.dotted = False


class Mixfixes:
    """The operators that there are, by their parts, so that the longest one in a chain is soon found."""

    def __init__(self) -> None:
        self.next: dict[tuple[int, str], int] = {}
        self.names: dict[int, str] = {}

    def add(self, name: str) -> None:
        """Note an operator."""
        at = 0
        for part in re.findall("…|[^…]+", name):
            at = self.next.setdefault((at, part), len(self.next) + 1)
        if name.strip("…"):
            self.names[at] = name

    def longest(self, chain: list[Term | _Sign], start: int, known: dict[str, list[Term]]) -> tuple[str, int]:
        """The longest known operator that a chain goes on with, and how many of its parts that takes."""
        at, found, taken = 0, "", 0
        for number in range(start, len(chain)):
            tick(1)
            part = chain[number]
            following = self.next.get((at, part.sign if isinstance(part, _Sign) else "…"))
            if following is None:
                break
            at = following
            if known.get(self.names.get(at, "")):
                found, taken = self.names[at], number - start + 1
        return found, taken


class Terms:
    """The reading of terms in a text, whose names mean the last of their *meanings*.

    Where all names are *known*, one that has none is wrong; else it is free.
    """

    def __init__(self, source: Source, operators: Mixfixes, *, known: bool) -> None:
        self.source, self.operators, self.known = source, operators, known
        self.meanings: dict[str, list[Term]] = {}
        self.definitions: dict[str, Term] = {}  # of closed terms
        self.outside: ParseError | None = None  # for the first variable that points out of the last term
        self.dangling: dict[str, ParseError] = {}  # by the name of an open term, until that is used

    def refuse(self, message: str, start: int, end: int, hint: str = "") -> NoReturn:
        """Raise the ParseError for a stretch of the text."""
        hint = hint or "in bruijn, λx y. x is written [[1]]"
        raise ParseError(message, Place(self.source, start, end), hint)

    def term(self, start: int, end: int, *, closed: bool = False) -> Term:
        """The term in a stretch of the text, which may be open unless it has to be *closed*."""
        levels = [_Level("", start)]
        depth = 0
        outside: ParseError | None = None
        for number, word in enumerate(words().finditer(self.source.text, start, end), 1):
            if number % TICK == 0:
                tick()
            level = levels[-1]
            match word.lastgroup:
                case "blank" | "newline":
                    if level.dotted:
                        self.refuse("nothing stands after this “.”", word.start() - 1, word.start())
                case "opens":
                    levels.append(_Level(word.group(), word.start()))
                    depth += word.group() == "["
                case "closes":
                    if level.dotted:
                        self.refuse("nothing stands after this “.”", word.start() - 1, word.start())
                    if {"(": ")", "[": "]"}.get(level.opener) != word.group():
                        self.refuse(f"nothing is open that “{word.group()}” closes", *word.span())
                    made = self.joined(levels.pop(), word.end())
                    if level.opener == "[":
                        made, depth = Lam("x", made), depth - 1
                    self.operand(levels[-1], made, word.end())
                case "signs" if self.stands_alone(word.end(), end):
                    level.chain.append(_Sign(word.group(), *word.span()))
                case "signs":
                    level.prefixes.append(self.meaning(f"{word.group()}‣", *word.span()))
                case "quote" if not self.stands_alone(word.end(), end):
                    level.prefixes.append(word.start())
                case "dot":
                    if level.dotted or not level.chain or isinstance(level.chain[-1], _Sign):
                        self.refuse("“.” stands between two operands", *word.span())
                    level.dotted = True
                case "index":
                    index = self.number(word.group(), word.start())
                    if index >= depth and not outside:
                        message = f"{word.group():.20} is the variable of no λ: there are {depth} around"
                        outside = ParseError(message, Place(self.source, *word.span()), "the nearest λ is 0")
                    self.operand(level, Var(index), word.end())
                case kind:
                    self.operand(level, self.atom(kind, word), word.end())
        if len(levels) > 1:
            level = levels[-1]
            self.refuse(f"this “{level.opener}” is never closed", level.start, level.start + 1)
        term = self.joined(levels[0], end)
        self.outside = outside
        if closed and term.open:
            raise outside or ParseError(OPEN, Place(self.source, start, end))
        return term

    def operand(self, level: _Level, term: Term, end: int) -> None:
        """Take an operand that ends here into a level, with the prefixes that stand before it."""
        if level.dotted:
            level.dotted = False
            before = level.chain.pop()
            assert not isinstance(before, _Sign)
            term = App(term, before)
        while level.prefixes:
            prefix = level.prefixes.pop()
            term = self.quoted(term, prefix, end) if isinstance(prefix, int) else App(prefix, term)
        level.chain.append(term)

    def quoted(self, term: Term, start: int, end: int) -> Term:
        """A term as a value, with what its names mean."""
        term = unfold(term, self.definitions)
        if term.size > MOST_QUOTED:
            self.refuse(f"this term has more than {MOST_QUOTED:,} nodes", start, end, "quote a smaller one")
        if names := free_names(term):
            self.refuse(f"“{min(names)}” has no meaning that could be quoted", start, end)
        return quoted(term)

    def stands_alone(self, end: int, last: int) -> bool:
        """True if nothing follows on signs that they could be a prefix of."""
        following = self.source.text[end] if end < last else " "
        return following.isspace() or following in ")]⧗"

    def joined(self, level: _Level, end: int) -> Term:
        """The term that is in a bracket, or in a line."""
        if level.dotted:
            self.refuse("nothing stands after this “.”", end - 1, end)
        chain = level.chain
        if not chain:
            what = "there is nothing in these brackets" if level.opener else "a term is wanted here"
            self.refuse(what, level.start, max(end, level.start + 1))
        signs = sum(isinstance(part, _Sign) for part in chain)
        at = 0
        while signs:
            name, taken = self.operators.longest(chain, at, self.meanings)
            if not taken:
                self.refuse_sign(next(part for part in chain[at:] if isinstance(part, _Sign)))
            parts = chain[at : at + taken]
            signs -= sum(isinstance(part, _Sign) for part in parts)
            at += taken - 1
            chain[at] = _applied(self.meaning(name, level.start, end), parts)
        return _applied(chain[at], chain[at + 1 :])

    def refuse_sign(self, sign: _Sign) -> NoReturn:
        """Refuse an operator that is not known, or stands where it has not its operands."""
        known = [name for name, terms in self.meanings.items() if "…" in name and terms]
        if like := [name for name in known if sign.sign in re.findall("[^…]+", name)]:
            hint = f"an operand of “{like[0]}” that is an application stands in brackets"
            self.refuse(f"“{sign.sign}” has not its operands here", sign.start, sign.end, hint)
        hint = f"import what defines it, or define …{sign.sign}…"
        self.refuse(f"no operator “{sign.sign}” is defined", sign.start, sign.end, hint)

    def meaning(self, name: str, start: int, end: int) -> Term:
        """What a name means."""
        if terms := self.meanings.get(name):
            self.dangling.pop(name, None)
            return terms[-1]
        if not self.known and re.match(_BEGIN, name) and not re.match("[A-Z][A-Za-z]*\\.", name):
            return Free(spelled(name))
        known = [one for one, terms in self.meanings.items() if terms]
        hint = did_you_mean(name, known, "import what defines it, or define it above")
        kind = "prefix" if name.endswith("‣") else "name"
        return self.refuse(f"no {kind} “{name.rstrip('‣')}” is defined", start, end, hint)

    def atom(self, kind: str | None, word: re.Match[str]) -> Term:
        """The operand that a word is."""
        start, end = word.span()
        match kind:
            case "name":
                return self.meaning(word.group(), start, end)
            case "number":
                return self.encoded(word["digits"], word["base"] or "t", start, end)
            case "string":
                return list_of([byte_of(byte) for byte in self.text(word.group(), start).encode()])
            case "char":
                content = self.text(word.group(), start).encode()
                if len(content) > 1:
                    self.refuse("a character is one byte", start, end, 'a string is several: "é"')
                return byte_of(content[0])
        quote = word.group() == ","
        what = "what is quoted has no “,” in it here" if quote else f"“{word.group()}” cannot stand here"
        return self.refuse(what, start, end)

    def text(self, written: str, start: int) -> str:
        """What stands between quotation marks."""

        def meant(escape: re.Match[str]) -> str:
            sign = escape[1]
            if sign not in _ESCAPES and sign not in "\\\"/'":
                at = start + escape.start() + 1
                self.refuse(f"“\\{sign}” is no character", at, at + 2)
            return _ESCAPES.get(sign, sign)

        return re.sub(r"\\([\s\S])", meant, written[1:-1])

    def number(self, written: str, start: int) -> int:
        """The number that digits are."""
        if len(written) > LONGEST_NUMERAL:
            message = f"this number has more than {LONGEST_NUMERAL:,} digits"
            self.refuse(message, start, start + len(written))
        return int(written)

    def encoded(self, digits: str, base: str, start: int, end: int) -> Term:
        """The term that a number is in a base."""
        number = self.number(digits, start + 1)
        if number < 0 and base != "t":
            hint = "such as (-5) or (-5t)"
            self.refuse("only a number in balanced ternary may be negative", start, end, hint)
        match base:
            case "t":
                return ternary(number)
            case "b":
                return binary(number)
            case "u":
                return Free(str(number))
            case "d" if number <= LARGEST:
                term: Term = Var(number)
                for _ in range(number + 1):
                    term = Lam("x", term)
                return term
            case "d":
                self.refuse(f"as so many λs, numbers go to {LARGEST:,}", start, end)
        hint = "t is balanced ternary, b binary, u unary (Church), d de Bruijn's"
        return self.refuse(f"numbers that end with “{base}” are not read", start, end, hint)


def _applied(fn: Term | _Sign, parts: list[Term | _Sign]) -> Term:
    """A function of the operands that are among parts."""
    assert not isinstance(fn, _Sign)
    for part in parts:
        if not isinstance(part, _Sign):
            fn = App(fn, part)
    return fn
