"""The files of the page; and a static site of them, in which Python itself runs (Pyodide).

    page_files()                     the page, by the names of its files
    build(folder, pyodide)           a site that any static host can serve, from whatever folder

A site has our package as a wheel, with the sources as they are here, and what claims need in a zip file: a
browser's Python unpacks and imports them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from lamb.errors import LambError, LoadError, reason_of
from lamb.html.style import page_style
from lamb.html.walk_page import STYLE
from lamb.notation import tables
from lamb.prelude import NAMES, prelude
from lamb.version import __version__
from lamb.web.lite import FOLDER, WHEEL, add_notebooks

PAGE = Path(__file__).parent / "page"
PACKAGE = Path(__file__).parent.parent
STEPPER = PACKAGE / "notebook"
SERVED = {".css", ".html", ".js", ".json", ".svg"}

NEEDED = ("lamb",)
"""The packages that answer questions."""

FOR_CLAIMS = ("hypothesis", "sortedcontainers")
"""Those that only claims about all values need."""

PYODIDE = "pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"
"""The files of Pyodide; beside them is `pyodide.asm.mjs`, or in older ones `pyodide.asm.js`."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # of files in a zip file, so that a site is the same each time
_LEFT_OUT = {"__pycache__", "page", "kernelspec", "tests"}
_COMPILED = (".pyc", ".pyd", ".so")


def page_files() -> dict[str, bytes]:
    """The files of the page, by their names."""
    files = {path.name: path.read_bytes() for path in PAGE.iterdir() if path.suffix in SERVED}
    files["terms.css"] = (page_style() + STYLE).encode()
    for name in ("stepper.js", "stepper.css"):
        files[name] = (STEPPER / name).read_bytes()
    return files


def engine_file(**described: str) -> bytes:
    """The file that tells the page where its answers come from."""
    return (json.dumps(described, indent=1) + "\n").encode()


def build(folder: Path, pyodide: str, notebooks: Path | None = None) -> list[str]:
    """Write a site into a folder, and return the names of the files of the page.

    *pyodide* is a folder with Pyodide in it, which is copied, or an address that begins with https://;
    *notebooks* is a folder with notebooks, for which the site has JupyterLite too. Raises LambError.
    """
    ours = wheel()
    files = page_files() | {WHEEL: ours, "claims.zip": packed(FOR_CLAIMS)}
    if pyodide.startswith("https://"):
        where = pyodide.rstrip("/") + "/"
        policy = f"'self' {where}".encode()
        files["index.html"] = files["index.html"].replace(b"connect-src 'self'", b"connect-src " + policy)
    else:
        where = "./pyodide/"
        files |= {f"pyodide/{path.name}": path.read_bytes() for path in _pyodide(Path(pyodide))}
    described = {"engine": "page", "pyodide": where, "packages": WHEEL, "claims": "claims.zip"}
    if notebooks:
        described["notebooks"] = f"{FOLDER}/lab/index.html"
    files["engine.json"] = engine_file(**described)
    files["sw.js"] = _service_worker(files)
    try:
        for name, contents in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents)
        if notebooks:
            add_notebooks(folder, where, notebooks, ours)
    except OSError as error:
        raise LoadError(f"“{folder}” cannot be written to: {reason_of(error)}") from None
    return sorted(files)


def _service_worker(files: Mapping[str, bytes]) -> bytes:
    """The service worker of a site that has these files: what it keeps, and a version that stands for it."""
    names = sorted(files.keys() - {"sw.js"})
    digest = sha256()
    for name in names:
        digest.update(sha256(files[name]).digest())
    listed = json.dumps(["./", *names])
    worker = files["sw.js"].decode()
    worker = worker.replace('VERSION = ""', f'VERSION = "{digest.hexdigest()[:16]}"')
    return worker.replace("FILES = []", f"FILES = {listed}").encode()


def _pyodide(folder: Path) -> list[Path]:
    """The files of Pyodide in a folder. Raises LambError."""
    missing = [name for name in PYODIDE if not (folder / name).is_file()]
    if missing:
        hint = "`npm install pyodide` makes a folder node_modules/pyodide that has it"
        raise LambError(f"there is no Pyodide in “{folder}”: {missing[0]} is missing", hint=hint)
    return [*(folder / name for name in PYODIDE), *folder.glob("pyodide.asm.*js")]


@cache
def wheel() -> bytes:
    """Our package as a wheel, from what is here, with what it would have to make when it is first loaded."""
    about = f"lamb_calculus-{__version__}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: lamb-calculus\nVersion: {__version__}\n"
    return packed(
        NEEDED,
        {
            "lamb/grammar/lamb.lark": (tables.folder() / "lamb.lark").read_bytes(),
            "lamb/grammar/tables.json": _written(tables.save),
            f"lamb/prelude/{NAMES}": _written(prelude().save_names),
            f"{about}/METADATA": metadata.encode(),
            f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{about}/RECORD": b"",
        },
    )


def _written(save: Callable[[Path], None]) -> bytes:
    """What is saved to a file."""
    with TemporaryDirectory() as folder:
        save(Path(folder) / "saved")
        return (Path(folder) / "saved").read_bytes()


def packed(packages: Iterable[str], more: Mapping[str, bytes] = {}) -> bytes:
    """A zip file of some packages, as they are installed here, and *more* files by their names in it.

    Raises LambError if a package is not here.
    """
    files = {name: path.read_bytes() for name, path in chain.from_iterable(map(_files_of, packages))}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in {**files, **more}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), contents, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _files_of(package: str) -> Iterator[tuple[str, Path]]:
    """The files of a package, by their names in a zip file."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LambError(f"the package “{package}” is not here", hint=f"pip install {package}")
    top = Path(next(iter(spec.submodule_search_locations)))
    for path in sorted(top.rglob("*")):
        inside = path.relative_to(top)
        if path.is_file() and path.suffix not in _COMPILED and not _LEFT_OUT & set(inside.parts):
            yield f"{package}/{inside.as_posix()}", path
