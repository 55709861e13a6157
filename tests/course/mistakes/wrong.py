"""Wrong steps, made on purpose: trees with names, and the rules of those who get them wrong.

Everything here is written once more and independently of what it tests: with names instead of
indices, on small trees, by Python's own recursion. Only what is *right* comes from the calculus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from lamb import Term
from lamb.calculus.reduction import BETA_DELTA, Path, Rule, contract, redexes
from lamb.calculus.substitution import replace_names
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.verdicts import Mistake
from lamb.notation import parse_term
from lamb.notation.names import CONSTRUCTORS, remove_names, restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from tests.effort import EXAMPLES

BOUND = ("x", "y", "z", "f")
FREE = ("a", "b", "c", "y")
DEFINITIONS = {
    name: parse_term(text)
    for name, text in {
        "id": "λx. x",
        "true": "λt e. t",
        "false": "λt e. e",
        "twice": "λf x. f (f x)",
        "omega": "λx. x x",
        "pair": "λl r p. p l r",
    }.items()
}


class Wrong(NamedTuple):
    """A wrong step: what it starts from, what it is called, and what was written."""

    left: Expr
    operator: str
    right: Expr


Maker = Callable[[Random], Wrong | None]
"""Makes a wrong step, if it can from what it drew."""


# ── Trees ─────────────────────────────────────────────────────────────────────────────


def tree(rng: Random, size: int, names: tuple[str, ...] = BOUND, redexes: float = 0.35) -> Expr:
    """A random tree with about *size* leaves and applications, rich in redexes."""
    if size <= 1:
        return Name(rng.choice((*names, *FREE)))
    part = rng.randint(1, size - 1)
    choice = rng.random()
    if choice < redexes:
        fn = Abstraction(rng.choice(names), tree(rng, part, names, redexes))
        return Application(fn, tree(rng, max(1, (size - part) // 2), names, redexes))
    if choice < redexes + 0.25:
        return Abstraction(rng.choice(names), tree(rng, size - 1, names, redexes))
    return Application(tree(rng, part, names, redexes), tree(rng, size - part, names, redexes))


def places(expr: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """All parts of a tree, and the paths to them."""
    yield path, expr
    match expr:
        case Abstraction(_, body):
            yield from places(body, (*path, "body"))
        case Application(fn, arg):
            yield from places(fn, (*path, "fn"))
            yield from places(arg, (*path, "arg"))


def put(expr: Expr, path: Path, new: Expr) -> Expr:
    """*expr* with *new* at the end of a path."""
    if not path:
        return new
    match expr, path[0]:
        case Abstraction(hint, body), _:
            return Abstraction(hint, put(body, path[1:], new))
        case Application(fn, arg), "fn":
            return Application(put(fn, path[1:], new), arg)
        case Application(fn, arg), _:
            return Application(fn, put(arg, path[1:], new))
    raise AssertionError


def free(expr: Expr) -> set[str]:
    match expr:
        case Name(name):
            return {name}
        case Abstraction(hint, body):
            return free(body) - {hint}
        case Application(fn, arg):
            return free(fn) | free(arg)
    raise AssertionError


def all_names(expr: Expr) -> set[str]:
    found = set()
    for _, part in places(expr):
        match part:
            case Name(name) | Abstraction(name, _):
                found.add(name)
    return found


def occurrences(expr: Expr, name: str, *, own: bool = True, path: Path = ()) -> list[Path]:
    """Where *name* is written free in a tree; or, not *own*, under a λ of that name."""
    match expr:
        case Name(other):
            return [path] if own and other == name else []
        case Abstraction(hint, body):
            if hint != name:
                return occurrences(body, name, own=own, path=(*path, "body"))
            inner = occurrences(body, name, path=(*path, "body"))
            return [] if own else inner + occurrences(body, name, own=False, path=(*path, "body"))
        case Application(fn, arg):
            return [
                *occurrences(fn, name, own=own, path=(*path, "fn")),
                *occurrences(arg, name, own=own, path=(*path, "arg")),
            ]
    raise AssertionError


def replaced(expr: Expr, where: list[Path], new: Expr) -> Expr:
    """Letter by letter: *new* at each of the paths."""
    for path in where:
        expr = put(expr, path, new)
    return expr


def fresh(expr: Expr, base: str = "w") -> str:
    while base in all_names(expr):
        base += "'"
    return base


# ── What is right ─────────────────────────────────────────────────────────────────────


def term(expr: Expr) -> Term:
    return remove_names(expr)


def beta_steps(expr: Expr) -> list[tuple[Path, Term]]:
    start = term(expr)
    return [
        (path, contract(start, path, rule))
        for rule, path in redexes(start, rules=BETA_DELTA)
        if rule is Rule.BETA
    ]


def eta_steps(expr: Expr) -> list[tuple[Path, Term]]:
    start = term(expr)
    return [(path, contract(start, path, rule)) for rule, path in redexes(start, rules=frozenset({Rule.ETA}))]


def right_beta(expr: Expr, path: Path) -> Expr:
    return restore_names(contract(term(expr), path, Rule.BETA))


class Redex(NamedTuple):
    """A redex of a tree: (λhint. body) arg at a path."""

    whole: Expr
    path: Path
    hint: str
    body: Expr
    arg: Expr

    def becomes(self, new: Expr, operator: str = "=b>") -> Wrong:
        return Wrong(self.whole, operator, put(self.whole, self.path, new))


def a_redex(rng: Random, whole: Expr) -> Redex | None:
    found = [
        Redex(whole, path, part.fn.hint, part.fn.body, part.arg)
        for path, part in places(whole)
        if isinstance(part, Application) and isinstance(part.fn, Abstraction)
    ]
    return rng.choice(found) if found else None


def drawn(rng: Random) -> Redex | None:
    return a_redex(rng, tree(rng, rng.randint(3, 14)))


def at(expr: Expr, path: Path) -> Expr:
    for field in path:
        expr = getattr(expr, field)
    return expr


def contracted(redex: Redex) -> Expr:
    """What a redex has to become, as it stands in its place, with names made fresh where they must be."""
    return safely(redex.body, redex.hint, redex.arg)


def safely(body: Expr, name: str, arg: Expr) -> Expr:
    """*body* with *arg* for *name*, by the textbook (Church 1936; Barendregt 1984, 2.1.12)."""
    match body:
        case Name(other):
            return arg if other == name else body
        case Application(fn, last):
            return Application(safely(fn, name, arg), safely(last, name, arg))
        case Abstraction(hint, inner):
            if hint == name:
                return body
            if hint in free(arg) and name in free(inner):
                new = fresh(Application(Application(inner, arg), Name(name)), hint)
                inner = safely(inner, hint, Name(new))
                hint = new
            return Abstraction(hint, safely(inner, name, arg))
    raise AssertionError


# ── The wrong rules ───────────────────────────────────────────────────────────────────


def capture(rng: Random) -> Wrong | None:
    """Letter by letter, though a λ has the name of something in the argument."""
    redex = drawn(rng)
    if redex is None:
        return None
    new = replaced(redex.body, occurrences(redex.body, redex.hint), redex.arg)
    return redex.becomes(new) if term(new) != term(contracted(redex)) else None


def capture_by_renaming(rng: Random) -> Wrong | None:
    """A λ renamed to a name that is free under it."""
    whole = tree(rng, rng.randint(3, 12), redexes=0.1)
    found = [(path, part) for path, part in places(whole) if isinstance(part, Abstraction)]
    if not found:
        return None
    path, part = rng.choice(found)
    names = sorted(free(part.body) - {part.hint})
    own = occurrences(part.body, part.hint)
    if not names or not own:
        return None
    new = rng.choice(names)
    return Wrong(whole, "=a>", put(whole, path, Abstraction(new, replaced(part.body, own, Name(new)))))


def half_renamed(rng: Random) -> Wrong | None:
    """A λ renamed without some of its variables, or all of them without their λ."""
    whole = tree(rng, rng.randint(3, 12), redexes=0.1)
    found = [(path, part) for path, part in places(whole) if isinstance(part, Abstraction)]
    if not found:
        return None
    path, part = rng.choice(found)
    own = occurrences(part.body, part.hint)
    if not own:
        return None
    new = fresh(whole)
    if rng.random() < 0.3:
        return Wrong(
            whole, "=a>", put(whole, path, Abstraction(part.hint, replaced(part.body, own, Name(new))))
        )
    some = rng.sample(own, rng.randint(0, len(own) - 1))
    return Wrong(whole, "=a>", put(whole, path, Abstraction(new, replaced(part.body, some, Name(new)))))


def shadowed(rng: Random) -> Wrong | None:
    """The substitution goes on under a λ of the same name."""
    redex = drawn(rng)
    if redex is None:
        return None
    inner = occurrences(redex.body, redex.hint, own=False)
    if not inner:
        return None
    return redex.becomes(replaced(redex.body, occurrences(redex.body, redex.hint) + inner, redex.arg))


def shadowed_by_renaming(rng: Random) -> Wrong | None:
    """The renaming goes on under a λ of the same name."""
    whole = tree(rng, rng.randint(3, 12), redexes=0.1)
    found = [(path, part) for path, part in places(whole) if isinstance(part, Abstraction)]
    if not found:
        return None
    path, part = rng.choice(found)
    inner = occurrences(part.body, part.hint, own=False)
    if not inner:
        return None
    new = fresh(whole)
    names = occurrences(part.body, part.hint) + inner
    return Wrong(whole, "=a>", put(whole, path, Abstraction(new, replaced(part.body, names, Name(new)))))


def some_occurrences(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None:
        return None
    own = occurrences(redex.body, redex.hint)
    if len(own) < 2:
        return None
    some = rng.sample(own, rng.randint(1, len(own) - 1))
    new = replaced(redex.body, some, redex.arg)
    left = [path for path in own if path not in some]
    # where nothing is captured by the way, which would be a second mistake
    marked = safely(replaced(redex.body, left, Name("left")), redex.hint, redex.arg)
    clean = safely(marked, "left", Name(redex.hint))
    return redex.becomes(new) if term(clean) == term(new) else None


def not_substituted(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None or redex.hint not in free(redex.body):
        return None
    return redex.becomes(redex.body)


def lambda_kept(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None or redex.hint not in free(redex.body) or redex.hint in free(redex.arg):
        return None
    return redex.becomes(Abstraction(redex.hint, contracted(redex)))


def argument_dropped(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    return redex.becomes(Abstraction(redex.hint, redex.body)) if redex else None


def argument_kept(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    return redex.becomes(Application(contracted(redex), redex.arg)) if redex else None


def lambda_dropped(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None or not isinstance(redex.body, Abstraction) or redex.body.hint in free(redex.arg):
        return None
    new = contracted(redex)
    return redex.becomes(new.body) if isinstance(new, Abstraction) else None


def with_two_arguments(rng: Random) -> tuple[Redex, Expr] | None:
    """A redex, and the argument that follows it: its path is that of both."""
    redex = drawn(rng)
    if redex is None:
        return None
    second = tree(rng, rng.randint(1, 4))
    inner = Application(Abstraction(redex.hint, redex.body), redex.arg)
    whole = put(redex.whole, redex.path, Application(inner, second))
    return redex._replace(whole=whole), second


def argument_order(rng: Random) -> Wrong | None:
    """The second argument first."""
    drew = with_two_arguments(rng)
    if drew is None:
        return None
    redex, second = drew
    if isinstance(redex.body, Abstraction) and rng.random() < 0.5:
        swapped = safely(redex.body, redex.hint, second)
        if isinstance(swapped, Abstraction):
            return redex.becomes(safely(swapped.body, swapped.hint, redex.arg))
    return redex.becomes(Application(safely(redex.body, redex.hint, second), redex.arg))


def wrong_variable(rng: Random) -> Wrong | None:
    """For the second λ instead of the first."""
    redex = drawn(rng)
    if redex is None or not isinstance(redex.body, Abstraction):
        return None
    inner = redex.body
    if inner.hint == redex.hint or inner.hint not in free(inner.body) or redex.hint in free(redex.arg):
        return None
    return redex.becomes(Abstraction(redex.hint, safely(inner.body, inner.hint, redex.arg)))


def swapped(rng: Random) -> Wrong | None:
    """The function is put into the argument."""
    redex = drawn(rng)
    if redex is None or not isinstance(redex.arg, Abstraction):
        return None
    fn = Abstraction(redex.hint, redex.body)
    return redex.becomes(safely(redex.arg.body, redex.arg.hint, fn))


def associativity(rng: Random) -> Wrong | None:
    """(λx. t) a b as (λx. t) (a b)."""
    drew = with_two_arguments(rng)
    if drew is None:
        return None
    redex, second = drew
    return redex.becomes(safely(redex.body, redex.hint, Application(redex.arg, second)))


def argument_split(rng: Random) -> Wrong | None:
    """(λx. t) (a b) as (λx. t) a b."""
    redex = drawn(rng)
    if redex is None or not isinstance(redex.arg, Application):
        return None
    return redex.becomes(Application(safely(redex.body, redex.hint, redex.arg.fn), redex.arg.arg))


def lambda_scope(rng: Random) -> Wrong | None:
    """λx. t a as (λx. t) a."""
    whole = tree(rng, rng.randint(3, 12))
    found = [
        (path, part)
        for path, part in places(whole)
        if isinstance(part, Abstraction) and isinstance(part.body, Application) and path[-1:] != ("fn",)
    ]
    if not found:
        return None
    path, part = rng.choice(found)
    assert isinstance(part.body, Application)
    return Wrong(whole, "=b>", put(whole, path, safely(part.body.fn, part.hint, part.body.arg)))


def wrong_argument(rng: Random) -> Wrong | None:
    """Something else altogether is put in."""
    redex = drawn(rng)
    if redex is None or redex.hint not in free(redex.body):
        return None
    parts = [part for _, part in places(redex.whole) if isinstance(part, Name | Application)]
    other = rng.choice(parts)
    scope = {part.hint for _, part in places(redex.whole) if isinstance(part, Abstraction)}
    if (
        term(other) == term(redex.arg)
        or free(other) & scope
        or (other.__class__ is Name and other.name == redex.hint)
    ):
        return None
    return redex.becomes(safely(redex.body, redex.hint, other))


def brackets(rng: Random) -> Wrong | None:
    """The right term, with a pair of brackets lost or added."""
    redex = drawn(rng)
    if redex is None:
        return None
    right = put(redex.whole, redex.path, contracted(redex))
    found: list[tuple[Path, Expr]] = []
    for path, part in places(right):
        match part:
            case Application(fn, Application(one, two)):
                found.append((path, Application(Application(fn, one), two)))
        match part:
            case Application(Application(one, two), three):
                found.append((path, Application(one, Application(two, three))))
            case Application(Abstraction(hint, body), arg):
                found.append((path, Abstraction(hint, Application(body, arg))))
    if not found:
        return None
    path, new = rng.choice(found)
    return Wrong(redex.whole, "=b>", put(right, path, new))


def another_redex(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(4, 14), redexes=0.5)
    operator = rng.choice(("=n>", "=p>"))
    steps = beta_steps(whole)
    if len(steps) < 2:
        return None
    return Wrong(whole, operator, restore_names(rng.choice(steps)[1]))


def several_steps(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(4, 14), redexes=0.5)
    now = whole
    for _ in range(2):
        steps = beta_steps(now)
        if not steps:
            return None
        now = restore_names(rng.choice(steps)[1])
    return Wrong(whole, rng.choice(("=b>", "=n>", "=p>")), now)


def several_eta_steps(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(2, 6), redexes=0.1)
    for name in ("u", "v"):
        path, part = rng.choice(list(places(whole)))
        whole = put(whole, path, Abstraction(name, Application(part, Name(name))))
    now = whole
    for _ in range(2):
        steps = eta_steps(now)
        if not steps:
            return None
        now = restore_names(rng.choice(steps)[1])
    return Wrong(whole, "=e>", now)


def unfolded(rng: Random) -> Wrong | None:
    """A name is unfolded and contracted in one =b>."""
    whole = tree(rng, rng.randint(3, 10), redexes=0.1)
    path, part = rng.choice(list(places(whole)))
    name = rng.choice(list(DEFINITIONS))
    left = put(whole, path, Application(Name(name), part))
    exposed = put(whole, path, Application(restore_names(DEFINITIONS[name]), part))
    return Wrong(left, "=b>", right_beta(exposed, path))


def folded(rng: Random) -> Wrong | None:
    """A right β-step, and a name unfolded after it."""
    redex = drawn(rng)
    if redex is None:
        return None
    name = rng.choice(list(DEFINITIONS))
    left = put(redex.whole, (*redex.path, "arg"), Name(name))
    right = right_beta(left, redex.path)
    where = occurrences(right, name)
    if not where:
        return None
    some = rng.sample(where, rng.randint(1, len(where)))
    return Wrong(left, "=b>", replaced(right, some, restore_names(DEFINITIONS[name])))


def eta_called_beta(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(2, 10))
    path, part = rng.choice(list(places(whole)))
    left = put(whole, path, Abstraction("u", Application(part, Name("u"))))
    return Wrong(left, rng.choice(("=b>", "=n>", "=p>", "=a>", "=d>")), put(whole, path, part))


def beta_called_otherwise(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None:
        return None
    return Wrong(redex.whole, rng.choice(("=a>", "=d>", "=e>")), right_beta(redex.whole, redex.path))


def alpha_called_beta(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(3, 10))
    found = [(path, part) for path, part in places(whole) if isinstance(part, Abstraction)]
    if not found:
        return None
    path, part = rng.choice(found)
    new = fresh(whole)
    own = occurrences(part.body, part.hint)
    right = put(whole, path, Abstraction(new, replaced(part.body, own, Name(new))))
    return Wrong(whole, rng.choice(("=b>", "=n>", "=p>", "=e>")), right)


def delta_called_beta(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(2, 10), redexes=0.1)
    path, _ = rng.choice(list(places(whole)))
    name = rng.choice(list(DEFINITIONS))
    right = put(whole, path, restore_names(DEFINITIONS[name]))
    return Wrong(put(whole, path, Name(name)), rng.choice(("=a>", "=b>", "=n>", "=p>", "=e>")), right)


def not_normal(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None:
        return None
    right = right_beta(redex.whole, redex.path)
    return Wrong(redex.whole, rng.choice(("=~>", "=b:s>")), right) if beta_steps(right) else None


def unchanged(rng: Random) -> Wrong | None:
    whole = tree(rng, rng.randint(2, 12))
    return Wrong(whole, rng.choice(("=b>", "=n>", "=p>", "=e>")), whole)


def misspelt(rng: Random) -> Wrong | None:
    """A free name of the right term, written otherwise."""
    redex = drawn(rng)
    if redex is None:
        return None
    right = put(redex.whole, redex.path, contracted(redex))
    names = sorted(free(right))
    if not names:
        return None
    name = rng.choice(names)
    where = occurrences(right, name)
    some = rng.sample(where, rng.randint(1, len(where)))
    return Wrong(redex.whole, "=b>", replaced(right, some, Name(name + "e")))


def renamed_free(rng: Random) -> Wrong | None:
    """A free variable, renamed by an =a>."""
    whole = tree(rng, rng.randint(2, 10), redexes=0.1)
    names = sorted(free(whole))
    if not names:
        return None
    name = rng.choice(names)
    return Wrong(whole, "=a>", replaced(whole, occurrences(whole, name), Name(fresh(whole))))


def backwards(rng: Random) -> Wrong | None:
    redex = drawn(rng)
    if redex is None:
        return None
    return Wrong(right_beta(redex.whole, redex.path), rng.choice(("=b>", "=n>", "=*>")), redex.whole)


def eta_variable(rng: Random) -> Wrong | None:
    """λx. f x where x occurs in f, or something else than x stands last."""
    whole = tree(rng, rng.randint(2, 8), redexes=0.1)
    path, part = rng.choice(list(places(whole)))
    hint = rng.choice(BOUND)
    if hint in free(part):
        left = Abstraction(hint, Application(part, Name(hint)))
    else:
        left = Abstraction(hint, Application(part, Name(rng.choice(FREE))))
        if left.body.arg.name == hint:  # type: ignore[union-attr]
            return None
    return Wrong(put(whole, path, left), "=e>", whole)


def wrong_meaning(rng: Random) -> Wrong | None:
    """A name unfolded to what another one means."""
    whole = tree(rng, rng.randint(2, 10), redexes=0.1)
    path, _ = rng.choice(list(places(whole)))
    name, other = rng.sample(list(DEFINITIONS), 2)
    return Wrong(put(whole, path, Name(name)), "=d>", put(whole, path, restore_names(DEFINITIONS[other])))


def only_unwrapped(rng: Random) -> Wrong | None:
    """The λ is taken off, and its argument stays behind the body."""
    redex = drawn(rng)
    if redex is None or redex.hint not in free(redex.body):
        return None
    return redex.becomes(Application(redex.body, redex.arg))


def doubled(rng: Random) -> Wrong | None:
    """x x, taken for x."""
    redex = drawn(rng)
    if redex is None:
        return None
    twice = Application(Name(redex.hint), Name(redex.hint))
    where = occurrences(redex.body, redex.hint)
    if not where:
        return None
    fn = Abstraction(redex.hint, replaced(redex.body, where, twice))
    left = put(redex.whole, redex.path, Application(fn, redex.arg))
    return Wrong(left, "=b>", put(redex.whole, redex.path, contracted(redex)))


def binder_replaced(rng: Random) -> Wrong | None:
    """The argument, put in the place of the λ's own variable too."""
    redex = drawn(rng)
    if redex is None or redex.hint not in free(redex.body):
        return None
    name = rng.choice(FREE)
    if name in all_names(redex.whole):
        return None
    left = put(redex.whole, redex.path, Application(Abstraction(redex.hint, redex.body), Name(name)))
    new = Abstraction(name, safely(redex.body, redex.hint, Name(name)))
    return Wrong(left, "=b>", put(redex.whole, redex.path, new))


