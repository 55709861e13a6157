"""Definitions: abbreviations, looked up when they are needed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Budget, DefinitionError, LambError, Session, Term
from lamb.calculus.substitution import free_names
from lamb.definitions import Definitions
from lamb.prelude import prelude
from lamb.results import Defined
from tests.sessions import answer, answer_of_program, errors, only_error, program, results

# ── The prelude keeps its meaning ─────────────────────────────────────────────────────

USED = sorted({name for term in prelude().values() for name in free_names(term) if name in prelude()})
QUERIES = {
    "sub 7 3": "4",
    "head [7, 2]": "7",
    "mul 2 3": "6",
    "fact 3": "6",
    "length [a, b]": "2",
    "eq 2 2": "true",
    "reverse [1, 2]": "[2, 1]",
    "is-even 3": "0",
    "fst (4, 5)": "4",
    "sort [2, 1]": "[1, 2]",
    "div 7 2": "3",
}
SILLY = ["λx. x x", "0", "nonsense", "λa b c. c"]


@pytest.mark.parametrize("name", USED)
def test_a_name_that_the_prelude_uses_can_be_redefined_without_harm(name: str) -> None:
    session = Session()
    results(f"{name} = {SILLY[USED.index(name) % len(SILLY)]}", session)
    for query, expected in QUERIES.items():
        if name not in query.replace("[", " ").replace("(", " ").split():
            assert answer(query, session) == expected


@given(st.sets(st.sampled_from(USED), max_size=8), st.sampled_from(SILLY))
def test_any_names_can_be_redefined_at_once(names: set[str], silly: str) -> None:
    session = Session()
    results("\n".join(f"{name} = {silly}" for name in names), session)
    used = {word for query in QUERIES for word in query.split()}
    for query, expected in QUERIES.items():
        if not names & used & set(query.split()):
            assert answer(query, session) == expected


def test_all_names_can_be_redefined_at_once() -> None:
    """What is asked for last still means the prelude's, all the way down."""
    session = Session()
    results("\n".join(f"{name} = nonsense" for name in prelude() if name != "fact"), session)
    assert answer("fact 3", session) == "6"


def test_the_user_sees_his_own_meaning() -> None:
    assert answer("pred = λn. n\npred 5") == "5"
    assert answer("true = false\nnot true") == "true"
    assert answer("second = λp. snd p\nsnd = fst\nsecond (1, 2)") == "1"


def test_the_preludes_own_text_can_be_a_program() -> None:
    """Each of its files defines again what is already there, with the same meaning."""
    session = Session()
    for file in ("booleans", "pairs", "numerals"):
        text = Path(prelude().folder, f"{file}.lc").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("import")]
        assert errors(results("\n".join(lines), session)) == []
    assert answer("sub 7 3", session) == "4"
    assert answer("sort [2, 1]", session) == "[1, 2]"


# ── The sugar means what it means ─────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["cons", "nil", "pair"])
@pytest.mark.parametrize(
    "text",
    [
        "{name} = nonsense\n([1, 2], 3)",
        "value = ([1, 2], 3)\n{name} = nonsense\nvalue",
        "{name} = nonsense\nvalue = ([1, 2], 3)\nvalue",
        "(λ{name}. ([1, 2], 3)) nonsense",
        "let {name} = nonsense in ([1, 2], 3)",
    ],
)
@pytest.mark.parametrize("with_prelude", [True, False])
def test_what_the_sugar_is_made_of_is_nobodys_name(name: str, text: str, with_prelude: bool) -> None:
    session = Session(prelude=with_prelude)
    assert answer(text.format(name=name), session) == "([1, 2], 3)"


def test_the_sugar_may_be_used_to_define_its_own_names() -> None:
    assert answer("cons = λfirst rest. [first, rest]\ncons 1 2") == "[1, 2]"
    assert answer("pair = λx y. (y, x)\npair 1 2") == "(2, 1)"
    assert answer("nil = []\n[1]") == "[1]"


@pytest.mark.parametrize("with_prelude", [True, False])
def test_recursion_needs_no_prelude(with_prelude: bool) -> None:
    text = "rec last = λn. n (λx. λy. y) done\nlast 1"
    assert answer(text, Session(prelude=with_prelude)) == "1"
    walk = "rec walk = λn. n (λm. walk m) done\nstep = λz s. z\nwalk (λs z. s (λs z. z))"
    assert answer(walk, Session(prelude=with_prelude)) == "done"


