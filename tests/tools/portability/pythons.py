"""The Pythons that are here, and how each is given a check to carry out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CHECKS = HERE / "checks.py"
COMMANDS = (*(f"python3.{minor}" for minor in range(11, 16)), "pypy3", "pypy3.11")
OLDEST = (3, 11)
MODULES = Path(os.environ.get("LAMB_NODE_MODULES", "build/portability/node_modules"))

ABOUT = """
import json, sys
about = sys.implementation.name, sys.version_info[:3], getattr(sys, "pypy_version_info", ())[:3]
print(json.dumps(about))
"""


@dataclass
class Wheels:
    """The wheels of lamb and lark, and the folder they are unpacked in."""

    files: list[Path]
    folder: Path


@dataclass(frozen=True)
class Python:
    """One that can be run: *command* is followed by the name of a check and a depth."""

    name: str
    command: tuple[str, ...]
    wheels: tuple[str, ...] = ()
    depth: int | None = None  # the deepest it is asked for

    def environment(self, unpacked: Path) -> dict[str, str]:
        """The environment variables that it runs with."""
        return {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1"}


def pythons(wheels: Wheels) -> Iterator[Python]:
    """Every Python on the path, each version once, and pyodide where it is installed."""
    seen: set[str] = set()
    for command in (*COMMANDS, *filter(None, os.environ.get("LAMB_PYTHONS", "").split(os.pathsep))):
        path = shutil.which(command)
        named = _name(path) if path else None
        if path and named and named not in seen:
            seen.add(named)
            yield Python(named, (path, str(CHECKS)))
    if (MODULES / "pyodide").exists() and (node := shutil.which("node")):
        version = json.loads((MODULES / "pyodide" / "package.json").read_text(encoding="utf-8"))["version"]
        command_line = node, str(HERE / "pyodide.mjs"), str(MODULES), str(CHECKS)
        files = tuple(map(str, wheels.files))
        yield Python(f"pyodide {version}", command_line, files, depth=100_000)


def _name(path: str) -> str | None:
    """What a Python calls itself, or None if it cannot run lamb."""
    asked = subprocess.run([path, "-c", ABOUT], capture_output=True, text=True, check=False)
    if asked.returncode:
        return None
    implementation, version, own = json.loads(asked.stdout)
    name = f"{implementation} {'.'.join(map(str, own or version))}"
    if tuple(version[:2]) < OLDEST:
        print(f"{name} is Python {version[0]}.{version[1]}: too old, lamb needs 3.11")
        return None
    return name
