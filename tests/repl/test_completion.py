"""What is offered, after what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from lamb.repl.commands.about import TOPICS
from lamb.repl.completion import Candidate, candidates, takes_term
from lamb.repl.repl import commands
from tests.repl.entering import Prompt

Completions: TypeAlias = Callable[[str], list[Candidate]]


@pytest.fixture(scope="module")
def completions() -> Completions:
    prompt = Prompt()
    prompt.said("-- Doubles it.\ntwofold n = add n n", "twenty = 20", "3")
    return partial(candidates, prompt)


def offered(completions: Completions, text: str) -> list[str]:
    """The texts that each candidate would make."""
    return [text[: one.start] + one.text for one in completions(text)]


def test_the_users_names_come_before_the_prelude(completions: Completions) -> None:
    found = offered(completions, "add tw")
    assert found[:2] == ["add twenty", "add twofold"]
    assert offered(completions, "is-z") == ["is-zero"]


def test_bound_names_come_first_but_only_where_they_are_bound(completions: Completions) -> None:
    assert offered(completions, "λtwice two. tw")[0] == "λtwice two. two"
    assert "λtwice. twice" in offered(completions, "λtwice. tw")
    assert "(λtwin. twin) twin" not in offered(completions, "(λtwin. twin) tw")


def test_what_is_said_about_a_name_is_beside_it(completions: Completions) -> None:
    said = {one.text: one.meta for one in completions("t")}
    assert said["twofold"] == "Doubles it."
    assert said["twenty"] == "twenty = 20"
    assert said["tail"]
    assert {one.text: one.meta for one in completions("it")}["it"] == "the last answer"


def test_part_of_a_name_will_do_where_none_begins_so(completions: Completions) -> None:
    assert "is-zero" in offered(completions, "zero")
    assert offered(completions, "no-such-name") == []


def test_nothing_is_offered_for_what_is_complete_or_no_name(completions: Completions) -> None:
    for text in ("twofold", "λtw", "12", "-- tw", "{- tw", "=b>"):
        assert offered(completions, text) == []


def test_commands_and_what_they_take(completions: Completions) -> None:
    assert offered(completions, ":") == [f":{name}" for name in commands()]
    assert offered(completions, ":he") == [":help"]
    assert ":help strategy" in offered(completions, ":help s")
    assert {f":help {topic}" for topic in TOPICS} <= set(offered(completions, ":help "))
    assert ":strategy weak-head" in offered(completions, ":strategy ")
    assert offered(completions, ":set ed") == [":set editing"]
    assert sorted(offered(completions, ":set editing ")) == [":set editing emacs", ":set editing vi"]
    assert offered(completions, ":info tw")[:2] == [":info twenty", ":info twofold"]
    assert offered(completions, ":step tw")[:2] == [":step twenty", ":step twofold"]
    assert offered(completions, ":nothing tw") == []


def test_files_are_offered_where_one_is_wanted(
    completions: Completions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "one.lc").touch()
    (tmp_path / "programs" / "one.txt").touch()
    (tmp_path / "one more.lc").touch()
    (tmp_path / ".hidden.lc").touch()
    monkeypatch.chdir(tmp_path)
    assert offered(completions, ":load ") == [":load one more.lc", ":load programs/"]
    assert offered(completions, ":load programs/o") == [":load programs/one.lc"]
    assert offered(completions, 'import "pro') == ['import "programs/']
    assert offered(completions, ":load no/such/folder/") == []


def test_commands_say_whether_a_term_follows() -> None:
    assert takes_term("step")
    assert takes_term("che")
    assert not takes_term("load")
    assert not takes_term("nothing")


@pytest.mark.parametrize("text", ["", "(", "λx. ", "add ", "x = "])
def test_where_a_name_can_stand_all_are_offered(completions: Completions, text: str) -> None:
    assert text + "twofold" in offered(completions, text)


def test_lessons_are_offered_with_their_titles(completions: Completions) -> None:
    found = {one.text: one.meta for one in completions(":learn pa")}
    assert found["pairs"] == "Pairs"
    assert {"list", "next", "alpha"} <= {one.text for one in completions(":learn ")}
