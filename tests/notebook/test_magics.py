"""`%load_ext lamb` in an IPython without a kernel: cells, lines, names, and what is offered in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

import lamb
from lamb.notebook.magics import read
from lamb.python import Value
from tests.notebook.shells import Shell


class Notebook:
    """A notebook of Python's that has the extension."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.page = shell.display_pub = CapturingDisplayPublisher(shell=shell)

    def run(self, cell: str) -> Any:
        """What a cell comes to; what is wrong with it is raised."""
        self.page.outputs.clear()
        ran = self.shell.run_cell(cell, store_history=True)
        error = ran.error_before_exec or ran.error_in_exec
        if error is not None:
            raise error
        return ran.result

    def shown(self, cell: str) -> list[str]:
        """What a cell shows beside its result, as text."""
        self.run(cell)
        return [output["data"]["text/plain"] for output in self.page.outputs]

    def offered(self, text: str, rest: str = "") -> tuple[str, list[str]]:
        """What a Tab behind a text would put in the place of what."""
        with provisionalcompleter():
            found = list(self.shell.Completer.completions(text + rest, len(text)))
        starts = {one.start for one in found}
        assert len(starts) <= 1
        return text[min(starts, default=len(text)) :], [one.text for one in found]


@pytest.fixture
def notebook(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Notebook:
    """Each test has its own session, in the one shell."""
    monkeypatch.setenv("LAMB_HOME", str(tmp_path))
    shell.forget()
    notebook = Notebook(shell)
    notebook.run("%load_ext lamb")
    return notebook


# ── Cells and lines ───────────────────────────────────────────────────────────────────


def test_a_cell_is_lambda_calculus(notebook: Notebook) -> None:
    cell = "%%lamb\n-- Do it twice.\ntwice f x = f (f x)\ntwice succ 3\n:size twice"
    answer, size = notebook.shown(cell)
    assert answer == "λf x. f (f (f (f (f x))))    -- 5"
    assert size.startswith("1 node")
    assert {"text/html", "text/latex"} <= notebook.page.outputs[0]["data"].keys()


def test_a_line_gives_python_a_value(notebook: Notebook) -> None:
    found = notebook.run("x = %lamb mul 6 7\nx")
    assert isinstance(found, Value)
    assert found == 42
    assert notebook.page.outputs == []
    assert notebook.run("y = %lamb it\n[int(x), bool(x == 42), y == x]") == [42, True, True]


def test_a_line_may_be_anything_else_as_well(notebook: Notebook) -> None:
    assert notebook.run("%lamb n = 3") is None
    assert notebook.shown("%lamb assert n == 3") == ["assert n == 3    -- holds"]
    assert "prelude/numerals.lc" in notebook.shown("%lamb :info succ")[0]
    assert notebook.run("%lamb n") == 3
    assert " steps" in notebook.shown("%lamb :time n")[-1]


def test_nothing_in_a_line_is_pythons(notebook: Notebook) -> None:
    assert notebook.run("n = 5\ny = %lamb (λn {- {n} $n -} . n) 2\ny") == 2
    assert str(notebook.run("y = %lamb \\x'. x'\ny")) == "λx'. x'"


@pytest.mark.parametrize(
    ("cell", "name", "message"),
    [
        ("%%lamb\nx\n(y", "ParseError", "cell 7:3:1: this “(” is never closed"),
        ("%%lamb\nassert 1 == 2", "CellFailed", "cell 7:2:8: this does not hold"),
        ("%%lamb --steps 5\n9 9 9", "CellFailed", "cell 7:2:1: no normal form within 5 steps"),
        ("%lamb (y", "ParseError", "%lamb:1:1: this “(” is never closed"),
        ("%%lamb\nconf d : I x =b> y", "CellFailed", "cell 7:2:18: "),
        ("%lamb --stepz 3 x", "LambError", "unrecognized arguments: --stepz"),
        ("%lamb --steps many x", "LambError", "argument --steps: “many” is not a number"),
        ("%lamb --strategy hed x", "LambError", "argument --strategy: there is no strategy “hed”"),
        ("%%lamb fact 5\nx", "LambError", "“fact 5” is no option of %%lamb"),
        ("lamb['succc']", "DefinitionError", "“succc” is not defined\n  hint: did you mean “succ”?"),
        ("lamb['let'] = 3", "LambError", "“let” cannot be the name of a definition"),
    ],
)
def test_what_is_wrong_is_an_error_with_its_place(
    notebook: Notebook, capsys: pytest.CaptureFixture[str], cell: str, name: str, message: str
) -> None:
    notebook.shell.execution_count = 7
    with pytest.raises(lamb.LambError) as found:
        notebook.run(cell)
    said = capsys.readouterr().out
    assert type(found.value).__name__ == name
    assert message in said
    assert "Traceback" not in said
    assert ".py" not in said


def test_a_cell_that_fails_leaves_what_it_has_done(notebook: Notebook) -> None:
    with pytest.raises(lamb.LambError):
        notebook.run("%%lamb\na = 1\na\nassert a == 2\nb = 3")
    assert [output["data"]["text/plain"] for output in notebook.page.outputs] == ["λf x. f x    -- 1"]
    assert notebook.run("'a' in lamb, 'b' in lamb") == (True, False)


# ── Options ───────────────────────────────────────────────────────────────────────────


def test_options_hold_for_a_cell_only(notebook: Notebook) -> None:
    with pytest.raises(lamb.LambError):
        notebook.run("%%lamb --steps 5 --strategy value\n9 9 9")
    assert notebook.shown("%%lamb\nK a b") == ["a"]
    assert notebook.shown("%lamb :strategy")[0].split("\n")[0].startswith(">  normal")


def test_a_budget_that_a_cell_sets_stays(notebook: Notebook) -> None:
    notebook.run("%%lamb --seconds 5\n:budget steps 7")
    with pytest.raises(lamb.LambError, match="within 7 steps"):
        notebook.run("%lamb 9 9 9")


def test_a_trace_is_shown_by_the_strategy(notebook: Notebook) -> None:
    (trace,) = notebook.shown("%%lamb --trace --strategy applicative\nK a (I b)")
    assert "(λy. a) b" in trace  # the argument comes first
    assert trace.endswith("normal form after 5 steps (3 β, 2 δ)")
    assert "<table" in notebook.page.outputs[0]["data"]["text/html"]
    assert notebook.run("%lamb --trace K a b") is None


def test_a_cell_may_be_read_letter_by_letter(notebook: Notebook) -> None:
    assert notebook.shown("%%lamb --letters\nλxyz.xz(yz)") == notebook.shown("%%lamb\nλx y z. x z (y z)")
    assert notebook.shown("%%lamb\nλxy. xx")[0].startswith("λxy. xx")


def test_a_quiet_cell_shows_nothing_but_what_is_wrong(notebook: Notebook) -> None:
    assert notebook.shown("%%lamb --quiet\na = 1\na\n:info a\nassert a == 1") == []
    with pytest.raises(lamb.LambError):
        notebook.run("%%lamb --quiet\nassert a == 2")


def test_help_says_what_there_is(notebook: Notebook) -> None:
    for cell in ("%lamb", "%lamb --help", "%%lamb --help\nx"):
        (said,) = notebook.shown(cell)
        assert "--strategy NAME" in said
    assert "--strategy NAME" in notebook.shell.object_inspect_text("%lamb")


def test_options_end_where_the_term_begins() -> None:
    assert read("--quiet -- a comment")[1] == "-- a comment"
    assert read("  --steps=5  x --y")[1] == "x --y"
    assert read("(λx. x) --steps 5")[1] == "(λx. x) --steps 5"
    assert not hasattr(read("x")[0], "steps")


# ── The door ──────────────────────────────────────────────────────────────────────────


def test_the_definitions_are_items_of_the_module(notebook: Notebook) -> None:
    assert notebook.run('lamb["fact"](3)') == 6
    notebook.run('lamb["n"] = 5\nlamb["xs"] = [1, (True, "λx. x x")]')
    assert notebook.run("%lamb add n 1") == 6
    assert notebook.run('"n" in lamb, "m" in lamb, list(lamb)') == (True, False, ["n", "xs"])
    notebook.run('del lamb["n"]')
    assert notebook.run('"n" in lamb') is False
    for wrong in ('del lamb["n"]', 'del lamb["succ"]', 'lamb["n"]'):
        with pytest.raises(lamb.DefinitionError):
            notebook.run(wrong)


def test_the_last_answer_is_an_item_too(notebook: Notebook) -> None:
    notebook.run("%lamb 2 3\nit = lamb['it']\n%lamb 7")
    assert notebook.run("it, lamb['it'], lamb['it2']") == (9, 7, 9)


def test_the_module_is_still_a_module(notebook: Notebook) -> None:
    assert notebook.run('lamb.pretty(lamb.parse_term("\\\\x. x"))') == "λx. x"
    assert "parse_term" in notebook.run("dir(lamb)")


def test_a_name_of_the_users_is_left_alone(notebook: Notebook) -> None:
    notebook.run("%unload_ext lamb\nlamb = 3\n%load_ext lamb")
    assert notebook.run("lamb") == 3
    assert notebook.run("import lamb\nlamb['succ'](1)") == 2


def test_the_session_stays_when_the_extension_is_loaded_again(notebook: Notebook) -> None:
    notebook.run("%lamb n = 5")
    assert notebook.run("%reload_ext lamb\nlamb['n']") == 5
    notebook.run("%unload_ext lamb")
    with pytest.raises(lamb.LambError):
        notebook.run("lamb['n']")
    assert notebook.offered("%%lamb\nsuc")[1] != ["succ"]
    assert notebook.run("%load_ext lamb\nlamb['n']") == 5


def test_loading_the_extension_loads_little() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S; import sys; s = S.instance(); "
        "before = set(sys.modules); s.run_line_magic('load_ext', 'lamb'); "
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "lamb.notebook.magics" in loaded
    assert not {"lark", "rich", "anywidget", "lamb.session"} & set(loaded)


# ── Completion ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "word", "offered"),
    [
        ("%%lamb\nis-zer", "is-zer", ["is-zero"]),
        ("%%lamb\nλcount. cou", "cou", ["count"]),
        ("%%lamb --quiet\n:inf", "inf", ["info"]),
        ("%%time\n%%lamb\nis-zer", "is-zer", ["is-zero"]),
        ("%lamb is-zer", "is-zer", ["is-zero"]),
        ("x = %lamb is-zer", "is-zer", ["is-zero"]),
        ("%lamb --steps 5 is-zer", "is-zer", ["is-zero"]),
        ("%%lamb --st", "--st", ["--steps", "--strategy"]),
        ("%lamb --strategy weak", "weak", ["weak-head"]),
        ("%%lamb\n\\", "\\", ["λ"]),
        ("%%lamb\n\\lambda", "\\lambda", ["λ"]),
        ("%%lamb\n\\alpha", "\\alpha", ["α"]),
        ('lamb["is-zer', "is-zer", ["is-zero"]),
    ],
)
def test_tab_offers_lambda_calculus(notebook: Notebook, written: str, word: str, offered: list[str]) -> None:
    assert notebook.offered(written) == (word, offered)


@pytest.mark.parametrize("word", ["impor", "len", "foldl", "xyzzy", ""])
def test_tab_offers_nothing_of_pythons_in_a_cell_of_ours(notebook: Notebook, word: str) -> None:
    _, offered = notebook.offered(f"%%lamb\n(λx. {word}", ") y")
    assert not set(offered) & {"importlib", "len", "lens", "In", "print"}
    assert ("print" in notebook.offered("pri")[1], notebook.offered("pri")[0]) == (True, "pri")
