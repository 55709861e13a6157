"""Files at the prompt: loading, saving, editing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from lamb.notation.printer import write
from tests.repl.entering import Prompt, interrupted
from tests.sessions import write as write_files
from tests.strategies import expressions


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ── Loading ───────────────────────────────────────────────────────────────────────────


def test_a_file_is_run_and_its_definitions_join_the_others(here: Path) -> None:
    write_files(here, numbers="six = mul 2 3\nassert six == 6\nassert six == 7\nadd six 1\n")
    prompt = Prompt()
    assert prompt.said("mine = 1", ":load numbers.lc") == (
        "assert six == 6    -- holds\n"
        "numbers.lc:3:8: this does not hold\n"
        "  3 | assert six == 7\n"
        "    |        ^^^^^^^^\n"
        "  left:  λf x. f (f (f (f (f (f x)))))    -- 6\n"
        "  right: λf x. f (f (f (f (f (f (f x))))))    -- 7\n"
        "λf x. f (f (f (f (f (f (f x))))))    -- 7\n"
        "numbers.lc: 1 definition, 1 of 2 hold"
    )
    assert prompt.said("mul six mine").endswith("-- 6, six")


def test_the_suffix_may_be_missing_and_names_be_quoted(here: Path) -> None:
    write_files(here, **{"my numbers": "a = x\n", "more": "b = x\n"})
    assert Prompt().said(':load "my numbers.lc" more') == "my numbers.lc: 1 definition\nmore.lc: 1 definition"


def test_a_file_that_cannot_be_read_as_a_program_is_not_run_at_all(here: Path) -> None:
    write_files(here, wrong="good = x\nbad = (x\nshown\n")
    prompt = Prompt()
    assert prompt.said(":load wrong.lc").startswith("wrong.lc:2:7: this “(” is never closed")
    assert prompt.terms() == {}


@pytest.mark.parametrize("bad", ["good = y", "a = b\nb = a", 'import "missing.lc"'])
def test_one_wrong_definition_and_none_is_made(here: Path, bad: str) -> None:
    write_files(here, wrong=f"good = x\n{bad}\n")
    prompt = Prompt()
    assert prompt.said(":load wrong.lc").endswith("wrong.lc: nothing defined, 1 error")
    assert prompt.terms() == {}


def test_what_is_not_there_is_no_reason_to_stop(here: Path) -> None:
    write_files(here, numbers="a = x\n")
    said = Prompt().said(":load number.lc numbers.lc")
    assert said == (
        "there is no file “number.lc”\n  hint: did you mean “numbers.lc”?\nnumbers.lc: 1 definition"
    )


def test_a_file_with_a_derivation_is_a_closed_world(here: Path) -> None:
    write_files(here, closed="I = λx. x\neval one: I add =d> (λx. x) add =b> add\nK add b\n")
    prompt = Prompt()
    said = prompt.said("add = x", ":load closed.lc")
    assert "derivation one    -- holds" in said
    assert "\nx\n" in said
    assert "closed.lc: 1 definition, 1 of 1 holds" in said
    assert sorted(prompt.terms()) == ["I", "add"]


def test_definitions_that_make_a_circle_with_others_do_not_join(here: Path) -> None:
    write_files(here, closed="p = q\nconf a: p =d> q\n")
    prompt = Prompt()
    said = prompt.said("q = p", ":load closed.lc")
    assert "these definitions go round in a circle" in said
    assert list(prompt.terms()) == ["q"]


def test_imports_are_relative_to_the_file(here: Path) -> None:
    write_files(here, sub__main='import "lib.lc"\nb = a\n', sub__lib="a = x\n")
    assert Prompt().said(":load sub/main.lc", "b") == "sub/main.lc: 2 definitions\nx"


def test_the_last_answer_means_nothing_in_a_file_and_goes_on_to_mean_what_it_was(here: Path) -> None:
    write_files(here, file="it\nx y\n")
    said = Prompt().said("a b", ":load file.lc", "it").split("\n")
    assert said[0] == "a b"
    assert said[-1] == "a b"
    assert "it" in said


# ── Reloading ─────────────────────────────────────────────────────────────────────────


def test_a_file_loaded_again_has_its_new_definitions_and_not_the_old_ones(here: Path) -> None:
    write_files(here, main='import "lib.lc"\na = x\nb = x\n', lib="c = x\n")
    prompt = Prompt()
    prompt.said(":load main.lc", "b = mine")
    write_files(here, main='import "lib.lc"\nd = x\n', lib="e = x\n")
    prompt.said(":reload")
    assert sorted(prompt.terms()) == ["b", "d", "e"]


def test_a_name_that_moves_makes_no_circle_with_what_it_was(here: Path) -> None:
    prompt = Prompt()
    write_files(here, main="p = q\n")
    prompt.said(":load main.lc")
    write_files(here, main="q = p\n")
    assert prompt.said(":reload") == "main.lc: 1 definition"


def test_if_the_new_file_is_wrong_the_old_definitions_stay(here: Path) -> None:
    prompt = Prompt()
    write_files(here, main="p = q\n")
    prompt.said(":load main.lc")
    for wrong in ("p = (\n", "p = p\n", "r = x\nr = x\n"):
        write_files(here, main=wrong)
        prompt.said(":reload")
        assert list(prompt.terms()) == ["p"]


def test_what_is_replaced_is_said(here: Path) -> None:
    write_files(here, main="a = x\nb = x\n")
    prompt = Prompt()
    assert prompt.said("a = m", ":load main.lc") == "main.lc: 2 definitions, a replaced"
    assert prompt.said(":reload") == "main.lc: 2 definitions"
    assert prompt.said(":undo", ":undo", "a") == "a, b as before\nb taken back; a as before\nm"


def test_files_are_loaded_again_in_their_order(here: Path) -> None:
    write_files(here, one="a = 1\n", two="a = 2\n")
    prompt = Prompt()
    prompt.said(":load one.lc two.lc one.lc")
    assert prompt.said(":reload").split("\n") == [
        "two.lc: 1 definition, a replaced",
        "one.lc: 1 definition, a replaced",
    ]
    assert prompt.said("a").endswith("-- 1")


def test_nothing_has_been_loaded() -> None:
    assert Prompt().said(":reload") == "no file has been loaded\n  hint: :load FILE loads one"
    assert Prompt().said(":load") == "which file?\n  hint: it is used so: :load FILE…"
    assert "a quotation mark is missing" in Prompt().said(':load "a')


# ── Looking through ───────────────────────────────────────────────────────────────────


def test_files_are_looked_through_with_what_is_defined_at_the_prompt(here: Path) -> None:
    write_files(here, slip="idle = mine\nfcat mine\n", fine="a = x\na\n", wrong="a = (\n")
    prompt = Prompt()
    told = (
        "slip.lc:1:1: L001 nothing uses “idle”\n"
        "  1 | idle = mine\n"
        "    | ^^^^\n"
        "  hint: use it, or remove it\n"
        "slip.lc:2:1: L003 “fcat” is not defined\n"
        "  2 | fcat mine\n"
        "    | ^^^^\n"
        "  hint: did you mean “fact”?\n"
        "slip.lc: 2 findings"
    )
    assert prompt.said("mine = K", ":lint slip fine") == f"{told}\nfine.lc: 0 findings"
    assert prompt.said(":lint").startswith("which file?")
    assert prompt.said(":lint nowhere.lc fine").endswith("there is no file “nowhere.lc”\nfine.lc: 0 findings")
    assert "wrong.lc:1:5: this “(” is never closed" in prompt.said(":lint wrong")
    prompt.said(":load slip")
    assert prompt.said(":lint") == told


def test_a_file_is_written_in_one_style(here: Path) -> None:
    write_files(here, loose="twice=\\f  x.f(f x) -- again\n", wrong="a = (\n")
    prompt = Prompt()
    assert prompt.said(":format loose") == "loose.lc is rewritten"
    assert (here / "loose.lc").read_text(encoding="utf-8") == "twice = λf x. f (f x)  -- again\n"
    assert prompt.said(":format loose") == "loose.lc stays as it is"
    assert prompt.said(":format").startswith("which file?")
    assert "this “(” is never closed" in prompt.said(":format wrong")
    assert (here / "wrong.lc").read_text(encoding="utf-8") == "a = (\n"


# ── Saving ────────────────────────────────────────────────────────────────────────────

NAMES = ("x", "y", "f", "pair", "nil", "mine")


@st.composite
def definitions(draw: st.DrawFn) -> str:
    """A definition as somebody may type it."""
    text = write(draw(expressions((*NAMES, "it", "it2", "42"))), ascii=draw(st.booleans()))
    blank = draw(st.sampled_from([" ", "\n  ", "  -- a remark\n    ", " {- another -} "]))
    name = draw(st.sampled_from(NAMES))
    parameters = draw(st.sampled_from(["", " x", " x y"]))
    recursive = draw(st.sampled_from(["", "rec ", "let "]))
    said = draw(st.lists(st.sampled_from(["", "-- Says what.", "#  - } -} {-", "-- # λ"]), max_size=3))
    comment = "".join(f"{line or '--'}\n" for line in said)
    return f"{comment}{recursive}{name}{parameters} = {text.replace(' ', blank)}"


@given(st.lists(definitions(), max_size=4), st.sampled_from(["x", "λx. x mine", "[1, f]", "pair"]))
def test_what_is_saved_loads_to_the_same_definitions(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str], term: str
) -> None:
    folder = tmp_path_factory.mktemp("saved")
    first, second = Prompt(), Prompt()
    first.said(":budget steps 100", "y f", *typed, term, *typed)
    assume("too large to be written out" not in first.said(f":save {folder}/mine.lc"))
    second.said(f":load {folder}/mine.lc")
    assert second.terms() == first.terms()
    one, other = first.session.definitions.entries, second.session.definitions.entries
    assert [(name, entry.documentation) for name, entry in one.items()] == [
        (name, entry.documentation) for name, entry in other.items()
    ]
    second.said(f":save {folder}/again.lc")
    if first.terms():
        assert (folder / "again.lc").read_bytes() == (folder / "mine.lc").read_bytes()


def test_an_answer_that_mentions_what_it_defines_makes_a_circle() -> None:
    prompt = Prompt()
    assert "“y” is defined by itself" in prompt.said("y f", "y = it")
    assert prompt.terms() == {}


def test_what_used_an_answer_is_written_out(here: Path) -> None:
    prompt = Prompt()
    assert prompt.said("K a", "mine = it x", ":save mine", "b") == "λy. a\nmine.lc: 1 definition saved\nb"
    assert (here / "mine.lc").read_text(encoding="utf-8").endswith("\n\nmine = (λy. a) x\n")


def test_a_data_type_is_saved_whole_or_as_what_is_left_of_it(here: Path) -> None:
    said = ["-- Of two colours.\ndata colour = red | green", "two = colour-case 1 2 red"]
    Prompt().said(*said, ":save kept")
    assert "\n-- Of two colours.\ndata colour = red | green\n\ntwo = " in (here / "kept.lc").read_text()
    assert Prompt().said(":load kept", "two").endswith("λf x. f x    -- 1")
    Prompt().said(*said, "red = 3", ":save changed")
    assert "\ngreen = λred' green'. green'\n" in (here / "changed.lc").read_text()
    assert Prompt().said(":load changed", "red").endswith("-- 3")


def test_documentation_is_saved(here: Path) -> None:
    Prompt().said("-- Twice.\n-- And so on.\ntwice f x = f (f x)", "rec r = r", ":save mine.lc")
    lines = (here / "mine.lc").read_text(encoding="utf-8").split("\n")
    assert lines[1:] == ["", "-- Twice.", "-- And so on.", "twice f x = f (f x)", "", "rec r = r", ""]


def test_a_file_of_somebody_elses_is_left_alone(here: Path) -> None:
    write_files(here, mine="precious\n")
    prompt = Prompt()
    assert prompt.said("a = x", ":save mine.lc") == (
        "“mine.lc” is there already, and not as :save has left it\n"
        "  hint: :save! mine.lc replaces it, and keeps only the definitions"
    )
    assert (here / "mine.lc").read_text(encoding="utf-8") == "precious\n"
    assert prompt.said(":save! mine.lc") == "mine.lc: 1 definition saved"


def test_a_saved_file_is_written_over_unless_somebody_has_changed_it(here: Path) -> None:
    prompt = Prompt()
    prompt.said("a = x", ":save mine.lc")
    assert prompt.said("b = x", ":save mine.lc") == "mine.lc: 2 definitions saved"
    assert Prompt().said(":load mine.lc", ":save mine.lc").endswith("mine.lc: 2 definitions saved")
    with (here / "mine.lc").open("a", encoding="utf-8") as file:
        file.write("assert a == x\n")
    assert "is there already" in prompt.said(":save mine.lc")


def test_a_file_that_cannot_be_written_is_no_end(here: Path) -> None:
    prompt = Prompt()
    assert prompt.said("a = x", ":save missing/mine.lc").endswith(
        "cannot be written: no such file or directory"
    )
    assert prompt.said(f":save {here}") == f"“{here}” is a folder"
    assert prompt.said(":save") == "which file?\n  hint: it is used so: :save FILE"
    assert "quote a name" in prompt.said(":save a b")
    assert list(here.iterdir()) == []


def test_nothing_is_left_behind_and_modes_and_links_stay(here: Path) -> None:
    prompt = Prompt()
    prompt.said("a = x", ":save real.lc")
    (here / "real.lc").chmod(0o600)
    (here / "link.lc").symlink_to("real.lc")
    prompt.said("b = x", ":save link.lc")
    assert (here / "link.lc").is_symlink()
    assert (here / "real.lc").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in here.iterdir()) == ["link.lc", "real.lc"]


def test_there_is_nothing_to_save() -> None:
    assert Prompt().said(":save mine.lc").startswith("there is nothing to save")


# ── Editing ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def editor(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that writes what is in the file `new`, and notes what it was told in `told`."""
    script = here / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "file, here = pathlib.Path(sys.argv[-1]), pathlib.Path(__file__).parent\n"
        "old = file.read_text(encoding='utf-8') if file.exists() else ''\n"
        "(here / 'told').write_text(f'{sys.argv[1:-1]} {file.name}: {old}', encoding='utf-8')\n"
        "file.write_text((here / 'new').read_text(encoding='utf-8'), encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    return here


