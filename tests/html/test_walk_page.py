"""A walk on a page: whatever is clicked on, it is the walk that is shown, and nothing is lost."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, LambError, Strategy, Term, Var
from lamb.calculus.strategies import STRATEGIES
from lamb.course.walk import Walk
from lamb.html.walk_page import LARGEST, Stepping
from lamb.notation.printer import pretty
from tests.html.walk_page import Parsed
from tests.strategies import DEFINITIONS, clashing, doubled, unfolding

SLOTS = ("term", "choices", "taken", "ended", "remark", "answer")
TAGS = {"code", "span", "u", "b", "button", "p", "strong", "pre", "figure", "figcaption", "ol", "li", "mark"}
PICTURES = {"svg", "title", "style", "g", "path", "text", "rect", "circle", "line"}


def stepping(term: str | Term, strategy: Strategy = Strategy.NORMAL, **choices: Any) -> Stepping:
    start = lamb.parse_term(term) if isinstance(term, str) else term
    budget = choices.pop("budget", Budget(clock=process_time))  # however busy the machine is
    return Stepping(Walk(start, DEFINITIONS, strategy=strategy, budget=budget, **choices))


def shown(here: Stepping, slot: str) -> str:
    """The text in a part of the page."""
    return Parsed(str(here.shown()[slot])).text


def do(here: Stepping, kind: str, **details: object) -> None:
    here.obey({"kind": kind, "at": here.shown()["number"], **details})


# ── Laws ──────────────────────────────────────────────────────────────────────────────

events = st.one_of(
    st.sampled_from(["forward", "back", "run", "hint", "more", "hello"]).map(lambda kind: {"kind": kind}),
    st.builds(lambda step: {"kind": "go", "step": step}, st.integers(-1, 9)),
    st.builds(
        lambda number, at: {"kind": "contract", "number": number, "at": at},
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.builds(lambda name: {"kind": "strategy", "name": name}, st.sampled_from([*STRATEGIES, "none"])),
    st.builds(
        lambda text: {"kind": "ask", "text": text},
        st.sampled_from(["a", "", "λx. …", "(", "<b>", "…", "succ 2"]),
    ),
    st.builds(
        lambda name, on: {"kind": "picture", "name": name, "on": on},
        st.sampled_from(["tree", "diagram", "none"]),
        st.booleans(),
    ),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["forward", "contract", "go"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "step", "number", "at"]), inner)
    ),
    max_leaves=5,
)


@given(unfolding(), st.lists(events | json_values, max_size=8))
def test_whatever_happens_it_is_the_walk_that_is_shown(term: Term, happening: list[object]) -> None:
    here = stepping(term)
    for event in happening:
        here.obey(event)
        html = here.shown()
        if len(here.walk.text) <= 600:
            assert Parsed(str(html["term"])).text == here.walk.text
        assert html["step"] == here.walk.steps
        assert html["is_last"] == (here.walk.next is None)
        assert all(Parsed(str(html[slot])).nests for slot in SLOTS)
        assert Parsed(here.history()).nests


@given(unfolding(), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_back_takes_a_click_back(term: Term, numbers: list[int]) -> None:
    here = stepping(term)
    terms = [here.shown()["term"]]
    for number in numbers:
        before = here.walk.steps
        do(here, "contract", number=number)
        terms += [here.shown()["term"]] * (here.walk.steps - before)
    for html in reversed(terms):
        assert here.shown()["term"] == html
        do(here, "back")
    assert here.shown()["is_first"]


@given(unfolding())
def test_each_redex_can_be_clicked_on_and_is_what_is_contracted(term: Term) -> None:
    here = stepping(term, eta=True)
    html = Parsed(str(here.shown()["term"]))
    choices = here.walk.choices
    assert [event["number"] for event in html.events] == [choice.number for choice in choices]
    for event, choice in zip(html.events, choices, strict=True):
        here.obey({**event, "at": here.shown()["number"]})
        assert here.walk.term == here.walk.taken[0][-1].after
        assert (here.walk.taken[0][-1].rule, here.walk.taken[0][-1].path) == (choice.rule, choice.path)
        do(here, "back")


@given(unfolding(), st.sampled_from(Strategy))
def test_the_marked_redex_is_the_one_that_the_next_button_contracts(term: Term, strategy: Strategy) -> None:
    here = stepping(term, strategy)
    upcoming = here.walk.next
    marked = Parsed(str(here.shown()["term"])).with_class("lamb-next")
    assert bool(marked) == (upcoming is not None)
    if upcoming is not None and strategy is not Strategy.PARALLEL:
        redex = _clipped(here.walk.text[upcoming.start : upcoming.end])
        label = f"{upcoming.rule.value}-redex {upcoming.number}, next: {redex}"
        assert [attributes["aria-label"] for attributes in marked] == [label]
    there = Walk(term, DEFINITIONS, strategy=strategy)
    there.forward()
    do(here, "forward")
    assert here.walk.term == there.term


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img/src=x/onerror=alert(1)>",
    "a\"onclick='b'",
    "&lt;",
    "</code>",
    "\x00\x1b[2J",
]


@given(
    clashing(hints=[*HOSTILE, "x"]),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3),
    st.lists(st.integers(1, 4), max_size=3),
)
def test_nothing_in_a_name_is_more_than_text(term: Term, names: list[str], numbers: list[int]) -> None:
    for name in names:
        term = App(Lam(name, App(term, Var(0))), Free(name))
    here = stepping(term)
    for name in ("tree", "diagram"):
        do(here, "picture", name=name, on=True)
    for number in numbers:
        do(here, "contract", number=number)
    do(here, "ask", text=names[0])
    do(here, "hint")
    html = here.shown()
    for part in [*(str(html[slot]) for slot in SLOTS), here.history()]:
        assert {tag for tag, _ in Parsed(part).tags} <= TAGS
        assert all(
            "onclick" not in attributes and "onerror" not in attributes for _, attributes in Parsed(part).tags
        )
    for svg in here.drawn().values():
        assert {tag for tag, _ in Parsed(svg).tags} <= PICTURES


# ── Going ─────────────────────────────────────────────────────────────────────────────


def test_the_innermost_redex_under_the_pointer_is_within_the_others() -> None:
    html = str(stepping("(λx. x x) ((λy. y) z)").shown()["term"])
    assert html.index("&quot;number&quot;: 1") < html.index("&quot;number&quot;: 2")
    assert html.endswith("</u></u></u></code>")


def test_a_step_says_what_it_did_and_why_something_was_renamed() -> None:
    here = stepping("(λx y. x) y")
    do(here, "forward")
    assert shown(here, "taken") == (
        "α y would be captured by this λy, so it becomes y'β “y” takes the place of x, which occurs once"
    )
    assert "step 1, α: y would be captured" in str(here.shown()["said"])


def test_a_redex_of_a_term_that_is_gone_cannot_be_clicked_on() -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "forward")
    here.obey({"kind": "contract", "number": 1, "at": 0})
    assert here.walk.steps == 1


def test_too_large_a_step_is_refused_and_nothing_is_lost() -> None:
    large: Term = Free("a")
    for _ in range(LARGEST // 4):
        large = App(large, Free("a"))
    here = stepping(App(Lam("x", App(App(Var(0), Var(0)), App(Var(0), Var(0)))), large))
    for kind in ("forward", "run"):
        do(here, kind)
        assert "would make too large a term" in shown(here, "remark")
        assert here.walk.steps == 0


def test_too_large_a_term_is_not_begun_with() -> None:
    term = doubled(Free("a"), 15)
    with pytest.raises(LambError, match="too large to step through: it has 65,535 nodes"):
        Stepping(Walk(term))


def test_the_next_step_by_the_strategy_is_taken_even_after_another_one_was_taken_back() -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "contract", number=2)
    do(here, "back")
    do(here, "forward")
    assert here.walk.text == "(λy. y) z ((λy. y) z)"


def test_a_step_that_was_taken_back_keeps_those_after_it() -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "run")
    do(here, "go", step=0)
    do(here, "forward")
    assert len(here.walk.ahead) == 2


def test_the_end_is_announced_with_what_it_reads_as() -> None:
    here = stepping("add 1 2")
    do(here, "run")
    assert shown(here, "ended") == "Normal form after 11 steps. It can be read as 3."
    assert here.shown()["is_last"]


def test_the_end_of_a_strategy_is_not_always_that_of_the_term() -> None:
    here = stepping("λx. I x", Strategy.WEAK_HEAD)
    assert "Weak head normal form already" in shown(here, "ended")
    assert "names that can still be unfolded" in shown(here, "ended")
    assert "leaves the redexes alone" in shown(stepping("λx. (λy. y) x", Strategy.WEAK_HEAD), "ended")


def test_what_repeats_is_said_to() -> None:
    here = stepping("(λx. x x) (λx. x x)")
    do(here, "forward")
    assert "the term that there was at the start: going on like this repeats for ever" in shown(
        here, "remark"
    )
    assert here.shown()["stops"]
    do(here, "run")
    assert "never ends" in shown(here, "remark")


def test_what_only_grows_is_not_said_to_be_endless() -> None:
    here = stepping("Y a")
    do(here, "run")
    assert "steps on, and this is not the end; this does not seem to end: it grows by" in shown(
        here, "remark"
    )


# ── Asking ────────────────────────────────────────────────────────────────────────────


def test_the_right_step_is_taken() -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "ask", text="… ((λw. w) z)")
    assert (here.walk.steps, here.shown()["is_right"]) == (1, True)
    assert shown(here, "answer") == "✓ Yes, this is the next step."
    do(here, "back")
    assert shown(here, "answer") == ""


def test_a_wrong_step_is_explained_more_and_more() -> None:
    here = Stepping(Walk(lamb.parse_term("(λx y. x) y")), hints=1)
    said = []
    do(here, "ask", text="λy. y")
    for _ in range(3):
        said.append(shown(here, "answer"))
        do(here, "hint")
    assert "captured" in said[0]
    assert "^" not in said[0]
    assert "^" in said[1]
    assert "It is λy'. y" in said[2]
    assert here.walk.steps == 0


def test_a_text_that_is_no_term_has_a_caret_where_it_stops_being_one() -> None:
    here = stepping("(λx. x) a")
    do(here, "ask", text="λx. (x")
    assert "this “(” is never closed" in shown(here, "answer")
    assert "λx. (x\n    ^" in shown(here, "answer")


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_no_text_and_too_long_a_text_are_answered(text: str) -> None:
    here = stepping("(λx. x) a")
    do(here, "ask", text=text)
    assert shown(here, "answer") != ""


def test_who_types_nothing_may_have_hints_too() -> None:
    here = stepping("(λx. x) a")
    do(here, "hint")
    assert shown(here, "answer") == "β: “a” takes the place of x, which occurs once."
    do(here, "hint")
    assert shown(here, "answer") == "It is a"


def test_a_hint_of_too_large_a_step_is_refused() -> None:
    here = stepping("123456789123456789 f x")
    for _ in range(2):
        do(here, "hint")
        assert "would make too large a term" in shown(here, "remark")


@given(unfolding(), st.sampled_from([Strategy.NORMAL, Strategy.CALL_BY_VALUE]))
def test_what_comes_next_is_always_right(term: Term, strategy: Strategy) -> None:
    here, there = stepping(term, strategy), stepping(term, strategy)
    do(there, "forward")
    if there.walk.steps:
        do(here, "ask", text=pretty(there.walk.term))
        assert here.shown()["is_right"]
        assert here.walk.term == there.walk.term


# ── Around it ─────────────────────────────────────────────────────────────────────────


def test_the_past_can_be_clicked_back_into() -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "run")
    past = Parsed(here.history())
    assert past.events == [{"kind": "go", "step": number} for number in range(4)]
    here.obey(past.events[1])
    assert here.walk.text == "(λy. y) z ((λy. y) z)"
    assert len(Parsed(here.history()).with_class("lamb-ahead")) == 2


def test_a_long_past_is_listed_around_the_present() -> None:
    here = stepping("Y a")
    for _ in range(70):
        do(here, "forward")
    do(here, "go", step=50)
    text = Parsed(here.history()).text
    assert text.startswith("start")
    assert "10 steps11β" in text
    assert "10 more that were taken back" in text


def test_more_of_a_long_term_can_be_seen() -> None:
    here = stepping("f " + "((λx. x) a) " * 200)
    before = shown(here, "term")
    assert "shown" in shown(here, "choices")
    do(here, "more")
    assert len(shown(here, "term")) > 2 * len(before)


def test_pictures_are_drawn_while_they_are_wanted() -> None:
    here = stepping("(λx. x) a")
    assert here.drawn() == {}
    do(here, "picture", name="tree", on=True)
    do(here, "picture", name="none", on=True)
    assert list(here.drawn()) == ["tree"]
    do(here, "picture", name="tree", on=False)
    assert here.drawn() == {}


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_strategy_may_be_switched(name: str) -> None:
    here = stepping("(λx. x x) ((λy. y) z)")
    do(here, "strategy", name=name)
    assert here.shown()["strategy"] == name
    assert here.walk.strategy is STRATEGIES[name]