# ── Circles ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("run", [program, results])
def test_what_is_defined_by_itself_is_refused_with_both_ways_out(run) -> None:  # type: ignore[no-untyped-def]
    error = only_error(run("f = λn. f n"))
    assert isinstance(error, DefinitionError)
    assert error.message == "“f” is defined by itself: it would unfold for ever"
    assert error.hint is not None
    assert "rec f = " in error.hint
    assert "f = Y (λf. " in error.hint
    assert error.place is not None
    assert error.place.text == "f = λn. f n"


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        ("even = λn. odd n\nodd = λn. even n", {"even → odd → even", "odd → even → odd"}),
        ("a = b\nb = c\nc = a", {"a → b → c → a", "b → c → a → b", "c → a → b → c"}),
        ("start = a\na = b\nb = a", {"a → b → a", "b → a → b"}),
    ],
)
def test_a_circle_is_refused_and_named(text: str, circle: set[str]) -> None:
    error = only_error(program(text))
    message, _, names = error.message.partition(": ")
    assert message == "these definitions go round in a circle"
    assert names in circle
    assert error.hint is not None
    assert "rec" in error.hint
    assert "Y (λ" in error.hint
    assert error.place is not None


def test_all_of_a_program_is_defined_or_nothing() -> None:
    session = Session()
    only_error(program("good = 1\na = b\nb = a", session))
    assert "good" not in session.definitions
    assert answer("good", session) == "good"


def test_a_circle_at_the_prompt_leaves_the_last_meaning() -> None:
    session = Session()
    results("a = 1\nb = a", session)
    only_error(results("a = b", session))
    assert answer("b", session) == "1"


SOURCES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "rec ", "let "]),
        st.sampled_from(["f", "g", "h", "cons", "Y", "_"]),
        st.sampled_from(
            ["g", "λg. g h", "f (λx. f)", "[f, 1]", "let h = g; f = 2 in h f", "(h, 5)", "x", "_"]
        ),
    ),
    unique_by=lambda one: one[1],
    max_size=4,
).map(lambda lines: [f"{word}{name} = {term}" for word, name, term in lines])


@given(SOURCES, st.sampled_from(["", "f g\n", "assert g == h\n"]))
def test_a_circle_is_seen_whether_or_not_the_text_shows_the_order(lines: list[str], first: str) -> None:
    """Where each definition mentions only those above it, none is read."""

    def found() -> list[object]:
        return [
            (one.name, one.term) if isinstance(one, Defined) else str(one) * isinstance(one, LambError)
            for one in program(first + "\n".join(lines), Session(budget=Budget(steps=100)))
        ]

    shown = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Definitions, "_in_order", lambda *_: False)
        assert found() == shown


def test_no_definition_of_a_program_in_order_is_read_before_it_is_asked_for() -> None:
    session = Session()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lamb.definitions.meaning", None)
        defined = program("one = λx. x\ntwo = one one\nrec three = λx. three two", session)
    assert [one.term for one in defined] == [session.definitions[one.name] for one in defined]  # type: ignore[union-attr]


def test_a_result_keeps_its_term_when_another_definition_follows() -> None:
    session = Session()
    early, late = results("f = [x, y]\ng = [x, y]", session)
    assert isinstance(early, Defined)
    assert isinstance(late, Defined)
    term = early.term
    results("f = 2\ncons = 3", session)
    assert early.term == late.term == term != session.definitions["g"]
    assert early.term is term
    assert pickle.loads(pickle.dumps(late)).term == term
    assert repr(late) == f"Defined(name='g', term={term!r}, place={late.place!r}, replaced=False, notes=())"


def test_underscore_binds_nothing_so_it_cannot_recur() -> None:
    assert "defined by itself" in only_error(program("rec _ = _")).message


def test_a_name_that_stands_for_itself_under_its_lambda_is_no_circle() -> None:
    assert answer("x = λx. x\nx 5") == "5"


def test_a_name_of_the_preludes_may_be_defined_by_the_preludes() -> None:
    """Not a circle: what `sub` uses is the prelude's `pred`."""
    assert answer("pred = λn. sub n 1\npred 5") == "4"


def test_a_long_chain_of_definitions_is_no_circle() -> None:
    lines = [f"x{number} = x{number + 1}" for number in range(1_200)]
    assert answer_of_program("\n".join([*lines, "x1200 = end", "x0"])) == "end"
    error = only_error(program("\n".join([*lines, "x1200 = x0"])))
    assert error.message.endswith("x1199 → x1200 → x0")
    assert "x0 → x1 → x2" in error.message
    assert len(error.message) < 3_000


