"""Workloads that are texts: a remark on what it is, definitions, and a term with its answer, `-- => …`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lamb import Session, Source, Term, parse_term
from lamb.results import Asked

HERE = Path(__file__).parent
TEXT = re.compile(r"-- (?P<what>.*?)\n.*-- => (?P<answer>.*)\n", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A text that has been read: its *term*, and the *session* that has its definitions."""

    what: str
    session: Session
    term: Term
    answer: Term


def texts(folder: str) -> list[str]:
    """The names of the texts in a folder."""
    return sorted(path.stem for path in (HERE / folder).glob("*.lc"))


def read(folder: str, name: str) -> Text:
    """A text of that folder. It knows nothing of the prelude, and of numbers only what is λ."""
    text = (HERE / folder / f"{name}.lc").read_text(encoding="utf-8")
    said = TEXT.fullmatch(text)
    assert said is not None, name
    session = Session(prelude=False, evaluates=False, numbers=False)
    *_, asked = session.run_program(Source(text, f"{name}.lc"))
    assert isinstance(asked, Asked), asked
    answer = Session().normalize(parse_term(said["answer"])).term
    return Text(said["what"].removesuffix("."), session, asked.term, answer)
