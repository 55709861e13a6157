"""Code: terms made ready for the machine (`machine.py`), which the linker does.

A piece of code is a list of three, [kind, …, …]. A term becomes code piece by piece, no sooner than it is
run: what never runs costs nothing, and a term whose parts are shared is never unfolded.

    [TERM, term, scope]            not looked at yet; `resolve` turns it into one of the others

An application hands over its arguments, the last one first, and then runs its head:

    [GIVE_CODE, next, code]        a new cell for an argument, then *next*
    [GIVE_SLOT, next, slot]        the cell of a variable, then *next*
    [GIVE_FAR, next, path]         the same, further out
    [GIVE_CELL, next, cell]        what no λ around it can change, then *next*

A head is a variable or something that no λ around it can change: a name, a closed abstraction, or
what a `let` at the top has bound. That a variable is handed one more argument is so common that it
is one instruction:

    [VARIABLE, slot, None]         the cell at *slot* of the environment
    [CALL_CODE, slot, code]        the same, after GIVE_CODE
    [CALL_SLOT, slot, other]       the same, after GIVE_SLOT
    [FAR, path, None]              a variable further out
    [CONSTANT, cell, None]         what no λ around it can change
    [REPEAT, number, None]         f (f … x), a large *number* of times, in an environment of x and f
    [DEFINED, name, None]          a definition that has not been looked up yet
    [LAW, law, code]               known arithmetic, which is *code* otherwise (`arithmetic/`)
    [LINK, lambda, None]           an abstraction where the environment is full and a new one begins

Values, which wait for arguments; all but the first five will not do anything with them:

    [LAMBDA, body, hint]           takes an argument, then runs *body*
    [SELECTOR, code, hint]         takes an argument, and is what *code* is without it; None is the argument
    [LAMBDAS, body, (hint, next)]  takes two, then runs *body*; or one, which leaves *next*
    [KEEPER, body, (hint, next, slot)]  the same, and keeps no more of its environment than the cell at *slot*
    [PROMISE, law, (env, cell)]    arithmetic to be done; or else the cell is run (`arithmetic/`)
    [BOUND, level, None]           the variable of the *level*-th λ from the outside
    [NAMED, name, None]            a name without a definition, as a term
    [NORMAL, depth, None]          a normal form, as it reads under *depth* λs: it stands for *env*
    [STUCK, code, args]            one of these, with arguments; None, once the code has their normal form

An environment is a tuple of cells, the newest first: a variable's slot is its de Bruijn index, or less
than that within what keeps no more than is used (which takes half the time of a copy).
Once there are `ROOM` cells, the last entry leads to the environment further out, and a path says
which entries to take: what stands under a million λs costs no more than its depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from lamb.calculus.numerals import is_numeral
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.freeing import IN_BROWSER, dismantle

(
    CALL_CODE,
    CALL_SLOT,
    GIVE_CODE,
    GIVE_SLOT,
    GIVE_CELL,
    VARIABLE,
    CONSTANT,
    TERM,
    REPEAT,
    DEFINED,
    LINK,
    GIVE_FAR,
    FAR,
    LAW,
    LAMBDA,  # from here on values
    SELECTOR,
    LAMBDAS,
    KEEPER,
    PROMISE,
    BOUND,  # from here on stuck
    NAMED,
    NORMAL,
    STUCK,
) = range(23)

Code: TypeAlias = list[Any]
Environment: TypeAlias = tuple[Any, ...]
Cell: TypeAlias = list[Any]
"""[code, environment, note]: `machine.py` says what for."""
Args: TypeAlias = "tuple[Cell, Args] | None"
"""Arguments, the first one first."""
Path: TypeAlias = tuple[int, ...]

ROOM: Final = 24  # cells in one environment
EMPTY: Final[Environment] = ()
HALT: Final[Code] = [LAW, None, None]
"""No code: the budget has run out."""
FIRST: Final[Code] = [VARIABLE, 0, None]
SECOND: Final[Code] = [VARIABLE, 1, None]


def anonymous_times(number: int) -> Code:
    """The code of f (f … x) in an environment of x and f, which `times_in` does not recognize."""
    match number:
        case 0:
            return [VARIABLE, 0, None]
        case 1:
            return [CALL_SLOT, 1, 0]
    return [CALL_CODE, 1, times(number - 1)]


def times(number: int) -> Code:
    """The code of f (f … x) in an environment of x and f: always the same list for a small number."""
    return _TIMES[number] if number < len(_TIMES) else [REPEAT, number, None]


_TIMES: Final[list[Code]] = []
for _number in range(32):
    _TIMES.append(anonymous_times(_number))
_NUMBERS: Final = {id(code): number for number, code in enumerate(_TIMES)}


IMMENSELY_MANY: Final = 1 << 32


def some_of_them(number: int, env: Environment) -> tuple[Code, Environment]:
    """f (f … x) in parts: each f would have a new number, and one of 70,000 digits fills a page of memory."""
    rest: Cell = [[REPEAT, number - IMMENSELY_MANY, None], env, None]
    return [REPEAT, IMMENSELY_MANY, None], (rest, env[1])


def times_in(code: Code) -> int | None:
    """The number of times f, if `times` has made the code."""
    return code[1] if code[0] == REPEAT else _NUMBERS.get(id(code))


def numeral(number: int, f: str = "f", x: str = "x") -> Code:
    """The code of Church's numeral λf x. f (f … x)."""
    body = times(number)
    return [LAMBDAS, body, (f, [LAMBDA, body, x])]


