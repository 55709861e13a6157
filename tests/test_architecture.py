"""The house: imports point down, and some things are nowhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lamb

PACKAGE = Path(lamb.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = [
    {"recheck", "display"},
    {"source"},
    {"errors"},
    {"calculus"},
    {"notation", "encodings"},
    {"prelude", "definitions", "files"},
    {"course"},
    {"results"},
    {"session"},
    {"interface"},
]
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}
BESIDE = {("definitions", "prelude")}  # of the same floor

HOMES = {  # of libraries that only some parts may know
    "lark": {"notation/parser.py", "notation/grammar.py"},
    "rich": {"interface/"},
    "prompt_toolkit": {"interface/"},
    "pygments": {"interface/pygments.py"},
    **{
        library: {"interface/jupyter/"}
        for library in (
            "IPython",
            "ipykernel",
            "ipywidgets",
            "anywidget",
            "traitlets",
            "comm",
            "jupyter_client",
        )
    },
    "hypothesis": {"course/assertions.py"},
}

NOWHERE = [
    "setrecursionlimit",
    r"\beval\(",
    r"\bexec\(",
    r"pickle\.loads",
    "except Exception",
    r"except\s*:",
    "NotImplementedError",
    "TODO",
    "FIXME",
    r"os\.system",
    r"shell=True",
]


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


files = pytest.mark.parametrize("file", FILES, ids=name)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All below *node*, but for what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from statements(child)


def imports(file: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found = set()
    for node in statements(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module, names, 0):
                found |= {f"{module}.{alias.name}" for alias in names} if module == "lamb" else {str(module)}
            case ast.ImportFrom():
                pytest.fail(f"{name(file)} imports relatively")
    return found


def part(module: str) -> str:
    """Which part of the house a module of ours is in."""
    return module.split(".")[1]


@files
def test_imports_point_down(file: Path) -> None:
    if file.parent == PACKAGE and file.stem.startswith("__"):
        return  # the public face: it hands out everything
    here = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(file):
        if module.startswith("lamb.") and part(module) != here and part(module) != "__version__":
            there = part(module)
            assert FLOOR[there] < FLOOR[here] or (here, there) in BESIDE, f"{here} imports {there}"


@files
def test_the_calculus_knows_nothing_else_of_ours(file: Path) -> None:
    """But for whom to ask what its terms look like."""
    if name(file).startswith("calculus/"):
        known = {part(module) for module in imports(file) if module.startswith("lamb")}
        assert known <= {"calculus", "display"}


@files
def test_the_encodings_know_the_calculus_only(file: Path) -> None:
    if name(file).startswith("encodings/"):
        known = {part(module) for module in imports(file) if module.startswith("lamb")}
        assert known <= {"calculus", "encodings", "errors"}


@files
def test_libraries_stay_at_home(file: Path) -> None:
    used = {module.split(".")[0] for module in imports(file)}
    for library in used & HOMES.keys():
        assert any(name(file).startswith(home) for home in HOMES[library]), library
    outside = used - set(sys.stdlib_module_names) - {"lamb"}
    assert outside <= HOMES.keys()


def test_every_part_of_the_house_has_its_floor() -> None:
    parts = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in FILES}
    assert {part for part in parts if not part.startswith("__")} == FLOOR.keys()


@pytest.mark.parametrize("pattern", NOWHERE)
def test_some_things_are_nowhere(pattern: str) -> None:
    assert [name(file) for file in FILES if re.search(pattern, file.read_text(encoding="utf-8"))] == []


def loaded_after(code: str) -> set[str]:
    """The modules that Python has loaded once it has run *code*."""
    run = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import lamb",
        "import lamb; lamb.normalize(lamb.App(lamb.Lam('x', lamb.Var(0)), lamb.Free('3'))).term",
        "import lamb; lamb.readings(lamb.church(3)); lamb.from_blc(lamb.to_blc(lamb.church(3)))",
        "import lamb; lamb.pretty(lamb.church(3))",
    ],
)
def test_little_is_loaded_before_it_is_needed(code: str) -> None:
    assert not loaded_after(code) & HOMES.keys()


def test_the_language_needs_no_more_than_its_parser() -> None:
    code = "import lamb; assert list(lamb.Session().run('assert add 1 2 == 3'))[0].verdict.value == 'holds'"
    assert loaded_after(code) & HOMES.keys() == {"lark"}


def test_hypothesis_is_loaded_when_a_claim_about_all_values_runs() -> None:
    code = "import lamb; list(lamb.Session().run('assert forall n : nat. add n 0 == n'))"
    assert "hypothesis" in loaded_after(code)
