"""Data types: when `data` is a word, what it defines, and what is said of mistakes in it."""

import pytest
from hypothesis import given, strategies as st

from lamb import Rule, Session, parse_term
from lamb.errors import ParseError, Source
from lamb.notation.datatypes import definitions_of
from lamb.notation.formatting import formatted
from lamb.notation.names import meaning
from lamb.notation.parser import is_incomplete, parse
from lamb.notation.printer import pretty
from lamb.notation.syntax import DataType, Definition
from lamb.repl.lexing import paint


def defined(text: str) -> dict[str, str]:
    (statement,) = parse(Source(text)).statements
    return {made.name: pretty(meaning(made)) for made in definitions_of(statement)}


def test_the_constructors_of_church_hand_the_handlers_on() -> None:
    assert defined("data tree = leaf | node (left : tree) value (right : tree)") == {
        "leaf": "λleaf' node'. leaf'",
        "node": "λleft value right leaf' node'. node' (left leaf' node') value (right leaf' node')",
        "tree-case": "λleaf' node' t. t (λp. p leaf leaf') (λleft value right p. p "
        "(node (left λx y. x) value (right λx y. x)) (node' (left λx y. x) value (right λx y. x))) λx y. y",
        "tree-fold": "λleaf' node' t. t leaf' node'",
    }


def test_the_constructors_of_scott_do_not() -> None:
    assert defined("data scott n = z | s n") == {
        "z": "λz' s'. z'",
        "s": "λn z' s'. s' n",
        "n-case": "λz' s' t. t z' s'",
        "n-fold": "Y λn-fold z' s' t. t z' λn. s' (n-fold z' s' n)",
    }


def test_names_of_fields_capture_nothing() -> None:
    found = defined("data t = t t | f f f")
    assert found["t"] == "λt''' t' f'. t' (t''' t' f')"
    assert found["f"] == "λf'' f''' t' f'. f' f'' f'''"
    assert found["t-fold"] == "λt' f' t''. t'' t' f'"


@pytest.mark.parametrize("encoding", ["", "scott "])
@given(data=st.data())
def test_no_step_has_to_rename_a_handler(encoding: str, data: st.DataObject) -> None:
    made = st.recursive(
        st.just("leaf"), lambda part: st.builds("(node {} 3 {})".format, part, part), max_leaves=4
    )
    value = data.draw(made)
    session = Session()
    session.run(f"data {encoding}tree = leaf | node (left : tree) nat (right : tree)")
    for text in (value, f"tree-case leaf (λl v r. node r v l) {value}", f"{value} leaf node"):
        walk = session.walk(parse_term(text))
        walk.run(300)
        assert Rule.ALPHA not in {line.rule for line in walk.lines}
        assert walk.next is None


def test_a_type_without_recursion_has_no_fold() -> None:
    assert [*defined("data option a = none | some a")] == ["none", "some", "option-case"]


@pytest.mark.parametrize(
    "text",
    [
        "data = 3",
        "data x = fst x",
        "data x y = pair x (f y)",
        "λdata. data",
        "data",
        "data f x",
        "data := λx. x",
        "let data = 3 in data",
        "data node = snd node\nx := 3",
        "eval data : data =~> data",
    ],
)
def test_data_stays_a_name_in_what_was_in_the_language_before(text: str) -> None:
    assert not any(isinstance(one, DataType) for one in parse(Source(text)).statements)


@pytest.mark.parametrize(
    "text",
    [
        "data b = t | f",
        "data unit = unit",
        "data box a = | put a",
        "data p = two (x y : nat)",
        "data church b = t | f",
        "data b =\n  t\n  | f",
        "data b = t\n| f",
        "  data b = t -- one\n    | f",
    ],
)
def test_data_begins_a_type(text: str) -> None:
    (statement,) = parse(Source(text)).statements
    assert isinstance(statement, DataType)


def test_more_statements_may_stand_around_it() -> None:
    text = "x = 1\ndata b = t\n  | f\ny = 2\ndata z = z\n\neval e : x =d> 1"
    assert [type(one).__name__ for one in parse(Source(text)).statements] == [
        "Definition", "DataType", "Definition", "DataType", "Derivation",
    ]  # fmt: skip


def test_a_type_may_be_called_like_an_encoding() -> None:
    (statement,) = parse(Source("data scott = a | b")).statements
    assert isinstance(statement, DataType)
    assert (statement.name, statement.encoding) == ("scott", "church")


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("data t = a | a", "there are two constructors “a”", (1, 14)),
        ("data nat = z | s", "“nat” is a sort already", (1, 1)),
        ("data t a a = x | y", "there is another “a” already", (1, 1)),
        ("data t a = x | y (r : t b)", "a field of a “t a” cannot be a “t b”", (1, 23)),
        ("data t = x | y (r : box t)", "“box” cannot have a “t” in it here", (1, 21)),
        ("data t a = x | y (r : a nat)", "“a” stands for a sort: it takes none", (1, 23)),
        ("data t = a | _", "“_” cannot be mentioned", (1, 14)),
        ("data t = a | 3", "“3” cannot stand here in a data type", (1, 14)),
        ("data t a | b", "“|” cannot stand here in a data type", (1, 10)),
        ("data t = a | let", "“let” is a reserved word and cannot be a name", (1, 14)),
        ("data t = a | b (f (g x) : t)", "only names can stand left of this “:”", (1, 20)),
        ("data t = " + "|".join(f"c{n}" for n in range(101)), "100 constructors are the most", (1, 1)),
        ("data t = | c" + " x" * 101, "100 fields are the most", (1, 12)),
    ],
)
def test_mistakes_are_named_where_they_are(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(ParseError) as caught:
        parse(Source(text))
    assert (caught.value.message, (caught.value.place.line, caught.value.place.column)) == (message, place)


def test_what_data_types_of_a_text_define_is_not_much_larger_than_the_text() -> None:
    large = "data t = " + " | ".join(f"c{n}" + " t" * 20 for n in range(60))
    parse(Source(large))
    with pytest.raises(ParseError, match="too large"):
        parse(Source(f"{large}\n{large}"))


def test_one_mistake_does_not_hide_the_next() -> None:
    program = parse(Source("data t = a | a\ndata u = b | 3\nx = 1"), errors=True)
    assert len(program.errors) == 2
    assert [one.name for one in program.statements if isinstance(one, Definition)] == ["x"]


def test_a_type_that_is_not_finished_goes_on() -> None:
    assert is_incomplete("data t =")
    assert is_incomplete("data t = a |")
    assert not is_incomplete("data t = a | b")


def test_a_type_is_laid_out_and_stays_the_same() -> None:
    text = "data tree=leaf|node(left:tree)value  (right :tree)\n"
    assert formatted(Source(text)) == "data tree = leaf | node (left : tree) value (right : tree)\n"


def test_its_words_have_colours() -> None:
    text = "data tree a = leaf | node (left : tree a) a"
    kinds = [(text[start:end], kind) for start, end, kind in paint(text).tokens if kind != "space"]
    assert kinds == [
        ("data", "keyword"), ("tree", "sort"), ("a", "sort"), ("=", "operator"), ("leaf", "definition"),
        ("|", "operator"), ("node", "definition"), ("(", "bracket"), ("left", "binder"), (":", "operator"),
        ("tree", "sort"), ("a", "sort"), (")", "bracket"), ("a", "binder"),
    ]  # fmt: skip
