"""Reductions at the prompt: a walk, a trace, a comparison, and questions about a step."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.calculus.term import App, Free, Lam, Var
from lamb.course.mistakes.subterms import differences
from lamb.notation.printer import pretty
from lamb.show.lines import Line, Sentence
from tests.effort import DEEPER
from tests.repl.entering import Prompt, interrupted
from tests.strategies import unfolding

OMEGA = "(λx. x x) λx. x x"
START = "Enter is the next step; ? says what else there is; q leaves\n"


# ── A walk ────────────────────────────────────────────────────────────────────────────


def test_a_walk() -> None:
    said = Prompt().said(
        ":step (λx. x x) ((λy. y) z)",
        script=[
            "(λx. x x) z",
            "",
            "b",
            "2",
            "back",
            "s value",
            "z z",
            "= (λx. x x) z",
            "... z",
            "never",
        ],
    )
    assert (
        said
        == START
        + """\
      (λx. x x) ((λy. y) z)
  1 > ^^^^^^^^^^^^^^^^^^^^^  β
  2             ^^^^^^^^^^^  β
no: this is a step, but not the one that normal order makes: this contracts “((λy. y) z)”, and \
“(λx. x x) ((λy. y) z)” is next
  (λx. x x) ((λy. y) z)
  ^^^^^^^^^^^^^^^^^^^^^
step 1: “(λy. y) z” takes the place of x, which occurs 2 times
      (λy. y) z ((λy. y) z)
  1 > ^^^^^^^^^  β
  2             ^^^^^^^^^^^  β
      (λx. x x) ((λy. y) z)
  1 > ^^^^^^^^^^^^^^^^^^^^^  β
  2             ^^^^^^^^^^^  β
step 1: “z” takes the place of y, which occurs once
      (λx. x x) z
  1 > ^^^^^^^^^^^  β
      (λx. x x) ((λy. y) z)
  1 > ^^^^^^^^^^^^^^^^^^^^^  β
  2             ^^^^^^^^^^^  β
call by value; the strategies are normal, applicative, name, value, head, weak-head, parallel
      (λx. x x) ((λy. y) z)
  1   ^^^^^^^^^^^^^^^^^^^^^  β
  2 >           ^^^^^^^^^^^  β
no: more than one step was made at once: these are 2 β-steps; the first contracts “(λy. y) z”
  (λx. x x) ((λy. y) z)
            ^^^^^^^^^^^
yes, this is the next step
step 1: “z” takes the place of y, which occurs once
      (λx. x x) z
  1 > ^^^^^^^^^^^  β
yes, this is the next step
step 2: “z” takes the place of x, which occurs 2 times
      z z
