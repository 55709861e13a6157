"""Data types: constructors are told apart, values are read as they were made, and sorts are checked."""

import pytest
from hypothesis import given, strategies as st

from lamb.definitions import Definitions
from lamb.encodings.constructed import flaw_of, generated, heights
from lamb.encodings.readings import readings
from lamb.notation import parse_term
from lamb.notation.syntax import DataType, Sort
from lamb.results import Answer, Checked
from lamb.session import Session
from tests.effort import often

TREE = "data tree = leaf | node (left : tree) (value : nat) (right : tree)"
FIELDS = ("nat", "bool", "this", "list this", "pair nat this", "list (pair this bool)", "option nat")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Two data types; the first constructor of each needs none of its own values."""
    encoding = draw(st.sampled_from(("church", "scott")))
    more = draw(st.lists(st.lists(st.sampled_from(FIELDS), max_size=3), max_size=3))
    last = draw(st.booleans())
    cases = [f"c{number} " + " ".join(f"({one})" for one in fields) for number, fields in enumerate(more)]
    cases.insert(len(cases) if last else 0, "base (nat)")
    return f"data {encoding} this = | {' | '.join(cases)}\ndata {encoding} option a = none | some a"


@st.composite
def values(draw: st.DrawFn) -> tuple[Session, str]:
    """A session with data types, and a value of one of them, written out."""
    session = Session()
    list(session.run(draw(programs())))
    return session, draw(written(Sort("this"), session.definitions.types, 3))


@st.composite
def written(draw: st.DrawFn, sort: Sort, types: dict[str, DataType], depth: int) -> str:
    """A value of a sort, as it is written."""
    match sort:
        case Sort("nat"):
            return str(draw(st.integers(2, 9)))  # which nothing else is
        case Sort("bool"):
            return draw(st.sampled_from(("true", "false")))
        case Sort("list", (of,)):
            return f"[{', '.join(draw(st.lists(written(of, types, depth - 1), max_size=max(0, depth))))}]"
        case Sort("pair", (fst, snd)):
            return f"({draw(written(fst, types, depth))}, {draw(written(snd, types, depth))})"
    data = types[sort.name]
    simple = [one for one in data.constructors if one.name in ("base", "none")]
    constructor = draw(st.sampled_from(data.constructors if depth > 0 else simple))
    sorts = [Sort("nat") if one.sort is None else one.sort for one in constructor.fields]
    fields = [draw(written(one, types, depth - 1)) for one in sorts]
    return " ".join(
        [constructor.name, *(f"({one})" if " " in one and one[0] not in "([" else one for one in fields)]
    )


@given(values())
@often(2)
def test_a_value_is_read_as_it_was_written(made: tuple[Session, str]) -> None:
    session, text = made
    (answer,) = session.run(text)
    assert isinstance(answer, Answer)
    assert text in readings(answer.outcome.term, types=session.definitions.types)
    assert answer.readings[0] == text
    (listed,) = session.run(f"[({text}, true)]")
    assert isinstance(listed, Answer)
    assert listed.readings[0] == f"[({text}, true)]"


@given(values())
@often(2)
def test_a_case_hands_the_fields_to_the_handler_of_the_constructor(made: tuple[Session, str]) -> None:
    session, text = made
    handlers = " ".join(f"h-{one.name}" for one in session.definitions.types["this"].constructors)
    (checked,) = session.run(f"assert this-case {handlers} ({text}) == h-{text}")
    assert isinstance(checked, Checked)
    assert checked.verdict.value == "holds"


@given(values())
@often(2)
def test_the_fold_by_the_constructors_changes_nothing(made: tuple[Session, str]) -> None:
    session, text = made
    if "this-fold" in session.definitions:
        names = " ".join(one.name for one in session.definitions.types["this"].constructors)
        (checked,) = session.run(f"assert this-fold {names} ({text}) == {text}")
        assert isinstance(checked, Checked)
        assert checked.verdict.value == "holds"


@given(st.sampled_from(("church", "scott")), st.integers(0, 5), st.randoms())
@often(2)
def test_generated_values_are_of_their_sort(encoding: str, depth: int, random: object) -> None:
    session = _with(f"data {encoding} tree a = leaf | node (left right : tree a) (value : a)")
    types = session.definitions.types

    def other(sort: Sort, left: int) -> object:
        return (
            generated(sort, types, left, random.randrange, other) if sort.name == "tree" else parse_term("7")
        )

    term = generated(Sort("tree", (Sort("nat"),)), types, depth, random.randrange, other)
    reading = readings(session.normalize(term).term, types=types)
    assert readings(term, types=types)[0] in reading
    assert depth > 1 or term == parse_term("leaf")


def _with(*texts: str) -> Session:
    session = Session()
    for text in texts:
        assert not [one for one in session.run(text) if isinstance(one, Exception)]
    return session


@pytest.mark.parametrize("encoding", ["church", "scott"])
def test_a_claim_about_all_trees_shows_the_smallest_that_it_does_not_hold_for(encoding: str) -> None:
    session = _with(TREE.replace("data", f"data {encoding}"), "mirror = tree-fold leaf (λl v r. node r v l)")
    holds, fails = session.run(
        "assert forall t : tree. mirror (mirror t) == t\nassert forall t : tree. mirror t == t"
    )
    assert isinstance(holds, Checked)
    assert holds.verdict.value == "holds"
    assert holds.examples == 100
    assert isinstance(fails, Checked)
    assert fails.verdict.value == "fails"
    (tree,) = fails.counterexample.values()
    assert readings(tree, types=session.definitions.types)[0] in (
        "node leaf 0 (node leaf 0 leaf)", "node (node leaf 0 leaf) 0 leaf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sort", "message"),
    [
        ("data a = x | y", "b", "“b” is no sort of values"),
        ("data a = x | y value", "a", "the field “value” of y has no sort"),
        ("data a = | y (of : a)", "a", "no small value is a “a”"),
        ("data a = | y (of : c)", "a", "“c”, of a, is no sort of values"),
        ("data a b = x | y b", "a", "“a” takes 1 sort, not 0"),
        ("data a b = x | y b", "a (list c)", "“c” is no sort of values"),
    ],
)
def test_sorts_without_values_are_refused(text: str, sort: str, message: str) -> None:
    (found,) = _with(text).run(f"assert forall v : {sort}. v == v")
    assert getattr(found, "message", "") == message


def test_a_type_is_gone_when_a_constructor_means_something_else() -> None:
    session = _with(TREE, "data box = | put nat")
    assert {*session.definitions.types} == {"tree", "box"}
    list(session.run("leaf = 3"))
    assert {*session.definitions.types} == {"box"}
    assert heights(session.definitions.types) == {"box": 1}


def test_types_that_need_each_other_have_values() -> None:
    session = _with(
        "data tree = | node (below : forest)", "data forest = none | and (first : tree) (more : forest)"
    )
    assert flaw_of(Sort("tree"), session.definitions.types) is None
    (answer,) = session.run("and (node none) none")
    assert isinstance(answer, Answer)
    assert "and (node none) none" in answer.readings


def test_a_deep_value_has_no_reading_and_no_end_of_the_stack() -> None:
    session = _with("data n = z | s n")
    (answer,) = session.run("pow 10 3 s z")
    assert isinstance(answer, Answer)
    assert answer.outcome.finished
    assert not [one for one in answer.readings if one.kind == "n"]


def test_a_world_of_its_own_has_the_types_of_its_file() -> None:
    assert not Definitions({}).types
