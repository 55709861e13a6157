"""A session: statements in, results out; what goes wrong is a result too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import (
    Answer,
    Budget,
    Checked,
    Defined,
    Derived,
    Imported,
    LambError,
    ParseError,
    Result,
    Session,
    Source,
    Status,
    Strategy,
    Verdict,
)
from lamb.analysis.divergence import Cycle
from lamb.results import Exit, exit_of
from tests.sessions import answer, errors, only_error, program, results, write

# ── Statements ────────────────────────────────────────────────────────────────────────


def test_each_statement_has_one_result() -> None:
    found = results("two = 2\nsucc two\nassert two == 2\nimport prelude")
    assert [type(result) for result in found] == [Defined, Answer, Checked, Imported]


def test_a_definition_is_reported_with_its_term() -> None:
    defined, again = results("k = λx y. x\nk = 1")
    assert isinstance(defined, Defined)
    assert isinstance(again, Defined)
    assert (defined.name, defined.term, defined.replaced) == ("k", lamb.parse_term("λx y. x"), False)
    assert (again.replaced, again.place.text) == (True, "k = 1")


def test_an_answer_knows_what_was_asked_and_where() -> None:
    (found,) = results("  -- first\nadd 1 2")
    assert isinstance(found, Answer)
    assert (found.place.text, found.place.line) == ("add 1 2", 2)
    assert found.term == lamb.parse_term("add 1 2")
    assert found.readings[0] == "3"
    assert found.outcome.finished


def test_nothing_is_no_statement() -> None:
    assert results("") == results("-- only a comment\n\n") == []


def test_a_budget_that_runs_out_is_an_answer() -> None:
    (found,) = results("Ω", Session(budget=Budget(steps=100)))
    assert isinstance(found, Answer)
    assert (found.outcome.status, found.outcome.steps, found.readings) == (Status.STEPS, 100, ())


def test_a_watch_stops_every_reduction() -> None:
    (found,) = results("Ω", Session(watch=lambda steps: True))
    assert isinstance(found, Answer)
    assert found.outcome.status is Status.INTERRUPTED


def test_a_session_goes_on_after_an_error() -> None:
    found = results("a = a\nb = 2\nb")
    assert isinstance(found[0], LambError)
    assert isinstance(found[-1], Answer)
    assert found[-1].readings[0] == "2"


def test_a_session_can_trace_as_it_reduces() -> None:
    session = Session(strategy=Strategy.NORMAL, budget=Budget(steps=2))
    results("id = λx. x", session)
    trace = session.trace(lamb.parse_term("id id a"))
    assert [step.rule.value for step in trace] == ["δ", "β"]
    assert trace.status is Status.STEPS


# ── All or nothing ────────────────────────────────────────────────────────────────────


def test_with_a_syntax_error_nothing_that_was_typed_is_carried_out() -> None:
    session = Session()
    found = results("good = 1\ngood\nbad = (λx. x\n", session)
    assert isinstance(only_error(found), ParseError)
    assert len(found) == 1
    assert "good" not in session.definitions


def test_a_syntax_error_in_a_program_hides_nothing_else_in_it() -> None:
    session = Session()
    found = program("bad = (λx. x\ngood = 1\ngood\nworse = %\n\nassert good == 1\nx )", session)
    assert [type(result) for result in found[:3]] == [ParseError] * 3
    assert [result.place.line for result in found[:3]] == [1, 4, 7]
    assert len(found) == 6
    assert "good" in session.definitions


@pytest.mark.parametrize(
    "text",
    [
        "let F = \\rec -> \\n -> rec n\n"
        "eval e : F a b =d> (\\rec -> \\n -> rec n) a b =b> (\\n -> a n) b =b> a b",
        "let id = \\x -> x\n eval e :\n  id a =d> (\\x -> x) a =b> a",
        "let id = \\x -> x\n\tlet k = \\x y -> x\neval e : k a b =d> (\\x y -> x) a b =*> a",
        "eval e :\n  (\\x -> x)\n(\\y -> y)\n  =b> \\y -> y",
        "let id = \\x -> x let k = \\x y -> x eval e : id a =d> (\\x -> x) a =b> a",
        "conf s : (\\in -> in) a =b> a",
        "conf s : (\\assert -> assert) a =b> a",
        "let TWO =\n\\f x -> f (f x)\neval foo : TWO =d> \\f x -> f (f x)",
    ],
)
def test_derivations_in_elsas_layout_hold(text: str) -> None:
    (found,) = Session().check_program(Source(text))
    assert isinstance(found, Derived)
    assert found.verdict is Verdict.HOLDS


def test_a_program_with_a_name_defined_twice_is_refused() -> None:
    session = Session()
    error = only_error(program("a = 1\nb = 2\na = 3", session))
    assert error.message == "“a” is already defined in line 1"
    assert error.place is not None
    assert (error.place.line, error.place.text) == (3, "a = 3")
    assert "b" not in session.definitions


def test_a_name_may_be_defined_again_at_the_prompt() -> None:
    assert answer("a = 1\na = 2\na") == "2"


statements = st.sampled_from(["p = q", "q = succ r", "r = 2", "p", "q r", "assert p == 3", "λx. q", "[p, r]"])


@given(st.lists(statements, unique=True))
def test_a_program_and_the_prompt_agree(lines: list[str]) -> None:
    """Where the definitions come first: then it does not matter that a program makes them first."""
    lines.sort(key=lambda line: " = " not in line)
    text = "\n".join(lines)
    assert [shown(result) for result in program(text)] == [shown(result) for result in results(text)]


def shown(result: object) -> object:
    match result:
        case Answer():
            return result.outcome.term, result.readings
        case Checked():
            return result.verdict, result.left, result.right
        case Defined():
            return result.name, result.term
    return result


# ── Imports ───────────────────────────────────────────────────────────────────────────


def run_file(path: Path, **options: object) -> list[object]:
    return list(Session(**options).run_file(path))  # type: ignore[arg-type]


def readings(found: list[object]) -> list[str]:
    assert [result for result in found if isinstance(result, LambError)] == []
    return [result.readings[0] for result in found if isinstance(result, Answer)]


def test_an_import_brings_definitions_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, main='import "other.lc"\nthree', other="three = 3\nthree\nassert three == 4")
    imported, found = run_file(tmp_path / "main.lc")
    assert isinstance(imported, Imported)
    assert (imported.what, imported.definitions) == ("other.lc", 1)
    assert isinstance(found, Answer)
    assert found.readings[0] == "3"


def test_an_import_is_relative_to_the_importing_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import "sub/one.lc"\nadd one two',
        sub__one='import "two.lc"\none = 1',
        sub__two="two = 2",
        two="two = nonsense",
    )
    assert readings(run_file(tmp_path / "main.lc")) == ["3"]


def test_an_import_may_go_up_inside_the_root(tmp_path: Path) -> None:
    write(tmp_path, main='import "sub/one.lc"\none', sub__one='import "../two.lc"\none = two', two="two = 2")
    assert readings(run_file(tmp_path / "main.lc")) == ["2"]


def test_a_file_is_imported_once_though_two_ask_for_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import "left.lc"\nimport "right.lc"\nadd left right',
        left='import "base.lc"\nleft = base',
        right='import "./base.lc"\nright = succ base',
        base="base = 1",
    )
    found = run_file(tmp_path / "main.lc")
    assert readings(found) == ["3"]
    assert [result.definitions for result in found if isinstance(result, Imported)] == [2, 1]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_files_that_import_each_other_are_refused_and_named(tmp_path: Path, length: int) -> None:
    names = [f"f{number}" for number in range(length)]
    for name, imported in zip(names, [*names[1:], names[0]], strict=True):
        write(tmp_path, **{name: f'{name} = 1\nimport "{imported}.lc"'})
    (error,) = run_file(tmp_path / "f0.lc")
    assert isinstance(error, LambError)
    assert "circle" in error.message
    assert all(f"{name}.lc" in error.message for name in names)
    assert error.hint is not None
    assert error.place is not None


def test_many_files_are_imported_in_a_row(tmp_path: Path) -> None:
    for number in range(200):
        write(tmp_path, **{f"f{number}": f'n{number} = 1\nimport "f{number + 1}.lc"'})
    write(tmp_path, f200="last = 1")
    _, imported = run_file(tmp_path / "f0.lc")
    assert isinstance(imported, Imported)
    assert imported.definitions == 200


def test_a_name_of_a_file_that_is_too_long_is_refused_at_once() -> None:
    (error,) = Session().run(f'import "{"x/" * 1_500_000}"')
    assert isinstance(error, LambError)
    assert error.message == "the name of a file has at most 4,096 characters, not 3,000,000"


@pytest.mark.parametrize(
    "broken",
    [
        "double n = (add n n]",
        "double 2 = 4",
        "rec double n = )",
        "let double = λ. x",
        "double = let x = in x",
    ],
)
def test_a_name_whose_definition_has_an_error_is_not_told_to_be_undefined(broken: str) -> None:
    error, answer = Session().run_program(Source(f"{broken}\ndouble fcat"))
    assert isinstance(error, ParseError)
    assert isinstance(answer, Answer)
    assert [note.message for note in answer.notes] == ["“fcat” is not defined: did you mean “fact”?"]


def test_a_name_that_two_files_define_is_refused_and_both_are_named(tmp_path: Path) -> None:
    write(tmp_path, main='a = 1\nimport "other.lc"', other="\na = 2")
    (error,) = run_file(tmp_path / "main.lc")
    assert isinstance(error, LambError)
    assert "“a” is already defined at " in error.message
    assert "main.lc:1:1" in error.message
    assert error.place is not None
    assert str(error.place).endswith("other.lc:2:1")


@pytest.mark.parametrize("other", ["a = 1\na = 2", "a = b\nb = a", "a = (1", 'a = 1\nimport "missing.lc"'])
def test_a_faulty_import_brings_nothing_and_can_be_tried_again(tmp_path: Path, other: str) -> None:
    """At the prompt too a name is defined once in a file."""
    session = Session(roots=(tmp_path,))
    write(tmp_path, other=other)
    only_error(results('import "other.lc"', session))
    assert "a" not in session.definitions
    write(tmp_path, other="a = 5")
    assert answer('import "other.lc"\na', session) == "5"


def test_an_import_at_the_prompt_replaces(tmp_path: Path) -> None:
    session = Session(roots=(tmp_path,))
    write(tmp_path, other="a = 2")
    assert answer('a = 1\nimport "other.lc"\na', session) == "2"


def test_a_syntax_error_in_an_import_is_placed_there(tmp_path: Path) -> None:
    write(tmp_path, main='import "other.lc"\n5', other="\n\nbad = (λx. x")
    (error,) = run_file(tmp_path / "main.lc")
    assert isinstance(error, ParseError)
    assert error.place is not None
    assert str(error.place).endswith("other.lc:3:7")


# ── Closed worlds ─────────────────────────────────────────────────────────────────────

DERIVATION = "eval id : (λx. x) a =b> a"


USES_PRELUDE = "eval two : add 1 1 =~> 2"


def verdicts(found: list[Result]) -> list[Verdict]:
    assert errors(found) == []
    return [one.verdict for one in found if isinstance(one, Checked | Derived)]


def test_only_the_derivations_of_a_program_are_a_closed_world() -> None:
    found = program(f"{DERIVATION}\n{USES_PRELUDE}\nassert add 1 1 == 2\nsucc 1")
    assert verdicts(found) == [Verdict.HOLDS, Verdict.FAILS, Verdict.HOLDS]
    assert isinstance(found[-1], Answer)
    assert found[-1].readings[0] == "2"


@pytest.mark.parametrize("text", ["import prelude\n{}", "{}\nimport prelude", 'import "it.lc"\n{}'])
def test_a_closed_world_may_import_the_prelude(tmp_path: Path, text: str) -> None:
    write(tmp_path, it="import prelude", main=text.format(USES_PRELUDE))
    assert verdicts(run_file(tmp_path / "main.lc")) == [Verdict.HOLDS]


def test_a_program_that_imports_the_prelude_brings_it_to_no_other(tmp_path: Path) -> None:
    session = Session()
    assert verdicts([*session.run_program(Source(f"import prelude\n{USES_PRELUDE}"))]) == [Verdict.HOLDS]
    assert verdicts([*session.run_program(Source(USES_PRELUDE))]) == [Verdict.FAILS]


def test_a_derivation_sees_no_definition_that_was_there_before_its_program() -> None:
    session = Session()
    list(session.run("own = λx. x"))
    assert verdicts([*session.run_program(Source("eval a : own a =*> a"))]) == [Verdict.FAILS]


def test_a_derivation_at_the_prompt_sees_what_the_session_sees() -> None:
    assert answer(f"{DERIVATION}\nsucc 1") == "2"


def test_sugar_means_the_same_in_a_closed_world() -> None:
    found = program(f"{DERIVATION}\n[1, 2]")
    assert isinstance(found[-1], Answer)
    assert found[-1].readings == ("[1, 2]",)


def test_a_session_without_the_prelude_can_import_it() -> None:
    session = Session(prelude=False)
    assert answer("succ 1", session) == "succ λf x. f x"
    assert answer("import prelude\nsucc 1", session) == "2"


# ── Notes ─────────────────────────────────────────────────────────────────────────────


def test_a_free_name_is_noted_where_it_stands() -> None:
    (found,) = results("fcat 5")
    assert isinstance(found, Answer)
    (note,) = found.notes
    assert note.message == "“fcat” is not defined: did you mean “fact”?"
    assert note.place is not None
    assert (note.place.text, note.place.column) == ("fcat", 1)


def test_a_list_without_commas_is_noted_where_it_stands() -> None:
    made, answer, claimed = program("pairs = [1 2]\n[1, 2 3]\nassert length [1 2 3] == 3")
    assert isinstance(made, Defined)
    assert isinstance(answer, Answer)
    assert isinstance(claimed, Checked)
    notes = [note for result in (made, answer, claimed) for note in result.notes]
    assert [note.place and (note.place.line, note.place.text) for note in notes] == [
        (1, "1 2"),
        (2, "2 3"),
        (3, "1 2 3"),
    ]
    assert notes[0].message == "this is a list of one item, 1 2: commas separate items"


def test_a_defined_name_is_not_noted() -> None:
    (_, found) = results("fcat = 5\nfcat")
    assert isinstance(found, Answer)
    assert found.notes == ()


@pytest.mark.parametrize("definition", ["let id = λx. x)", "let id λx. x", "id x = (", "rec id"])
def test_a_derivation_is_told_that_the_error_is_in_a_definition(definition: str) -> None:
    derived = program(f"{definition}\neval a :\n  id y\n  =d> (λx. x) y\n  =b> y\n")[-1]
    assert isinstance(derived, Derived)
    assert derived.flaw is not None
    assert "; the definition of “id” has an error" in derived.flaw.reason
    assert "not defined" not in derived.flaw.reason


# ── Whatever is typed ─────────────────────────────────────────────────────────────────

WORDS = """
    λ x . ( ) [ ] , = == rec let in assert forall : nat import prelude eval =b> succ 2 -- {- -} ; -> é "f.lc"