# ── Looked up when needed ─────────────────────────────────────────────────────────────


@given(st.permutations(["a = succ b", "b = succ c", "c = succ 0", "a"]))
def test_the_order_in_a_program_does_not_matter(lines: list[str]) -> None:
    found = [result for result in program("\n".join(lines)) if isinstance(result, lamb.Answer)]
    assert [result.readings[0] for result in found] == ["3"]


def test_a_redefinition_is_seen_by_whoever_uses_the_name() -> None:
    session = Session()
    assert answer("base = 1\ntop = succ base\ntop", session) == "2"
    assert answer("base = 5\ntop", session) == "6"


def test_a_definition_is_taken_back() -> None:
    session = Session()
    results("pred = nonsense\nmine = 1", session)
    session.definitions.remove("pred")
    session.definitions.remove("mine")
    assert answer("pred 3", session) == "2"
    assert answer("mine", session) == "mine"


def test_definitions_are_a_mapping() -> None:
    session = Session()
    results("pred = 1\nmine = 2", session)
    names = list(session.definitions)
    assert len(names) == len(set(names)) == len(session.definitions) == len(prelude()) + 1
    assert all(name in session.definitions and session.definitions[name] for name in names)
    assert "nobody" not in session.definitions
    with pytest.raises(KeyError):
        session.definitions["nobody"]


# ── Names for answers ─────────────────────────────────────────────────────────────────


def test_an_answer_is_called_by_the_names_that_mean_it() -> None:
    session = Session()
    results("twice = λf x. f (f x)\nomega = λx. x x\nself = omega\nopen = λx. x x free", session)
    found = results("λy. y y\nI I\n2\nλz. z z free", session)
    readings = [result.readings for result in found if isinstance(result, lamb.Answer)]
    assert set(readings[0]) >= {"omega", "self", "ω"}
    assert "I" in readings[1]
    assert readings[2] == ("2", "twice")
    assert readings[3] == ()


def test_a_redefined_name_is_no_name_for_its_old_meaning() -> None:
    session = Session()
    results("ω = λx. x", session)
    (found,) = results("λx. x x", session)
    assert isinstance(found, lamb.Answer)
    assert "ω" not in found.readings


def readings_of(text: str, session: Session) -> tuple[str, ...]:
    (found,) = results(text, session)
    assert isinstance(found, lamb.Answer)
    return found.readings


# ── Many ──────────────────────────────────────────────────────────────────────────────


def test_many_definitions_are_made_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """In calls of what looks at a definition, not in seconds."""
    looked_at = 0

    def counting(term: Term) -> set[str]:
        nonlocal looked_at
        looked_at += 1
        return free_names(term)

    monkeypatch.setattr("lamb.definitions.free_names", counting)
    session = Session()
    for number in range(300):
        list(session.run(f"x{number} = a\ny{number + 1} = λz. y{number} z"))
        list(session.run(f"y{number + 1}")) if number % 50 == 0 else None
    assert looked_at <= 2 * 600


def test_the_names_of_answers_keep_up_with_definitions() -> None:
    session = Session()
    assert "mine" not in str(readings_of("λx y. y x x", session))
    list(session.run("mine = λx y. y x x"))
    assert "mine" in readings_of("λx y. y x x", session)
    list(session.run("user = other\nother = λx y. x y x"))  # what is mentioned is defined later
    assert {"user", "other"} <= set(readings_of("λx y. x y x", session))
    list(session.run("other = λx y. y x x"))
    assert {"mine", "user", "other"} <= set(readings_of("λx y. y x x", session))
    assert "user" not in readings_of("λx y. x y x", session)


def test_the_sugar_means_the_preludes_once_that_is_imported() -> None:
    session = Session(prelude=False)
    list(session.run("one = [a]"))
    assert "cons" not in free_names(session.definitions["one"])
    list(session.run("import prelude"))
    assert "cons" in free_names(session.definitions["one"])


def test_a_circle_is_found_whichever_definition_closes_it() -> None:
    session = Session()
    list(session.run("a = b\nb = c\nd = a"))
    assert "a → b → c → a" in only_error(results("c = λx. a x", session)).message
    assert answer("d", session) == "c"