def wrong_choice(rng: Random) -> Wrong | None:
    """The second argument picked for the first, or the other way round."""
    redex = drawn(rng)
    if redex is None:
        return None
    first, second = rng.sample(BOUND, 2)
    right, wrong = rng.sample((first, second), 2)
    fn = Abstraction(first, Abstraction(second, Name(right)))
    new = safely(Abstraction(second, Name(wrong)), first, redex.arg)
    left = put(redex.whole, redex.path, Application(fn, redex.arg))
    return Wrong(left, "=b>", put(redex.whole, redex.path, new))


def exchanged(rng: Random) -> Wrong | None:
    """Function and argument of a redex, or of what it contracts to, in each other's place."""
    redex = drawn(rng)
    if redex is None:
        return None
    new = contracted(redex)
    if rng.random() < 0.5:
        return redex.becomes(Application(redex.arg, Abstraction(redex.hint, redex.body)))
    if not isinstance(new, Application) or not isinstance(redex.body, Application):
        return None
    return redex.becomes(Application(new.arg, new.fn))


def context_lost(rng: Random) -> Wrong | None:
    """The second of two arguments is gone."""
    drew = with_two_arguments(rng)
    if drew is None or drew[0].hint not in free(drew[0].body):
        return None
    return drew[0].becomes(contracted(drew[0]))


