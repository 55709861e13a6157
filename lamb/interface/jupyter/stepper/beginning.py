"""What a stepper begins with: whatever somebody has in hand, as a walk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.walk import Walk
from lamb.definitions import Definitions
from lamb.interface.jupyter.door import here
from lamb.interface.values import Value
from lamb.interface.web.stepping.stepping import refuse_too_large
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import parse_expression
from lamb.prelude import prelude
from lamb.source import Source

Start: TypeAlias = "str | Term | Value | Walk"


def walk_from(
    start: Start, definitions: Mapping[str, Term] | None, strategy: Strategy | None, *, eta: bool
) -> Walk:
    """A walk that begins with a text, a term or a value; or a walk itself, however far it is.

    Without *definitions*, names mean what they do for the value, in the notebook, or in the prelude; and
    the *strategy* is that of the notebook, or normal order. Raises ParseError, and LambError for a term
    that is too large.
    """
    if isinstance(start, Walk):
        return start
    session = start.session if isinstance(start, Value) else here()
    if definitions is None:
        definitions = session.definitions if session else Definitions(prelude())
    if strategy is None:
        strategy = session.strategy if session else Strategy.NORMAL
    constructors = definitions.constructors if isinstance(definitions, Definitions) else CONSTRUCTORS
    if isinstance(start, Value):
        start = start.term
    elif isinstance(start, str):
        start = remove_names(parse_expression(Source(start, "<stepper>")), constructors)
    refuse_too_large(start)
    return Walk(start, definitions, constructors, strategy=strategy, eta=eta)
