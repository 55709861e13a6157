"""Likeness: answers that are equal, but for the names of bound variables and the order of definitions.

Equal answers prove nothing: to many an exercise there is one obvious answer. So an answer counts only where
it is not the model's, is more than a few nodes, and is not shared by many; the rarer it is, the more. Two
students are named where they share more than chance would have any two of the class share, or a long answer
that no other has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations
from math import log2

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.classroom.reports.sheet import Fingerprint, Sheet
from lamb.errors import LambError, Source
from lamb.notation.names import meaning, remove_names
from lamb.notation.parser import parse
from lamb.notation.syntax import Definition, Derivation
from lamb.records import Record

SMALL = 9  # nodes of an answer that two may well find by themselves
COMMON = 0.25  # of the answers to an exercise are too many to say anything, and so are
MANY = 100  # students
LONG = 25  # nodes of a term that two hardly find by themselves
LEFT = frozenset({"missing", "unreadable"})

# ── Fingerprints ──────────────────────────────────────────────────────────────────────


def fingerprints(text: str) -> dict[str, Fingerprint]:
    """The fingerprints of what a text defines and derives, by name; of what can be read of it.

    A definition counts with those of the text that it uses. Linear in the text; stopped by the running meter.
    """
    try:
        statements = parse(Source(text), errors=True).statements
    except LambError:
        return {}
    defined = {one.name: meaning(one) for one in statements if isinstance(one, Definition)}
    known: dict[str, Fingerprint] = {}
    for name in defined:
        _of_name(name, defined, known)
    return known | {one.name: _of_derivation(one, known) for one in statements if isinstance(one, Derivation)}


@unbounded
def _of_name(name: str, defined: Mapping[str, Term], known: dict[str, Fingerprint]) -> Recursion[None]:
    """Make the fingerprint of a name known. In a circle, which no session lets through, it is its name's."""
    if name in known:
        return
    known[name] = Fingerprint(_hash("name", name), 1)
    for node in nodes(defined[name], whole=False):
        if isinstance(node, Free) and node.name in defined:
            yield node.name, defined, known
    known[name] = of_term(defined[name], known)


def of_term(term: Term, known: Mapping[str, Fingerprint]) -> Fingerprint:
    """The fingerprint of a term, in which some names are *known* to stand for others."""
    codes: dict[int, str] = {}
    used: set[str] = set()
    for node in (order := nodes(term, whole=False)):
        match node:
            case Var(index):
                code = _hash("variable", str(index))
            case Free(name) if name in known:
                code = known[name].code
                used.add(name)
            case Free(name):
                code = _hash("name", name)
            case Lam(_, body):
                code = _hash("λ", codes[id(body)])
            case App(fn, arg):
                code = _hash("@", codes[id(fn)], codes[id(arg)])
        codes[id(node)] = code
    return Fingerprint(codes[id(term)], len(order) + sum(known[name].size for name in used))


def _of_derivation(derivation: Derivation, known: Mapping[str, Fingerprint]) -> Fingerprint:
    prints = [of_term(remove_names(term), known) for term in derivation.terms]
    operators = (step.operator for step in derivation.steps)
    code = _hash(derivation.kind, *operators, *(one.code for one in prints))
    return Fingerprint(code, sum(one.size for one in prints), len(derivation.steps))


def _hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


# ── Equal answers ─────────────────────────────────────────────────────────────────────


class SharedAnswer(Record):
    """An answer to an exercise that several *students* gave, of so many who *answered* it at all."""

    exercise: str
    students: tuple[str, ...]
    answered: int
    print: Fingerprint
    is_right: bool
    is_model: bool

    @property
    def surprise(self) -> float:
        """The bits of information in two students having it: one for each halving of those who might have.
        None, if many would come to it.
        """
        others = len(self.students) - 1
        simple = self.print.size <= SMALL or (self.print.steps and self.print.size <= 2 * SMALL)
        if self.is_model or simple or others > min(COMMON * self.answered, MANY):
            return 0.0
        return log2(self.answered / others)

    @property
    def is_long(self) -> bool:
        """True if it is long, and two alone have it."""
        return len(self.students) == 2 and self.print.size > LONG * (self.print.steps + 1)


class Pair(Record):
    """Two students, the answers that they share and that say something, the rarest first, and the *surprise*
    in bits.
    """

    students: tuple[str, str]
    shared: tuple[SharedAnswer, ...]
    surprise: float


def shared_answers(sheet: Sheet) -> Iterator[SharedAnswer]:
    """The answers that several students gave, exercise by exercise, the commonest first."""
    for exercise in sheet.titles:
        found: defaultdict[str, list[tuple[str, Fingerprint, bool]]] = defaultdict(list)
        for student, mark in sheet.of(exercise):
            one = sheet.prints.get(student, {}).get(exercise)
            if one is not None and mark.outcome not in LEFT:
                found[one.code].append((student, one, mark.outcome == "holds"))
        answered, model = sum(map(len, found.values())), sheet.model.get(exercise)
        for code, same in sorted(found.items(), key=lambda one: (-len(one[1]), one[1][0][0])):
            if len(same) > 1:
                students, (_, one, is_right) = tuple(student for student, _, _ in same), same[0]
                is_model = model is not None and model.code == code
                yield SharedAnswer(exercise, students, answered, one, is_right, is_model)


def pairs(shared: Sequence[SharedAnswer]) -> list[Pair]:
    """The students who share more than chance explains, two by two, the most surprising first.

    Quadratic in the students who share an answer, of which there are not many (see above).
    """
    telling = sorted((one for one in shared if one.surprise), key=lambda one: -one.surprise)
    bits: defaultdict[tuple[str, str], float] = defaultdict(float)
    for answer in telling:
        surprise = answer.surprise
        for two in combinations(answer.students, 2):
            bits[two] += surprise
    students = max((one.answered for one in shared), default=2)
    chance = log2(students * (students - 1) / 2)  # some two of them share so much
    named = {two for two, all_bits in bits.items() if all_bits > chance}
    named |= {(answer.students[0], answer.students[1]) for answer in telling if answer.is_long}
    told: defaultdict[tuple[str, str], list[SharedAnswer]] = defaultdict(list)
    for answer in telling:
        for two in combinations(answer.students, 2):
            if two in named:
                told[two].append(answer)
    made = (Pair(two, tuple(answers), bits[two]) for two, answers in told.items())
    return sorted(made, key=lambda pair: (-pair.surprise, pair.students))
