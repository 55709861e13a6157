"""Text with tags: stretches of a text, lines, tables, and terms; and the style of all that a browser shows.

    λx. x y     <span class="a"><span class="l">λ</span><span class="b d0">x</span>. …</span>

In a term, an abstraction is an `a`, its binder a `b`, a variable a `v`. A binder inside N others has the
class `dN`, its variables `vN`: so a style sheet finds what belongs together without a script (`:has`), since
inside an `a` at level N there is one `dN`, and no `vN` but its own. The text between the tags is what is
printed: a reader who points at a binder sees its variables light up, and the reverse.

The page decides which colours: JupyterLab and exported notebooks say so on their body, Visual Studio Code
by a class, and elsewhere the reader's system does. An element of the class `lamb` gets the colours as
properties (`var(--lamb-ink)`), and `lamb-light` and `lamb-dark` have them on every page. The colours
(`light.css`, `dark.css`) and the rules stand in files beside the modules that need them. Notebooks have
styles of their own for tables and code, and some of those win against a rule for one class: so ours name a
class three times.
"""

from __future__ import annotations

import pathlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from string import Template
from typing import Literal, NamedTuple, TypeAlias

from lamb.calculus.reduction import Path
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import Free, Term
from lamb.display import Table, Theme
from lamb.errors import safe
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.printer import beginning
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf
from lamb.quantities import counted
from lamb.show.lines import Line, plain
from lamb.show.reductions import head

MOST_NESTED = 200
"""Tags in each other; those further inside are not written. Browsers nest no more than 512."""