def distributed(rng: Random) -> Wrong | None:
    """The second argument, given to both parts of what the first one leads to."""
    drew = with_two_arguments(rng)
    if drew is None or not isinstance(drew[0].body, Application):
        return None
    new = contracted(drew[0])
    assert isinstance(new, Application)
    return drew[0].becomes(Application(Application(new.fn, drew[1]), Application(new.arg, drew[1])))


RULES: dict[str, tuple[Maker, ...]] = {
    "capture": (capture, capture_by_renaming),
    "half-renamed": (half_renamed,),
    "shadowed": (shadowed, shadowed_by_renaming),
    "some-occurrences": (some_occurrences,),
    "not-substituted": (not_substituted, only_unwrapped),
    "doubled": (doubled,),
    "binder-replaced": (binder_replaced,),
    "wrong-choice": (wrong_choice,),
    "exchanged": (exchanged,),
    "context-lost": (context_lost,),
    "distributed": (distributed,),
    "lambda-kept": (lambda_kept,),
    "argument-dropped": (argument_dropped,),
    "argument-kept": (argument_kept,),
    "lambda-dropped": (lambda_dropped,),
    "argument-order": (argument_order,),
    "wrong-variable": (wrong_variable,),
    "swapped": (swapped,),
    "associativity": (associativity,),
    "argument-split": (argument_split,),
    "lambda-scope": (lambda_scope,),
    "wrong-argument": (wrong_argument,),
    "brackets": (brackets,),
    "another-redex": (another_redex,),
    "several-steps": (several_steps, several_eta_steps),
    "unfolded": (unfolded, folded),
    "wrong-operator": (eta_called_beta, beta_called_otherwise, alpha_called_beta, delta_called_beta),
    "not-normal": (not_normal,),
    "unchanged": (unchanged,),
    "name": (misspelt, renamed_free),
    "backwards": (backwards,),
    "eta-variable": (eta_variable,),
    "wrong-meaning": (wrong_meaning,),
}
"""For each kind of mistake, what makes it."""


