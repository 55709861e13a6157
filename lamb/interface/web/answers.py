"""A term and what it can be read as: as text, in HTML, and for LaTeX."""

from __future__ import annotations

from collections.abc import Iterable

from lamb.calculus.term import Term
from lamb.encodings.readings import Reading, readings
from lamb.interface.exports.latex import in_mathematics
from lamb.interface.render import shown_readings
from lamb.interface.web.escaping import escaped, shown
from lamb.interface.web.output import output
from lamb.interface.web.terms import LARGEST, abridged, term_html

WIDTH = 72
"""Nodes of a normal form that is shown as well as what it can be read as."""

LARGEST_READ = 50_000  # nodes of a term that nobody has asked to read


def term_bundle(term: Term) -> dict[str, str]:
    """A term, and what it can be read as. At once, however large it is."""
    found = readings(term) if term.size <= LARGEST_READ and not term.open else ()
    return read_bundle(term, found)


def answer_bundle(term: Term, found: tuple[Reading, ...]) -> dict[str, str]:
    """A normal form, and what it can be read as; that alone, where the term is large."""
    if not found or term.size <= WIDTH:
        return read_bundle(term, found)
    text = ", ".join(found)
    return {"text/plain": shown(text), "text/html": output(f'<code class="lamb-term">{escaped(text)}</code>')}


def read_bundle(term: Term, found: Iterable[Reading]) -> dict[str, str]:
    """A term, and beside it, what it can be read as."""
    text = abridged(term).text
    comment = shown_readings(text, found)
    nodes = f" ({term.size:,} nodes)" if term.size > LARGEST else ""
    plain = f"{text}{nodes}    -- {comment}" if comment else text + nodes
    beside = f'<span class="lamb-comment">{escaped(comment)}</span>' if comment else ""
    return {
        "text/plain": shown(plain),
        "text/html": output(term_html(term) + beside),
        "text/latex": f"${in_mathematics(text)}$",
    }
