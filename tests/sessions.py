"""Short ways to ask a session and to hear its answers."""

from __future__ import annotations

from pathlib import Path

import lamb
from lamb import Answer, LambError, Result, Session, Source


def results(text: str, session: Session | None = None) -> list[Result]:
    """What a text yields at the prompt of a session."""
    return list((session or Session()).run(text))


def program(text: str, session: Session | None = None) -> list[Result]:
    """What a text yields as a whole program."""
    return list((session or Session()).run_program(Source(text, "demo.lc")))


def answer(text: str, session: Session | None = None) -> str:
    """The printed normal form of the last term in a text; nothing may go wrong."""
    return printed(results(text, session))


def answer_of_program(text: str, session: Session | None = None) -> str:
    return printed(program(text, session))


def printed(found: list[Result]) -> str:
    """The last answer among results without an error."""
    assert errors(found) == []
    last = found[-1]
    assert isinstance(last, Answer)
    assert last.outcome.finished
    return last.readings[0] if last.readings else lamb.pretty(last.outcome.term)


def errors(found: list[Result]) -> list[LambError]:
    return [result for result in found if isinstance(result, LambError)]


def only_error(found: list[Result]) -> LambError:
    (error,) = errors(found)
    return error


def write(folder: Path, **texts: str) -> None:
    """Files of a folder, by their names without `.lc`; `__` in one is a subfolder's slash."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.lc"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
