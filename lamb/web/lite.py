"""Notebooks on a site, as JupyterLite: Jupyter in the page, with Python in it, and our package loaded.

    add_notebooks(site, pyodide, notebooks, wheel)      what a site has in its folder “notebooks”

JupyterLite is put together by its own command, from what `pip install 'lamb-calculus[lite]'` brings. The
packages that a notebook needs come from pip once, as wheels without compiled parts, and are named in a lock
file of their own: a page that is opened asks no other host for anything, and has nothing to resolve.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from hashlib import sha256
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from urllib.request import urlopen

from lamb.errors import LambError, LoadError, reason_of
from lamb.web.wheels import PACKAGE, WHEEL, download, run

Json: TypeAlias = dict[str, Any]

FOLDER = "notebooks"
LOCK = "pyodide-lock.json"
NEEDED = ("anywidget", "hypothesis", "ipython", "jedi", "micropip", "platformdirs", "prompt_toolkit", "rich")
"""What is asked of pip; more comes with it."""

KERNEL = ("ipykernel", "piplite", "pyodide_kernel")
"""The wheels that JupyterLite's kernel brings with it."""

LEFT_OUT = ("jupyterlab_widgets", "widgetsnbextension")
"""Wheels of which only what JupyterLab shows is needed, and not in Python."""

SHOWN = ("anywidget", "jupyterlab_widgets")
"""Wheels that extend JupyterLab."""

LABEXTENSION = PACKAGE / "notebook" / "labextension"
_KERNEL_EXTENSION = Path("share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension")


def add_notebooks(site: Path, pyodide: str, notebooks: Path, wheel: bytes) -> None:
    """Add the notebooks of a folder to a site that has its Pyodide at an address. Raises LambError.

    *wheel* is our package. What is in a folder “instructor” is left out.
    """
    if not any(notebooks.glob("*.ipynb")):
        raise LoadError(f"there is no notebook in “{notebooks}”")
    missing = [name for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel") if find_spec(name) is None]
    if missing:
        raise LambError(f"notebooks need {missing[0]}", hint="pip install 'lamb-calculus[lite]'")
    kernel, info = _kernel_extension(), _info(site, pyodide)
    with TemporaryDirectory() as name:
        work, made = Path(name), Path(name) / "made"
        python = ".".join(info["python"].split(".")[:2])
        downloaded = download(work / "wheels", *NEEDED, python=python)
        extensions = [*(path for path in downloaded if _name_of(path) in SHOWN), LABEXTENSION, kernel]
        _build(work, made, notebooks, extensions)
        kernels = [path for path in (kernel / "static/pypi").iterdir() if _name_of(path) in KERNEL]
        loaded = [*(path for path in downloaded if _name_of(path) not in LEFT_OUT), *kernels]
        packages = _add_packages(made / "packages", info, loaded, wheel)
        _set_kernel(made / "jupyter-lite.json", pyodide, packages)
        copytree(made, site / FOLDER, dirs_exist_ok=True)


def _name_of(wheel: Path) -> str:
    """The name of the package in a wheel."""
    return wheel.name.partition("-")[0]


def _kernel_extension() -> Path:
    """The folder of JupyterLite's kernel, as it was installed."""
    files = distribution("jupyterlite-pyodide-kernel").files or ()
    for file in files:
        if file.as_posix().endswith((_KERNEL_EXTENSION / "package.json").as_posix()):
            return Path(str(file.locate())).resolve().parent
    raise LambError(
        "JupyterLite's kernel is not whole", hint="pip install --force-reinstall jupyterlite-pyodide-kernel"
    )


def _build(work: Path, output: Path, notebooks: Path, extensions: Iterable[Path]) -> None:
    """Have JupyterLite's command put its pages together."""
    settings = {
        "apps": ["lab"],
        "cache_dir": str(work / "cache"),
        "contents": [str(notebooks.resolve())],
        "extra_ignore_contents": ["/instructor/"],
        "federated_extensions": [str(path) for path in extensions],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "output_dir": str(output.resolve()),
        "source_date_epoch": 315_532_800,  # as in our zip files
    }
    _write(work / "jupyter_lite_config.json", {"LiteBuildConfig": settings})
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work)]
    run("JupyterLite", command, cwd=work)


def _add_packages(folder: Path, info: Json, wheels: Iterable[Path], ours: bytes) -> list[str]:
    """Put wheels into a folder, with a lock file for a Pyodide that names them; the names of the packages."""
    folder.mkdir()
    for path in wheels:
        copyfile(path, folder / path.name)
    (folder / WHEEL).write_bytes(ours)
    packages = {one["name"]: one for one in map(_locked, sorted(folder.iterdir()))}
    _write(folder / LOCK, {"info": info, "packages": packages})
    return list(packages)


def _set_kernel(settings: Path, pyodide: str, packages: list[str]) -> None:
    """Have the kernel of JupyterLite load packages with a Pyodide, and ask no other host for more."""
    where = pyodide if pyodide.startswith("https://") else f"./../{pyodide.removeprefix('./')}"
    described = json.loads(settings.read_bytes())
    plugins = described["jupyter-config-data"].setdefault("litePluginSettings", {})
    plugins["@jupyterlite/pyodide-kernel-extension:kernel"] = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": f"packages/{LOCK}", "packages": packages},
        "pipliteUrls": [],
        "pyodideUrl": f"{where}pyodide.mjs",
    }
    _write(settings, described)


def _write(path: Path, described: Json) -> None:
    path.write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def _locked(wheel: Path) -> Json:
    """What a lock file says of a wheel. It depends on nothing, since all are loaded."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        about = Parser().parsestr(archive.read(metadata).decode(), headersonly=True)
    tops = {name.partition("/")[0].removesuffix(".py") for name in names}
    return {
        "name": about["Name"].lower().replace("_", "-").replace(".", "-"),
        "version": about["Version"],
        "file_name": wheel.name,
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "depends": [],
        "imports": sorted(top for top in tops if top.isidentifier()),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def _info(site: Path, pyodide: str) -> Json:
    """What a Pyodide says of itself, which a lock file for it has to say too."""
    try:
        if pyodide.startswith("https://"):
            with urlopen(pyodide + LOCK, timeout=60) as reply:  # noqa: S310  (it is https)
                info = json.load(reply)["info"]
        else:
            info = json.loads((site / pyodide / LOCK).read_bytes())["info"]
        return {**info, "python": str(info["python"])}
    except OSError as error:
        raise LoadError(f"“{pyodide}{LOCK}” cannot be read: {reason_of(error)}") from None
    except (ValueError, KeyError, TypeError):
        raise LoadError(f"“{pyodide}{LOCK}” is no lock file of Pyodide") from None