APPLICATIONS: Final = frozenset((CALL_CODE, CALL_SLOT, GIVE_CODE, GIVE_SLOT, GIVE_FAR, GIVE_CELL))


def function_and_argument(application: Code) -> tuple[Code, Code]:
    """The two parts of an application, as codes for the same environment."""
    kind, fn, arg = application
    if kind in (CALL_CODE, CALL_SLOT):
        fn = [VARIABLE, fn, None]
    if kind in (CALL_SLOT, GIVE_SLOT):
        arg = [VARIABLE, arg, None]
    elif kind == GIVE_FAR:
        arg = [FAR, arg, None]
    elif kind == GIVE_CELL:
        arg = [CONSTANT, arg, None]
    return fn, arg


def hint_of(abstraction: Code) -> str:
    """The hint of an abstraction's code."""
    kind, _, rest = abstraction
    return rest[0] if kind >= LAMBDAS else rest  # type: ignore[no-any-return]


def beta(abstraction: Code, env: Environment, cell: Cell) -> tuple[Code, Environment]:
    """What an abstraction runs when it takes one argument, and the environment of that."""
    kind, body, rest = abstraction
    if kind == SELECTOR:
        return ([CONSTANT, cell, None], EMPTY) if body is None else (body, env)
    if kind == KEEPER:
        return rest[1], (cell, env[rest[2]])
    return rest[1] if kind == LAMBDAS else body, (cell,) + env  # noqa: RUF005  (half the time of a star)


# ── What the machine does with what is linked ─────────────────────────────────────────


def follow(path: Path, env: Environment) -> Cell:
    """The cell that a path leads to."""
    found: Any = env
    for entry in path:
        found = found[entry]
    return found  # type: ignore[no-any-return]


def entries(linked: Any) -> list[Any]:
    """The entries of a linked list, the first one first; the last field of each is the rest."""
    found = []
    while linked is not None:
        found.append(linked)
        linked = linked[-1]
    return found


# ── Linker ──────────────────────────────────────────────────────────────────────────
#
# What is known before anything runs is found once: where a variable's cell will be, and what no λ can change.
# That is a name, a closed abstraction, and what a `let` at the top binds: the first steps of a run, or of a
# definition, contract its `let`s, and from then on their variables are as good as names.


LARGE: Final = 10_000  # nodes of a closed application that has one cell, wherever it occurs
GLANCE: Final = 50  # nodes of an abstraction that are looked at to see whether it is closed

Scope: TypeAlias = "tuple[Linker, int, int, list[Cell], int, int, int]"
"""The meaning of the variables of a piece of code: (linker, lambdas, slots, cells, base, near, left out).

The λs around it that are entered when it runs are counted, and how many of them have their cells in
the nearest environment. Further out are `let`s that have been contracted already: their cells stand
in a list, in which the variable with index 0, if there were no λ, would be at *base*. So many λs as are
*near* have cells; of those beyond, so many are *left out* and then comes one that is kept.
"""


