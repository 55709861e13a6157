"""The house: imports point down, and some things are nowhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import lamb

PACKAGE = Path(lamb.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LISTED = re.compile(r"^ *((?:[a-z_]+/?, )*[a-z_]+/?) {2,}\S", re.MULTILINE)


def listed(package: Path) -> list[str]:
    """The files and folders that the docstring of a package lists, in reading order."""
    documentation = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    return [one for names in LISTED.findall(documentation) for one in names.split(", ")]


# From the ground up: a file may import those of lower rooms, and of its own.
ROOMS = [*(one.strip("/") for one in listed(PACKAGE / "__init__.py")), "__main__", "__init__"]

HOMES = {  # of libraries that only some parts may know
    "lark": {"notation/"},
    "rich": {"cli/", "repl/"},
    "prompt_toolkit": {"repl/"},
    "pygments": {"pygments.py"},
    "platformdirs": {"repl/"},
    "shtab": {"manual.py"},
    "resvg_py": {"pictures/canvas.py"},
    **{
        library: {"notebook/", "cli/kernel.py"}
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
    **{library: {"classroom/log/"} for library in ("dask", "deltalake", "distributed", "duckdb", "pyarrow")},
    **{library: {"classroom/functions/"} for library in ("boto3", "botocore", "redis")},
    "starlette": {"web/server.py", "classroom/service/application.py", "classroom/functions/"},
    "uvicorn": {"web/command.py", "classroom/service/serve_command.py", "classroom/functions/"},
}

TWICE = {  # names of files that stand in several rooms
    "files.py",
    "kernel.py",
    "names.py",
    "reduction.py",
    "theory.py",
}

LONGER = {  # files of more than 500 lines
    "analysis/types.py",
    "machine/machine.py",
    "notation/parser.py",
    "session.py",
}

BESIDE = ("classroom/", "foreign/", "web/")  # rooms that the language does not need
DOORS = 180  # as many files as all others may have

NOT_YET_PLAIN = (  # rooms where people without a name are still about
    "cli/",
    "show/",
)

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


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(text(file))


@cache
def syntax(file: Path) -> list[ast.AST]:
    """All nodes of a file."""
    return [*ast.walk(parsed(file))]


def module_of(file: Path) -> str:
    """The name by which Python imports a file."""
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


@cache
def imports(file: Path) -> set[str]:
    """The modules that a file imports, anywhere in it, be it late or for type checkers only."""
    found = set()
    for node in syntax(file):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(str(module), names, 0):
                within = {f"{module}.{alias.name}" for alias in names}
                found |= within & MODULES.keys() or {module}
            case ast.ImportFrom():
                pytest.fail(f"{name(file)} imports relatively")
    return found


def room(file: Path) -> str:
    """The room of the house that a file is in."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def ours(file: Path) -> set[Path]:
    """The files of ours that a file imports."""
    return {MODULES[module] for module in imports(file) if module in MODULES}


def test_every_room_has_its_place() -> None:
    assert {room(file) for file in FILES} == set(ROOMS)


def test_imports_point_down() -> None:
    above = [
        f"{name(file)} imports {name(other)}"
        for file in FILES
        for other in ours(file)
        if ROOMS.index(room(other)) > ROOMS.index(room(file))
    ]
    assert above == []


def test_no_two_files_import_each_other() -> None:
    """Nor do more than two in a circle: what is left when each file is taken away that imports none of
    the others, or that none of the others imports.
    """
    left = {file: ours(file) - {file} for file in FILES}
    before = -1
    while len(left) != before:
        before = len(left)
        imported = set().union(*left.values()) if left else set()
        left = {
            file: kept for file, others in left.items() if (kept := others & left.keys()) and file in imported
        }
    assert sorted(map(name, left)) == []


PACKAGES = [file for file in FILES if file.name == "__init__.py"]


