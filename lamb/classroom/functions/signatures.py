"""Signatures: the sorts of what a function takes and gives, and JSON that is read and written by them.

    -- handler : nat -> list nat -> bool

takes a number and a list of numbers and gives a boolean. Its value in JSON is `[3, [1, 2]]`, an array with
one item for each argument; a function of one argument takes the argument itself.

    nat             42              a natural number, in digits
    bool            true, false
    list nat        [1, 2]
    pair nat bool   [1, true]       an array of two

JSON is read by its sort, so that what is wrong has a place, and no value is nested deeper than its sort is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lamb.calculus.budget import tick
from lamb.calculus.numerals import name_of
from lamb.calculus.term import Free, Term
from lamb.encodings.values import (
    boolean,
    list_of,
    pair,
    read_boolean,
    read_list,
    read_numeral,
    read_pair,
    short,
)
from lamb.errors import LambError, ParseError, Place, Source
from lamb.notation.datatypes import SORTS
from lamb.notation.layout import comments
from lamb.notation.parser import DEEPEST_SORT, LONGEST_NUMERAL
from lamb.notation.syntax import Sort
from lamb.records import Record

LARGEST_VALUE = 1_000_000  # characters of JSON
MOST_ARGUMENTS = 20
HANDLER = "handler"

_SIGNATURE = re.compile(r"(?:--|#)[ \t]*handler[ \t]*:(?!:)[ \t]*([^\r\n]*)")
_SORT_WORD = re.compile(r"\s*(->|→|[()]|\w+|\S)")
_BLANK = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"-?[\d.]+(?:[eE][-+]?\d+)?|\w+|\"(?:[^\"\\]|\\.)*\"?|.", re.DOTALL)
_KINDS = (("{", "an object"), ("[", "an array"), ('"', "a text"), ("null", "null"))
_WANTED = {"nat": "a natural number", "bool": "true or false", "list": "an array", "pair": "an array of two"}


class ValueRefused(LambError):
    """A value in JSON is none of the sort that it has to be."""


class Unreadable(LambError):
    """A normal form is no value of the sort that it has to be."""


class Signature(Record):
    """The sorts of what a function *takes*, one an argument, and of what it *gives*."""

    takes: tuple[Sort, ...]
    gives: Sort

    def __str__(self) -> str:
        """The signature as it is written behind `handler :`.

        >>> str(signature_in(Source("-- handler : list nat -> (nat)")))
        'list nat -> nat'
        """
        return " -> ".join(map(str, (*self.takes, self.gives)))


# ── Signatures ────────────────────────────────────────────────────────────────────────


def signature_in(source: Source) -> Signature | None:
    """The signature that a comment of a program gives its handler; None if there is none.

    Raises ParseError for one that is none, for two of them, and for comments that have no end.
    """
    found = [_SIGNATURE.match(source.text, start, end) for start, end in comments(source)]
    written = [one for one in found if one]
    if not written:
        return None
    if len(written) > 1:
        place = Place(source, written[1].start(), written[1].end())
        raise ParseError("the handler has a signature already", place, "leave one of them out")
    return _SortReader(source, *written[0].span(1)).signature()


class _SortReader:
    """Reads sorts in a stretch of a text. (A sort is never deep, so it may be read by recursion.)"""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self._source = source
        self._words = [word for word in _SORT_WORD.finditer(source.text, start, end) if not word[1].isspace()]
        self._at = 0
        self._start, self._end = start, end

    def signature(self) -> Signature:
        sorts = [self._sort(0)]
        while self._word in ("->", "→"):
            self._at += 1
            sorts.append(self._sort(0))
            tick(1)
        if self._word:
            raise self._refused(f"“{self._word}” does not belong into a signature")
        if not 1 < len(sorts) <= MOST_ARGUMENTS + 1:
            message = f"a handler takes one value at least and {MOST_ARGUMENTS} at most"
            raise ParseError(message, Place(self._source, self._start, self._end), "write nat -> nat")
        return Signature(tuple(sorts[:-1]), sorts[-1])

    @property
    def _word(self) -> str:
        return self._words[self._at][1] if self._at < len(self._words) else ""

    def _sort(self, depth: int, *, alone: bool = True) -> Sort:
        """The sort that comes next; what is not *alone* has brackets around it, if it has several words."""
        if depth > DEEPEST_SORT:
            raise self._refused(f"this sort is nested more than {DEEPEST_SORT} deep")
        word = self._word
        if word == "(":
            self._at += 1
            inner = self._sort(depth + 1)
            if self._word != ")":
                raise self._refused("here “)” is missing")
            self._at += 1
            return inner
        if word not in SORTS:
            wrong = f"“{word}” is no sort of values" if word else "here a sort is missing"
            raise self._refused(wrong)
        if SORTS[word] and not alone:
            raise self._refused(f"a {word} in another sort needs brackets")
        self._at += 1
        return Sort(word, tuple(self._sort(depth + 1, alone=False) for _ in range(SORTS[word])))

    def _refused(self, message: str) -> ParseError:
        start, end = self._words[self._at].span(1) if self._at < len(self._words) else (self._end, self._end)
        hint = "the sorts are nat, bool, list SORT and pair SORT SORT"
        return ParseError(message, Place(self._source, start, end), hint)


# ── JSON → terms ──────────────────────────────────────────────────────────────────────


def arguments_in(source: Source, signature: Signature) -> tuple[Term, ...]:
    """The terms for the arguments in a JSON text. Linear. Raises ValueRefused, with a place."""
    if len(source.text) > LARGEST_VALUE:
        raise ValueRefused(f"a value has at most {LARGEST_VALUE:,} characters, not {len(source.text):,}")
    read = _ValueReader(source)
    match signature.takes:
        case (sort,):
            arguments: tuple[Term, ...] = (read.value(sort),)
        case sorts:
            arguments = tuple(read.array(sorts, f"an array of {len(sorts)} arguments, {signature},"))
    read.end()
    return arguments


class _ValueReader:
    """Reads values of known sorts in a text, from its beginning."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0

    def value(self, sort: Sort) -> Term:
        match sort:
            case Sort("list", (of,)):
                return list_of(list(self._items(of)))
            case Sort("pair", of):
                return pair(*self.array(of, "an array of two"))
        word = self._take()
        text = word.group()
        match sort.name, text:
            case "nat", _ if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"):
                if len(text) > LONGEST_NUMERAL:
                    message = f"a number has at most {LONGEST_NUMERAL:,} digits"
                    raise self._refused(message, word.start(), word.end())
                return Free(text)
            case "bool", "true" | "false":
                return boolean(text == "true")
        raise self._unwanted(_WANTED[sort.name], word)

    def array(self, sorts: tuple[Sort, ...], wanted: str) -> list[Term]:
        """The items of an array that has one of each of these sorts."""
        self._expect("[", wanted)
        items: list[Term] = []
        for sort in sorts:
            if items:
                self._expect(",", wanted)
            items.append(self.value(sort))
        self._expect("]", wanted)
        return items

    def _items(self, of: Sort) -> Iterator[Term]:
        """The items of an array of any length."""
        self._expect("[", _WANTED["list"])
        if self._peek() == "]":
            self._take()
            return
        while True:
            tick(1)
            yield self.value(of)
            word = self._take()
            if word.group() == "]":
                return
            if word.group() != ",":
                raise self._unwanted("“,” or “]”", word)

    def end(self) -> None:
        """Refuse anything more."""
        at = self._skip()
        if at < len(self._source.text):
            raise self._refused("the value has ended, but more follows", at, len(self._source.text))

    def _skip(self) -> int:
        blank = _BLANK.match(self._source.text, self._at)
        assert blank is not None
        return blank.end()

    def _peek(self) -> str:
        at = self._skip()
        return self._source.text[at : at + 1]

    def _take(self) -> re.Match[str]:
        word = _WORD.match(self._source.text, self._skip())
        if word is None:
            at = len(self._source.text)
            raise self._refused("the value ends before it is whole", at, at)
        self._at = word.end()
        return word

    def _expect(self, sign: str, wanted: str) -> None:
        word = self._take()
        if word.group() != sign:
            raise self._unwanted(wanted, word)

    def _unwanted(self, wanted: str, word: re.Match[str]) -> ValueRefused:
        text = word.group()
        found = next((what for begins, what in _KINDS if text.startswith(begins)), f"“{text:.40}”")
        return self._refused(f"{wanted} belongs here, not {found}", word.start(), word.end())

    def _refused(self, message: str, start: int, end: int) -> ValueRefused:
        return ValueRefused(message, Place(self._source, start, end))


# ── Terms → JSON ──────────────────────────────────────────────────────────────────────


def json_of(term: Term, sort: Sort) -> str:
    """The JSON text of the value of a sort that a normal form stands for, up to η. Raises Unreadable."""
    return "".join(_written(short(term), sort))


def _written(term: Term, sort: Sort) -> Iterator[str]:
    """The pieces of a value. (No deeper than the sort is.)"""
    tick(1)
    match sort:
        case Sort("nat") if (number := read_numeral(term)) is not None:
            yield name_of(number)
        case Sort("bool") if (truth := read_boolean(term)) is not None:
            yield json.dumps(truth)
        case Sort("list", (of,)) if (items := read_list(term)) is not None:
            for number, item in enumerate(items):
                yield ", " if number else "["
                yield from _written(item, of)
            yield "]" if items else "[]"
        case Sort("pair", (first, second)) if (parts := read_pair(term)) is not None:
            yield "["
            yield from _written(parts[0], first)
            yield ", "
            yield from _written(parts[1], second)
            yield "]"
        case _:
            raise Unreadable(f"the answer has a normal form that is no {sort}")