def under(scope: Scope) -> Scope:
    """The scope under one λ more."""
    linker, lambdas, slots, cells, base, near, left_out = scope
    return linker, lambdas + 1, 1 if slots == ROOM else slots + 1, cells, base + 1, near + 1, left_out


def used(lambdas: int, term: Term) -> int | None:
    """The index of the only variable of *term* that one of so many λs binds; *lambdas* if there is none.

    None if there are several, or if that is not seen at a glance.
    """
    found = lambdas
    stack = [(term, 0)]
    for _ in range(GLANCE):
        if not stack:
            return found
        node, bound = stack.pop()
        kind = node.__class__
        if kind is Var:
            index = node.index - bound  # type: ignore[union-attr]
            if 0 <= index < lambdas and index != found:
                if found != lambdas:
                    return None
                found = index
        elif kind is Lam:
            if node.open > bound:
                stack.append((node.body, bound + 1))  # type: ignore[union-attr]
        elif kind is App and node.open > bound:
            stack += (node.arg, bound), (node.fn, bound)  # type: ignore[union-attr]
    return None


def path_to(index: int, slots: int) -> Path:
    """The path to a variable that is not in the nearest environment."""
    path = []
    while index >= slots:
        path.append(slots)
        index -= slots
        slots = ROOM
    return (*path, index)


