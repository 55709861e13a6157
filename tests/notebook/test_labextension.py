"""The extension that shows λ-calculus in colour in JupyterLab has our words, and comes with the wheel."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import lamb
from lamb.notebook.kernel import LANGUAGE
from lamb.repl.lexing import FORMS, Kind, paint

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "lamb" / "notebook" / "labextension"
WORDS = EXTENSION / "static" / "words.js"
REMOTE = EXTENSION / "static" / "remoteEntry.js"

LOOKS: dict[Kind, str] = {
    "comment": "comment", "string": "string", "numeral": "number", "keyword": "keyword", "lambda": "keyword",
    "binder": "variableName.definition", "definition": "variableName.definition",
    "sort": "variableName", "bound": "variableName", "name": "variableName", "defined": "variableName",
    "operator": "operator", "step": "operator", "bracket": "bracket", "open": "bracket", "wrong": "invalid",
    "unbalanced": "bracket",
}  # fmt: skip

PROGRAM = r"""
-- a comment, with a => b
twice f x = f (f x)  {- that goes {- on -}
and on -} # and another
rec böhm x' := let y = 2; z w = w in \lambda a. böhm [x', 12, "s"]
assert forall n : nat, m : nat. twice succ n == add 2 n
payments 7  -- => 5
assume s t : (a -> b) -> b
assert λx -> s x :=: a
assume it = 2
λa _ b. a b → in rec 12
let I = \x -> x
conf one#1 :
  (let y = 1 in y)
  =n*> 1
  <b= ² “ )
import lists
"""


def in_javascript(pattern: str) -> str:
    """A pattern of `lexing.py` as JavaScript writes it: letters and numerals are not its \\w.

    >>> in_javascript(r"[^\\W\\dλ]+")
    '(?![\\\\p{Nd}λ])[\\\\p{L}\\\\p{N}_]+'
    """
    pattern = pattern.replace(r"\d", r"\p{Nd}")
    return re.sub(r"\[\^\\W(.*?)\]", r"(?![\1])[\\p{L}\\p{N}_]", pattern)


def test_it_has_the_words_of_the_lexer() -> None:
    table = [f"  {form}: /{in_javascript(pattern)}/u," for form, pattern in FORMS.items()]
    written = WORDS.read_text(encoding="utf-8").partition("const FORMS = {\n")[2].partition("\n};")[0]
    assert written.split("\n") == table


@pytest.mark.skipif(shutil.which("node") is None, reason="this is JavaScript")
def test_each_word_is_to_it_what_it_is_to_us() -> None:
    command = ["node", str(Path(__file__).parent / "editor.mjs"), str(WORDS)]
    done = subprocess.run(command, input=PROGRAM, capture_output=True, check=True, encoding="utf-8")
    theirs = [(sign, look) for word, look in json.loads(done.stdout) for sign in word]
    ours = [
        (sign, LOOKS.get(kind))
        for start, end, kind in paint(PROGRAM).tokens
        for sign in PROGRAM[start:end].replace("\n", "")
    ]
    assert theirs == ours


def test_its_language_is_that_of_the_kernel() -> None:
    remote = REMOTE.read_text(encoding="utf-8")
    assert f'const MIME = "{LANGUAGE["mimetype"]}"' in remote
    assert f'name: "{LANGUAGE["codemirror_mode"]["name"]}"' in remote
    assert f'extensions: ["{LANGUAGE["file_extension"].removeprefix(".")}"]' in remote


def test_the_wheel_puts_it_where_jupyterlab_looks() -> None:
    package = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shared = build["targets"]["wheel"]["shared-data"]
    assert shared["lamb/notebook/labextension"] == f"share/jupyter/labextensions/{package['name']}"
    assert package["version"] == lamb.__version__
    assert (EXTENSION / package["jupyterlab"]["_build"]["load"]) == REMOTE
    assert f'_JUPYTERLAB["{package["name"]}"]' in REMOTE.read_text(encoding="utf-8")
