"""Terms in HTML. Whoever points at a binder sees its variables light up, and the reverse.

    λx. x y     <span class="a"><span class="l">λ</span><span class="b d0">x</span>. …</span>

An abstraction is an `a`, its binder a `b`, a variable a `v`. A binder inside N others has the class
`dN`, its variables `vN`: all that a style sheet needs, without a script, to find what belongs together
(`:has`), since inside an `a` at level N there is one `dN`, and nobody else's `vN`. The text between
the tags is what is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lamb.calculus.reduction import Path
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import Free, Term
from lamb.html import style
from lamb.html.lines import Span, tagged
from lamb.html.style import LEVELS
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.printer import beginning
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Expr,
    ListOf,
    Local,
    Name,
    PairOf,
)
from lamb.quantities import counted
from lamb.show.reductions import head

STYLE = style.TERMS + style.lighting(LEVELS)
"""The style sheet of terms, all levels of which light up; the colours are those of `themes.py`."""

OUTSIDE, MARKED, INSIDE = 0, 1, 2  # of tags around the same text

LARGEST = 5_000  # nodes of a term that is written as a whole
ELIDED = 400  # characters of a larger one


class Mark(NamedTuple):
    """A stretch of a term's text, which is a subterm or a binder, and what it is: a class, and
    other *attributes* for its tag.
    """

    start: int
    end: int
    cls: str
    attributes: Mapping[str, str] = {}


TAGS = {"redex": "mark", "contractum": "b"}
"""What is marked also shows where no style sheet is obeyed; what else is marked is underlined."""


def marked(text: str, tree: Expr, marks: Sequence[Mark] = ()) -> str:
    """The HTML of a text, in which *tree* was placed (`notation/printer.py`), and stretches are marked.

    >>> from lamb.notation import syntax
    >>> marked("f x", syntax.Application(syntax.Name("f", 0, 1), syntax.Name("x", 2, 3)), [Mark(0, 1, "new")])
    '<u class="new">f</u> x'
    """
    return tagged(text, [*_scopes(text, tree), *map(_tag, marks)])


def _tag(mark: Mark) -> Span:
    """A mark outside of all scopes, since these look for each other, but inside of a binder."""
    kind = mark.cls.partition(" ")[0]
    attributes = {"class": mark.cls, **mark.attributes}
    return Span(mark.start, mark.end, TAGS.get(kind, "u"), attributes, MARKED)


def _span(start: int, end: int, classes: str, rank: int = INSIDE) -> Span:
    return Span(start, end, "span", {"class": classes}, rank)


def _scopes(text: str, tree: Expr) -> Iterator[Span]:
    """The abstractions of a tree, their binders and their variables.

    The level of a binder is the number of abstractions around its own, of which a `let` is one.
    """
    bound: defaultdict[str, list[int]] = defaultdict(list)  # the levels of the binders around, by name
    level = 0
    todo: list[Expr | tuple[str, int] | str] = [tree]  # a pair begins a scope, a hint ends it
    while todo:
        match todo.pop():
            case (str(hint), int(at)):
                bound[hint].append(at)
            case str() as hint:
                bound[hint].pop()
                level -= 1
            case Name(name) as node:
                if bound[name] and name != "_":
                    yield _span(node.start, node.end, f"v{_at(bound[name][-1], ' v')}")
            case Abstraction(hint, body) as node:
                yield from _binding(text, node, level)
                todo += hint, body, (hint, level)
                level += 1
            case Local(hint, value, body) as node:
                yield from _binding(text, node, level)
                todo += hint, body, (hint, level), value
                level += 1
            case Application(fn, arg):
                todo += arg, fn
            case PairOf(fst, snd):
                todo += snd, fst
            case ListOf(items):
                todo += items


def _binding(text: str, node: Abstraction | Local, level: int) -> Iterator[Span]:
    """An abstraction, its λ, if that is not another's as well, and its binder."""
    if level < LEVELS:
        yield _span(node.start, node.end, "a")
    start = node.start
    while text[start] in "(λ\\":
        start += 1
    if isinstance(node, Local):
        start = text.index(" ", start) + 1
    elif start > node.start and text[start - 1] != "(":
        yield _span(start - 1, start, "l")
    yield _span(start, start + len(node.hint), f"b{_at(level, ' d')}", OUTSIDE)


def _at(level: int, letter: str) -> str:
    return f"{letter}{level}" if level < LEVELS else ""


# ── Terms ─────────────────────────────────────────────────────────────────────────────


def term_html(term: Term, *, width: int | None = None, marks: Sequence[tuple[Path, str]] = ()) -> str:
    """The HTML of a term, with classes for the parts at some paths; of the first, most is shown.

    A term that has no room in *width* characters, or is very large, is elided; this is said behind it.
    Variables that point out of it are called by how far they do.

    >>> term_html(Free("x"))
    '<code class="lamb-term">x</code>'
    """
    found = abridged(term, width=width, focus=marks[0][0] if marks else None)
    spans = [Mark(node.start, node.end, cls) for path, cls in marks if (node := found.at(path))]
    html = marked(found.text, found.tree, spans)
    nodes = counted(term.size, "node")
    more = f' <small class="lamb-soft">({nodes})</small>' if term.size > LARGEST else ""
    return f'<code class="lamb-term">{html}</code>{more}'


def abridged(term: Term, *, width: int | None = None, focus: Path | None = None) -> Excerpt:
    """As much of a term as is shown, around the part at *focus*, or else from its beginning on."""
    room = ELIDED if width is None and term.size > LARGEST else width
    return excerpt(closed(term), Room(room), head(term, room) if focus is None else focus)


def closed(term: Term) -> Term:
    """*term*, or, if variables point out of it, as much as can be shown, with `↑0`, `↑1` … for them.

    >>> from lamb.calculus.term import App, Lam, Var
    >>> closed(Lam("x", App(Var(0), Var(2))))
    Lam('x', App(Var(0), Free('↑1')))
    """
    if not term.open:
        return term
    return replace_variables(beginning(term, LARGEST), lambda index, depth: Free(f"↑{index - depth}"))
