"""`lamb kernel`: what Jupyter finds once it has run, and what is said where it cannot."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lamb.__main__ import main
from lamb.cli import kernel as specs
from lamb.notebook.kernel import LANGUAGE
from tests.cli.command import Ended, lamb

SPECS = Path("share", "jupyter", "kernels")


class Home:
    """A user who has nothing of Jupyter's yet, and whose kernels come before those of the environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    def kernel(self, *arguments: str | Path, **env: str) -> Ended:
        """Run `lamb kernel`."""
        own = {"JUPYTER_DATA_DIR": str(self.data), "IPYTHONDIR": str(self.folder), "JUPYTER_PATH": ""}
        others = {"JUPYTER_CONFIG_DIR": str(self.folder), "JUPYTER_PREFER_ENV_PATH": "0"}
        return lamb("kernel", *arguments, **{**own, **others, **env})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_an_installed_kernel_is_listed_until_it_is_removed(home: Home) -> None:
    folder = home.data / "kernels" / "lamb"
    installed = home.kernel("install")
    assert (installed.out, installed.code) == (
        f"λ-calculus: the kernel “lamb” is now in {folder}\n",
        0,
    )
    assert f"lamb: λ-calculus, in {folder}\n" in home.kernel("list").out
    assert home.kernel("uninstall").out == f"the kernel “lamb” has been removed from {folder}\n"
    assert not folder.exists()
    assert str(folder) not in home.kernel("list").out


def test_a_kernel_that_another_hides_is_where_jupyter_looks(home: Home) -> None:
    other = home.folder / "other"
    home.kernel("install", "--prefix", other)
    hidden = home.kernel("install", JUPYTER_PATH=str(other / "share" / "jupyter"))
    assert (hidden.err, hidden.code) == ("", 0)


def test_the_python_that_installs_a_kernel_runs_it(home: Home) -> None:
    home.kernel("install")
    folder = home.data / "kernels" / "lamb"
    described = json.loads((folder / "kernel.json").read_text())
    assert described["argv"][0] == sys.executable
    assert described["interrupt_mode"] == "signal"
    assert {file.name for file in folder.iterdir()} == {
        "kernel.json",
        "logo-32x32.png",
        "logo-64x64.png",
        "logo-svg.svg",
    }


def test_what_is_installed_starts_the_kernel_that_there_is() -> None:
    described = json.loads((specs.SPEC / "kernel.json").read_text(encoding="utf-8"))
    assert described["argv"] == ["python", "-m", specs.MODULE, "-f", "{connection_file}"]
    assert find_spec(specs.MODULE) is not None
    assert described["language"] == LANGUAGE["name"]


def test_kernels_have_names_of_their_own(home: Home) -> None:
    home.kernel("install")
    home.kernel("install", "--name", "Logic")
    home.kernel("install", "--name", "two", "--display-name", "Week 2")
    listed = home.kernel("list").out
    assert "lamb: λ-calculus, in " in listed
    assert "logic: λ-calculus (Logic), in " in listed
    assert "two: Week 2, in " in listed
    assert home.kernel("uninstall", "--name", "Logic").code == 0
    assert "logic" not in home.kernel("list").out


def test_a_kernel_below_a_folder_is_found_when_jupyter_looks_there(home: Home) -> None:
    prefix = home.folder / "env"
    ended = home.kernel("install", "--prefix", prefix)
    assert (prefix / SPECS / "lamb" / "kernel.json").exists()
    assert "Jupyter does not look there" in ended.err
    assert ended.code == 0
    path = str(prefix / "share" / "jupyter")
    assert str(prefix) not in home.kernel("list").out
    own = {"JUPYTER_DATA_DIR": str(home.data), "IPYTHONDIR": str(home.folder)}
    assert str(prefix) in lamb("kernel", "list", JUPYTER_PATH=path, **own).out


def test_the_kernels_of_others_are_left_alone(home: Home) -> None:
    ended = home.kernel("uninstall", "--name", "python3")
    assert ended.err.startswith("the kernel “python3” is not one of lamb’s\n")
    assert ended.code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["install", "--name", "a b"], "“a b” is no name for a kernel"),
        (["uninstall", "--name", "nobody"], "there is no kernel “nobody”"),
    ],
)
def test_what_cannot_be_done_is_said(home: Home, arguments: list[str], said: str) -> None:
    ended = home.kernel(*arguments)
    assert ended.err.startswith(f"{said}\n  hint: ")
    assert (ended.out, ended.code) == ("", 1)


def test_a_folder_that_is_a_file_cannot_be_written_to(home: Home) -> None:
    (home.folder / "file").write_text("")
    ended = home.kernel("install", "--prefix", home.folder / "file")
    assert "cannot be written to: " in ended.err
    assert ended.code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "what about it? install, uninstall or list"),
        (["instal"], "cannot be “instal”, only one of"),
        (["install", "--usr"], "there is no option “--usr”: did you mean --user?"),
        (["install", "--user", "--prefix", "x"], "not allowed with argument"),
        (["uninstall", "--user"], "--user is for install"),
    ],
)
def test_a_wrong_command_line_changes_nothing(home: Home, arguments: list[str], said: str) -> None:
    ended = home.kernel(*arguments)
    assert said in ended.err
    assert ended.err.endswith("\n  hint: lamb kernel --help\n")
    assert ended.code == 2
    assert not home.data.exists()


def test_without_jupyter_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    assert main(["kernel", "install"]) == 1
    assert capsys.readouterr().err == (
        "Jupyter is not installed with lamb\n  hint: pip install 'lamb-calculus[jupyter]'\n"
    )
