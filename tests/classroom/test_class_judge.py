"""The judge of a class is made of the files in its folder, and known by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb.classroom.class_judge import ClassJudge, judge_of
from lamb.classroom.events import Attempt
from lamb.errors import LambError

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
