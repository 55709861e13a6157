"""Cells, without a notebook: a prompt that shows bundles, and stops at what is wrong."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.errors import LambError
from lamb.notebook.cells import state_of
from lamb.repl.repl import commands
from lamb.results import Answer, Checked, Derived, Result
from lamb.show.lines import CellFailed
from tests.notebook.cells import Cells
from tests.repl.entering import Prompt, interrupted

ENDLESS = "(λx. x x x) λx. x x x"
FINE = ["p = q", "q = succ r", "r = 2", "p", "q r", "λx. q", "[p, r]", "it", "conf d : K a b =n*> a"]
WRONG = ["assert 1 == 3", "p = p", 'import "nowhere.lc"', "conf e : K a b =n*> b", "(λx. x x) λx. x x"]


# ── A cell and the prompt ─────────────────────────────────────────────────────────────


class Recording(Prompt):
    """A prompt that remembers what came of its inputs."""

    def show(self, result: Result) -> None:
        self.result = result
        super().show(result)


def is_wrong(result: Result) -> bool:
    match result:
        case Answer():
            return not result.outcome.finished
        case Checked() | Derived():
            return result.verdict is not lamb.Verdict.HOLDS
    return isinstance(result, LambError)


@given(st.lists(st.sampled_from([*FINE, *WRONG]), max_size=6))
def test_a_cell_does_what_the_prompt_does_up_to_what_is_wrong(texts: list[str]) -> None:
    cells, prompt = Cells(), Recording()
    for session in (cells.session, prompt.session):
        session.budget = lamb.Budget(steps=100)
    said, error = cells.tried("\n".join(texts))
    answers, wrong = 0, False
    for text in texts:
        prompt.enter(text)
        if wrong := is_wrong(prompt.result):
            break
        answers += isinstance(prompt.result, Answer | Checked | Derived)
    assert wrong is (error is not None)
    assert len(said) == answers
    assert cells.terms() == prompt.terms()
    assert cells.session.definitions.answers == prompt.session.definitions.answers


def test_what_a_cell_shows() -> None:
    cells = Cells()
    assert cells.shown("twice f x = f (f x)\ntwice succ 3\nassert it == 5") == [
        "λf x. f (f (f (f (f x))))    -- 5",
        "assert it == 5    -- holds",
    ]
    assert cells.shown("twice f x = f x") == []  # a cell that is run again has nothing to say about that


def test_a_cell_stops_where_it_is_wrong_and_keeps_what_it_has_done() -> None:
    cells = Cells()
    said, error = cells.tried("a = 1\na\nassert a == 2\nb = 3\nb")
    assert said == ["λf x. f x    -- 1"]
    assert str(error) == (
        "cell 1:3:8: this does not hold\n"
        "  3 | assert a == 2\n"
        "    |        ^^^^^^\n"
        "  left:  λf x. f x    -- 1\n"
        "  right: λf x. f (f x)    -- 2"
    )
    assert list(cells.terms()) == ["a"]


def test_errors_have_the_places_of_the_whole_cell() -> None:
    assert (
        Cells().wrong("-- a comment\n:names zero\n\nx\n(y").startswith("cell 1:5:1: this “(” is never closed")
    )


def test_what_does_not_end_is_an_error_which_says_how_far_it_came() -> None:
    cells = Cells()
    _, error = cells.tried(":budget steps 10\nfact 5")
    assert isinstance(error, CellFailed)
    assert "no normal form within 10 steps" in error.message
    assert "\n  reached: " in str(error)
    assert "hint: :budget steps 100 goes ten times as far" in str(error)
    assert cells.session.budget.seconds  # a notebook that runs by itself does not hang


def test_a_wrong_derivation_is_explained_and_kept() -> None:
    cells = Cells()
    assert "“b” came in the place of “x”" in cells.wrong("conf d : (λx. x) a =b> b")
    assert cells.session.derived["d"].verdict is lamb.Verdict.FAILS
    cells.run_cell("conf d : (λx. x) a =b> a")
    assert cells.session.derived["d"].verdict is lamb.Verdict.HOLDS


def test_hints_about_derivations_say_as_much_as_is_wanted() -> None:
    assert "hint: " in Cells().wrong(":set hints 3\nconf d : (λx. x) a =b> b")


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize(
    "text", [ENDLESS, f":trace {ENDLESS}", f"assert {ENDLESS} == x", f":compare {ENDLESS}"]
)
def test_an_interrupted_cell_leaves_the_session_whole(text: str, hard: bool) -> None:
    cells = Cells()
    interrupted(cells, hard=hard)  # type: ignore[type-var]
    _, error = cells.tried(f"a = x\n{text}\nb = a")
    assert "interrupted" in str(error)
    assert list(cells.terms()) == ["a"]
    assert cells.shown("b = a") == []
    assert list(cells.terms()) == ["a", "b"]


def test_nothing_is_written_where_nobody_reads(capfd: pytest.CaptureFixture[str]) -> None:
    cells = Cells()
    for text in (*FINE, *WRONG[:4], ":help", ":trace 2 2", ":step K a", ":learn 1", ":info it", ":qqq"):
        cells.tried(text)
    assert capfd.readouterr() == ("", "")


# ── Commands ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("argument", ["", "2 2", "x == y", "K a b ; a", "steps 100"])
@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_does_something_or_says_why_not(name: str, argument: str) -> None:
    cells = Cells()
    cells.run_cell("two = 2\ntwo")
    said, error = cells.tried(f":{name} {argument}")
    assert said or error is not None
    assert cells.shown("K a b")[0] == "a"


@pytest.mark.parametrize("name", ["quit", "edit", "history"])
def test_what_makes_no_sense_in_a_notebook_is_not_offered(name: str) -> None:
    cells = Cells()
    assert "here\n  hint: " in cells.wrong(f":{name}")
    assert f":{name}" not in cells.shown(":help")[0]
    assert not any(one.text == name for one in cells.complete(":", 1)[2])


def test_help_is_about_notebooks() -> None:
    cells = Cells()
    assert "clicked" in cells.shown(":help step")[0]
    assert "List" in cells.shown(":help trace")[0]
    assert ":help keys" not in cells.shown(":help")[0]


def test_pictures_and_tables_are_shown_as_such() -> None:
    cells = Cells()
    cells.run_cell(":tree K a\n:diagram K a\n:trace K a\n:compare K a\n:machine cek K a\n:bigstep K a")
    tree, diagram, trace, comparison, states, derived = cells.bundles
    assert "<svg" in tree["text/html"]
    assert tree["text/plain"] == "@\n├── K\n└── a"
    cells.run_cell(":tree K")
    assert cells.bundles[-1]["text/plain"] == "λx\n└── λy\n    └── x"
    assert diagram["text/plain"].split("\n")[0] == "  a"
    assert "<svg" in diagram["image/svg+xml"]
    assert "<table" in trace["text/html"]
    assert "<table" in comparison["text/html"]
    assert "<table" in states["text/html"]
    assert "<svg" in derived["text/html"]
    cells.run_cell(":type λx. x")
    said, derivation = cells.bundles[-2:]
    assert said["text/plain"] == "λx. x : a → a"
    assert "<svg" in derivation["text/html"]  # which no narrow page breaks into lines
    assert derivation["text/plain"].endswith("⊢ λx. x : a → a")
    cells.run_cell(":bohm 2 Y\n:diamond (λx. x x) ((λy. y) z)")
    *_, bohm, diamond = cells.bundles
    assert "<svg" in bohm["text/html"]
    assert bohm["text/plain"].split("\n")[:2] == ["λf. f", "└─ f"]
    assert "<svg" in diamond["text/html"]


def test_a_walk_is_shown_as_well_as_can_be() -> None:
    class Picture:
        def _repr_mimebundle_(self) -> dict[str, str]:
            return {"text/plain": "click"}

    cells = Cells()
    assert "normal form after 3 steps" in cells.shown(":step K a b")[0]
    cells = Cells(ask=lambda prompt: "q")
    assert "Enter is the next step" in cells.shown(":step K a b")[0]
    walks: list[lamb.Walk] = []
    cells.widget = lambda walk: walks.append(walk) or Picture()  # type: ignore[func-returns-value]
    assert cells.shown("K a b\n:step") == ["a", "click"]
    assert walks[0].text == "K a b"


def test_a_lesson_is_passed_in_cells() -> None:
    cells = Cells()
    assert "Lesson 1 of" in cells.shown(":learn 1")[0]
    assert any("✓" in said for said in cells.shown("mine"))


def test_definitions_are_taken_back_cell_by_cell_even_if_one_fails() -> None:
    cells = Cells()
    cells.tried("a = 1\nb = 2\nassert a == b")
    cells.run_cell("c = 3")
    assert cells.shown(":undo\n:undo") == ["c taken back\na, b taken back"]


def test_files_are_those_beside_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.lc").write_text("mine = 7\nassert mine == 7\n", encoding="utf-8")
    (tmp_path / "bad.lc").write_text("worse = 7\nassert worse == 8\n", encoding="utf-8")
    assert Cells().shown('import "mine.lc"\nmine') == ["λf x. f (f (f (f (f (f (f x))))))    -- 7"]
    assert "mine.lc: 1 definition" in Cells().shown(":load mine.lc")[-1]
    assert "bad.lc:2:8: this does not hold" in Cells().wrong(":load bad.lc")
    assert "outside the folder" in Cells().wrong('import "../other.lc"')


def test_a_cell_that_is_run_again_imports_what_a_file_has_become(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cells = Cells()
    for number in ("1", "2"):
        (tmp_path / "mine.lc").write_text(f"mine = {number}\n", encoding="utf-8")
        assert cells.shown('import "mine.lc"\nassert mine == ' + number) != []


# ── Strangers ─────────────────────────────────────────────────────────────────────────


class Tags(HTMLParser):
    """The tags and the text of some HTML, without its style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.text += data


