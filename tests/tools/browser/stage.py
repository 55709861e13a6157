"""Where a story takes place, and what it may expect."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tests.tools.browser.lab import Lab
from tests.tools.browser.screen import Screen, notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@dataclass(frozen=True)
class Stage:
    """A JupyterLab, a browser, and the folder for pictures."""

    lab: Lab
    browser: Browser
    pictures: Path

    def notebook(self, name: str, *, width: int = 1100, height: int = 900) -> AbstractContextManager[Screen]:
        """A notebook that somebody opens."""
        return notebook(self.browser, self.lab, name, self.pictures, width=width, height=height)


Story: TypeAlias = Callable[[Stage], None]


def expect(found: object, wanted: object) -> None:
    """Stop the story if it does not go on as it should."""
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def expect_in(wanted: str, text: str) -> None:
    """Stop the story if something is not said."""
    if wanted not in text:
        raise AssertionError(f"no {wanted!r} in {text!r}")
