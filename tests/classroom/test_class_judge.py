"""The judge of a class is made of the files in its folder, and known by them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from lamb.classroom.class_judge import MANY, ClassJudge, judge_of
from lamb.classroom.events import Attempt, mark_of
from lamb.classroom.service.judges import judged
from lamb.errors import LambError
from lamb.workers import Lost, Prepare

ASSIGNMENT = """\
-- exercise nand: Not both
-- points: 2
nand p q = not (and p q)
assert nand true false == true
"""


def test_the_judge_of_a_class_is_plain_and_known_by_what_it_asks(tmp_path: Path) -> None:
    with pytest.raises(LambError):
        judge_of(tmp_path)
    (tmp_path / "assignment.lc").write_text(ASSIGNMENT)
    before = judge_of(tmp_path)
    (tmp_path / "a-later-one.lc").write_text(ASSIGNMENT)
    after = judge_of(tmp_path)
    assert [one.name for one in after.assignments] == ["assignment", "a-later-one"]
    assert before.fingerprint != after.fingerprint
    assert before.fingerprint == ClassJudge(before.texts).fingerprint
    sent = Attempt("k", "s", "a-later-one", "nand", "nand p q = not (and p q)", 0.0)
    assert (after(sent).outcome, before(sent).outcome) == ("holds", "undecided")


def test_what_an_assignment_imports_is_part_of_its_judge(tmp_path: Path) -> None:
    (tmp_path / "assignment.lc").write_text('import "parts/given.lc"\n' + ASSIGNMENT)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "given.lc").write_text('import "deep.lc"\nboth = deep')
    deep = tmp_path / "parts" / "deep.lc"
    deep.write_text("deep = and")
    before = judge_of(tmp_path)
    deep.write_text("deep = or")
    after = judge_of(tmp_path)
    assert before.fingerprint != after.fingerprint
    sent = Attempt("k", "s", "assignment", "nand", "nand p q = not (both p q)", 0.0)
    assert (before(sent).points, after(sent).points) == (2, 0)
    deep.unlink()
    told = [[after.texts, after.imports], ["assignment", "nand", sent.text]]
    assert mark_of(judged(json.dumps(told))) == after(sent)


def test_many_are_judged_as_each_is_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assignment.lc").write_text(ASSIGNMENT)
    judge = judge_of(tmp_path)
    texts = ["nand p q = not (and p q)", "nand p q = p", "nand = (", "\ud800", *map(str, range(MANY))]
    sent = [Attempt("", "", "assignment", "nand", text, 0.0) for text in texts]
    alone = [judge(attempt) for attempt in sent]
    assert judge.marks(sent) == alone

    def work_through(prepare: Prepare, items: Sequence[bytes]) -> Iterator[tuple[int, bytes | Lost]]:
        for number, item in reversed([*enumerate(items)]):
            yield number, prepare()(item) if number else Lost.MEMORY

    monkeypatch.setattr("lamb.classroom.class_judge.work_through", work_through)
    first, *others = judge.marks(sent)
    assert others == alone[1:]
    assert (first.outcome, first.out_of) == ("undecided", 2)
    assert first.feedback == ("this could not be marked: it took too much memory",)


def test_a_class_that_has_moved_is_the_same(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name / "parts").mkdir(parents=True)
        (tmp_path / name / "assignment.lc").write_text('import "parts/given.lc"\n' + ASSIGNMENT)
        (tmp_path / name / "parts" / "given.lc").write_text("both = and")
    assert judge_of(tmp_path / "here").fingerprint == judge_of(tmp_path / "there").fingerprint
