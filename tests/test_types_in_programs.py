"""Claims and assumptions about types, in programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb import Assumed, Checked, Free, LambError, Session, Source, Term, TypingError, Verdict
from lamb.analysis.types import _Run
from lamb.show.lines import Look, plain, render
from tests.repl.entering import Prompt


def said(text: str, session: Session | None = None) -> str:
    results = (render(result, Look()) for result in (session or Session()).run(text))
    return "\n".join(plain(result.answer + result.remarks) for result in results)


@pytest.mark.parametrize(
    "claim",
    [
        "assert λx. x : a -> a",
        "assert λx. x : (a -> b) → (a -> b)",
        "assert λf x. f (f x) : ((a -> b) -> a -> b) -> (a -> b) -> a -> b",
        "assert K :=: y -> x -> y",
        "assert add 1 :=: ((a -> b) -> c -> a) -> (a -> b) -> c -> b",
    ],
)
def test_an_instance_of_the_principal_type_is_enough(claim: str) -> None:
    assert said(claim).endswith("    -- holds")


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        (
            "assert λf x. f (f x) : (a -> b) -> a -> b",
            "1:8: this does not hold: the principal type is (a → a) → a → a, and this is no instance of it",
        ),
        (
            "assert K :=: a -> a -> a",
            "1:8: this does not hold: the principal type is a → b → a, and this is another",
        ),
        (
            "assert [1, λx. x x] : a",
            "1:16: “x” would need a type that is an argument of itself: x : a and x : a → b",
        ),
        ("assert (1, let y = ω in y) : a", "1:20: “ω” has no simple type: “x” would need a type that"),
    ],
)
def test_what_does_not_hold_has_its_reason_and_place(claim: str, wrong: str) -> None:
    assert said(claim).startswith(f"<input>:{wrong}")
    (result,) = Session().run(claim)
    assert isinstance(result, Checked)
    assert result.verdict is Verdict.FAILS


def test_what_is_to_blame_is_underlined() -> None:
    _, line, carets = said("assert λy. f (let z = y in [z, y y]) : b").split("\n")
    assert line[carets.index("^") :][: carets.count("^")] == "y y"


def test_free_names_have_the_types_that_are_assumed() -> None:
    session = Session()
    (assumed,) = session.run("assume f g : a -> b")
    assert isinstance(assumed, Assumed)
    assert (assumed.names, str(assumed.type)) == (("f", "g"), "a → b")
    assert said("assume x : a\nassert f x :=: b", session).endswith("holds")
    assert "“f” takes a, and is given b" in said("assert f (g x) : b", session)
    assert "no instance" in said("assert f x : c", session)


def test_a_definition_has_the_type_that_follows_from_it() -> None:
    session = Session()
    assert "“K” is defined: its type follows from its definition" in said("assume K : a", session)
    assert said("assume k : a\nk = λx. x\nassert k :=: b -> b", session).endswith("holds")


def test_a_program_keeps_its_assumptions_however_it_is_run() -> None:
    program = Source("assume x : a\nassert f x : b\nassert x : c\n", "types.lc")
    verdicts = [r.verdict for r in Session().check_program(program) if isinstance(r, Checked)]
    assert verdicts == [Verdict.HOLDS, Verdict.FAILS]


def test_the_types_of_definitions_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Term] = []
    infer = _Run.infer
    monkeypatch.setattr(_Run, "infer", lambda self, term: (runs.append(term), infer(self, term))[1])
    session = Session()
    list(session.run("d0 = I\n" + "".join(f"d{n} = λx. d{n - 1} x\n" for n in range(1, 50))))
    for n in range(50):
        session.typing(Free(f"d{n}"))
    assert len(runs) <= 2 * 50 + 1


def test_a_definition_that_is_changed_has_another_type() -> None:
    session = Session()
    list(session.run("f = λx. x\ng = f"))
    assert str(session.typing(Free("g"))) == "a → a"
    list(session.run("f = λx y. x"))
    assert str(session.typing(Free("g"))) == "a → b → a"
    list(session.run("f = λx. x x"))
    with pytest.raises(TypingError, match="“g” has no simple type, since it uses “f”: “x” would need"):
        session.typing(Free("g"))
    list(session.run("assume a : b"))
    with pytest.raises(TypingError):
        session.typing(Free("g"))


def test_assume_is_a_name_where_it_begins_no_assumption() -> None:
    for text in ("assume = λx. x", "assume x", "λassume. assume", "assume x := 3", "assert assume == assume"):
        assert not [result for result in Session().run(text) if isinstance(result, LambError | Assumed)], text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("assert x :", "there is no type after “:”"),
        ("assume x : a ->", "there is no type after “->”"),
        ("assert x :=:", "there is no type after “:=:”"),
        ("x : a", "this “:” belongs to no derivation and no type"),
    ],
)
def test_mistakes_in_types_are_explained(text: str, message: str) -> None:
    (error,) = Session().run(text)
    assert isinstance(error, LambError)
    assert error.message == message


def test_assumptions_are_loaded_with_a_file_and_forgotten_with_all_definitions(tmp_path: Path) -> None:
    file = tmp_path / "types.lc"
    file.write_text("assume y : b -> c\n", encoding="utf-8")
    prompt = Prompt()
    prompt.said(f":load {file}")
    assert prompt.said(":type y") == "y : b → c"
    prompt.said(":clear")
    assert prompt.said(":type y") == "y : a"