a weak normal form after 2 steps"""
    )


def test_enter_takes_the_marked_step_even_after_another_one_was_taken_back() -> None:
    said = Prompt().said(":step (λx. x x) ((λy. y) z)", script=["2", "b", "", "q"])
    assert "      (λy. y) z ((λy. y) z)\n" in said


def test_a_walk_renames_before_it_captures() -> None:
    said = Prompt().said(":step (λx y. x) y ((λx. x) z)", script=["", "b", "q"])
    assert "renamed: y would be captured by this λy, so it becomes y'\nstep 1: “y” takes" in said
    assert said.count("(λx y. x) y ((λx. x) z)\n") == 2


def test_a_walk_runs_on_to_the_end_and_reads_it() -> None:
    said = Prompt().said(":step add 1 2", script=["r"])
    assert "9 steps on\n" in said
    assert "a normal form after 9 steps    -- 3" in said


def test_what_never_ends_is_said_to() -> None:
    assert "this never ends: step 1 is α-equal to the start" in Prompt().said(f":step {OMEGA}", script=["r"])
    said = Prompt().said(":budget steps 100", ":step (λx. x x x) λx. x x x", script=["r", "b", "q"])
    assert "100 steps on, and it goes on\nthis does not seem to end: it grows by 7 nodes every step" in said


def test_a_strategy_may_stop_where_another_goes_on() -> None:
    said = Prompt().said(":step λx. (λy. y) x", script=["s name", "n", "1", "q"])
    assert "a weak normal form already    -- 1\na weak normal form already    -- 1" in said
    assert said.endswith("      λx. x\na weak normal form after 1 step    -- 1, I")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "there is no redex number 7: they are 1 to 1"),
        ("b", "this is the term that the walk began with"),
        ("=", "which term?"),
        ("(x", "this “(” is never closed"),
        ("s norml", "there is no strategy “norml”\n  hint: the strategies are normal,"),
        ("s x", "no: "),
        ("?", "Enter or n   the next step"),
        ("h", "step> "),
    ],
)
def test_what_is_typed_wrong_leads_nowhere(typed: str, said: str) -> None:
    found = Prompt().said(":step (λx. x) y", script=[typed, "n", "q"])
    assert said in found or said == "step> "
    assert found.endswith("      y\na normal form after 1 step")


def test_the_next_step_is_given_away_to_whoever_asks() -> None:
    assert "\ny\n      y\n" not in Prompt().said(":step (λx. x) y", script=["q"])
    assert Prompt().said(":step (λx. x x) y", script=["h", "q"]).endswith("\ny y")


def test_hints_say_as_much_as_is_wanted() -> None:
    step = [":step (λx. x x) ((λy. y) z)"]
    script = ["z z", "q"]
    assert Prompt().said(":set hints 0", *step, script=script).endswith("\nno: this is not the next step")
    assert (
        Prompt()
        .said(":set hints 1", *step, script=script)
        .endswith("no: more than one step was made at once")
    )
    assert Prompt().said(":set hints 3", *step, script=script).endswith("hint: it is (λy. y) z ((λy. y) z)")


def test_a_walk_without_a_term_is_that_of_the_last_one() -> None:
    assert "(λx. x) a\n" in Prompt().said("(λx. x) a", ":step", script=["q"])
    assert ":step needs a term" in Prompt().said(":step")
    assert "      a a\n" in Prompt().said("a", "it it", "b", ":step it3 it3", script=["q"]) + "\n"


def test_a_walk_ends_where_nothing_is_left_to_contract() -> None:
    prompt = Prompt()
    assert "Enter" not in prompt.said(":step x", script=["never"])
    for script in (["", "", "never"], ["r", "never"], ["2", "1", "never"]):
        assert "a normal form after 2 steps" in prompt.said(":step (λx. x) y ((λx. x) z)", script=script)
        assert prompt.script == ["never"]
    said = prompt.said(":step λx. (λy. y) x", script=["s name", "1", "never"])
    assert said.endswith("a weak normal form after 1 step    -- 1, I")


def test_a_walk_takes_the_commands_of_the_prompt() -> None:
    prompt = Prompt()
    script = [":strategy value", "n", ":info I", ":nothing", ":set width 60", "q"]
    said = prompt.said(":step (λx. x) ((λy. y) z)", script=script)
    assert "call-by-value" in said or "call by value" in said
    assert "step 1: “z” takes the place of y" in said
    assert "I = " in said
    assert "there is no command “:nothing”" in said
    assert prompt.settings.width == 60
    assert prompt.session.strategy.value == "call by value"


@pytest.mark.parametrize("command", [":type", ":debruijn", ":size", ":tree", ":solvable", ":trace"])
def test_a_command_in_a_walk_that_names_no_term_is_of_the_one_the_walk_has_come_to(command: str) -> None:
    step = ":step (λx. f x) ((λy. y) z)"
    for script, term in ([command, "q"], "(λx. f x) ((λy. y) z)"), (["2", command, "q"], "(λx. f x) z"):
        about = Prompt().said(f"{command} {term}")
        prompt = Prompt()
        assert about in prompt.said("λa b. a", step, script=script)
        assert Prompt().said(f"{command} λa b. a") == prompt.said(command)  # and afterwards of the last one


def test_a_walk_asks_to_predict_each_step() -> None:
    said = Prompt().said(":step (λx. x x) ((λy. y) z)", script=["p", "", "z z", "… ((λy. y) z)", "p", "q"])
    predicted = said[said.index("Type the term") :]
    before, after = predicted.split("yes, this is the next step")
    assert "1 >" not in before
    assert before.count("Type the term that the next step leads to") == 2
    assert "no: more than one step was made at once" in before
    assert "1 >" in after.partition("Enter is the next step again")[2]


def test_a_walk_may_be_left_by_an_end_of_input() -> None:
    prompt = Prompt()
    assert "(λx. x) a" in prompt.said(":step (λx. x) a")
    assert prompt.said("a") == "a"


def test_a_walk_through_many_redexes_is_bounded() -> None:
    said = Prompt().said(f":step {' '.join(['add 1'] * 300)}", script=["", "q"])
    assert len(said.split("\n")) < 30
    assert max(map(len, said.split("\n"))) <= 80
    assert "more, up to number 1,000" in said or "more, up to number 600" in said


def test_no_immense_numeral_is_unfolded() -> None:
    said = Prompt().said(":step 123456789123456789 f x", script=["n", "f x", "r", "q"])
    assert "this step would make too large a term" in said
    said = Prompt().said(":trace 123456789123456789 f x")
    assert "no normal form within 10,000,000 nodes" in said


@given(
    unfolding(8),
    st.lists(st.sampled_from(["", "b", "1", "2", "s value", "s parallel", "r", "h"]), max_size=6),
)
def test_wherever_a_walk_goes_it_can_be_left(term: lamb.Term, script: list[str]) -> None:
    prompt = Prompt()
    prompt.enter(":budget steps 50")
    said = prompt.said(f":step {pretty(term)}", script=[*script, "q"])
    assert START in said or "a normal form already" in said
    assert prompt.script == [] or "normal form" in said
    assert prompt.said("a b") == "a b"


ENDLESS = "(λx. x x x) λx. x x x"


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize(
    "command", ["", ":trace", ":compare", ":graph", ":time", ":alpha y ==", ":step", ":check y ;"]
)
def test_whatever_is_interrupted_leaves_the_session_whole(command: str, hard: bool) -> None:
    prompt = interrupted(Prompt(), hard=hard)
    prompt.enter(":budget none")
    said = prompt.said("a = x", f"{command} {ENDLESS}", script=["r", "b", "q"])
    assert "interrupted" in said or command in (":step", ":check y ;")
    assert prompt.said("a") == "x"
    assert list(prompt.terms()) == ["a"]


def test_a_walk_goes_on_after_an_interruption() -> None:
    for hard in (False, True):
        said = interrupted(Prompt(), hard=hard).said(f":step {ENDLESS}", script=["r", "", "b", "b", "q"])
        assert said.count("(λx. x x x)") > 3


# ── A trace ───────────────────────────────────────────────────────────────────────────


def test_a_trace() -> None:
    assert (
        Prompt().said(":trace (λx y. x) y z")
        == """\
         (λx y. x) y z
             ^
      α  (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'
             ~~
         ^^^^^^^^^^^^
   1  β  (λy'. y) z
         ~~~~~~~~
         ^^^^^^^^^^
   2  β  y
         ~
normal form after 2 steps (2 β; 1 renaming)"""
    )


def test_a_trace_of_combinators_is_by_their_own_rules() -> None:
    said = Prompt().said(":strategy value", ":trace combinators λx. x a")
    assert "C I a" in said
    assert Prompt().said("S K K x", ":trace combinators").endswith("normal form after 2 steps (1 S, 1 K)")


def test_a_trace_follows_the_strategy() -> None:
    said = Prompt().said(":strategy value", ":trace (λx. x x) ((λy. y) z)")
    assert said.startswith("call by value, to a weak normal form")
    assert "   1  β  (λx. x x) z" in said
    assert said.endswith("weak normal form after 2 steps (2 β)")


def test_a_long_trace_shows_how_it_begins_and_how_it_ends() -> None:
    lines = Prompt().said(":trace sub 5 2").split("\n")
    assert len(lines) < 200
    assert any(line.strip() == "…" for line in lines)
    assert lines[-1].startswith("normal form after")
    assert lines[-1].endswith("-- 3")
    assert sum(line[:4].strip().isdigit() for line in lines) <= 46


def test_a_trace_that_does_not_end_says_so() -> None:
    assert Prompt().said(f":trace {OMEGA}").endswith("it repeats for ever")
    said = Prompt().said(":budget steps 100", ":trace (λx. x x x) λx. x x x")
    assert "no normal form within 100 steps; it grows by 7 nodes every step" in said
    assert said.endswith("hint: :budget steps 1_000 goes ten times as far, if there is a normal form at all")


def test_a_normal_form_has_no_steps() -> None:
    assert Prompt().said(":trace x").endswith("this is a normal form already")


# ── A comparison ──────────────────────────────────────────────────────────────────────


def test_a_comparison() -> None:
    said = Prompt().said(f":compare (λx. a) ({OMEGA})").split("\n")
    assert said[0] == "(λx. a) ((λx. x x) λx. x x)"
    assert said[2].split()[:3] == ["normal", "order", "1"]
    assert "repeats for ever from the start" in said[3]
    assert max(map(len, said)) <= 80


def test_a_comparison_goes_as_far_as_the_budget() -> None:
    said = Prompt().said(":budget steps 7", ":compare (λx. x x x) λx. x x x")
    assert said.count("7+") == 7


# ── Is this the next step? ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("(λx. x x) y ; y y", "yes, this is the next step"),
        ("(λx. x x) y => y y", "yes, this is the next step"),
        ("(λx y. x) y ; λz. y", "yes, this is the next step"),
        ("let a = b; c = d in c a ; (λc. c b) d", "yes, this is the next step"),
        ("(λx. x x) y ; … y", "yes, this is the next step"),
        ("(λx. x x) y ; y", "no: a variable that is applied to itself was taken for the variable"),
        ("x ; y", "no: there is nothing left to do: this is a normal form"),
        ("(λx. x) y ; (y", "this “(” is never closed"),
        ("(λx. x y ; y", "this “(” is never closed"),
        ("(λx. x) y", "a term and its next step are separated by “;”"),
        ("(λx. x) a =b> a", "derivation this    -- holds"),
        ("(λx. x) a =b> b", "| conf this: (λx. x) a =b> b\n"),
    ],
)
def test_a_step_is_checked(typed: str, said: str) -> None:
    assert said in Prompt().said(f":check {typed}")


def test_a_wrong_step_is_underlined() -> None:
    assert Prompt().said(":check (λx y. x) y ; λy. y").endswith("\n  λy. y\n      ^")


# ── Are these the same? ───────────────────────────────────────────────────────────────


def test_all_that_a_term_reduces_to_is_listed() -> None:
    assert Prompt().said(":graph (λx. x x) ((λy. y) z)").split("\n") == [
        "0  (λx. x x) ((λy. y) z)  → 1, 2",
        "1  (λy. y) z ((λy. y) z)  → 3, 4",
        "2  (λx. x x) z            → 5",
        "3  z ((λy. y) z)          → 5",
        "4  (λy. y) z z            → 5",
        "5  z z                    normal form",
        "6 terms, 7 steps, 1 normal form, no cycle; complete",
    ]


def test_a_graph_says_where_names_unfold_and_what_it_leaves_out() -> None:
    said = Prompt().said(":graph fact 1").split("\n")
    assert said[0].split() == ["0", "fact", "1", "→", "1", "δ"]
    assert len(said) == 41
    assert said[-1].endswith("not followed to the end (460 more terms not shown)")
    assert Prompt().said(f":graph {OMEGA}").split("\n")[0].endswith("→ 0; on a cycle")


def test_terms_are_compared_up_to_alpha_beta_and_eta() -> None:
    prompt = Prompt()
    assert (
        prompt.said(":alpha λx. x == λy. y") == "up to α  yes  the same but for the names of bound variables"
    )
    assert prompt.said(":alpha S K K == I") == (
        "up to α  no   they differ as they are written\n"
        "  left   S K K\n"
        "  right  I\n"
        "up to β  yes  both reduce to λx. x    -- 1"
    )
    assert prompt.said(":alpha λx. f x == f").endswith("up to η  yes  both do what f does")
    assert prompt.said(":alpha λx. f (g x) == λx. f (h x)") == (
        "up to α  no   they differ as they are written\n"
        "  left   λx. f (g x)\n"
        "                ^\n"
        "  right  λx. f (h x)\n"
        "                ^\n"
        "up to β  no   their normal forms differ\n"
        "up to η  no   they differ in what they do"
    )


def test_what_has_no_normal_form_is_not_known_to_be_the_same() -> None:
    said = Prompt().said(":budget steps 100", ":alpha Y f == Y g")
    assert said.endswith("up to β  not known  the right one has no normal form within 100 steps")


@pytest.mark.parametrize(("terms", "which"), [(f"{OMEGA} == x", "right"), (f"x == {OMEGA}", "left")])
def test_what_has_a_normal_form_is_not_the_same_as_what_has_none(terms: str, which: str) -> None:
    said = Prompt().said(":budget steps 100", f":alpha {terms}")
    assert said.endswith(f"up to β  no   only the {which} one has a normal form")


def test_two_terms_are_separated() -> None:
    assert "two terms are separated by “==”" in Prompt().said(":alpha x y")
    assert "this “(” is never closed" in Prompt().said(":alpha (x == y")


@given(unfolding(), unfolding())
def test_the_first_difference_is_one(one: lamb.Term, other: lamb.Term) -> None:
    found = next(differences(one, other), None)
    path = found[0].path if found else ()
    for step in path:
        one, other = getattr(one, step), getattr(other, step)
    if path or one != other:
        assert one != other
        assert not (isinstance(one, Lam) and isinstance(other, Lam))
        assert not (isinstance(one, App) and isinstance(other, App))


def test_the_first_difference_may_be_very_deep() -> None:
    one: lamb.Term = Var(0)
    other: lamb.Term = Free("a")
    for _ in range(DEEPER):
        one, other = App(Free("f"), one), App(Free("f"), other)
    left, right = next(differences(Lam("x", one), Lam("x", other)))
    assert len(left.path) == len(right.path) == DEEPER + 1


def test_what_two_terms_do_is_compared_within_the_budget() -> None:
    """A term of 2⁶⁰ nodes as a tree, which is a small graph."""
    prompt = Prompt()
    prompt.said(":budget nodes 200000", ":budget seconds 0.1")
    assert "not known" in prompt.said(":alpha (λw x. 60 (λt. f (λy. t y) t) w x) == y")


def test_what_a_walk_says_is_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    prompt, lines = Prompt(), list[Line]()
    monkeypatch.setattr(prompt.terminal, "answer", lines.extend)
    prompt.said(":step (λx. x) y", script=["oops", "q"])
    assert [type(line) for line in lines if line[0].text == "no: "] == [Sentence]


# ── A machine ─────────────────────────────────────────────────────────────────────────


def test_a_machine_at_work() -> None:
    prompt = Prompt()
    assert prompt.said(":machine sestoft terms (λx. x) a").split("\n") == [
        "               control     environment   stack   heap     stands for",
        "               (λx. x) a                                  (λx. x) a",
        "   1  let      λx. x                     p1      p1 ↦ a",
        "   2  app2     x           x = p1                p1 ↦ a   a",
        "   3  var1     a                         #p1     p1 ↦ a",
        "   4  var2     a                                 p1 ↦ a",
        "weak head normal form after 4 transitions (1 β): a",
    ]
    assert prompt.said("(λx. x) b", ":machine").endswith("(1 β): b")
    assert "no weak normal form within 1,000 transitions" in prompt.said(f":machine cek {OMEGA}")
    assert "956 more transitions" in prompt.said(f":machine cek {OMEGA}")


def test_a_walk_by_the_rules_of_combinators() -> None:
    said = Prompt().said(":step combinators S K K x", script=["", "s value", "= x", "q"])
    assert "K x (K x)" in said
    assert "combinators are reduced in normal order" in said
