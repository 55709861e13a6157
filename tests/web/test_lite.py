"""Notebooks on a site: all that is ours, without pip and without JupyterLite."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from lamb.errors import LambError
from lamb.web import lite
from lamb.web.lite import LOCK, add_notebooks
from lamb.web.wheels import WHEEL, wheel

HERE = "./pyodide/"
THERE = "https://example.org/pyodide/"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a Pyodide that says of itself which it is."""
    (tmp_path / "pyodide").mkdir()
    info = {"info": {"abi_version": "2026_0", "python": "3.14.2"}, "packages": {"numpy": {}}}
    (tmp_path / "pyodide" / LOCK).write_text(json.dumps(info))
    return tmp_path


def test_a_lock_file_names_our_wheel_as_pyodide_will_find_it(site: Path) -> None:
    packages = lite._add_packages(site / "packages", lite._info(site, HERE), [], wheel())
    lock = json.loads((site / "packages" / LOCK).read_bytes())
    assert packages == ["lamb-calculus"]
    assert lock["info"]["abi_version"] == "2026_0"
    ours = lock["packages"]["lamb-calculus"]
    assert ours["sha256"] == sha256((site / "packages" / WHEEL).read_bytes()).hexdigest()
    assert (ours["file_name"], ours["imports"]) == (WHEEL, ["lamb"])


@pytest.mark.parametrize(("pyodide", "address"), [(HERE, "./../pyodide/"), (THERE, THERE)])
def test_the_kernel_loads_all_and_asks_for_no_more(tmp_path: Path, pyodide: str, address: str) -> None:
    settings = tmp_path / "jupyter-lite.json"
    settings.write_text('{"jupyter-config-data": {"appName": "JupyterLite"}}')
    lite._set_kernel(settings, pyodide, ["ipython", "lamb-calculus"])
    described = json.loads(settings.read_bytes())["jupyter-config-data"]
    (kernel,) = described["litePluginSettings"].values()
    assert kernel["pyodideUrl"] == f"{address}pyodide.mjs"
    assert kernel["loadPyodideOptions"]["packages"] == ["ipython", "lamb-calculus"]
    assert kernel["disablePyPIFallback"] is True
    assert described["appName"] == "JupyterLite"


def test_a_pyodide_that_does_not_say_which_it_is_is_refused(site: Path) -> None:
    (site / "pyodide" / LOCK).write_text("{}")
    with pytest.raises(LambError, match="is no lock file of Pyodide"):
        lite._info(site, HERE)
    with pytest.raises(LambError, match="cannot be read"):
        lite._info(site, "./elsewhere/")


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LambError, match="there is no notebook in"):
        add_notebooks(tmp_path, HERE, tmp_path, b"")


def test_what_is_missing_is_named_with_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lite, "find_spec", lambda name: None)
    with pytest.raises(LambError, match="notebooks need jupyterlite_core") as told:
        add_notebooks(tmp_path, HERE, NOTEBOOKS, b"")
    assert told.value.hint == "pip install 'lamb-calculus[lite]'"
