"""Code: terms made ready for the machine (`machine.py`), which `linker.py` does.

A piece of code is a list of three, [kind, …, …]. A term becomes code piece by piece, where a machine
first comes to it:

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

Values, which wait for arguments; all but the first four will not do anything with them:

    [LAMBDA, body, hint]           takes an argument, then runs *body*
    [SELECTOR, body, hint]         the same, and the body is [VARIABLE, slot, code]: its argument, where
                                   *code* is None, or what *code* is without the argument
    [LAMBDAS, body, (hint, next)]  takes two, then runs *body*; or one, which leaves *next*
    [PROMISE, law, (env, cell)]    arithmetic to be done; or else the cell is run (`arithmetic/`)
    [BOUND, level, None]           the variable of the *level*-th λ from the outside
    [NAMED, name, None]            a name without a definition, as a term
    [NORMAL, depth, None]          a normal form, as it reads under *depth* λs: it stands for *env*
    [STUCK, code, args]            one of these, with arguments

An environment is a tuple of cells, the newest first, so a variable's slot is its de Bruijn index.
Once there are `ROOM` cells, the last entry leads to the environment further out, and a path says
which entries to take: what stands under a million λs costs no more than its depth.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

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
    PROMISE,
    BOUND,  # from here on stuck
    NAMED,
    NORMAL,
    STUCK,
) = range(22)

Code: TypeAlias = list[Any]
Environment: TypeAlias = tuple[Any, ...]
Cell: TypeAlias = list[Any]
"""[code, environment, note]: `machine.py` says what for."""
Args: TypeAlias = "tuple[Cell, Args] | None"
"""What something is applied to, the first one first."""
Path: TypeAlias = tuple[int, ...]

ROOM: Final = 24  # cells in one environment
EMPTY: Final[Environment] = ()
HALT: Final[Code] = [LAW, None, None]
"""No code: the budget has run out."""
FIRST: Final[Code] = [VARIABLE, 0, None]
SECOND: Final[Code] = [VARIABLE, 1, None]


def anonymous_times(number: int) -> Code:
    """The code of f (f … x) in an environment of x and f, of which nobody knows that it is that."""
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
    """How many times f, if `times` has made the code."""
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


# ── What the machine does with what is linked ─────────────────────────────────────────


def follow(path: Path, env: Environment) -> Cell:
    """The cell that a path leads to."""
    found: Any = env
    for entry in path:
        found = found[entry]
    return found  # type: ignore[no-any-return]


def flattened(code: Code, args: Args) -> tuple[Code, Args]:
    """The head of what is stuck, and all its arguments."""
    given = [args]
    while code[0] == STUCK:
        given.append(code[2])
        code = code[1]
    args = None
    for some in given:
        args = joined(some, args)
    return code, args


def joined(nearer: Args, further: Args) -> Args:
    """Both, one after the other."""
    cells = []
    while nearer is not None:
        cell, nearer = nearer
        cells.append(cell)
    for cell in reversed(cells):
        further = cell, further
    return further


def length(linked: Any) -> int:
    """How many there are in a linked list."""
    count = 0
    while linked is not None:
        count += 1
        linked = linked[-1]
    return count
