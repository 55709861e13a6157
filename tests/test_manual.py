"""The manual page and the completions know every subcommand and its options."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lamb.__main__ import COMMANDS, main
from lamb.manual import SHELLS, parser_of

Captured = pytest.CaptureFixture[str]
WORDS = [*COMMANDS, "completion", "man"]


def test_the_manual_has_every_subcommand_and_its_options(capsys: Captured) -> None:
    assert main(["man"]) == 0
    page = capsys.readouterr().out
    for name in WORDS:
        assert f".SH LAMB {name.upper()}\n.B lamb {name}" in page
    for name in COMMANDS:
        for action in parser_of(name, COMMANDS)._actions:
            for option in action.option_strings:
                assert option.replace("-", "\\-") in page
    requests = {line.split(" ")[0] for line in page.split("\n") if line.startswith((".", "'"))}
    assert requests == {".TH", ".SH", ".B", ".PP", ".TP", ".nf", ".fi"}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_subcommands_options_and_names(shell: str, capsys: Captured) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for word in [*WORDS, "strict-alpha", "is-even-by-turns"]:
        assert word in script
    if shell == "bash" and (bash := shutil.which("bash")):
        asked = 'COMP_WORDS=(lamb doc fac); COMP_CWORD=2; _shtab_lamb; echo "${COMPREPLY[@]}"'
        assert subprocess.check_output([bash, "-c", f"{script}\n{asked}"], text=True) == "fact\n"


def test_a_shell_has_to_be_named(capsys: Captured) -> None:
    assert main(["completion"]) == 2
    assert capsys.readouterr().err.startswith("lamb completion: for which shell? bash, zsh, fish\n")
    assert main(["completion", "--help"]) == main(["man", "--help"]) == main(["help", "man"]) == 0
    assert capsys.readouterr().out.count("usage: lamb man") == 2


def test_what_is_new_is_checked_as_its_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "church"]) == main(["test", "church.lc"]) == 0
    assert capsys.readouterr().out.startswith("church.lc is written; next: lamb test church.lc\n")
    assert main(["new", "week.lc", "--homework"]) == 0
    assert main(["check", "week.lc"]) == 1
    assert capsys.readouterr().out.endswith("week.lc: 0 of 2 hold, 0 of 3 points\n")
    before = Path("week.lc").read_bytes()
    assert main(["new", "week"]) == main(["new"]) == main(["new", ".."]) == main(["new", "no/where"]) == 2
    assert "there is a file “week.lc” already" in capsys.readouterr().err
    assert Path("week.lc").read_bytes() == before
