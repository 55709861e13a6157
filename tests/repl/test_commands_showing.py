"""Other looks at a term, and settings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

import lamb
from lamb.calculus.budget import Budget
from lamb.calculus.strategies import Strategy
from lamb.foreign.dialects import DIALECTS
from lamb.notation.printer import pretty
from lamb.repl.commands.about import TOPICS
from lamb.repl.commands.settings import restore
from lamb.repl.commands.showing import measure
from lamb.repl.homes import Homes
from lamb.repl.repl import commands
from tests.repl.entering import Prompt
from tests.strategies import DEFINITIONS, doubled, programs, terms, unfolding

# ── Notations ─────────────────────────────────────────────────────────────────────────


def test_the_help_has_all_notations() -> None:
    told = Prompt().said(":help convert").split(":convert")[1]
    assert {*DIALECTS} - {"lamb"} <= {*re.findall(r"[a-z][a-z0-9-]*", told)}


# ── Indices, bits, trees, sizes ───────────────────────────────────────────────────────


def test_indices_are_counted_from_the_inside() -> None:
    prompt = Prompt()
    assert prompt.said(":debruijn λx y. x (λz. y z) K") == "λ λ 1 (λ 1 0) K"
    assert prompt.said("λx. x", ":debruijn") == "λx. x    -- 1, I\nλ 0"
    assert prompt.said("K a", ":debruijn it").split("\n")[-1] == "λ a"


@given(terms())
def test_bits_lead_back_to_the_term(term: lamb.Term) -> None:
    prompt = Prompt()
    said = prompt.said(f":blc λa b c. {pretty(term)}")
    bits = re.fullmatch(r"([01]+)    -- (\d+) bits", said)
    assert bits
    assert len(bits[1]) == int(bits[2])
    back = prompt.said(f":blc {bits[1]}").partition("    --")[0]
    assert lamb.parse_term(back) == lamb.parse_term(f"λa b c. {pretty(term)}")


def test_definitions_are_written_out_in_bits() -> None:
    prompt = Prompt()
    assert prompt.said("mine = λx. K x", ":blc mine") == "0001000011010    -- 13 bits"
    assert prompt.said(":blc x") == (
        "“x” is free: only closed terms have bits\n  hint: bind it with a λ, or replace it by its definition"
    )
    assert "these are bits; the number 1111 is written (1111)" in prompt.said(":blc 1111")
    assert prompt.said(":blc 2") == "0000011100111010    -- 16 bits"
    assert prompt.said(":blc 00 10") == "λx. x    -- 1, I"


def test_terms_go_to_other_notations_and_come_from_them() -> None:
    prompt = Prompt()
    assert prompt.said(":convert js λx y. y x") == "x => y => y(x)"
    assert prompt.said("mine = λx. K x", "mine", ":convert blc mine").split("\n")[-1] == "0001000011010"
    assert prompt.said(":convert from ocaml let f x = x;; f f") == "f = λx. x\nf f"
    assert prompt.said(":convert from scheme (f)").startswith(":convert:1:1: a call has an argument")
    assert "to which notation?" in prompt.said(":convert")


def test_combinators_of_each_basis() -> None:
    prompt = Prompt()
    assert prompt.said(":ski λf g x. f (g x)") == "S (K S) K    -- 4 atoms"
    assert prompt.said(":ski bckwi λf x. f (f x)") == "W B    -- 2 atoms"
    assert prompt.said(":ski jot K") == "11100    -- 5 bits"
    assert prompt.said(":combinators naive sk λx. x") == "S K K    -- 3 atoms"
    assert prompt.said("mine = λx. x x", "K mine", ":ski").split("\n")[-1] == "K (S I I)    -- 4 atoms"
    assert prompt.said(":ski jot x").startswith("“x” is free: Jot has no names")


TREE = """\
@
├── λf
│   └── λx
│       └── @
│           ├── f
│           └── x
└── 2"""


def test_a_term_is_drawn_as_a_tree() -> None:
    assert Prompt().said(":tree (λf x. f x) 2") == TREE
    assert Prompt().said(":tree x") == "x"
    assert Prompt().said(":set ascii on", ":tree λx. x") == "ascii is on\n\\x\n`-- x"


def test_with_ascii_on_all_that_is_said_is_ascii() -> None:
    reductions = [
        "trace",
        "compare",
        "graph",
        "tree",
        "diagram",
        "alpha",
        "type",
        "size",
        "blc",
        "ski iota",
        "debruijn",
        "check",
    ]
    said = Prompt().said(
        ":set ascii on",
        *(f":{command} (λα y. α) y" for command in reductions),
        ":alpha λα. α == λβ. β β",
        ":check (λα y. α) y ; λy. y",
        "(λα. α α) (λα. α α)",
        "assert λα. α == λβ. β β",
        *(f":help {topic}" for topic in (*TOPICS, *commands())),
        *(f":{command}" for command in ("help", "names", "set", "strategy", "budget", "learn list")),
        *(f":learn {number}" for number in (4, 20, 50)),
    )
    assert "alpha" in said
    assert re.findall(r"[^\x00-\x7f]|\\u[0-9a-f]{4}", said) == []


def test_a_name_by_itself_is_drawn_as_what_it_means() -> None:
    prompt = Prompt()
    prompt.enter("twice = λf x. f (f x)")
    for command in (":tree", ":diagram"):
        assert prompt.said(f"{command} twice") == prompt.said(f"{command} λf x. f (f x)")
    assert prompt.said(":tree fact").count("\n") > 3


def test_trees_are_bounded() -> None:
    for text in ("f (" * 300 + "x" + ")" * 300, "f" + " x" * 300, "λx. " * 300 + "x"):
        lines = Prompt().said(f":tree {text}").split("\n")
        assert len(lines) <= 170
        assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "command",
    [
        ":debruijn 123456",
        ":blc 123456",
        ":blc λx. 99999999999",
        ":debruijn f 99999 99999 99999 99999 99999 99999",
    ],
)
def test_nothing_too_large_is_written_out(command: str) -> None:
    assert "too large to be written out" in Prompt().said(command)


def test_what_is_long_is_cut_short() -> None:
    said = Prompt().said(":debruijn 5000", ":blc 5000")
    assert len(said) < 4_200
    assert said.count("characters)") == 2


def test_a_size_says_what_is_in_a_term() -> None:
    assert Prompt().said(":size (λx. add x y) 2") == (
        "8 nodes: 1 λ, 3 applications, 4 variables and names; 5 deep\n1 redex, and 2 names to unfold\nfree: y"
    )
    assert Prompt().said(":size λx. x").endswith("0 redexes")


@given(programs)
def test_a_measure_counts_what_is_there(term: lamb.Term) -> None:
    found = measure(term, DEFINITIONS)
    rules = [rule for rule, _ in lamb.redexes(term, DEFINITIONS)]
    assert (found.redexes, found.unfolds) == (rules.count(lamb.Rule.BETA), rules.count(lamb.Rule.DELTA))


def test_an_immense_term_is_measured_at_once() -> None:
    term = doubled(lamb.parse_term("(λx. x) y"), 60)
    assert measure(term, {}) == (2**60, 2**61 - 1, 2**60, 0, 63)


def test_markup_in_names_is_no_markup() -> None:
    prompt = Prompt()
    prompt.said("-- [bold]:smile: [/] \x1b[31m\nx' = y")
    for command in (":names x'", ":info x'"):
        assert "[bold]:smile: [/]" in prompt.said(command)
    assert "\x1b[31m" not in Prompt(colored=True).said("-- \x1b[31m\nx' = y", ":names x'", ":info x'")


# ── How long it takes ─────────────────────────────────────────────────────────────────

TOOK = re.compile(r"\d+\.\d{3} s, 1 steps?")


def test_time_is_said_once_or_always() -> None:
    prompt = Prompt()
    assert TOOK.search(prompt.said(":time (λx. x) y"))
    assert prompt.said("(λx. x) y") == "y"
    assert TOOK.search(prompt.said(":set time on", "(λx. x) y"))
    assert prompt.said(":time") == "which term?\n  hint: it is used so: :time TERM"
    assert "never closed" in prompt.said(":time (x")


# ── Settings ──────────────────────────────────────────────────────────────────────────


def test_the_strategy_is_shown_and_chosen() -> None:
    prompt = Prompt()
    assert prompt.said(":strategy").startswith(">  normal")
    said = prompt.said(":strategy call by value")
    assert said.startswith("call by value, to a weak normal form\n")
    assert said.endswith("answers are found by normal order.")
    assert prompt.session.strategy is Strategy.CALL_BY_VALUE
    assert "\n>  value" in prompt.said(":strategy")
    assert prompt.said(":strategy lazy").startswith("there is no strategy “lazy”")


def test_the_budget_is_shown_and_set() -> None:
    prompt = Prompt()
    said = prompt.said(":budget steps 1e3", ":budget seconds 2.5", ":budget n none").split("\n")
    assert said[-3].split()[:2] == ["steps", "1,000"]
    assert said[-2].split()[:2] == ["nodes", "none"]
    assert said[-1].split()[:2] == ["seconds", "2.5"]
    assert prompt.session.budget == Budget(steps=1000, seconds=2.5)
    assert prompt.said(":budget none").count("none") == 3
    assert "no normal form within 10 steps" in prompt.said(":budget steps 10", "(λx. x x) λx. x x").replace(
        "\n", " "
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (":budget step 1", "steps    1 "),
        (":budget s 1", "there is no limit “s”"),
        (":budget steps x", "“x” is not a number like 1000 or 1e6"),
        (":budget steps 1.5", "is not a number"),
        (":budget steps", "a budget is a kind of limit and a number"),
        (":set widht 50", "there is no option “widht”\n  hint: did you mean “width”?"),
        (":set width 3", "a line has 20 to 10,000 columns"),
        (":set width wide", "width is a number or auto"),
        (":set time perhaps", "time is on or off"),
        (":set hints 4", "hints is 0, 1, 2 or 3"),
        (":set editing ed", "editing is emacs or vi"),
        (":set a b c", "one option and one value"),
        (":undo all", ":undo takes nothing after it"),
    ],
)
def test_what_is_set_wrong_is_told(typed: str, said: str) -> None:
    assert said in Prompt().said(typed)


def test_settings_are_shown_and_changed() -> None:
    prompt = Prompt()
    assert [line.split()[:2] for line in prompt.said(":set").split("\n") if not line.startswith(" ")] == [
        ["time", "off"],
        ["ascii", "off"],
        ["debruijn", "off"],
        ["width", "80"],
        ["editing", "emacs"],
        ["numbers", "on"],
        ["letters", "off"],
        ["hints", "2"],
    ]
    assert prompt.said(":set ascii", "λx. x", ":set ascii", "λx. x") == (
        "ascii is on\n\\x. x    -- 1, I\nascii is off\nλx. x    -- 1, I"
    )
    assert prompt.said(":set debruijn on", "λx. x") == "debruijn is on\nλ 0"
    assert prompt.said(":set vi", ":set editing=emacs") == "editing is vi\nediting is emacs"
    assert prompt.said(":set width auto").startswith("width is auto, now ")


@given(unfolding(8))
def test_every_look_fits_any_term(term: lamb.Term) -> None:
    prompt = Prompt()
    prompt.said(":budget steps 50", ":budget nodes 20000")
    for command in ("tree", "size", "debruijn", "compare", "trace", "alpha x =="):
        said = prompt.said(f":{command} {pretty(term)}")
        assert said
        assert "hint: it is used so" not in said


def test_settings_are_kept_for_the_next_time(tmp_path: Path) -> None:
    prompt = Prompt(Homes(tmp_path, tmp_path))
    prompt.said(":set hints 3", ":set vi", ":set numbers off", ":strategy head", ":budget seconds 2.5")
    assert "kept" in prompt.said(":set save")
    other = Prompt(Homes(tmp_path, tmp_path))
    restore(other)
    assert other.said() == ""
    assert replace(other.settings, width=0) == replace(prompt.settings, width=0)
    assert other.session.strategy is Strategy.HEAD
    assert other.session.budget == prompt.session.budget
    assert other.session.numbers is False
    assert "cannot be kept" in Prompt().said(":set save")


def test_settings_that_were_kept_and_spoiled_are_left_alone(tmp_path: Path) -> None:
    for content in (b"", b"\xff", b":set nothing 3\n:zzz"):
        (tmp_path / "settings").write_bytes(content)
        prompt = Prompt(Homes(tmp_path, tmp_path))
        restore(prompt)
        assert prompt.said("1") == Prompt().said("1")


def test_a_type_is_shown_with_its_derivation() -> None:
    assert Prompt().said(":type λx. x").split("\n") == [
        "λx. x : a → a",
        " x : a ⊢ x : a",
        "─────────────── →I",
        "⊢ λx. x : a → a",
    ]


def test_where_there_is_no_type_the_reason_is_shown_and_what_let_would_do() -> None:
    said = Prompt().said(":type let f = I in f f")
    assert said.startswith(
        ":type:1:14: “f” would need a type that is an argument of itself: f : a and f : a → b"
    )
    assert said.endswith("  hint: with let as in ML it has the type a → a")
    assert "hint" not in Prompt().said(":type λx. x x")
