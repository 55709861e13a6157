"""Substitution: terms in the place of variables, and of names.

    (λ. t) u  ─▶  t[0 := u]

With de Bruijn's indices it takes two operations, of which neither ever renames anything: `substitute`
puts a term in the place of a variable, and `shift` makes a term read the same under more λs (de Bruijn
1972, *Lambda calculus notation with nameless dummies*). What has been shared stays shared, and what is made
of large terms is made once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from lamb.calculus.budget import TICK, tick
from lamb.calculus.term import App, Free, Lam, Term, Unique, Var, parts, rebuilt

SMALL = 1_000
"""Nodes of terms that are too few for sharing to matter."""


def shift(term: Term, by: int) -> Term:
    """*term* with *by* added to every variable that points out of it: as it reads under *by* more λs."""
    if not by or not term.open:
        return term
    return replace_variables(term, lambda index, _: Var(index + by))


def substitute(body: Term, arg: Term) -> Term:
    """*body* with *arg* for the variable of the λ that has just been taken off it.

    What points past that λ comes one nearer; *arg* is shifted on its way under other λs, so that
    nothing is ever captured.
    """
    if body.size + arg.size > SMALL:
        return Sharing().substitute(body, arg)
    return replace_variables(body, _replacement(arg, shift, Var))


def _replacement(
    arg: Term, shift: Callable[[Term, int], Term], var: Callable[[int], Term]
) -> Callable[[int, int], Term]:
    """What substitution puts in the place of a variable, by its index and the λs above it."""
    shifted: dict[int, Term] = {}  # the argument as it reads under so many λs: all copies share it

    def replacement(index: int, depth: int) -> Term:
        if index != depth:
            return var(index - 1)
        if depth not in shifted:
            shifted[depth] = shift(arg, depth)
        return shifted[depth]

    return replacement


class Sharing(Unique):
    """Shifts and substitutions that share what they make.

    A term that is used under more λs has to be shifted, and what it consists of may have been shifted for
    another one already. Here a node is shifted once for each number of λs that it comes under, and two that
    are made of the same parts are one. So a shared graph stays one: 32 of `λx. p x (λz. x)` in each other
    have 1,000 nodes, and not 2³².
    """

    def __init__(self) -> None:
        super().__init__()
        self._shifted: defaultdict[int, dict[tuple[int, int], Term]] = defaultdict(dict)  # by how much
        self._kept: list[Term] = []  # so that the ids of their parts stay their own

    def shift(self, term: Term, by: int) -> Term:
        """*term* with *by* added to every variable that points out of it. Linear in what is new."""
        if not by or not term.open:
            return term
        self._kept.append(term)
        return replace_variables(
            term, lambda index, _: self.var(index + by), self._shifted[by], self.lam, self.app
        )

    def substitute(self, body: Term, arg: Term) -> Term:
        """*body* with *arg* for the variable of the λ that has just been taken off it."""
        return replace_variables(body, _replacement(arg, self.shift, self.var), None, self.lam, self.app)


def replace_variables(
    term: Term,
    replacement: Callable[[int, int], Term],
    known: dict[tuple[int, int], Term] | None = None,
    lam: Callable[[str, Term], Term] = Lam,
    app: Callable[[Term, Term], Term] = App,
) -> Term:
    """*term* with `replacement(index, depth)` for each variable that points out of it.

    The depth is the number of λs between the variable and the top of *term*. Parts without such a
    variable are shared with *term*, and what it shares itself stays shared. Linear in the others.
    *known* keeps what became of its parts, and *lam* and *app* make the new ones.
    """
    done: list[Term] = []
    known = {} if known is None else known
    visited = 0
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        visited += 1
        if visited == TICK:
            visited = 0
            tick()
        if depth < 0:  # its parts are done
            if node.__class__ is App:
                arg = done.pop()
                new = app(done.pop(), arg)
            elif node.__class__ is Lam:
                new = lam(node.hint, done.pop())
            known[id(node), ~depth] = new
            done.append(new)
        elif node.open <= depth:
            done.append(node)
        elif node.__class__ is Var:
            done.append(replacement(node.index, depth))
        elif (id(node), depth) in known:
            done.append(known[id(node), depth])
        else:
            stack.append((node, ~depth))
            if node.__class__ is App:
                stack.append((node.arg, depth))
                stack.append((node.fn, depth))
            elif node.__class__ is Lam:
                stack.append((node.body, depth + 1))
    tick(visited)
    return done.pop()


def open_parts(term: Term) -> Iterator[tuple[Term, int]]:
    """The parts of *term* with a variable that points out of it, each with the number of λs around it, once.

    Linear in what is shared.
    """
    seen: set[tuple[int, int]] = set()
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        if node.open <= depth or (id(node), depth) in seen:
            continue
        seen.add((id(node), depth))
        if len(seen) % TICK == 0:
            tick()
        yield node, depth
        match node:
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg) if node.written:
                stack += (arg, depth), (fn, depth)


def pointers(term: Term) -> Iterator[int]:
    """The indices of the variables that point out of *term*, as they read at its top, once or oftener.

    Linear in what is shared.
    """
    for node, depth in open_parts(term):
        match node:
            case Var(index):
                yield index - depth
            case App() if not node.written:  # f (f … x)
                yield from range(node.open - depth)


# ── Names ─────────────────────────────────────────────────────────────────────────────


def free_names(term: Term) -> set[str]:
    """The names that occur free in *term*, numerals among them."""
    return {node.name for node in parts(term) if node.__class__ is Free}


def names_in(term: Term) -> set[str]:
    """The names that occur free in *term*, and those of its binders."""
    kinds = Free, Lam
    return {
        node.name if isinstance(node, Free) else node.hint for node in parts(term) if isinstance(node, kinds)
    }


def hints_of(term: Term) -> set[str]:
    """The names of the binders in *term*."""
    return {node.hint for node in parts(term) if node.__class__ is Lam}


def needed(names: Iterable[str], definitions: Mapping[str, Term]) -> set[str]:
    """Those of the names that have definitions, and all that these mention, and so on."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in definitions and name not in found:
            found.add(name)
            todo += free_names(definitions[name])
    return found


def replace_names(term: Term, meanings: Mapping[str, Term]) -> Term:
    """*term* with closed terms for some of its free names. Linear in its size."""
    if not meanings:
        return term
    return rebuilt(term, lambda node: meanings.get(node.name) if isinstance(node, Free) else None)