"""
pieces = st.sampled_from([*WORDS.split(), "\n", " ", "\0"])


@given(st.lists(pieces, max_size=12).map(" ".join) | st.lists(pieces, max_size=12).map("".join))
def test_no_text_breaks_a_session(text: str) -> None:
    """Whatever is typed yields results, and every error says where."""
    session = Session(budget=Budget(steps=500, nodes=5_000))
    for error in errors(results(text, session)):
        assert error.message
        assert error.place is not None
        assert str(error)


@pytest.mark.parametrize("text", ["Ω", "Y", "Θ", "Y K", "a Ω", "(λx. x x x) (λx. x x x)"])
def test_what_repeats_for_ever_ends_by_itself(text: str) -> None:
    """Without any budget."""
    (answer,) = lamb.Session().run(text)
    assert isinstance(answer, Answer)
    assert answer.outcome.status is Status.DIVERGED
    assert isinstance(answer.divergence, Cycle)
    assert exit_of(answer) is Exit.BUDGET


@pytest.mark.parametrize("text", ["Ω", "Y"])
def test_claims_about_what_repeats_for_ever_end_by_themselves(text: str) -> None:
    """The term of one stays as large as it is; that of the other grows."""
    session = lamb.Session()
    assert session.normalize(lamb.parse_term(text)).status is Status.DIVERGED
    for claim, verdict in (
        (f"assert {text} == 5", Verdict.FAILS),
        (f"assert 5 =eta= {text}", Verdict.FAILS),
        (f"assert {text} == {text}", Verdict.UNDECIDED),
    ):
        (checked,) = session.run(claim)
        assert isinstance(checked, Checked)
        assert (checked.verdict, checked.stopped) == (verdict, Status.DIVERGED)


def test_names_without_a_definition_are_noted_where_a_definition_is_made() -> None:
    (made,) = results("f n = plus n n")
    assert isinstance(made, Defined)
    assert [note.message for note in made.notes] == ["“plus” is not defined: did you mean “add”?"]
    text = "f n = later n\nlater n = fcat n\nrec down n = down n\n"
    notes = [note.message for made in program(text) if isinstance(made, Defined) for note in made.notes]
    assert notes == ["“fcat” is not defined: did you mean “fact”?"]


def test_a_definition_that_looks_like_something_else_has_a_note_at_once() -> None:
    session = Session()
    for text in ("add x x where x = 5", "one = 1\nadd x x where x = 5"):
        *_, defined = session.run(text)
        assert isinstance(defined, Defined)
        assert "with a parameter “where”" in defined.notes[0].message
