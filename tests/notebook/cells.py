"""A notebook session, and what its cells show."""

from __future__ import annotations

from typing import Any

from lamb.errors import LambError
from lamb.notebook.cells import NotebookSession


class Cells(NotebookSession):
    """A session that keeps what is published."""

    def __init__(self, **options: Any) -> None:
        self.bundles: list[dict[str, Any]] = []
        super().__init__(self.bundles.append, **options)

    def shown(self, text: str) -> list[str]:
        """What a cell shows, as text."""
        del self.bundles[:]
        self.run_cell(text, "cell 1")
        return [bundle["text/plain"] for bundle in self.bundles]

    def tried(self, text: str) -> tuple[list[str], LambError | None]:
        """What a cell shows, and what is wrong with it, if anything is."""
        del self.bundles[:]
        error = None
        try:
            self.run_cell(text, "cell 1")
        except LambError as found:
            error = found
        return [bundle["text/plain"] for bundle in self.bundles], error

    def wrong(self, text: str) -> str:
        """What is wrong with a cell."""
        _, error = self.tried(text)
        assert error is not None, f"nothing is wrong with {text!r}"
        return str(error)

    def terms(self) -> dict[str, object]:
        """The user's definitions, and what they mean."""
        definitions = self.session.definitions
        return {name: definitions[name] for name in definitions.entries}
