"""The parts that pictures have in common: a portion of a term, its vertices, their letters, and the frame.

A picture is SVG: notebooks show it, browsers open it, editors change it. If resvg is installed, it is
drawn in pixels, too, as PNG.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from html import escape
from itertools import count
from typing import NamedTuple

from lamb.calculus.numerals import church
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import replace_names, replace_variables
from lamb.calculus.term import App, Free, Lam, Term, Var, preorder
from lamb.display import Picture, Theme
from lamb.errors import LambError, columns
from lamb.html.markup import HUES, class_of, closed, colours, colours_of, escaped, shown
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import named
from lamb.quantities import counted

# ── A portion of a term ───────────────────────────────────────────────────────────────
# The parts that are nearest to the root and smallest are shown first, as in a line that is too long
# (`notation/elision.py`), so that an immense term takes no longer than its picture. Each `…` is one subterm.

TWICE_AS_LARGE = 0.5  # how much later a part comes for that; a level farther down it is 1


class Portion(NamedTuple):
    """A *term*, in which some subterms may be `…`, and how many nodes are *cut* at each of these, by
    the identity of its node.
    """

    term: Term
    cut: Mapping[int, int]


def portion(term: Term, most: int) -> Portion:
    """All of *term*, if it has at most *most* nodes; else a third as many, which can be taken in.

    Variables that point out of it are called by how far they do: `↑0`, `↑1` … n log n in *most*.

    >>> from lamb.calculus.numerals import church
    >>> from lamb.notation.printer import pretty
    >>> found = portion(church(20), 30)
    >>> pretty(found.term), [*found.cut.values()]
    ('λf x. f (f (f …))', [35])
    """
    root = _Subterm(term)
    _grow(root, most if term.size <= most else max(1, most // 3))
    cut: dict[int, int] = {}
    shown = _shown(root, cut)
    if shown.open:
        shown = replace_variables(shown, lambda index, depth: Free(f"↑{index - depth}"))
    return Portion(shown, cut)


@dataclass(slots=True)
class _Subterm:
    """A subterm: shown, with others in it, or cut."""

    term: Term
    is_shown: bool = False
    inner: tuple[_Subterm, ...] = ()


def _grow(root: _Subterm, most: int) -> None:
    """Show parts from the root on, until there would be more than *most*, what is cut among them."""
    order = count()
    waiting = [(0.0, next(order), 0, root)]
    nodes = 1
    while waiting:
        _, _, depth, part = heappop(waiting)
        inner = _parts(part.term)
        if nodes + len(inner) <= most:
            nodes += len(inner)
            part.is_shown = True
            part.inner = tuple(map(_Subterm, inner))
            for below in part.inner:
                distance = depth + 1 + TWICE_AS_LARGE * below.term.size.bit_length()
                heappush(waiting, (distance, next(order), depth + 1, below))


def _parts(term: Term) -> tuple[Term, ...]:
    match term:
        case Lam(_, body):
            return (body,)
        case App(fn, arg):
            return (fn, arg)
    return ()


@unbounded
def _shown(part: _Subterm, cut: dict[int, int]) -> Recursion[Term]:
    """The term of a part, with `…` for what is not shown: one is enough for a function and its argument."""
    match part.term, part.inner:
        case Lam(hint, _), [body]:
            return Lam(hint, (yield body, cut))
        case App(), [fn, arg] if fn.is_shown or arg.is_shown:
            shown_fn: Term = yield fn, cut
            return App(shown_fn, (yield arg, cut))
    if part.is_shown and not part.inner:
        return part.term
    rest = Free("…")
    cut[id(rest)] = part.term.size
    return rest


# ── Unfolding ─────────────────────────────────────────────────────────────────────────

LARGEST_NUMERAL = 10
"""The largest numeral that is unfolded."""

MOST_TIMES = 100  # definitions may mean each other in a circle


def unfolded(term: Term, definitions: Mapping[str, Term], most: int) -> Term:
    """*term* with what names and numerals mean in their place, and what the names in that mean, and so on.

    A name is left where the result would have more than *most* nodes with it.

    >>> from lamb.notation import parse_term
    >>> from lamb.notation.printer import pretty
    >>> pretty(unfolded(parse_term("f (g 2 12)"), {"g": parse_term("λx. h x")}, 100))
    'f ((λx. h x) (λf x. f (f x)) 12)'
    """
    numerals = {str(number): church(number) for number in range(LARGEST_NUMERAL + 1)}
    for _ in range(MOST_TIMES):
        meanings: dict[str, Term] = {}
        size = term.size
        if size > most:
            break
        names = Counter(node.name for node, _ in preorder(term) if isinstance(node, Free))
        for name, times in names.items():
            meaning = definitions[name] if name in definitions else numerals.get(name)
            if meaning and not meaning.open and size + times * (meaning.size - 1) <= most:
                meanings[name] = meaning
                size += times * (meaning.size - 1)
        if not meanings:
            break
        term = replace_names(term, meanings)
    return term


# ── Vertices ──────────────────────────────────────────────────────────────────────────
# A term as rows of vertices, to be drawn: each before what is in it, with its name and its binder.
#
# number  node            name  depth  inner   binder
# 0       λx. f (x x)     x     0      1
# 1       f (x x)               1      2, 3
# 2       f               f     1
# 3       x x                   1      4, 5
# 4       x               x     1              0
# 5       x               x     1              0


@dataclass(slots=True)
class Vertex:
    """A node of a term that is drawn.

    The *name* is that of a variable, of the variable that an abstraction binds, or a free one; the
    *depth* is the number of λs around. *inner* are the numbers of its parts, *binder* is that of a
    variable's abstraction, *bound* are those of an abstraction's variables. A `…` stands for nodes
    that are *cut*.
    """

    node: Term
    name: str
    depth: int
    inner: tuple[int, ...] = ()
    binder: int | None = None
    bound: list[int] = field(default_factory=list)
    cut: int = 0

    @property
    def is_redex(self) -> bool:
        """It is an abstraction applied to something."""
        return isinstance(self.node, App) and isinstance(self.node.fn, Lam)


def vertices(portion: Portion) -> list[Vertex]:
    """The vertices of what is shown of a term, the root being the first."""
    found: list[Vertex] = []
    binders: list[int] = []  # around the vertex
    depths: list[int] = [0]  # of the next vertices, the nearest last
    for number, (node, name) in enumerate(named(portion.term)):
        depth = depths.pop()
        del binders[depth:]
        vertex = Vertex(node, name, depth)
        match node:
            case Lam():
                vertex.inner = (number + 1,)
                binders.append(number)
                depths.append(depth + 1)
            case App(fn, _):
                vertex.inner = (number + 1, number + 1 + fn.size)
                depths += depth, depth
            case Var(index):
                vertex.binder = binders[-1 - index]
                found[vertex.binder].bound.append(number)
            case Free():
                vertex.cut = portion.cut.get(id(node), 0)
        found.append(vertex)
    return found


# ── Letters ───────────────────────────────────────────────────────────────────────────

FONT = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'
ADVANCE = 0.602  # how wide a letter of it is, and each of them, in its height

LONGEST = 16  # columns of a name
LONGEST_TITLE = 100  # columns of a name that is pointed at
LONGEST_EXTRACT = 60  # columns of a term


def short(name: str, most: int = LONGEST) -> str:
    r"""A name, or its beginning and `…`, in so many columns; what cannot be seen is spelled out.

    >>> short("is-zero"), short("is-very-nearly-zero"), short("")
    ('is-zero', 'is-very-nearly-…', '␣')
    >>> print(short("\x1b[31m"))
    \x1b[31m
    """
    longest = 3 * most  # characters, of which some have no width
    text = shown(name[:longest]).strip() or "␣"
    if columns(text) <= most and len(name) <= longest:
        return text
    while columns(text) >= most:
        text = text[:-1]
    return f"{text}…"


def width(text: str, size: float) -> float:
    """The width of a text in letters of a size."""
    return columns(text) * ADVANCE * size


def caption(term: Term, kind: str, portion: Portion) -> str:
    """The words for a picture of some *kind*: the term, and the number of nodes that are not shown."""
    left_out = sum(portion.cut.values())
    without = f"; {counted(left_out, 'node')} of it are not shown" if left_out else ""
    return f"{excerpt(closed(term), Room(LONGEST_EXTRACT)).text} as {kind}{without}"


def title(vertex: Vertex, text: str) -> str:
    """The title of a name in the picture, if there is more to say than its *text*."""
    said = counted(vertex.cut, "node") if vertex.cut else short(vertex.name, LONGEST_TITLE)
    return f"<title>{escaped(said)}</title>" if vertex.cut or text != vertex.name else ""


def scope(binder: Vertex, shapes: str) -> str:
    """The group of a binder, with the shapes of the binder and of its variables, in one colour:

        <g class="s h2"><title>λx binds 2 variables</title> … </g>

    The colour says how many λs are around, so that the first eight binders in each other have different ones,
    and equal closed terms look alike.
    """
    name = short(binder.name, LONGEST_TITLE)
    said = escaped(f"λ{name} binds {counted(len(binder.bound), 'variable')}")
    return f'<g class="s h{binder.depth % HUES}"><title>{said}</title>{shapes}</g>'


def coloured(inside: str) -> str:
    """The style sheet that gives scopes inside of a class their colour."""
    hues = "".join(f".{inside} .h{hue}{{color:var(--lamb-hue-{hue})}}" for hue in range(HUES))
    return f".{inside} .s{{cursor:help}}{hues}"


# ── The frame ─────────────────────────────────────────────────────────────────────────

GROUND = "svg:root{background:var(--lamb-paper)}"


def picture(  # noqa: PLR0913  (a frame has four sides)
    shapes: str, width: float, height: float, alt: str, *, style: str = "", theme: Theme = "auto"
) -> Picture:
    """A picture of some shapes, *width* × *height* pixels large, with its own colours and *style*.

    *shapes* and *style* are SVG and CSS already; *alt* is any text. In a file of its own, it has the
    background that goes with its colours.
    """
    said, wide, high = escaped(alt), px(width), px(height)
    shapes = styled(shapes, style, "dark" if theme == "dark" else "light")
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{class_of(theme)}" role="img" aria-label="{said}" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f"<title>{said}</title>\n<style>{colours()}{GROUND}{style}</style>{shapes}</svg>",
        alt,
    )


def px(value: float) -> str:
    """A coordinate, as short as it may be.

    >>> px(2.0), px(2.125), px(1e6)
    ('2', '2.1', '1000000')
    """
    return f"{value:.1f}".removesuffix(".0")


# ── Without style sheets ──────────────────────────────────────────────────────────────
# Some viewers drop every style sheet. So the rules are on the elements as well, as attributes, which a style
# sheet is stronger than; and where all tags are dropped, there is a blank between the texts.

_RULE = re.compile(r"([^{}]+){([^{}]*)}")
_TAG = re.compile(r"<(?P<end>/?)(?P<tag>\w+)(?P<attributes>[^>]*?)(?P<empty>/?)>")
_CLASS = re.compile(r' class="([^"]*)"')
_COLOUR = re.compile(r"var\((--[\w-]+)\)")
NEVER_STILL = frozenset({"cursor"})  # properties of the pointer

Selector = tuple[frozenset[str], ...]
"""The tags and `.classes` that an element has, after those of elements around it."""


def styled(shapes: str, style: str, theme: str) -> str:
    """The shapes with the rules of a style sheet as attributes, in the colours of a theme.

    >>> styled('<g class="a"><path d="M0 0"/></g>', ".a path{stroke:var(--lamb-paper)}", "light")
    '<g class="a"><path d="M0 0" stroke="#ffffff"/></g>'
    """
    rules = list(_rules(style, colours_of(theme)))
    around: list[frozenset[str]] = []
    given: list[dict[str, str]] = [{}]  # what an element inherits
    known: dict[Selector, dict[str, str]] = {}

    def with_attributes(found: re.Match[str]) -> str:
        tag, attributes = found["tag"], found["attributes"]
        if found["end"]:
            around.pop()
            given.pop()
            return f"{found[0]} " if tag in ("text", "title") else found[0]
        classes = _CLASS.search(attributes)
        around.append(frozenset({tag, *(f".{name}" for name in classes[1].split())} if classes else {tag}))
        place = tuple(around)
        if place not in known:
            known[place] = {
                name: value for parts, look in rules if _fits(parts, place) for name, value in look
            }
        own, inherited = known[place], given[-1]
        more = "".join(
            f' {name}="{escape(value)}"'
            for name, value in own.items()
            if inherited.get(name) != value and f" {name}=" not in attributes
        )
        if found["empty"]:
            around.pop()
        else:
            given.append(inherited | own)
        return f"<{tag}{attributes}{more}{found['empty']}>"

    return _TAG.sub(with_attributes, shapes)


def _rules(style: str, colours: Mapping[str, str]) -> Iterator[tuple[Selector, list[tuple[str, str]]]]:
    """The selectors of a style sheet and what they give, the stronger later."""
    found = []
    for selectors, declarations in _RULE.findall(_COLOUR.sub(lambda name: colours[name[1]], style)):
        pairs = [tuple(one.split(":", 1)) for one in declarations.split(";") if one]
        look = [(name.strip(), value.strip()) for name, value in pairs if name not in NEVER_STILL]
        for selector in selectors.split(","):
            if ":" not in selector:  # that of a pointer
                parts = tuple(frozenset(re.findall(r"\.?[\w-]+", part)) for part in selector.split())
                found.append((parts, look))
    yield from sorted(found, key=lambda rule: sum(name[0] == "." for part in rule[0] for name in part))


def _fits(selector: Selector, place: Selector) -> bool:
    """True if the selector means the last element of *place*, which is inside of the others."""
    *outer, last = selector
    around = iter(place[-2::-1])
    return last <= place[-1] and all(any(part <= one for one in around) for part in reversed(outer))


# ── In pixels ─────────────────────────────────────────────────────────────────────────

ZOOM = 2  # pixels for each of the picture's
USUAL_FONT = "DejaVu Sans Mono"  # where there is none of those that the picture names
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\}")


def png(picture: Picture) -> bytes:
    """A picture in its light colours. Raises LambError if resvg is not installed."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise LambError("PNG needs resvg", hint="pip install 'lamb-calculus[png]', or write SVG") from None
    colours = colours_of("light")
    svg = _COLOUR.sub(lambda used: colours.get(used[1], used[0]), _MEDIA.sub("", picture.svg))
    paper = colours["--lamb-paper"]
    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background=paper, monospace_family=USUAL_FONT))