@pytest.mark.parametrize("package", PACKAGES, ids=name)
def test_a_package_lists_its_files_in_reading_order(package: Path) -> None:
    inside = [file.stem for file in package.parent.glob("*.py") if not file.stem.startswith("__")]
    inside += [f"{other.parent.name}/" for other in PACKAGES if other.parent.parent == package.parent]
    assert sorted(one for one in listed(package) if one != "__main__") == sorted(inside)


def test_a_file_is_as_long_as_one_sitting() -> None:
    assert {name(file) for file in FILES if len(text(file).splitlines()) > 500} == LONGER


def test_the_house_gets_no_more_doors() -> None:
    assert len([file for file in FILES if not name(file).startswith(BESIDE)]) <= DOORS


def test_no_file_of_one_function_has_one_user() -> None:
    """But a file that alone knows a library."""
    users = [other for file in FILES for other in ours(file) - {file}]
    alone = {
        name(file)
        for file in FILES
        if not file.stem.startswith("__") and users.count(file) == 1
        if [type(part) for part in parsed(file).body if isinstance(part, DEFINITION)] == [ast.FunctionDef]
    }
    assert alone - {home for homes in HOMES.values() for home in homes} == set()


def test_tests_stand_where_what_they_test_stands() -> None:
    """Each package has a folder or files of tests in its place, and each such folder a package or a file."""
    tests = Path(__file__).parent
    rooms = [package.parent.relative_to(PACKAGE) for package in PACKAGES[1:]]
    assert [
        room
        for room in rooms
        if not (tests / room).is_dir() and not [*(tests / room.parent).glob(f"test_{room.name}*.py")]
    ] == []
    folders = [file.parent.relative_to(tests) for file in tests.rglob("__init__.py")]
    assert {
        folder
        for folder in folders
        if "tools" not in folder.parts
        and not (PACKAGE / folder).is_dir()
        and not (PACKAGE / folder).with_suffix(".py").exists()
    } == set()


def test_no_file_is_named_twice() -> None:
    names = [file.name for file in FILES if not file.name.startswith("__")]
    assert {one for one in names if names.count(one) > 1} == TWICE


def test_no_one_without_a_name_is_about() -> None:
    people = re.compile(r"(?i)\b(?:somebody|someone|nobody|anybody|everybody|whoever)\b")
    plain = [file for file in FILES if not name(file).startswith(NOT_YET_PLAIN)]
    assert {name(file): found for file in plain if (found := people.findall(text(file)))} == {}


def test_no_class_is_named_twice() -> None:
    named: dict[str, list[str]] = {}
    for file in FILES:
        for node in syntax(file):
            if isinstance(node, ast.ClassDef):
                named.setdefault(node.name, []).append(name(file))
    assert {cls: places for cls, places in named.items() if len(places) > 1} == {}


def test_files_that_are_pointed_to_are_there() -> None:
    named = {
        (name(file), one) for file in FILES for one in re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", text(file))
    }
    places = ["/" + other.relative_to(PACKAGE.parent).as_posix() for other in FILES]
    there = {
        (file, one)
        for file, one in named
        if any(place.endswith(f"/{one}") for place in places) or (PACKAGE.parent / one).is_file()
    }
    assert named - there == set()


def test_libraries_stay_at_home() -> None:
    outside = {
        (name(file), library)
        for file in FILES
        for library in {module.split(".")[0] for module in imports(file)} - {"lamb", *sys.stdlib_module_names}
        if not any(name(file).startswith(home) for home in HOMES.get(library, ()))
    }
    assert outside == set()


@pytest.mark.parametrize("pattern", NOWHERE)
def test_some_things_are_nowhere(pattern: str) -> None:
    assert [name(file) for file in FILES if re.search(pattern, text(file))] == []


def loaded_after(code: str) -> set[str]:
    """The modules that Python has loaded once it has run *code*."""
    run = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_language_needs_no_library() -> None:
    code = """
import lamb
lamb.normalize(lamb.App(lamb.Lam('x', lamb.Var(0)), lamb.Free('3'))).term
lamb.readings(lamb.church(3)); lamb.from_blc(lamb.to_blc(lamb.church(3)))
lamb.pretty(lamb.church(3))
assert list(lamb.Session().run('assert add 1 2 == 3'))[0].verdict.value == 'holds'
"""
    assert not loaded_after(code) & HOMES.keys()


