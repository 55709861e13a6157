"""The page's files, and a static site of them."""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lamb.__main__ import main
from lamb.errors import LambError
from lamb.web import site as sites
from lamb.web.site import PYODIDE, build, page_files
from lamb.web.wheels import WHEEL, download, run, wheel

FILES = page_files()
OURS = {name: text.decode() for name, text in FILES.items() if name != "codemirror.js"}
ELSEWHERE = ["hypothesis", "lark", "platformdirs", "prompt_toolkit", "pygments", "rich"]
"""What we are installed with, and a site has not."""

LARGEST = 300_000  # bytes of the page's scripts and styles, compressed


@pytest.fixture(autouse=True)
def _without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pip would download is not, but for one file."""

    def found(folder: Path, *names: str) -> list[Path]:
        (folder / f"{names[0]}.whl").write_bytes(b"")
        return [folder / f"{names[0]}.whl"]

    monkeypatch.setattr(sites, "download", found)


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """A folder that looks like Pyodide."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in PYODIDE:
        (folder / name).write_text("{}")
    return folder


def test_every_file_that_the_page_names_is_there() -> None:
    named = re.findall(r'(?:href|src)="([^"#]+)', OURS["index.html"])
    named += [name for text in OURS.values() for name in re.findall(r'from "\./([^"]+)"', text)]
    assert {name for name in named if name != "./"} <= FILES.keys()


def test_the_page_asks_nobody_else() -> None:
    for name, text in OURS.items():
        for address in re.findall(r"https?://[^\s\"'`)]+", text):
            assert address.startswith("http://www.w3.org/"), f"{name}: {address}"


def test_the_policy_allows_no_script_in_markup() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)', OURS["index.html"])
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe-inline" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]
    inline = [r"\son\w+=\"", r"<script(?![^>]*\ssrc=)", r"<style"]
    assert not any(re.search(pattern, OURS["index.html"]) for pattern in inline)


def test_the_scripts_and_styles_are_small() -> None:
    sizes = [len(gzip.compress(text)) for name, text in FILES.items() if name.endswith((".js", ".css"))]
    assert sum(sizes) < LARGEST


def test_a_site_has_the_page_python_and_our_package(tmp_path: Path, pyodide: Path) -> None:
    site = tmp_path / "site"
    names = build(site, str(pyodide))
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()) == names
    engine = json.loads((site / "engine.json").read_text())
    assert engine["engine"] == "page"
    assert (site / engine["pyodide"] / "pyodide.mjs").is_file()
    assert zipfile.ZipFile(site / engine["packages"]).namelist()
    assert engine["claims"] == ["hypothesis.whl"]
    assert (site / "hypothesis.whl").is_file()


def test_a_site_answers_from_its_package_alone(tmp_path: Path, pyodide: Path) -> None:
    """As Pyodide does: from what was unpacked, with nothing else of ours to be found."""
    build(tmp_path / "site", str(pyodide))
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(tmp_path / "site" / WHEEL).extractall(unpacked)
    code = (
        f"import sys; sys.path[:0] = [{str(unpacked)!r}]\n"
        f"sys.modules |= dict.fromkeys({ELSEWHERE!r})\n"
        "from lamb.web.answers import answer_text\n"
        """print(answer_text('{"kind": "run", "program": "fact 5"}'))"""
    )
    assert "120" in subprocess.check_output([sys.executable, "-P", "-c", code], text=True, cwd=tmp_path)


def test_a_site_keeps_all_its_files_and_knows_a_new_version(tmp_path: Path, pyodide: Path) -> None:
    site = tmp_path / "site"

    def kept() -> tuple[str, set[str]]:
        names = set(build(site, str(pyodide)))
        worker = (site / "sw.js").read_text()
        version, files = re.search(r'VERSION = "(\w+)"', worker), re.search(r"FILES = (\[.*\])", worker)
        assert version is not None
        assert files is not None
        assert set(json.loads(files[1])) == names - {"sw.js"} | {"./"}
        return version[1], names

    first = kept()
    assert kept() == first
    (pyodide / "pyodide.mjs").write_text("another one")
    assert kept()[0] != first[0]


def test_our_wheel_is_the_same_to_the_byte() -> None:
    assert wheel() == wheel.__wrapped__()


def test_our_wheel_has_no_compiled_files() -> None:
    names = zipfile.ZipFile(io.BytesIO(wheel())).namelist()
    assert not [name for name in names if name.endswith((".pyc", ".so")) or "/page/" in name]


def test_pip_is_asked_for_wheels_that_run_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("lamb.web.wheels.run", lambda what, command, hint: asked.extend(command))
    assert download(tmp_path, "hypothesis", python="3.14") == []
    assert " ".join(asked).endswith(
        "--platform any --implementation py --abi none --python-version 3.14 hypothesis"
    )


def test_a_command_that_goes_wrong_is_told_with_its_last_words() -> None:
    with pytest.raises(LambError, match="it went wrong: no"):
        run("it", [sys.executable, "-c", "raise SystemExit('well\\nno')"])


def test_an_address_of_pyodide_is_allowed_by_the_policy(tmp_path: Path) -> None:
    build(tmp_path, "https://example.org/pyodide")
    assert "connect-src 'self' https://example.org/pyodide/" in (tmp_path / "index.html").read_text()


def test_a_folder_without_pyodide_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LambError, match="there is no Pyodide"):
        build(tmp_path / "site", str(tmp_path))


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, pyodide: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LambError, match="cannot be written to"):
        build(tmp_path / "file" / "site", str(pyodide))


def test_the_command_builds_a_site(tmp_path: Path, pyodide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web", "--build", str(tmp_path / "site"), "--pyodide", str(pyodide)]) == 0
    assert "any static host can serve them" in capsys.readouterr().out


def test_only_a_site_has_notebooks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web", "--notebooks", "notebooks"]) == 2
    assert "--notebooks needs --build" in capsys.readouterr().err


def test_a_site_needs_pyodide(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web", "--build", "site"]) == 2
    assert "--build needs --pyodide" in capsys.readouterr().err
