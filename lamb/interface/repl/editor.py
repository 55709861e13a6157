"""The prompt on a terminal that can do more: what is typed is coloured, completed, remembered."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, to_filter
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.layout.processors import TabsProcessor

from lamb.interface.repl import history
from lamb.interface.repl import toolbar as bar
from lamb.interface.repl.background import Background
from lamb.interface.repl.colors import STYLE
from lamb.interface.repl.highlighting import Colors, Painted, PairOfBrackets
from lamb.interface.repl.keys import keys
from lamb.interface.repl.lexing import command
from lamb.interface.repl.scopes import paint

if TYPE_CHECKING:
    from lamb.interface.repl.loaded import Loaded

ROOM = 6  # lines for completions
_LONG_WORD = re.compile(r"(?:(?!λ)[\w'?!-]){2}\Z")  # after which completions are offered unasked


class Editor:
    """Reads an input, in as many lines as it takes. What it needs is loaded once it is on the screen."""

    def __init__(
        self, loading: Background[Loaded], prompt: str, continuation: str, past: Path | None
    ) -> None:
        self.loading = loading
        self.prompt, self.continuation = prompt, continuation
        self.has_lambda = "λ" in prompt
        self.painted = Painted(self._defined, self._takes_term, self._version)
        self.session: PromptSession[str] = PromptSession(
            message=[("class:prompt", prompt)],
            prompt_continuation=self._continuation,
            multiline=True,
            lexer=Colors(self.painted),
            input_processors=[TabsProcessor(), PairOfBrackets(self.painted)],
            style=STYLE,
            include_default_pygments_style=False,
            history=Past(past),
            auto_suggest=AutoSuggestFromHistory(),
            completer=Names(loading),
            complete_while_typing=Condition(lambda: is_offered(get_app().current_buffer.document)),
            reserve_space_for_menu=ROOM,
            bottom_toolbar=self._toolbar,
            key_bindings=keys(self._wants_lambda),
            search_ignore_case=True,
            enable_suspend=True,
            enable_open_in_editor=True,
            tempfile_suffix=".lc",
        )
        self.session.default_buffer.enable_history_search = to_filter(True)
        self.session.app.renderer.cpr_not_supported_callback = None  # which would complain about the terminal
        self.session.app.after_render += lambda app: loading.start(app.invalidate)

    def read(self) -> str:
        """What is typed next. Raises EOFError where somebody wants to leave."""
        loaded = self.loading.now()
        vi = loaded is not None and loaded.repl.settings.editing == "vi"
        self.session.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
        text = self.session.prompt()
        return text.encode(errors="replace").decode() if not text.isascii() else text

    # ── what is known by now ──

    def _defined(self) -> Container[str]:
        loaded = self.loading.now()
        return loaded.repl.session.definitions if loaded else ()

    def _takes_term(self, word: str) -> bool:
        return self.loading().takes_term(word)

    def _version(self) -> Hashable:
        """Changes when other names may be defined."""
        loaded = self.loading.now()
        return loaded and loaded.repl.inputs

    def _wants_lambda(self, document: Document) -> bool:
        """Whether `\\` is typed for λ: not in comments and strings, nor in the name of a file."""
        text = document.text_before_cursor
        word = command(document.text)
        if not self.has_lambda or (word is not None and not self._takes_term(word)):
            return False
        return paint(text).inside is None

    # ── what is shown ──

    def _continuation(self, width: int, line: int, wrapped: int) -> StyleAndTextTuples:
        return [("class:continuation", self.continuation.rjust(width) if not wrapped else " " * width)]

    def _toolbar(self) -> str:
        app = get_app()
        width, loaded = app.output.get_size().columns, self.loading.now()
        mode = [] if app.editing_mode is EditingMode.EMACS else [_mode(app.vi_state.input_mode)]
        if loaded is not None:
            session = loaded.repl.session
            mode += bar.state(session.strategy, session.budget, len(session.definitions.entries), width)
        shown = bar.CONTINUED if "\n" in app.current_buffer.text else bar.KEYS
        return bar.toolbar(mode, shown, width, " · " if self.has_lambda else " | ")


def _mode(mode: InputMode) -> str:
    return (
        "insert" if mode in (InputMode.INSERT, InputMode.INSERT_MULTIPLE) else mode.value.removeprefix("vi-")
    )


class Past(History):
    """What was typed before, in a file if there is one."""

    def __init__(self, file: Path | None) -> None:
        super().__init__()
        self.file = file

    def load_history_strings(self) -> Iterable[str]:
        return reversed(history.entries(self.file))

    def store_string(self, string: str) -> None:
        history.add(self.file, string)


class Names(Completer):
    """The completions of the prompt, as prompt_toolkit wants them."""

    def __init__(self, loading: Background[Loaded]) -> None:
        self.loading = loading

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        if complete_event.text_inserted and not is_offered(document):
            return  # it was another text when they were begun
        before = document.text_before_cursor
        for text, start, meta in self.loading().completions.after(before):
            yield Completion(text, start - len(before), display_meta=meta)


def is_offered(document: Document) -> bool:
    """Whether to offer completions unasked: for commands, and names of some letters."""
    before = document.text_before_cursor
    return command(before) is not None or _LONG_WORD.search(before) is not None