def test_a_file_is_edited_and_loaded(editor: Path) -> None:
    (editor / "new").write_text("a = x\n", encoding="utf-8")
    prompt = Prompt()
    assert prompt.said(":edit mine.lc") == "mine.lc: 1 definition"
    assert prompt.said(":edit") == "mine.lc has not changed"
    (editor / "new").write_text("b = x\n", encoding="utf-8")
    assert prompt.said(":edit a") == "mine.lc: 1 definition"
    assert list(prompt.terms()) == ["b"]
    assert (editor / "told").read_text(encoding="utf-8") == "[] mine.lc: a = x\n"


def test_a_definition_is_edited_with_its_documentation(editor: Path) -> None:
    (editor / "new").write_text("-- New.\nf x = x x\n", encoding="utf-8")
    prompt = Prompt()
    prompt.said("-- Old.\nf x = x", ":edit f")
    assert (editor / "told").read_text(encoding="utf-8") == "[] edit.lc: -- Old.\nf x = x\n"
    assert prompt.session.definitions.entries["f"].documentation == "New."
    assert prompt.said(":edit f") == "nothing has changed"
    assert prompt.said(":undo") == "f as before"


def test_without_a_name_all_definitions_are_edited(editor: Path) -> None:
    (editor / "new").write_text("a = y\n", encoding="utf-8")
    Prompt().said("a = x", "b = x", ":edit")
    assert (editor / "told").read_text(encoding="utf-8") == "[] edit.lc: a = x\n\nb = x\n"


