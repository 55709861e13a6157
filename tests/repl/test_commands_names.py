"""Names at the prompt: listing, looking at, taking back."""

from __future__ import annotations

from hypothesis import given, strategies as st

from tests.repl.entering import Prompt

INPUTS = st.sampled_from(
    [
        "a = x",
        "a = y",
        "b = a",
        "a = b",
        "rec c = c a",
        "a = x\nd = y",
        "(",
        "a",
        "1",
        "e = it",
        ":clear",
        ":clear a",
    ]
)


@given(st.lists(INPUTS, max_size=12))
def test_undo_goes_back_input_by_input(typed: list[str]) -> None:
    prompt = Prompt()
    before = [dict(prompt.session.definitions.entries)]
    for text in typed:
        prompt.enter(text)
        if prompt.session.definitions.entries != before[-1]:
            before.append(dict(prompt.session.definitions.entries))
    while len(before) > 1:
        before.pop()
        prompt.enter(":undo")
        assert prompt.session.definitions.entries == before[-1]
        assert list(prompt.session.definitions.entries) == list(before[-1])
    assert prompt.said("x", ":undo").endswith("there is nothing to take back\n  hint: " + HINT)


HINT = "definitions are; settings and answers are not"


def test_undo_says_what_it_did() -> None:
    prompt = Prompt()
    prompt.said("a = x", "a = y\nb = y")
    assert prompt.said(":undo") == "b taken back; a as before"
    assert prompt.said("a", ":undo", "a") == "x\na taken back\na"


def test_clear_forgets_and_undo_remembers() -> None:
    prompt = Prompt()
    prompt.said("a = x\nb = a\nc = b")
    assert prompt.said(":clear a b") == "2 definitions forgotten; :undo has it back"
    assert prompt.said("b") == "b"
    assert (
        prompt.said(":clear", ":undo", ":undo", "c")
        == "c forgotten; :undo has it back\nc as before\na, b as before\nx"
    )
    assert prompt.said(":undo", ":clear") == "a, b, c taken back\nnothing forgotten"


def test_clear_leaves_the_prelude() -> None:
    prompt = Prompt()
    assert prompt.said(":clear not") == (
        "“not” is not yours to forget\n  hint: a definition of yours would hide it"
    )
    assert prompt.said("not = x", ":clear not", "not true").endswith("-- 0, false, nil")
    assert prompt.said(":clear zzzz") == "“zzzz” is not defined\n  hint: :names lists what is"


def test_names_are_listed_by_where_they_come_from() -> None:
    prompt = Prompt()
    prompt.enter("mine = x\nmine")
    prompt.said("")
    lines = prompt.said(":names").split("\n")
    assert lines[0].split() == ["yours", "mine"]
    assert lines[1].startswith("booleans")
    assert all(len(line) <= 80 for line in lines)
    assert "it" not in "\n".join(lines[:-1]).split()
    assert lines[-1].startswith(":names PATTERN")


def test_a_pattern_finds_names_or_else_what_is_said_about_them() -> None:
    prompt = Prompt()
    prompt.said("-- A quux.\nis-mine = x")
    found = prompt.said(":names is-*").split("\n")
    assert found[0].split() == ["is-mine", "A", "quux."]
    assert all(line.startswith("is-") for line in found)
    assert prompt.said(":names quux") == "is-mine  A quux."
    assert prompt.said(":names is-zero*") == "is-zero  True for 0 alone: one f is enough to answer no."
    assert prompt.said(":names is-zro") == "“is-zro” is not defined\n  hint: did you mean “is-zero”?"


def test_info_says_all_about_a_definition() -> None:
    prompt = Prompt()
    prompt.said("-- Once more.\n-- Twice.\nplus2 n = succ (succ n)", "plus4 n = plus2 (plus2 n)")
    assert prompt.said(":info plus2") == (
        "plus2 n = succ (succ n)    -- <1>:3:1\n"
        "  Once more.\n"
        "  Twice.\n"
        "  type  ((a → a) → b → a) → (a → a) → b → a\n"
        "  uses     succ\n"
        "  used by  plus4\n"
        "  normal form  λn f x. f (f (n f x))"
    )


def test_info_knows_the_prelude_answers_numerals_and_names_of_the_same() -> None:
    prompt = Prompt()
    assert prompt.said(":info I").split("\n")[0].startswith("I = λx. x    -- prelude/combinators.lc:")
    assert prompt.said("same = λx y. x", ":info same").endswith(
        "normal form  λx y. x\n  the same as  true, K, none, scott-zero, scott-nil"
    )
    assert prompt.said("mul 2 1", ":info it") == (
        "λf x. f (f x)    -- 2\nit = λf x. f (f x)\n"
        "  type  (a → a) → a → a\n  normal form  λf x. f (f x)\n  the same as  2"
    )
    assert prompt.said(":info 2") == "  normal form  λf x. f (f x)"
    assert prompt.said(":info ad") == "“ad” is not defined\n  hint: did you mean “and”?"
    assert prompt.said(":info") == "which name?\n  hint: :names lists them"


def test_info_knows_what_has_no_type() -> None:
    assert "\n  type  no simple type\n" in Prompt().said(":info fact")


def test_info_counts_the_readings_that_it_does_not_show() -> None:
    said = Prompt().said("nest = ((0, 0), (0, (0, 0)))", ":info nest")
    assert said.endswith(", … and 238 more")


def test_info_gives_up_soon_on_what_has_no_normal_form() -> None:
    prompt = Prompt()
    said = prompt.said("omega = (λx. x x) (λx. x x)", ":info omega", "big = pow 10 9", ":info big")
    assert said.count("none within a small budget") == 2


def test_a_recursive_definition_is_shown_as_it_was_written() -> None:
    said = Prompt().said("rec tri n = is-zero n 0 (add n (tri (pred n)))", ":info tri")
    assert said.startswith("rec tri n = is-zero n 0 (add n (tri (pred n)))    -- <1>:1:5")


def test_a_data_type_is_known_by_its_name() -> None:
    said = Prompt().said("data colour = red | green", ":info colour", ":info red")
    assert said.startswith("data colour = red | green    -- <1>:1:1\n  defines  red green colour-case\n")
    assert "red = λred' green'. red'" in said


def test_an_answer_that_mentions_answers_is_none() -> None:
    """It would stand for itself, and reductions and explanations would unfold it for ever."""
    prompt = Prompt()
    assert prompt.said("it").startswith("<1>:1:1: note: “it” is not defined")
    assert "the normal forms differ" in prompt.said("conf e : K a b =n*> b")
    prompt.said("f it2", "a")
    assert "“it2” is not defined" in prompt.said("it2")
    prompt.said("b")
    assert prompt.said("it2") == "a"
