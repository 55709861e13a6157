"""States of machines as text, for paper and for programs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, MachineTrace, Term, Var
from lamb.analysis.machines.transitions import MACHINES
from lamb.errors import columns
from lamb.show import machines
from lamb.show.lines import plain
from lamb.show.machines import (
    CLEAR,
    Columns,
    Texts,
    final,
    latex,
    listed,
    machine_json,
    markdown,
    table_lines,
)
from lamb.show.reductions import Gap
from tests.strategies import DEFINITIONS, clashing, programs, terms

every_machine = pytest.mark.parametrize("machine", MACHINES)
some_machine = st.sampled_from([*MACHINES])


def run(term: Term | str, machine: str = "krivine", most: int = 60) -> MachineTrace:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    return lamb.machine_trace(term, machine, definitions=DEFINITIONS, budget=Budget(steps=most))


def text(term: Term | str, machine: str = "krivine", *, terms: bool = False, width: int | None = 100) -> str:
    return plain(table_lines(run(term, machine), Texts(terms=terms), width))


SHADOWED = """\
               code                environment     stack
               (λx x y. y x) a b
   1  push     (λx x y. y x) a                     b
   2  push     λx x y. y x                         a · b
   3  grab     λx y. y x           x = a           b
   4  grab     λy. y x             x = b, x' = a"""

NEED = """\
               control           environment   stack            heap                stands for
               (λx. x x) (I a)                                                      (λx. x x) (I a)
   1  let      λx. x x                         p1               p1 ↦ I a
   2  app2     x x               x = p1                         p1 ↦ I a            I a (I a)
   3  app1     x                 x = p1        p1               p1 ↦ I a
   4  var1     I a                             #p1 · p1         p1 ↦ I a
   5  let      I                               p2 · #p1 · p1    p2 ↦ a · p1 ↦ I a
   6  unfold   λx. x                           p2 · #p1 · p1    p2 ↦ a · p1 ↦ I a   (λx. x) a (I a)
   7  app2     x                 x = p2        #p1 · p1         p2 ↦ a · p1 ↦ I a   a (I a)
   8  var1     a                               #p2 · #p1 · p1   p2 ↦ a · p1 ↦ I a
   9  var2     a                               #p1 · p1         p2 ↦ a · p1 ↦ I a
  10  var2     a                               p1               p2 ↦ a · p1 ↦ a     a a
  11  stick    a p1                                             p2 ↦ a · p1 ↦ a"""


def test_tables_as_they_are_read() -> None:
    assert text("(λx x y. y x) a b") == SHADOWED
    assert text("(λx. x x) (I a)", "sestoft", terms=True, width=None) == NEED


@given(clashing(most=8), some_machine)
def test_what_a_machine_is_at_first_is_written_as_the_term(term: Term, machine: str) -> None:
    """And where its environment is empty, whatever its binders are called."""
    trace = run(term, machine, 12)
    texts = Texts(limit=10_000)
    first = next(trace)
    at = trace.machine.columns.index({"secd": "control"}.get(machine, trace.machine.columns[0]))
    assert texts.row(first).cells[at] == lamb.pretty(term)


@given(programs, some_machine, st.sampled_from([40, 60, 100]))
def test_no_line_is_wider_than_there_is_room(term: Term, machine: str, width: int) -> None:
    trace = run(term, machine)
    needed = 4 + 2 + max(map(len, trace.machine.rules)) + 11 * (len(trace.machine.columns) + 1)
    lines = table_lines(trace, Texts(terms=True), width)
    assert all(columns(plain([line])) <= max(width, needed) for line in lines)


@given(terms(), some_machine)
def test_with_ascii_all_is_ascii(term: Term, machine: str) -> None:
    trace = run(term, machine)
    assert plain(table_lines(trace, Texts(ascii=True, terms=True), 80)).isascii()
    assert plain([final(trace, Texts(ascii=True), lamb.readings(Free("x")))]).isascii()


@given(programs, some_machine)
def test_the_document_has_every_state(term: Term, machine: str) -> None:
    found = json.loads(json.dumps(machine_json(run(term, machine), Texts(terms=True))))
    assert [row["number"] for row in found["transitions"]] == [*range(found["end"]["transitions"] + 1)]
    assert all([*row["state"]] == found["columns"] for row in found["transitions"])
    assert {row["rule"] for row in found["transitions"]} <= {None, *found["rules"]}
    assert found["end"]["steps"] <= found["end"]["transitions"]


@given(clashing(most=8), some_machine)
def test_on_paper_each_row_has_as_many_cells(term: Term, machine: str) -> None:
    headings, rule, *rows = markdown(run(term, machine, 20), Texts(terms=True))
    assert {line.count(" | ") for line in (headings, *rows[:-2])} == {headings.count(" | ")}
    assert rule.count("|") == headings.count("|")
    begin, head, *lines = latex(run(term, machine, 20), Texts())
    assert begin == rf"\begin{{tabular}}{{rl{'l' * len(MACHINES[machine].columns)}}}"
    assert {line.count("&") - line.count(r"\&") for line in (head, *lines[:-2])} == {head.count("&")}


@given(programs, some_machine, st.integers(1, 200).map(lambda room: CLEAR + room))
def test_a_text_that_is_remembered_is_the_one_that_is_written(term: Term, machine: str, limit: int) -> None:
    texts = Texts(limit=limit)
    for transition in run(term, machine):
        assert texts.row(transition) == Texts(limit=limit).row(transition)


def test_what_two_states_have_in_common_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Term] = []
    monkeypatch.setattr(
        machines, "pretty", lambda term, **how: written.append(term) or lamb.pretty(term, **how)
    )
    texts = Texts(limit=10_000)
    rows = [texts.row(transition) for transition in run("2 2 2 f x", "strong", 400)]
    assert len(written) <= 5 * len(rows)
    assert sum(len(cell) for row in rows for cell in row.cells) > 100 * len(rows)


def test_what_is_left_out_is_counted() -> None:
    trace = run("(λx. x x) λx. x x", most=50)
    found = list(listed(trace, Texts(), 10, 3))
    assert [row.lines if isinstance(row, Gap) else row.number for row in found] == [
        *range(10),
        38,
        48,
        49,
        50,
    ]
    table = Columns(trace, Texts(), 80)
    table.fit(found)
    assert "… 38 more transitions …" in plain(map(table.line, found))


@every_machine
def test_bindings_within_bindings_end(machine: str) -> None:
    """A state whose closures are in each other twenty deep is written in a line."""
    body: Term = Free("a")
    for _ in range(20):
        body = App(Lam("x", App(Var(0), Free("b"))), body)
    trace = lamb.machine_trace(body, machine)
    assert all(len(cell) < 500 for transition in trace for cell in Texts().row(transition).cells)


def test_a_notebook_shows_states_beside_terms() -> None:
    bundle = run("(λx. x x) a")._repr_mimebundle_()
    assert "stands for" in bundle["text/plain"]
    assert "<th" in bundle["text/html"]
    assert bundle["text/latex"].startswith(r"\begin{tabular}")
    endless = run("(λx. x x) λx. x x", most=500).table(most=20)
    assert "more transitions" in endless.html
    assert endless.latex == ""