def test_a_definition_of_the_preludes_becomes_the_users(editor: Path) -> None:
    (editor / "new").write_text("not p = p\n", encoding="utf-8")
    prompt = Prompt()
    prompt.said(":edit not")
    assert list(prompt.terms()) == ["not"]
    assert "not p = p false true" in (editor / "told").read_text(encoding="utf-8")


def test_an_answer_cannot_be_edited(editor: Path) -> None:
    assert "“it” is an answer" in Prompt().said("x", ":edit it")


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("no-such-editor", "the editor “no-such-editor” cannot be run"),
        ('"', "cannot be run"),
        ("false", "code 1"),
    ],
)
def test_an_editor_that_fails_is_told_of(monkeypatch: pytest.MonkeyPatch, editor: str, said: str) -> None:
    monkeypatch.setenv("VISUAL", editor)
    assert said in Prompt().said(":edit mine.lc")


def test_an_editor_may_write_nothing(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setenv("VISUAL", "true")
    assert Prompt().said(":edit mine.lc") == "nothing was written"
    assert os.listdir(here) == []


def test_an_interrupted_load_has_its_definitions_and_no_half_of_them(here: Path) -> None:
    write_files(here, file="a = x\n(λx. x x) (λx. x x)\nnever\nb = x\n")
    prompt = interrupted(Prompt())
    said = prompt.said(":load file.lc")
    assert "interrupted after" in said
    assert "never" not in said
    assert sorted(prompt.terms()) == ["a", "b"]
    assert prompt.said("a") == "x"