FIRST_PROMPT = """
from contextlib import suppress
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
import lamb.repl.prompt
from lamb.repl.editor import Editor
from lamb.repl.editor import Background

with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()), suppress(EOFError):
    keys.send_text("\\x04")
    Editor(Background(lambda: None), "λ> ", "", None).read()
"""


def test_the_first_prompt_is_there_before_what_only_answers_need() -> None:
    loaded = loaded_after(FIRST_PROMPT)
    rooms = {module.split(".")[1] for module in loaded if module.startswith("lamb.")}
    assert not rooms & {"calculus", "machine", "analysis", "notation", "prelude", "course", "session", "show"}
    assert "rich" not in loaded


def test_hypothesis_is_loaded_when_a_claim_about_all_values_runs() -> None:
    code = "import lamb; list(lamb.Session().run('assert forall n : nat. add n 0 == n'))"
    assert "hypothesis" in loaded_after(code)


# ── Metering ──

METERS = {"tick", "step", "look", "count", "exhausted"}
UNMETERED = {
    "it calls what ticks, for each name, item or file": {
        "needed",
        "_refuse_circles",
        "_imported_entries",
        "_alone",
    },
    "it frees, and must not be stopped": {"free", "dismantle", "_release", "_references_when_alone"},
    "the tree is as large as a line, a picture or a step written by hand": {
        *("differences", "occurrences", "_parts", "catching_below", "_redexes", "_scopes"),
        *("_in_depth", "tree", "_outermost_redexes", "_unfolded", "binders"),
    },
    "it ends where the known terms end": {"law"},
    "it checks what others have written, and uses nothing of ours": {
        *("each", "variables", "same", "is_instance")
    },
    "it follows one path in a term that is there, no further than it is deep": {
        *(
            "trap",
            "numeral_hints",
            "_counts",
            "_eta_normal",
            "_stages",
            "_is_again",
            "begin",
            "resolve",
        ),
        *("_lambda", "abstraction", "spine", "_binders", "_names", "_reversed_parts", "around_head"),
        "is_unseparated",
    },
    "its meter counts down, or is what goes on": {"run", "unbounded", "each", "_each_in_nursery", "reaches"},
    "it goes up as often as it has gone down": {"find"},
    "it waits for another thread, a process or input": {"_serve", "watched", "answer_all"},
    "it asks for one part of its work at a time, or makes it smaller": {"leq", "in_characters", "_parse"},
}
"""The loops over what is left to do, and the walks, that tick for nothing, by the reason."""


def is_over_work(loop: ast.While) -> bool:
    """True for `while todo: … todo.pop() …`."""
    return isinstance(loop.test, ast.Name) and any(
        isinstance(call, ast.Attribute)
        and call.attr in {"pop", "popleft"}
        and isinstance(call.value, ast.Name)
        and call.value.id == loop.test.id
        for call in ast.walk(loop)
    )


def is_walk(loop: ast.While) -> bool:
    """True for `while True: …` and `while isinstance(term, App): …`, however the kind is asked for."""
    return isinstance(loop.test, ast.Constant) or any(
        (isinstance(part, ast.Name) and part.id == "isinstance")
        or (isinstance(part, ast.Attribute) and part.attr == "__class__")
        for part in ast.walk(loop.test)
    )


def names_called(node: ast.AST) -> set[str]:
    called = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in called}


def test_every_loop_over_what_is_left_to_do_is_metered_or_has_a_reason() -> None:
    unmetered = {
        function.name
        for path in FILES
        for function in syntax(path)
        if isinstance(function, ast.FunctionDef)
        for loop in ast.walk(function)
        if isinstance(loop, ast.While)
        and (is_over_work(loop) or is_walk(loop))
        and not names_called(loop) & METERS
    }
    assert unmetered == set().union(*UNMETERED.values())
