"""The files of the page; and a static site of them, in which Python itself runs (Pyodide).

    page_files()                     the page, by the names of its files
    build(folder, pyodide)           a site that any static host can serve, from whatever folder

A site has wheels of our package and of what claims need: a browser's Python unpacks and imports them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lamb.errors import LambError, LoadError, reason_of
from lamb.html.markup import page_style
from lamb.html.walk_page import STYLE
from lamb.web.lite import FOLDER, add_notebooks
from lamb.web.wheels import PACKAGE, WHEEL, download, wheel

PAGE = Path(__file__).parent / "page"
STEPPER = PACKAGE / "notebook"
SERVED = {".css", ".html", ".js", ".json", ".svg"}

FOR_CLAIMS = "hypothesis"
"""What only claims about all values need."""

PYODIDE = "pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"
"""The files of Pyodide; beside them is `pyodide.asm.mjs`, or in older ones `pyodide.asm.js`."""


def page_files() -> dict[str, bytes]:
    """The files of the page, by their names."""
    files = {path.name: path.read_bytes() for path in PAGE.iterdir() if path.suffix in SERVED}
    files["terms.css"] = (page_style() + STYLE).encode()
    for name in ("stepper.js", "stepper.css"):
        files[name] = (STEPPER / name).read_bytes()
    return files


def engine_file(**described: object) -> bytes:
    """The file that tells the page where its answers come from."""
    return (json.dumps(described, indent=1) + "\n").encode()


def build(folder: Path, pyodide: str, notebooks: Path | None = None) -> list[str]:
    """Write a site into a folder, and return the names of the files of the page.

    *pyodide* is a folder with Pyodide in it, which is copied, or an address that begins with https://;
    *notebooks* is a folder with notebooks, for which the site has JupyterLite too. Raises LambError.
    """
    ours, claims = wheel(), _for_claims()
    files = page_files() | {WHEEL: ours} | claims
    if pyodide.startswith("https://"):
        where = pyodide.rstrip("/") + "/"
        policy = f"'self' {where}".encode()
        files["index.html"] = files["index.html"].replace(b"connect-src 'self'", b"connect-src " + policy)
    else:
        where = "./pyodide/"
        files |= {f"pyodide/{path.name}": path.read_bytes() for path in _pyodide(Path(pyodide))}
    described: dict[str, Any] = {"engine": "page", "pyodide": where, "packages": WHEEL, "claims": [*claims]}
    described["snapshot"] = f"started-{sha256(ours).hexdigest()[:16]}"
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


def _for_claims() -> dict[str, bytes]:
    """The wheels that claims about all values need, by their names."""
    with TemporaryDirectory() as folder:
        return {path.name: path.read_bytes() for path in download(Path(folder), FOR_CLAIMS)}


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
