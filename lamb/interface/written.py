"""Values of Python's in a session: as terms, and as text that is a term.

5, True        λf x. f (f (f (f (f x)))), λx y. x
(a, b), [a]    a pair, a list
"λx. x"        the term that it is the text of
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamb.calculus.quantities import counted
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.encodings.values import boolean, list_of, pair
from lamb.errors import EncodingError, LambError
from lamb.notation.names import NAME, RESERVED, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import pretty
from lamb.notation.syntax import Definition
from lamb.source import Source

if TYPE_CHECKING:
    from lamb.definitions import Definitions
    from lamb.session import Session

MOST_BITS = 10_000  # of a number that is written in digits
LARGEST = 1_000_000  # nodes of a term that is written as text
HINT = "natural numbers, True, False, pairs and lists of them, terms, and texts of terms do"


@unbounded
def encoded(value: object, session: Session) -> Recursion[Term]:
    """The term that stands for a value. Numbers stay numerals. Raises EncodingError and ParseError."""
    from lamb.interface.values import Value

    match value:
        case Value(term=term):
            return term
        case Var() | Free() | Lam() | App() if not value.open:
            return value
        case str():
            expr = parse_expression(Source(value, "text"))
            return without_answers(remove_names(expr, session.definitions.constructors), session.definitions)
        case bool():
            return boolean(value)
        case int():
            return Free(_digits(value))
        case (fst, snd) if isinstance(value, tuple):
            first = yield fst, session
            return pair(first, (yield snd, session))
        case list():
            items = []
            for item in value:
                items.append((yield item, session))
            return list_of(items)
    raise EncodingError(f"a {type(value).__name__} stands for no term", hint=HINT)


def _digits(number: int) -> str:
    if number < 0:
        raise EncodingError("a negative number stands for no term", hint=HINT)
    if number.bit_length() > MOST_BITS:
        raise EncodingError("this number has too many digits")
    return str(number)


def without_answers(term: Term, definitions: Definitions) -> Term:
    """A term with `it` and the like written out, which go on to mean something else."""
    answers = {name: it for name, it in definitions.answers.items() if name not in definitions.entries}
    return replace_names(term, answers) if answers else term


# ── definitions ──


def define(session: Session, name: str, value: object) -> None:
    """Give a name a meaning in a session. Raises LambError."""
    if not NAME.fullmatch(name) or name in RESERVED:
        raise LambError(f"“{name}” cannot be the name of a definition", hint="names are like fact, is-zero")
    text = value if isinstance(value, str) else _text(value, name, session)
    source = Source(f"{name} = {text}", f'lamb["{name}"]')
    statements = parse(source).statements
    if len(statements) != 1 or not isinstance(statements[0], Definition):
        raise LambError("this is no term by itself", hint="%%lamb runs whole programs")
    for result in session.run(source):
        if isinstance(result, LambError):
            raise result


@unbounded
def _text(value: object, name: str, session: Session) -> Recursion[str]:
    """A value as text. What it says of *name* is written out, which will mean this from now on."""
    match value:
        case bool():
            return pretty(boolean(value))
        case int():
            return _digits(value)
        case (fst, snd) if isinstance(value, tuple):
            first = yield fst, name, session
            return f"({first}, {(yield snd, name, session)})"
        case list():
            items = []
            for item in value:
                items.append((yield item, name, session))
            return f"[{', '.join(items)}]"
    term = _small(encoded(value, session))
    if name in session.definitions:
        term = _small(replace_names(term, {name: session.definitions[name]}))
    return pretty(term)


def _small(term: Term) -> Term:
    """A term that is not too large to be written. Raises EncodingError for others."""
    if term.size > LARGEST:
        raise EncodingError(f"this term is too large to be a definition: it has {counted(term.size, 'node')}")
    return term