hostile = st.sampled_from(
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;", "$x$", '"><b>']
)


@given(
    hostile
    | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\v\f\x85\u2028\u2029"), max_size=30)
)
def test_whatever_somebody_wrote_is_shown_as_text(text: str) -> None:
    cells = Cells()
    cells.tried(f"-- {text}\nmine = 1\n:info mine\n:names mine")
    cells.tried(f":help {text}")
    cells.tried(f":learn check {text}")
    for bundle in cells.bundles:
        seen = Tags(bundle["text/html"])
        assert seen.found <= {"div", "style", "pre", "code", "span", "b", "i", "mark"}
        assert seen.attributes <= {"class", "role", "tabindex", "title"}


# ── What a text means, before it is run ───────────────────────────────────────────────


PROGRAM = "twice f x = f (f x)\n:info succ\nλcount. cou\n:set hin\n-- tw"


@pytest.mark.parametrize(
    ("written", "start", "offered"),
    [
        ("twice f x = f (f x)\ntwi", 20, []),
        ("succ (is-zer", 6, ["is-zero"]),
        ("λcount. cou", 8, ["count"]),
        ("x\n:inf", 3, ["info"]),
        (":info succ\nis-zer", 11, ["is-zero"]),
        (":set hin", 5, ["hints"]),
        ("x -- is-zer", 11, []),
        (":strategy va", 10, ["value"]),
        ("\\", 0, ["λ"]),
        ("f \\lamb", 2, ["λ"]),
        ("f\n\n:step is-zer", 9, ["is-zero"]),
        ("{- is-zer", 9, []),
    ],
)
def test_completion_knows_where_it_is(written: str, start: int, offered: list[str]) -> None:
    at, end, found = Cells().complete(written + " rest", len(written))
    assert [one.text for one in found] == offered
    assert (at, end) == (start if offered else len(written), len(written))


