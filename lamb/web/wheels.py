"""What a browser's Python is given: wheels without compiled parts, which run wherever Python does.

wheel()                                 our package, from what is here
download(folder, "hypothesis")          others, and what they need, by pip
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lamb.errors import LambError
from lamb.notation import tables
from lamb.prelude import NAMES, prelude
from lamb.version import __version__

WHEEL = f"lamb_calculus-{__version__}-py3-none-any.whl"
"""The name of our wheel."""

PACKAGE = Path(__file__).parent.parent
REACHING = "pip has to reach an index of packages, or to know a folder of wheels (PIP_FIND_LINKS)"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of files in a wheel, so that it is the same each time
_LEFT_OUT = {"__pycache__", "page", "kernelspec"}
_SECONDS = 600.0  # that a command may take


@cache
def wheel() -> bytes:
    """Our package as a wheel, from what is here, with what it would have to make when it is first loaded."""
    about = f"lamb_calculus-{__version__}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: lamb-calculus\nVersion: {__version__}\n"
    files = {
        **dict(_files()),
        "lamb/grammar/lamb.lark": tables.text_of_grammar().encode(),
        "lamb/grammar/tables.json": json.dumps(tables.current()).encode(),
        f"lamb/prelude/{NAMES}": _written(prelude().save_names),
        f"{about}/METADATA": metadata.encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": b"",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), contents, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    """The files of our package, by their names in a wheel."""
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.is_file() and path.suffix != ".pyc" and not _LEFT_OUT & set(inside.parts):
            yield f"lamb/{inside.as_posix()}", path.read_bytes()


def _written(save: Callable[[Path], None]) -> bytes:
    """What is saved to a file."""
    with TemporaryDirectory() as folder:
        save(Path(folder) / "saved")
        return (Path(folder) / "saved").read_bytes()


def download(folder: Path, *names: str, python: str | None = None) -> list[Path]:
    """Have pip put packages, and what they need, into a folder; the wheels, for a version of *python*.

    Raises LambError.
    """
    anywhere = ["--only-binary", ":all:", "--platform", "any", "--implementation", "py", "--abi", "none"]
    version = ["--python-version", python] if python else []
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder)]
    run("pip", [*pip, *anywhere, *version, *names], hint=REACHING)
    return sorted(folder.glob("*.whl"))


def run(what: str, command: list[str], cwd: Path | None = None, hint: str | None = None) -> None:
    """Run a command. Raises LambError with its last words if it goes wrong."""
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, cwd=cwd, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise LambError(f"{what} takes longer than {_SECONDS:.0f} seconds") from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise LambError(f"{what} went wrong: {words[-1] if words else 'it says nothing'}", hint=hint)