class Tagged(NamedTuple):
    """A stretch of text with a tag around it; of two around the same text, the lower *rank* is outside."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str]
    rank: int = 0


def tagged(text: str, spans: Iterable[Tagged]) -> str:
    """A text as HTML, with tags around some stretches of it, which are in each other or apart.

    >>> tagged("a < b", [Tagged(0, 5, "p", {}), Tagged(4, 5, "b", {"class": "x"})])
    '<p>a &lt; <b class="x">b</b></p>'
    """
    written: list[str] = []
    opened: list[Tagged] = []
    last = 0

    def write(until: int, tag: str = "") -> None:
        nonlocal last
        written.append(f"{escaped(text[last:until])}{tag}")
        last = max(last, until)

    def close(until: int) -> None:
        while opened and opened[-1].end <= until:
            span = opened.pop()
            write(span.end, f"</{span.tag}>")

    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.rank)):
        close(span.start)
        if len(opened) < MOST_NESTED:
            attributes = "".join(f' {name}="{escaped(value)}"' for name, value in span.attributes.items())
            write(span.start, f"<{span.tag}{attributes}>")
            opened.append(span)
    close(len(text))
    write(len(text))
    return "".join(written)


# ── Lines ─────────────────────────────────────────────────────────────────────────────

STYLE_TAGS: dict[str, str] = {
    "place": "b",
    "error": "b",
    "note": "i",
    "hint": "i",
    "redex": "mark",
    "contractum": "b",
    "new redex": "mark",
}
"""Tags that show where no style sheet is obeyed."""


def lines_html(lines: Iterable[Line]) -> str:
    """Lines as a block of HTML, in which they stay lines.

    >>> from lamb.show.lines import Piece
    >>> lines_html([(Piece("a < b"), Piece("    -- 1", "comment"))])
    '<pre class="lamb-lines">a &lt; b<span class="comment">    -- 1</span></pre>'
    """
    written = "\n".join(map(line_html, lines))
    return f'<pre class="lamb-lines">{written}</pre>'


def line_html(line: Line) -> str:
    written = ""
    for text, style in line:
        tag = STYLE_TAGS.get(style, "span")
        written += escaped(text) if style == "plain" else f'<{tag} class="{style}">{escaped(text)}</{tag}>'
    return written


# ── What a notebook gets ──────────────────────────────────────────────────────────────

Bundle: TypeAlias = dict[str, str]
"""A thing as a notebook takes it, by MIME type."""

Role: TypeAlias = Literal["group", "alert"]

_LATEX_IS_TEXT = "tex2jax_ignore mathjax_ignore"  # or MathJax takes $x$ for mathematics


class Rendering(NamedTuple):
    """A thing as text, in HTML, and for LaTeX, if it is mathematics."""

    text: str = ""
    html: str = ""
    latex: str = ""

    def bundle(self, role: Role = "group") -> Bundle:
        """The rendering in a frame, as a notebook takes it."""
        latex = {"text/latex": self.latex} if self.latex else {}
        return {"text/plain": shown(self.text), "text/html": output(self.html, role), **latex}

    def table(self) -> Table:
        """The same, as a table that has a frame of its own."""
        return Table(shown(self.text), output(self.html), self.latex)


def stacked(renderings: Iterable[Rendering]) -> Rendering:
    text, html, latex = zip(*renderings, strict=True)
    return Rendering("\n".join(text), "".join(html), latex[0] if len(latex) == 1 else "")


def of_lines(lines: Iterable[Line]) -> Rendering:
    lines = list(lines)
    return Rendering(plain(lines), lines_html(lines))


def output(html: str, role: Role = "group") -> str:
    """Some HTML in a frame that has its style sheet, with the rules that it needs."""
    return f'<div class="lamb {_LATEX_IS_TEXT}" role="{role}"><style>{style_of(html)}</style>{html}</div>'


# ── Tables ────────────────────────────────────────────────────────────────────────────


class TableCell(NamedTuple):
    """Some HTML in a table, its kind, and the number of columns that it takes."""

    html: str = ""
    kind: str = ""
    columns: int = 1


def table_html(
    rows: Iterable[Sequence[TableCell]],
    headings: Sequence[TableCell] = (),
    caption: str = "",
    foot: Sequence[TableCell] = (),
) -> str:
    """The HTML of a table, with HTML in all of its cells and in its caption."""
    return (
        '<table class="lamb-table">'
        + (f"<caption>{caption}</caption>" if caption else "")
        + (f"<thead>{_row(headings, 'th')}</thead>" if headings else "")
        + f"<tbody>{''.join(map(_row, rows))}</tbody>"
        + (f"<tfoot>{_row(foot)}</tfoot>" if foot else "")
        + "</table>"
    )


def _row(cells: Sequence[TableCell], tag: str = "td") -> str:
    scope = ' scope="col"' if tag == "th" else ""
    written = ""
    for html, kind, columns in cells:
        cls = f' class="{kind}"' if kind else ""
        span = f' colspan="{columns}"' if columns > 1 else ""
        written += f"<{tag}{scope}{cls}{span}>{html}</{tag}>"
    return f'<tr class="lamb-row">{written}</tr>'


# ── Terms ─────────────────────────────────────────────────────────────────────────────

OUTSIDE, MARKED, INSIDE = 0, 1, 2  # of tags around the same text

LARGEST = 5_000  # nodes of a term that is written as a whole
ELIDED = 400  # characters of a larger one


def mark(start: int, end: int, cls: str, attributes: Mapping[str, str] = {}) -> Tagged:
    """The tag of a subterm or a binder, with a class: outside of all scopes, since these look for each other,
    but inside of a binder.
    """
    tag = STYLE_TAGS.get(cls.partition(" ")[0], "u")
    return Tagged(start, end, tag, {"class": cls, **attributes}, MARKED)


def marked(text: str, tree: Expr, marks: Iterable[Tagged] = ()) -> str:
    """The HTML of a text, in which *tree* was placed (`notation/printer.py`), with some marks.

    >>> from lamb.notation import syntax
    >>> marked("f x", syntax.Application(syntax.Name("f", 0, 1), syntax.Name("x", 2, 3)), [mark(0, 1, "new")])
    '<u class="new">f</u> x'
    """
    return tagged(text, [*_scopes(text, tree), *marks])


def _span(start: int, end: int, classes: str, rank: int = INSIDE) -> Tagged:
    return Tagged(start, end, "span", {"class": classes}, rank)


def _scopes(text: str, tree: Expr) -> Iterator[Tagged]:
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


def _binding(text: str, node: Abstraction | Local, level: int) -> Iterator[Tagged]:
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


def code_html(text: str) -> str:
    """A text in the dress of a term."""
    return f'<code class="lamb-term">{escaped(text)}</code>'


def term_html(term: Term, *, width: int | None = None, marks: Sequence[tuple[Path, str]] = ()) -> str:
    """The HTML of a term, with classes for the parts at some paths; of the first, most is shown.

    A term that has no room in *width* characters, or is very large, is elided; this is said behind it.
    Variables that point out of it are called `↑0`, `↑1` …, by how far they do.

    >>> term_html(Free("x"))
    '<code class="lamb-term">x</code>'
    """
    found = abridged(term, width=width, focus=marks[0][0] if marks else None)
    spans = [mark(node.start, node.end, cls) for path, cls in marks if (node := found.at(path))]
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


LEVELS = 40
"""Abstractions in each other whose variables light up."""

HUES = 8
"""The number of colours that tell things apart: `--lamb-hue-0` to `--lamb-hue-7`."""


def class_of(theme: Theme) -> str:
    """The class that has the colours of a theme."""
    return "lamb" if theme == "auto" else f"lamb-{theme}"


def colours() -> str:
    """The style sheet that gives the three classes their colours."""
    light, dark = _sheet("light.css"), _sheet("dark.css")
    return (
        f".lamb,.lamb-light{{{light}}}.lamb-dark{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{.lamb{{{dark}}}}}"
        f'[data-jp-theme-light="true"] .lamb,.vscode-light .lamb{{{light}}}'
        f'[data-jp-theme-light="false"] .lamb,.vscode-dark .lamb{{{dark}}}'
    )


def colours_of(theme: str) -> dict[str, str]:
    """The colours of the light or the dark theme, by the names of their properties."""
    return dict(re.findall(r"(--[\w-]+):([^;]+)", _sheet(f"{theme}.css")))


# ── Style sheets ──────────────────────────────────────────────────────────────────────

FONT = 'var(--jp-code-font-family,ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace)'
SIZE = "var(--jp-code-font-size,13px)"


def style_sheet(beside: str, name: str, **values: object) -> str:
    """The rules of the file *name* in the folder of a module, with *values* in the place of `$names`.

    They are without blanks that mean nothing, since each output of a notebook has them in it.
    """
    rules = (pathlib.Path(beside).parent / name).read_text(encoding="utf-8")
    short = re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", rules).replace(";}", "}")
    return Template(short).substitute(values)


@cache
def _sheet(name: str) -> str:
    return style_sheet(__file__, name, font=FONT, size=SIZE)


def style_of(html: str) -> str:
    """The style sheet of some HTML: the colours, and the rules for what occurs in it."""
    levels = max((int(level) + 1 for level in re.findall(r' class="b d(\d+)"', html)), default=0)
    parts = [colours(), _sheet("frame.css"), terms_style(levels) if "lamb-term" in html else ""]
    sheets = {"lamb-lines": "lines.css", "lamb-table": "tables.css"}
    parts += [_sheet(sheet) for kind, sheet in sheets.items() if kind in html]
    return "".join(parts)


def page_style() -> str:
    """The style sheet of a page that has everything on it."""
    return "".join([colours(), *map(_sheet, ("frame.css", "lines.css", "tables.css")), terms_style(LEVELS)])


def terms_style(levels: int) -> str:
    """The style sheet of terms in which so many *levels* of binders light up with their variables.

    A binder has the variables of its abstraction light up, and is lit with them; so does each of these.
    """
    return _sheet("terms.css") + "".join(
        f".lamb-term .a:has(>.d{at}:hover) .v{at},.lamb-term .a:has(>.d{at}:hover)>.d{at},"
        f".lamb-term .a:has(>.d{at}):has(.v{at}:hover) .v{at},.lamb-term .a:has(.v{at}:hover)>.d{at}"
        "{background:var(--lamb-lit)}"
        for at in range(levels)
    )


# ── Escaping ──────────────────────────────────────────────────────────────────────────

_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: str) -> str:
    r"""*text* with dangerous characters spelled out: control characters, marks that turn the direction
    of writing, halves of characters.

    >>> print(shown("a\x00b\u202ec"))
    a\x00b\u202ec
    """
    return _NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", safe(text))


def escaped(text: str) -> str:
    """HTML that shows *text*, in an attribute as well.

    >>> print(escaped("<b>'λ' & \\x07"))
    &lt;b&gt;&#x27;λ&#x27; &amp; \\x07
    """
    return escape(shown(text))