def test_completion_knows_what_the_cells_have_defined() -> None:
    cells = Cells()
    cells.run_cell("-- Do it twice.\ntwice f x = f (f x)")
    assert [(one.text, one.meta) for one in cells.complete("twi", 3)[2]] == [("twice", "Do it twice.")]


@given(st.integers(0, len(PROGRAM)))
def test_completion_never_fails(cursor: int) -> None:
    start, end, found = Cells().complete(PROGRAM, cursor)
    assert start <= end == cursor
    assert all(PROGRAM[start:end].lstrip("\\") in one.text for one in found if one.text != "λ")


@pytest.mark.parametrize("cursor", [4, 6, 8])
def test_inspection_says_what_a_name_means(cursor: int) -> None:
    cells = Cells()
    found = cells.inspect("add succ 2", cursor)
    assert found is not None
    assert found["text/plain"].startswith("succ n = λf x. f (n f x)")
    assert "normal form" in found["text/plain"]
    assert cells.bundles == []


def test_inspection_knows_commands_and_numerals_and_nothing_else() -> None:
    cells = Cells()
    found = cells.inspect("x\n:info succ", 4)
    assert found is not None
    assert found["text/plain"].startswith(":info NAME")
    assert cells.inspect("42", 1) is not None
    assert cells.inspect("λx. x", 1) is None
    assert cells.inspect("nothing", 1) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "complete"),
        ("x", "complete"),
        (":info", "complete"),
        (":info (", "complete"),
        ("(x", "incomplete"),
        ("(x\n", "invalid"),
        ("x)", "invalid"),
        ("x)\n(", "invalid"),
        ("{- x", "incomplete"),
        ("conf d : x", "incomplete"),
        ("conf d : x\n\n", "complete"),
        (":info x\n(y", "incomplete"),
        ("(y\n:info x", "invalid"),
    ],
)
def test_the_state_of_a_text(text: str, state: str) -> None:
    assert state_of(text) == state


@given(st.text("()λx. \n:=-{}", max_size=12))
def test_what_is_complete_can_be_parsed(text: str) -> None:
    cells = Cells()
    state = state_of(text)
    _, error = cells.tried(text)
    assert isinstance(error, lamb.ParseError) <= (state != "complete")
