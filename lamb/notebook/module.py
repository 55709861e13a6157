"""The definitions of a notebook as items of the module: `lamb["fact"](5)`, `lamb["n"] = 5`, `"n" in lamb`.

A module may be given a class of its own (https://docs.python.org/3/reference/datamodel.html,
“Customizing module attribute access”): `lamb` has this one. Its session is that of the extension, and where
none is loaded, as in marimo or in a script, one of its own, made when it is first used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamb.definitions import Definitions
    from lamb.errors import DefinitionError
    from lamb.python import Value
    from lamb.session import Session

_opened: list[Callable[[], Session]] = []
"""Makes the session of the notebook, while the extension is loaded."""


_own: list[Session] = []
"""The session of the module where no extension is loaded, once it is used."""


def current_session() -> Session | None:
    """The session of this notebook; None where no extension is loaded, and nothing has been asked for."""
    return _opened[-1]() if _opened else next(iter(_own), None)


def _session() -> Session:
    """The session of this notebook, made now if there is none."""
    if (session := current_session()) is None:
        from lamb.repl.repl import USUAL
        from lamb.session import Session

        session = Session(budget=USUAL)
        _own.append(session)
    return session


class SessionModule(ModuleType):
    """The λ-calculus; its items are the definitions of this notebook.

    lamb["fact"](5)          a definition, called; int(), bool() and list() read what comes of it
    lamb["n"] = 5            define a name: a number, bool, list, pair, term, value, or a term's text
    del lamb["n"]            forget it
    "n" in lamb, list(lamb)  whether there is such a name; those that you have defined

    `%lamb?` says what cells and lines of λ-calculus can do.
    """

    def __getitem__(self, name: str) -> Value:
        """The value of a name. Raises DefinitionError."""
        from lamb.calculus.term import Free
        from lamb.python import Value

        session = _session()
        definitions = session.definitions
        if name not in definitions:
            raise _unknown(name, definitions)
        is_answer = name in definitions.answers and name not in definitions.entries
        return Value(definitions.answers[name] if is_answer else Free(name), session)

    def __setitem__(self, name: str, value: object) -> None:
        """Give a name a meaning. Raises LambError."""
        from lamb.python import define

        define(_session(), name, value)

    def __delitem__(self, name: str) -> None:
        """Forget a definition of the user's. Raises DefinitionError."""
        from lamb.errors import DefinitionError

        definitions = _session().definitions
        if name not in definitions:
            raise _unknown(name, definitions)
        if name not in definitions.entries:
            raise DefinitionError(f"“{name}” is not yours to forget", hint="one of yours hides it")
        definitions.remove(name)

    def __contains__(self, name: object) -> bool:
        return name in _session().definitions

    def _ipython_key_completions_(self) -> list[str]:
        return list(_session().definitions)

    def __iter__(self) -> Iterator[str]:
        """The names that the user has defined."""
        return iter(list(_session().definitions.entries))


def _unknown(name: object, definitions: Definitions) -> DefinitionError:
    from lamb.errors import DefinitionError, did_you_mean

    hint = did_you_mean(str(name), definitions, "%lamb TERM evaluates a term")
    return DefinitionError(f"“{name}” is not defined", hint=hint)


def open_to(session: Callable[[], Session]) -> ModuleType:
    """Let the items of the module `lamb` be those of a session, made when it is first used; the module."""
    _opened[:] = [session]
    return sys.modules["lamb"]


def close() -> None:
    """Let the items be those of the module's own session again."""
    _opened.clear()