# ── Which steps are right ─────────────────────────────────────────────────────────────


def is_right(wrong: Wrong) -> bool:
    """Whether a step holds all the same: two mistakes can make a right."""
    left, operator, right = wrong
    start, end = term(left), term(right)
    if operator == "=a>":
        return start == end
    if operator == "=b>":
        return end in results(beta_steps(left))
    left, end = restore_names(replace_names(start, DEFINITIONS)), replace_names(end, DEFINITIONS)
    match operator:
        case "=d>":
            return term(left) == end
        case "=e>":
            return end in results(eta_steps(left))
        case "=n>":
            return end in results(beta_steps(left)[:1])
        case "=p>":
            return end in results(innermost(beta_steps(left))[:1])
    return False


def results(steps: list[tuple[Path, Term]]) -> list[Term]:
    return [new for _, new in steps]


def innermost(steps: list[tuple[Path, Term]]) -> list[tuple[Path, Term]]:
    """Those without another redex inside, from left to right."""
    return [
        (path, new)
        for path, new in steps
        if not any(other != path and other[: len(path)] == path for other, _ in steps)
    ]


# ── Which mistakes are two at once ────────────────────────────────────────────────────


def right_all_the_same(wrong: Wrong) -> set[str]:
    """What is true of a step that was made by a wrong rule and happens to be right, but is called wrong."""
    left, operator, right = wrong
    if write(left) == write(right):
        return {"unchanged"}
    found = set()
    others = {"=a>", "=d>", "=b>", "=e>"} - {operator}
    if any(is_right(Wrong(left, other, right)) for other in others):
        found.add("wrong-operator")
    if is_right(Wrong(right, operator, left)):
        found.add("backwards")
    if term(right) in {new for step in single_steps(left) for new in single_steps(restore_names(step))}:
        found.add("several-steps")
    if operator in {"=n>", "=p>"} and is_right(Wrong(left, "=b>", right)):
        found = {"another-redex"}
    return found


