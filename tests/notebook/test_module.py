"""The items of the module where no extension is loaded: in marimo, or in a script."""

from collections.abc import Iterator

import pytest

import lamb
from lamb.notebook import module


@pytest.fixture(autouse=True)
def no_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As it is in a new process."""
    monkeypatch.setattr(module, "_opened", [])
    monkeypatch.setattr(module, "_own", [])
    return


def test_names_of_the_prelude_and_of_python_are_items() -> None:
    lamb["n"] = 5
    assert lamb["add"]("n", 2) == 7
    assert list(lamb) == ["n"]
    del lamb["n"]
    assert "n" not in lamb


def test_only_asking_makes_a_session() -> None:
    assert module.current_session() is None
    assert lamb["true"] == True  # noqa: E712
    assert module.current_session() is lamb["true"].session