class Linker:
    """Code for the terms of one run, in which each name and each closed abstraction has one cell."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self._definitions = definitions
        self._names: dict[str, Cell] = {}
        self._closed: dict[int, tuple[Term, Cell]] = {}  # with the term, so that its id stays its own
        self._bound: list[list[Cell]] = []  # by the first steps of terms
        self._open = True

    @property
    def top(self) -> Scope:
        """The scope under no λ."""
        return self, 0, 0, [], -1, 0, 0

    def code(self, term: Term) -> Code:
        """The code of a term that stands under no λ."""
        return [TERM, term, self.top]

    def begin(self, term: Term, most: int | None) -> tuple[Code, Args, int]:
        """The head of a term under no λ, its arguments, and the steps to get there, *most* at most.

        The steps are the contractions that come first in any case. They bind what the variables stand
        for, once and for all, as a definition would.
        """
        cells = self.bindings(term)
        if self._open:
            self._bound.append(cells)
        scope = self.top
        args: Args = None
        while True:
            if term.__class__ is App:
                args = cell_of(term.arg, scope), args
                term = term.fn
            elif term.__class__ is Lam and args is not None and len(cells) != most:  # β
                cell, args = args
                cells.append(cell)
                scope = self, 0, 0, cells, len(cells) - 1, 0, 0
                term = term.body
            else:
                return [TERM, term, scope], args, len(cells)

    def bindings(self, _: Term) -> list[Cell]:
        """The list for the cells that the first steps of a term bind."""
        return []

    def close(self) -> None:
        """Remember nothing from now on, so that there are no circles. What was made can still be read."""
        self._open = False
        things: list[Any] = [*self._names.values(), *self._closed.values()]
        self._names.clear()
        self._closed.clear()
        self._bound.clear()
        if IN_BROWSER:
            dismantle(things)

    def forget(self) -> None:
        """Close, when nothing that was made will be read again: what names and `let`s stand for goes, too."""
        things: list[Any] = []
        for cell in [*self._names.values(), *self._bound]:
            things += cell
            cell.clear()
        self.close()
        if IN_BROWSER:
            dismantle(things)

    def meaning(self, name: str) -> Term | None:
        """The definition of *name*; None if it is a numeral."""
        return self._definitions.get(name)

    def named(self, name: str) -> Cell:
        """The cell that all occurrences of a name share."""
        cell = self._names.get(name)
        if cell is None:
            known = name in self._definitions or is_numeral(name)
            cell = [[DEFINED, name, None] if known else [NAMED, Free(name), None], EMPTY, None]
            if self._open:
                self._names[name] = cell
        return cell

    def closed(self, term: Lam | App) -> Cell:
        """The cell that all copies of a closed abstraction share, or of a large closed application."""
        known = self._closed.get(id(term))
        if known is None:
            code = self.value(term, self.top) if isinstance(term, Lam) else self.code(term)
            known = term, [code, EMPTY, None]
            if self._open:
                self._closed[id(term)] = known
        return known[1]

    def value(self, abstraction: Lam, scope: Scope) -> Code:
        """The code of an abstraction whose variables are its own, or bound by `let`s."""
        return _lambda(abstraction, scope)


def resolve(code: Code) -> None:
    """Turn [TERM, term, scope] into what it stands for. Linear in the arguments, or constant."""
    _, node, scope = code
    args = []
    while node.__class__ is App:
        args.append(node.arg)
        node = node.fn
    made = leaf(node, scope)
    _, _, slots, _, _, near, left_out = scope
    for arg in reversed(args):
        slot = slots
        if arg.__class__ is Var:
            slot = arg.index if arg.index < near else arg.index - left_out
        if slot < slots:
            made = [CALL_SLOT, made[1], slot] if made[0] == VARIABLE else [GIVE_SLOT, made, slot]
        else:
            given = _application(arg, scope) if arg.__class__ is App else leaf(arg, scope)
            if given[0] == CONSTANT:
                made = [GIVE_CELL, made, given[1]]
            elif given[0] == FAR:
                made = [GIVE_FAR, made, given[1]]
            else:
                made = [CALL_CODE, made[1], given] if made[0] == VARIABLE else [GIVE_CODE, made, given]
    code[0], code[1], code[2] = made


def cell_of(term: Term, scope: Scope) -> Cell:
    """The cell of a term under no λ that is counted."""
    if term.__class__ is App:
        code = _application(term, scope)
        return code[1] if code[0] == CONSTANT else [code, EMPTY, None]
    return leaf(term, scope)[1]  # type: ignore[no-any-return]


def _application(term: App, scope: Scope) -> Code:
    """The code of an application. A large one may be a graph, whose shared parts are evaluated once."""
    if term.size > LARGE and not term.open:
        return [CONSTANT, scope[0].closed(term), None]
    return [TERM, term, scope]


def leaf(node: Term, scope: Scope) -> Code:
    """The code of anything but an application."""
    kind = node.__class__
    if kind is Var:
        index: int = node.index  # type: ignore[union-attr]
        _, lambdas, slots, cells, base, near, left_out = scope
        if index >= lambdas:
            return [CONSTANT, cells[base - index], None]
        if index >= near:
            index -= left_out
        return [VARIABLE, index, None] if index < slots else [FAR, path_to(index, slots), None]
    if kind is Free:
        return [CONSTANT, scope[0].named(node.name), None]  # type: ignore[union-attr]
    if not node.open:
        return [CONSTANT, scope[0].closed(node), None]  # type: ignore[arg-type]
    linker, lambdas, slots, cells, base, near, left_out = scope
    only = used(lambdas, node) if lambdas else 0
    if only == lambdas:
        outside = linker, 0, 0, cells, base, 0, 0
        return [CONSTANT, [linker.value(node, outside), EMPTY, None], None]  # type: ignore[arg-type]
    if only is not None and node.body.__class__ is Lam:  # type: ignore[union-attr]
        slot = only if only < near else only - left_out
        if slot < slots:
            code = _lambda(node, (linker, lambdas, 1, cells, base, 0, only))
            if code[0] == LAMBDAS:
                return [KEEPER, code[1], (*code[2], slot)]
    return _lambda(node, scope)


def _lambda(abstraction: Term, scope: Scope) -> Code:
    """The code of an abstraction, and of those that follow it at once."""
    opened: list[tuple[str, bool]] = []
    body = abstraction
    while body.__class__ is Lam:
        opened.append((body.hint, scope[2] == ROOM))
        body = body.body
        scope = under(scope)
    code = leaf(body, scope) if body.__class__ is Var else [TERM, body, scope]
    return abstracted(code, opened)


def abstracted(code: Code, opened: list[tuple[str, bool]]) -> Code:
    """Code under λs: the hint of each, and whether the environment is full there."""
    left = code  # by an abstraction after one argument
    for hint, full in reversed(opened):
        kind = code[0]
        if LAMBDA <= kind <= LAMBDAS:
            code, left = [LAMBDAS, left, (hint, code)], code
        elif kind == VARIABLE:
            slot = code[1]
            code, left = [SELECTOR, [VARIABLE, slot - 1, None] if slot else None, hint], code
        else:
            code, left = [LAMBDA, code, hint], code
        if full:
            code = left = [LINK, code, None]
    return code