def single_steps(expr: Expr) -> list[Term]:
    return results(beta_steps(expr)) + results(eta_steps(expr))


def words(expr: Expr) -> list[str]:
    """A tree as it is written, without its brackets."""
    match expr:
        case Name(name):
            return [name]
        case Abstraction(hint, body):
            return [f"λ{hint}", *words(body)]
        case Application(fn, arg):
            return words(fn) + words(arg)
    raise AssertionError


def every_redex(whole: Expr) -> list[Redex]:
    return [
        Redex(whole, path, part.fn.hint, part.fn.body, part.arg)
        for path, part in places(whole)
        if isinstance(part, Application) and isinstance(part.fn, Abstraction)
    ]


def is_tie(kind: str, wrong: Wrong) -> bool:
    """Whether a mistake of another *kind*, that is looked for earlier, comes to the same term."""
    for redex in every_redex(wrong.left):
        match kind:
            case "brackets":
                right = put(redex.whole, redex.path, contracted(redex))
                if words(right) == words(wrong.right):
                    return True
            case "argument-dropped":
                if term(redex.becomes(Abstraction(redex.hint, redex.body)).right) == term(wrong.right):
                    return True
            case "not-substituted":
                if term(redex.becomes(redex.body).right) == term(wrong.right):
                    return True
    return False


CASES = max(20, EXAMPLES)
"""Mistakes of each kind."""


@cache
def diagnosed(kind: str) -> list[tuple[Wrong, Mistake]]:
    """Steps with a mistake of a kind, and what is said of each: all laws are about the same ones."""
    return [(wrong, diagnose(*wrong, DEFINITIONS, CONSTRUCTORS)) for wrong in wrong_steps(kind, CASES)]


def wrong_steps(kind: str, count: int) -> Iterator[Wrong]:
    """So many steps with a mistake of a kind, the same ones each time, and no right ones."""
    rng = Random(f"{kind} 2026")
    made = 0
    while made < count:
        wrong = rng.choice(RULES[kind])(rng)
        if wrong is None or is_right(wrong):
            continue
        if kind == "not-normal" or not right_all_the_same(wrong) - {kind}:
            made += 1
            yield wrong
