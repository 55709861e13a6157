"""Simple types: the principal type of a term, its derivation, or the reason that it has none.

    τ ::= a          TypeVariable(name)
        | τ → τ      FunctionType(domain, codomain), which reaches as far right as it can

A judgement Γ ⊢ t : τ says that t has the type τ where names have the types of the context Γ:

                            Γ, x : σ ⊢ t : τ            Γ ⊢ t : σ → τ   Γ ⊢ u : σ
    Γ, x : τ ⊢ x : τ       ─────────────────── →I      ──────────────────────────── →E
                            Γ ⊢ λx. t : σ → τ                   Γ ⊢ t u : τ

A term that has a type has a **principal** one, of which all others are instances (Hindley 1969). It is found
by giving each part a variable and unifying what →E says has to be equal. Types are graphs whose nodes are
merged by union–find, so that this is almost linear, and circles are looked for once, at the end (Huet 1976).
Where there is one, or two types clash, the application that is to blame is found by bisection.

A definition may have another instance of its type wherever its name stands: it could be unfolded there.
So may, if `let` is asked for, the x of (λx. t) u, which is what `let x = u in t` means (Milner 1978):

    Γ ⊢ u : σ    Γ, x : ∀a…. σ ⊢ t : τ    gives    Γ ⊢ (λx. t) u : τ     (a… not in Γ)
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from string import ascii_lowercase
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from lamb.calculus.budget import Budget, Meter, Watch, tick
from lamb.calculus.numerals import is_numeral, times_left
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Path
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.display import Displayed, Picture, Theme, view
from lamb.errors import TypingError
from lamb.freeing import SHALLOW, fewer_collections, free
from lamb.quantities import IMMENSE, counted

LONGEST_SHOWN = 100  # characters of a type in a message
LONGEST_TEXT = 1_000_000  # and anywhere, unless a caller asks for more


class _Shown:
    """What both kinds of types have in common."""

    __slots__ = ()
    size: int

    def __str__(self) -> str:
        return type_text(self, limit=LONGEST_TEXT)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        return f"<type {type_text(self, limit=LONGEST_SHOWN)}>"  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        """True if both are the same type, names of variables included. Linear in what is shared."""
        return equal_types(self, other) if isinstance(other, _Shown) else NotImplemented  # type: ignore[arg-type]

    def __hash__(self) -> int:
        return hash(self.size)


class TypeVariable(_Shown):
    """A type that is not known, by its name."""

    __slots__ = ("name", "size")
    __match_args__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 1


class FunctionType(_Shown):
    """The type of functions from a *domain* to a *codomain*; *size* counts its nodes as a tree."""

    __slots__ = ("codomain", "domain", "size")
    __match_args__ = ("domain", "codomain")

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            if self.size > SHALLOW:
                free(self, "domain", "codomain")

    def __init__(self, domain: Type, codomain: Type) -> None:
        self.domain = domain
        self.codomain = codomain
        self.size = min(domain.size + codomain.size + 1, IMMENSE)


Type: TypeAlias = TypeVariable | FunctionType


def type_text(type: Type, *, ascii: bool = False, limit: int | None = None) -> str:
    """A type as text, with the fewest brackets; with a *limit*, about that many characters and `…`.

    >>> type_text(FunctionType(FunctionType(TypeVariable("a"), TypeVariable("b")), TypeVariable("a")))
    '(a → b) → a'
    """
    arrow = " -> " if ascii else " → "
    written: list[str] = []
    length = 0
    todo: list[Type | str] = [type]
    while todo:
        tick(1)
        match todo.pop():
            case FunctionType(domain, codomain):
                opened = isinstance(domain, FunctionType)
                todo += (codomain, arrow, ")", domain, "(") if opened else (codomain, arrow, domain)
                continue
            case TypeVariable(name) | str(name):
                written.append(name)
                length += len(name)
        if limit is not None and length > limit and todo:
            return "".join(written).rstrip() + " …"
    return "".join(written)


def is_instance(type: Type, general: Type, fixed: Iterable[str] = ()) -> bool:
    """True if *type* is *general* with types for its variables, but for those that are *fixed*.

    >>> a, b = TypeVariable("a"), TypeVariable("b")
    >>> one, two = FunctionType(a, a), FunctionType(a, b)
    >>> is_instance(one, two), is_instance(two, one)
    (True, False)
    """
    graph = _Graph()
    root = graph.loaded(general, {name: graph.named(name) for name in fixed})
    try:
        graph.unify(graph.loaded(type, {}, rigid=True), root)
        graph.solved([root])
    except _NoSolution:
        return False
    return True


def equal_types(one: Type, other: Type) -> bool:
    """True if two types are the same, names of variables included."""
    graph = _Graph()
    try:
        graph.unify(graph.loaded(one, {}, rigid=True), graph.loaded(other, {}, rigid=True))
    except _NoSolution:
        return False
    return True


# ── Unification ───────────────────────────────────────────────────────────────────────


class _Node:
    """A type that is being found: *to* leads to the one that it was merged with. With *parts* it is a
    function type; with a *name* it is a variable that stays as it is.
    """

    __slots__ = ("name", "parts", "to")

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            free(self, "parts", "to")

    def __init__(self, parts: tuple[_Node, _Node] | None = None, name: str = "") -> None:
        self.to: _Node | None = None
        self.parts = parts
        self.name = name


class _NoSolution(Exception):
    """Two types cannot be the same, or one would have to be a part of itself."""


def _found(node: _Node) -> _Node:
    """The node that stands for all that a node was merged with."""
    while node.to is not None:
        if node.to.to is not None:
            node.to = node.to.to
        node = node.to
    return node


class _Graph:
    """Types that are being found, as one graph."""

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}

    def unify(self, one: _Node, other: _Node) -> None:
        """Make two types the same. Raises _NoSolution where they clash; circles are not seen."""
        todo = [(one, other)]
        while todo:
            one, other = todo.pop()
            left, right = _found(one), _found(other)
            if left is right:
                continue
            if left.parts is None and not left.name:
                left.to = right
            elif right.parts is None and not right.name:
                right.to = left
            elif left.parts and right.parts:
                tick(1)
                left.to = right
                todo += (left.parts[1], right.parts[1]), (left.parts[0], right.parts[0])
            else:
                raise _NoSolution

    def named(self, name: str) -> _Node:
        """The variable of a name, which is never merged with anything but others."""
        return self.fixed.setdefault(name, _Node(name=name))

    def loaded(self, type: Type, known: dict[object, _Node], *, rigid: bool = False) -> _Node:
        """The nodes of a type. Those of its variables are fresh, or *known* by their names, or *rigid*."""
        todo: list[Type] = [type]
        while todo:
            tick(1)
            part = todo[-1]
            if id(part) in known:
                todo.pop()
            elif isinstance(part, TypeVariable):
                node = self.named(part.name) if rigid else known.setdefault(part.name, _Node())
                known[id(part)] = node
            elif id(part.domain) in known and id(part.codomain) in known:
                known[id(part)] = _Node((known[id(part.domain)], known[id(part.codomain)]))
            else:
                todo += part.codomain, part.domain
        return known[id(type)]

    def copied(self, type: _Node, generic: Collection[_Node]) -> _Node:
        """A type with fresh variables for the *generic* ones."""
        functions = [node for node in _reached([type]) if node.parts]
        copies: dict[_Node, _Node] = {one: _Node() for one in (*generic, *functions)}
        for node in functions:
            left, right = map(_found, node.parts or ())
            copies[node].parts = copies.get(left, left), copies.get(right, right)
        return copies.get(_found(type), _found(type))

    def solved(self, roots: Iterable[_Node]) -> dict[_Node, Type]:
        """The types of all that is below the *roots*. Raises _NoSolution if one is a part of itself.

        The variables are named a, b, c… in the order in which they come; names that are fixed are left out.
        """
        names = _names(self.fixed)
        types: dict[_Node, Type] = {}
        around: set[_Node] = set()
        todo: list[_Node | None] = [*reversed(list(roots))]
        while todo:
            node = todo.pop()
            if node is None:  # its parts are done
                tick(1)
                node = todo.pop()
                assert node is not None
                left, right = map(_found, node.parts or ())
                types[node] = FunctionType(types[left], types[right])
                around.remove(node)
                continue
            node = _found(node)
            if node in around:
                raise _NoSolution
            if node in types:
                continue
            if node.parts:
                around.add(node)
                todo += node, None, node.parts[1], node.parts[0]
            else:
                types[node] = TypeVariable(node.name or next(names))
        return types


def _reached(roots: Iterable[_Node]) -> dict[_Node, None]:
    """All nodes below the roots, each once."""
    reached: dict[_Node, None] = {}
    todo = list(roots)
    while todo:
        tick(1)
        node = _found(todo.pop())
        if node not in reached:
            reached[node] = None
            todo += node.parts or ()
    return reached


def _names(taken: Container[str]) -> Iterator[str]:
    """a, b, …, z, a1, b1, …, but those that are taken."""
    names = (f"{letter}{number or ''}" for number in count() for letter in ascii_lowercase)
    return (name for name in names if name not in taken)


# ── Inference ─────────────────────────────────────────────────────────────────────────

Kind = TypeVar("Kind")
TypeRule: TypeAlias = Literal["var", "→I", "→E", "let", "name"]


@dataclass(slots=True, eq=False)
class TypeJudgement(Generic[Kind]):
    """A *term* has a *type* by a *rule*, from the *premises*, which are numbers of other judgements.

    The term is at the end of *steps* from that of the judgement *below*. The name rule is for free names,
    definitions and numerals. *bound* is the type of x in →I and let, *generic* are the variables in it that
    may be anything. Types that are still being found are nodes.
    """

    rule: TypeRule
    term: Term
    type: Kind
    below: int
    steps: Path
    premises: tuple[int, ...] = ()
    bound: Kind | None = None
    generic: Collection[Kind] = ()


_Row: TypeAlias = TypeJudgement[_Node]


@dataclass(frozen=True, eq=False)
class Typing(Displayed):
    """A *term* has a principal *type*, where its free names have those of the *context*.

    The definitions and numerals in it may have any instances of the types in *defined*.
    """

    term: Term
    type: Type
    context: dict[str, Type]
    defined: dict[str, Type] = field(repr=False)
    fixed: Collection[str] = field(repr=False)  # the variables of what is assumed
    _judgements: Callable[[], Iterator[TypeJudgement[Type]]] = field(repr=False)

    @cached_property
    def derivation(self) -> tuple[TypeJudgement[Type], ...]:
        """The judgements that show it, each before its premises: that of the term itself is the first."""
        return tuple(self._judgements())

    def __str__(self) -> str:
        return self.text(limit=LONGEST_TEXT)

    def tree(self, *, theme: Theme = "auto") -> Picture:
        """The derivation as a picture, in SVG. Raises BudgetError if it is too long to be drawn."""
        drawn: Picture = view("derivation")(self, theme=theme)
        return drawn

    def has(self, type: Type, *, exactly: bool = False) -> bool:
        """True if the term has a *type*; or if that is *exactly* the principal one, but for names."""
        instance = is_instance(type, self.type, self.fixed)
        return instance and (not exactly or is_instance(self.type, type, self.fixed))

    @property
    def said(self) -> str:
        """The type in a message; of an immense one the beginning and the size."""
        return _said(self.type)

    def text(self, *, ascii: bool = False, limit: int | None = None) -> str:
        """The type, behind the types of the free names if there are any: `x : a ⊢ b → a`."""

        def text(type: Type) -> str:
            return type_text(type, ascii=ascii, limit=limit)

        names = ", ".join(f"{name} : {text(type)}" for name, type in self.context.items())
        return f"{names} {'|-' if ascii else '⊢'} {text(self.type)}" if names else text(self.type)


def principal_type(  # noqa: PLR0913  (all but the first are choices with defaults)
    term: Term,
    *,
    definitions: Mapping[str, Term] | None = None,
    assumptions: Mapping[str, Type] | None = None,
    let: bool = False,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Typing:
    """The principal simple type of a term, with its derivation. Almost linear.

    Names have the types of *assumptions*, or any instance of those of their *definitions*; all others get
    the most general ones. With *let*, the x of (λx. t) u may have any instance, too. Raises TypingError if
    there is no type, with the reason, and BudgetError if the *budget* runs out or the *watch* says so.

    >>> from lamb.notation import parse_term
    >>> str(principal_type(parse_term("λf x. f (f x)")))
    '(a → a) → a → a'
    >>> str(principal_type(parse_term("f x")))
    'f : a → b, x : a ⊢ b'
    """
    with metered(Meter(budget, watch, memory=True)):
        return Inference(definitions or {}, assumptions or {}, let=let).typing(term)


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """Let a meter run while types are found. Raises BudgetError where it runs out."""
    with (
        meter.or_raise("the type was not found", "allow more, or ask for a part of the term"),
        fewer_collections(),
    ):
        yield


class Blame(NamedTuple):
    """The definition that has no type for a reason of its own, and that reason."""

    name: str
    why: str


class Inference:
    """Finds types where names have *definitions* and *assumptions*; remembers those of definitions."""

    def __init__(
        self, definitions: Mapping[str, Term], assumptions: Mapping[str, Type], *, let: bool = False
    ) -> None:
        self.definitions = definitions
        self.assumptions = assumptions
        self.let = let
        self.known: dict[str, Typing | Blame] = {}

    def typing(self, term: Term) -> Typing:
        """The principal typing of a term. Raises TypingError and Exhausted."""
        self._learn(term)
        run = _Run(self)
        try:
            run.infer(term)
            return run.typing()
        except _NoSolution:
            raise self._reason(term, run.applied) from None

    def _learn(self, term: Term) -> None:
        """Find the types of all definitions that a term uses, those first that others use."""
        todo = self._unknown(term)
        begun: set[str] = set()
        while todo:
            tick(1)
            name = todo.pop()
            if name in self.known:
                continue
            used = self._unknown(self.definitions[name])
            if name not in begun and used:
                begun.add(name)
                todo += name, *used
                continue
            if used:
                self.known[name] = Blame(name, f"“{name}” is defined by itself")
                continue
            try:
                self.known[name] = self.typing(self.definitions[name])
            except TypingError as error:
                self.known[name] = Blame(*(error.blamed or (name, error.message)))

    def _unknown(self, term: Term) -> list[str]:
        names = free_names(term) - self.assumptions.keys() - self.known.keys()
        return sorted(name for name in names if name in self.definitions and not is_numeral(name))

    def _reason(self, term: Term, most: int) -> TypingError:
        """The reason that a term has no type: the first application after which there is none."""
        least = bisect_left(range(1, most), True, key=lambda applied: _Run(self, applied).fails(term))
        run = _Run(self, least)
        run.fails(term)
        return run.reason()


class _Enough(Exception):
    """So many applications as were wanted have been looked at."""


class _Run:
    """One run over a term, up to the application after the first *most*."""

    def __init__(self, inference: Inference, most: int | None = None) -> None:
        self.inference = inference
        self.graph = _Graph()
        self.most = most
        self.applied = 0
        self.rows: list[_Row] = []
        self.context: dict[str, _Node] = {}
        self.defined: dict[str, Type] = {}
        self.scope: list[_Row] = []  # the judgements around that bind a variable
        self.last = 0  # the row of the application that is looked at

    def infer(self, term: Term) -> None:
        """Make the rows of a term and of its parts. Raises _NoSolution where types clash."""
        _judge(self, term, -1, ())

    def add(self, term: Term, below: int, steps: Path) -> tuple[int, _Row]:
        """A row for a part of the term of the row *below*, and its number."""
        number = len(self.rows)
        row: _Row = TypeJudgement("name", term, _Node(), below, steps)
        self.rows.append(row)
        if below >= 0:
            self.rows[below].premises += (number,)
        return number, row

    def look_at(self, number: int) -> None:
        """Count what is unified in a row. Raises _Enough."""
        self.last = number
        if self.applied == self.most:
            raise _Enough
        self.applied += 1

    def generic(self, type: _Node) -> set[_Node]:
        """The variables of a type that are in none of those around."""
        around = {
            node
            for row in self.scope
            if row.bound
            for node in _reached([row.bound])
            if node not in row.generic
        }
        around |= _reached(self.context.values()).keys()
        return {one for one in _reached([type]) if not (one.parts or one.name or one in around)}

    def free(self, name: str, number: int) -> _Node:
        """The type of a name where it stands."""
        inference = self.inference
        if is_numeral(name):
            self.defined[name] = _numeral_type(int(name) if len(name) == 1 else 2)
            return self.graph.loaded(self.defined[name], {})
        known = inference.known.get(name)
        if known is None:
            if name not in self.context:
                assumed = inference.assumptions.get(name)
                self.context[name] = self.graph.loaded(assumed, {}, rigid=True) if assumed else _Node()
            return self.context[name]
        if isinstance(known, Blame):
            self.look_at(number)
            raise _NoSolution
        self.defined[name] = known.type
        nodes: dict[object, _Node] = {one: self.graph.named(one) for one in known.fixed}
        type = self.graph.loaded(known.type, nodes)
        if known.context:  # the free names in the definition are those of the term, too
            self.look_at(number)
            for free, wanted in known.context.items():
                self.graph.unify(self.graph.loaded(wanted, nodes), self.free(free, number))
        return type

    def numeral(self, row: _Row, number: int) -> _Node:
        """The type of a large numeral, or of what is below its λs: f (f … x)."""
        if isinstance(row.term, Lam):
            return self.graph.loaded(_numeral_type(times_left(row.term)), {})
        f, x = (binder.bound for binder in self.scope[-2:])
        assert f is not None
        assert x is not None
        self.look_at(number)
        self.graph.unify(f, _Node((x, x)))
        return x

    def _types(self) -> dict[_Node, Type]:
        roots = [*self.context.values(), *(row.type for row in self.rows)]
        return self.graph.solved(roots)

    def fails(self, term: Term) -> bool:
        """True if there is no type even if only so many applications are looked at."""
        try:
            with suppress(_Enough):
                self.infer(term)
            self._types()
        except _NoSolution:
            return True
        return False

    def typing(self) -> Typing:
        """What was found. Raises _NoSolution if a type would have to be a part of itself."""
        types = self._types()
        context = {name: types[_found(node)] for name, node in self.context.items()}
        root, judgements = self.rows[0], partial(self._judgements, types)
        type, fixed = types[_found(root.type)], frozenset(self.graph.fixed)
        return Typing(root.term, type, context, self.defined, fixed, judgements)

    def _judgements(self, types: dict[_Node, Type]) -> Iterator[TypeJudgement[Type]]:
        for row in self.rows:
            bound = None if row.bound is None else types.get(_found(row.bound))
            generic = sorted((types[node] for node in row.generic), key=str)
            type = types[_found(row.type)]
            yield TypeJudgement(row.rule, row.term, type, row.below, row.steps, row.premises, bound, generic)

    # ── where there is no type ──

    def reason(self) -> TypingError:
        """The reason that there can be no type once the last application is looked at."""
        row, path = self.rows[self.last], self._path(self.last)
        if not row.premises and not isinstance(row.term, Free):
            return TypingError("this numeral is given what has no simple type", path)
        if isinstance(row.term, Free):
            name, known = row.term.name, self.inference.known[row.term.name]
            if isinstance(known, Blame):
                uses = "" if known.name == name else f", since it uses “{known.name}”"
                error = TypingError(f"“{name}” has no simple type{uses}: {known.why}", path)
                error.blamed = known
                return error
            return TypingError(f"the free names in “{name}” would need other types here", path)
        fn, arg = (self.rows[premise] for premise in row.premises)
        wanted = _Node((arg.type, _Node()))
        types = self.graph.solved([fn.type, wanted])
        has, needs = types[_found(fn.type)], types[wanted]
        said = f"“{name}”" if (name := self._name(fn)) else "the function"
        if isinstance(has, FunctionType):
            given = f"takes {_said(has.domain)}, and is given {_said(types[_found(arg.type)])}"
            return TypingError(f"{said} {given}: no type is an instance of both", path)
        if _found(fn.type).name:
            return TypingError(f"{said} is applied, but its type {has} is no function type", path)
        itself = "an argument of itself" if _found(arg.type) is _found(fn.type) else "a part of itself"
        both = " and ".join(f"{name} : {_said(one)}" if name else _said(one) for one in (has, needs))
        return TypingError(f"{said} would need a type that is {itself}: {both}", path)

    def _path(self, number: int) -> Path:
        """The path from the term to that of a row."""
        steps: list[Path] = []
        while number >= 0:
            tick(1)
            steps.append(self.rows[number].steps)
            number = self.rows[number].below
        return tuple(step for part in reversed(steps) for step in part)

    def _name(self, row: _Row) -> str:
        """The name of a variable, as it was written; empty if the row is about no variable."""
        match row.term:
            case Free(name):
                return name
            case Var(index):
                while index >= 0:
                    tick(1)
                    index -= row.steps[-1] == "body"
                    row = self.rows[row.below]
                binder = row.term.fn if isinstance(row.term, App) else row.term
                assert isinstance(binder, Lam)
                return binder.hint
        return ""


@unbounded
def _judge(run: _Run, term: Term, below: int, steps: Path) -> Recursion[_Node]:
    """The type of a part of the term of the row *below*: there is a row for it, and for each of its parts."""
    tick(1)
    number, row = run.add(term, below, steps)
    match term:
        case _ if not term.written:
            row.type = run.numeral(row, number)
        case Var(index):
            row.rule = "var"
            binder = run.scope[-1 - index]
            assert binder.bound is not None
            row.type = run.graph.copied(binder.bound, binder.generic) if binder.generic else binder.bound
        case Free(name):
            row.type = run.free(name, number)
        case Lam(_, body):
            row.rule, row.bound = "→I", _Node()
            run.scope.append(row)
            codomain: _Node = yield run, body, number, ("body",)
            run.scope.pop()
            row.type = _Node((row.bound, codomain))
        case App(Lam(_, body) as fn, arg) if run.inference.let and fn.written:
            row.rule = "let"
            row.bound = yield run, arg, number, ("arg",)
            row.generic = run.generic(row.bound)
            run.scope.append(row)
            row.type = yield run, body, number, ("fn", "body")
            run.scope.pop()
        case App(fn, arg):
            row.rule = "→E"
            function: _Node = yield run, fn, number, ("fn",)
            argument: _Node = yield run, arg, number, ("arg",)
            run.look_at(number)
            run.graph.unify(function, _Node((argument, row.type)))
    return row.type


def _numeral_type(number: int) -> Type:
    """The principal type of Church's numeral: from 2 on all have the same."""
    a, b = TypeVariable("a"), TypeVariable("b")
    match number:
        case 0:
            return FunctionType(a, FunctionType(b, b))
        case 1:
            return FunctionType(FunctionType(a, b), FunctionType(a, b))
    return FunctionType(FunctionType(a, a), FunctionType(a, a))


def _said(type: Type) -> str:
    """A type in a message; of an immense one, the size."""
    text = type_text(type, limit=LONGEST_SHOWN)
    return f"{text} ({counted(type.size, 'node')})" if text.endswith("…") else text
