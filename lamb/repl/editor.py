"""The prompt on a terminal that can do more: what is typed is coloured, completed, remembered.

In the order of the file: what is loaded while the user reads, colours, keys, the line at the bottom of the
screen, and the editor that has all of them. Everything here is built on prompt_toolkit; what words mean is
said in `lexing.py`, which is loaded when the first word is there, and so after the first prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Generic, TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition, emacs_insert_mode, has_focus, to_filter, vi_insert_mode
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor, TabsProcessor
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from lamb.cli.progress import handling
from lamb.cli.terminal import Terminal, console
from lamb.repl.homes import Homes

if TYPE_CHECKING:
    from lamb.repl.lexing import Kind


Made = TypeVar("Made")


class Background(Generic[Made]):
    """A value that *make* gives in another thread, once that is started or the value is wanted."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self._made: Future[Made] | None = None

    def start(self, then: Callable[[], None] | None = None) -> None:
        """Begin to make it, and call *then* when it is there."""
        if self._made is None:
            pool = ThreadPoolExecutor(1)
            self._made = pool.submit(self.make)
            pool.shutdown(wait=False)
            if then is not None:
                self._made.add_done_callback(lambda _: then())

    def now(self) -> Made | None:
        """It, if it is there already."""
        if self._made is None or not self._made.done() or self._made.exception() is not None:
            return None
        return self._made.result()

    def __call__(self) -> Made:
        """It, as soon as it is there."""
        self.start()
        assert self._made is not None
        return self._made.result()


class Loaded:
    """A session at the prompt, and what can be written there."""

    def __init__(self, terminal: Terminal, homes: Homes) -> None:
        from lamb.notation.parser import is_incomplete
        from lamb.repl.commands.settings import restore, state
        from lamb.repl.completion import candidates, takes_term
        from lamb.repl.repl import Repl

        self.takes_term, self.state = takes_term, state
        self.repl = Repl(terminal, homes=homes)
        restore(self.repl)
        self.candidates = partial(candidates, self.repl)
        self.candidates("")  # which loads the commands, and what is said about the prelude
        is_incomplete("")  # and this the grammar
        console()  # and this rich


# ── Colours ─────────────────────────────────────────────────────────────────────────
# Those that a terminal has names for, so that each theme has its own. Yellow cannot be read on white, nor
# blue on black: neither is used.

KINDS: dict[Kind, str] = {
    "space": "",
    "comment": "ansigreen",
    "string": "ansigreen",
    "numeral": "ansibrightblue",
    "keyword": "bold ansimagenta",
    "sort": "ansimagenta",
    "lambda": "bold ansimagenta",
    "binder": "bold ansicyan",
    "bound": "ansicyan",
    "name": "",
    "defined": "ansibrightblue",
    "definition": "bold ansibrightblue",
    "operator": "",
    "step": "bold ansimagenta",
    "bracket": "",
    "open": "ansired",
    "unbalanced": "bold ansired reverse",
    "command": "bold ansimagenta",
    "argument": "",
    "wrong": "bold ansired reverse",
}

PAIR = "fg:default bg:default bold underline"

STYLE = Style.from_dict(
    {
        **{f"lamb.{kind}": style for kind, style in KINDS.items()},
        "matching-bracket.cursor": PAIR,
        "matching-bracket.other": PAIR,
        "prompt": "bold",
        "continuation": "ansibrightblack",
        "auto-suggestion": "ansibrightblack",
    }
)


class Colors(Lexer):
    def __init__(self, loading: Background[Loaded]) -> None:
        self.loading = loading

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        loaded, text = self.loading.now(), document.text
        if not text:
            return lambda number: []
        from lamb.repl.lexing import paint

        defined: Container[str] = loaded.repl.session.definitions if loaded else ()
        tokens = paint(text, defined, lambda word: self.loading().takes_term(word)).tokens
        lines = list(split_lines([(f"class:lamb.{kind}", text[start:end]) for start, end, kind in tokens]))
        return lambda number: lines[number] if number < len(lines) else []

    def invalidation_hash(self) -> Hashable:
        """Changes when other names may be defined."""
        loaded = self.loading.now()
        return loaded and len(loaded.repl.entered)


# ── Keys ────────────────────────────────────────────────────────────────────────────

typing = has_focus(DEFAULT_BUFFER) & (emacs_insert_mode | vi_insert_mode)


def keys(wants_lambda: Callable[[Document], bool], is_whole: Callable[[str], bool]) -> KeyBindings:
    """The keys of the prompt. *wants_lambda* says whether `\\` is λ there, *is_whole* if Enter ends it."""
    bindings = KeyBindings()
    bindings.add("enter", filter=has_focus(DEFAULT_BUFFER))(partial(enter, is_whole=is_whole))
    bindings.add("escape", "enter", filter=has_focus(DEFAULT_BUFFER) & emacs_insert_mode)(new_line)
    bindings.add("tab", filter=typing & Condition(is_indentation))(indent)
    bindings.add("\\", filter=typing)(Backslash(wants_lambda))
    for interruption in ("c-c", "<sigint>"):
        bindings.add(interruption, filter=has_focus(DEFAULT_BUFFER))(
            lambda event: event.current_buffer.reset()
        )
    return bindings


def enter(event: KeyPressEvent, is_whole: Callable[[str], bool]) -> None:
    """Take the completion that is chosen; carry out what is whole; else go on in the next line."""
    buffer = event.current_buffer
    if buffer.complete_state and buffer.complete_state.current_completion:
        buffer.complete_state = None
    elif is_whole(buffer.text):
        written = buffer.text.rstrip()
        buffer.document = Document(written, len(written))  # without the empty line that ended it
        buffer.validate_and_handle()
    else:
        new_line(event)


def new_line(event: KeyPressEvent) -> None:
    """Begin the next line, indented alike."""
    from lamb.repl.lexing import indentation

    buffer = event.current_buffer
    buffer.insert_text("\n" + indentation(buffer.document.text_before_cursor))


def indent(event: KeyPressEvent) -> None:
    from lamb.repl.lexing import INDENTATION

    event.current_buffer.insert_text(INDENTATION)


def is_indentation() -> bool:
    """True if only blanks stand before the cursor, on a line that is not the first."""
    document = get_app().current_buffer.document
    return document.cursor_position_row > 0 and not document.current_line_before_cursor.strip()


class Backslash:
    """λ; and when it comes right after such a λ, a backslash instead."""

    def __init__(self, wants_lambda: Callable[[Document], bool]) -> None:
        self.wants_lambda = wants_lambda
        self._typed: tuple[Buffer, Document] | None = None

    def __call__(self, event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if self._typed == (buffer, buffer.document):
            buffer.delete_before_cursor()
            buffer.insert_text("\\")
            self._typed = None
        elif self.wants_lambda(buffer.document):
            buffer.insert_text("λ")
            self._typed = (buffer, buffer.document)
        else:
            buffer.insert_text("\\")


# ── Toolbar ─────────────────────────────────────────────────────────────────────────
# The line at the bottom of the screen: how terms are reduced, how far, with what; and which keys help.

KEYS = ("Tab completes", "Ctrl-R searches", "Ctrl-D leaves", ":help")
CONTINUED = ("Alt-Enter: a new line", "an empty line: run it")
ASKED = ("Tab completes", "? helps", "q leaves")


def toolbar(state: Sequence[str], keys: Sequence[str], width: int, between: str = " · ") -> str:
    """As much of both as fits, the *state* on the left and the *keys* on the right.

    >>> toolbar(["normal order", "3 defined"], (":help",), 30)
    ' normal order · 3 defined     '
    >>> toolbar(["normal order", "3 defined"], (":help",), 33)
    ' normal order · 3 defined  :help '
    """
    left, right = list(state), list(keys)
    while left and len(between.join(left)) > width - 2:
        left.pop()
    line = between.join(left)
    while right and len(between.join(right)) > width - 3 - len(line):
        right.pop(0)
    return f" {line}{between.join(right):>{max(0, width - 2 - len(line))}} "[: max(0, width)]


# ── Editor ──────────────────────────────────────────────────────────────────────────

ROOM = 6  # lines for completions
LONGEST = 100_000  # characters of an input that is kept
_LONG_WORD = re.compile(r"(?:(?!λ)[\w'?!-]){2}\Z")  # after which completions are offered unasked


class Editor:
    """Reads an input, in as many lines as it takes, or, in the middle of a command (*asks*), a line. The
    session is loaded once a prompt is shown.
    """

    def __init__(
        self,
        loading: Background[Loaded],
        prompt: str,
        continuation: str,
        past: Path | None,
        *,
        asks: bool = False,
    ) -> None:
        self.loading = loading
        self.keys = ASKED if asks else KEYS
        self._asking: dict[str, Editor] = {}
        self.prompt, self.continuation = prompt, continuation
        self.has_lambda = "λ" in prompt
        self._interrupted = False
        self.session: PromptSession[str] = PromptSession(
            message=[("class:prompt", prompt)],
            prompt_continuation=self._continuation,
            multiline=True,
            lexer=Colors(loading),
            input_processors=[TabsProcessor(), HighlightMatchingBracketProcessor("()[]")],
            style=STYLE,
            include_default_pygments_style=False,
            history=Past(past) if past else InMemoryHistory(),
            auto_suggest=AutoSuggestFromHistory(),
            completer=Names(loading),
            complete_while_typing=Condition(lambda: is_offered(get_app().current_buffer.document)),
            reserve_space_for_menu=ROOM,
            bottom_toolbar=self._toolbar,
            key_bindings=keys(self._wants_lambda, (lambda text: True) if asks else _is_whole),
            search_ignore_case=True,
            enable_suspend=True,
            enable_open_in_editor=True,
            tempfile_suffix=".lc",
        )
        self.session.default_buffer.enable_history_search = to_filter(True)
        self.session.app.renderer.cpr_not_supported_callback = None  # which would complain about the terminal
        self.session.app.after_render += lambda app: loading.start(app.invalidate)

    def read(self) -> str:
        """The next input. Raises EOFError on Ctrl-D, and KeyboardInterrupt on a Ctrl-C after Enter."""
        loaded = self.loading.now()
        vi = loaded is not None and loaded.repl.settings.editing == "vi"
        self.session.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
        with handling(self._note_interrupt, in_place_of_any=True):
            text = self.session.prompt(
                handle_sigint=False, pre_run=partial(setattr, self, "_interrupted", False)
            )
        self._interrupt_if_noted()
        return text.encode(errors="replace").decode() if not text.isascii() else text

    def ask(self, prompt: str) -> str:
        """A line, in the middle of a command. Raises as `read` does."""
        if prompt not in self._asking:
            self._asking[prompt] = Editor(self.loading, prompt, "", None, asks=True)
            self._asking[prompt].has_lambda = self.has_lambda
        return self._asking[prompt].read()

    # An interrupt while the terminal changes its modes would raise in the middle of the event loop. A Ctrl-C
    # after Enter, while the terminal is still raw, is a key: one that does not say where its cursor is stays
    # raw for a second. Both are noted, and raised once the event loop has ended.

    def _note_interrupt(self, signum: int, frame: FrameType | None) -> None:
        app = self.session.app
        if app.is_running and app.loop is not None:
            app.loop.call_soon_threadsafe(app.key_processor.send_sigint)
        else:
            self._interrupted = True

    def _interrupt_if_noted(self) -> None:
        """Raise KeyboardInterrupt if there was one. What was typed before it is dropped."""
        keyboard = self.session.app.input
        typed = [*get_typeahead(keyboard), *keyboard.read_keys()]
        interrupts = [at for at, press in enumerate(typed, 1) if press.key in (Keys.ControlC, Keys.SIGINT)]
        store_typeahead(keyboard, typed[interrupts[-1] if interrupts else 0 :])
        if interrupts or self._interrupted:
            raise KeyboardInterrupt

    def _wants_lambda(self, document: Document) -> bool:
        """True where `\\` is typed for λ: not in comments and strings, nor in the name of a file."""
        from lamb.repl.lexing import command, paint

        text = document.text_before_cursor
        word = command(document.text)
        if not self.has_lambda or (word is not None and not self.loading().takes_term(word)):
            return False
        return paint(text).inside is None

    def _continuation(self, width: int, line: int, wrapped: int) -> StyleAndTextTuples:
        return [("class:continuation", self.continuation.rjust(width) if not wrapped else " " * width)]

    def _toolbar(self) -> str:
        app = get_app()
        width, loaded = app.output.get_size().columns, self.loading.now()
        shown: list[str] = []
        if app.editing_mode is EditingMode.VI:
            mode = app.vi_state.input_mode
            inserts = mode in (InputMode.INSERT, InputMode.INSERT_MULTIPLE)
            shown = ["insert" if inserts else mode.value.removeprefix("vi-")]
        if loaded is not None:
            shown += loaded.state(loaded.repl.session, width)
        keys = CONTINUED if "\n" in app.current_buffer.text else self.keys
        return toolbar(shown, keys, width, " · " if self.has_lambda else " | ")


def _is_whole(text: str) -> bool:
    from lamb.repl.lexing import is_whole

    return is_whole(text)


class Past(FileHistory):
    """The inputs of earlier sessions, in a file; what cannot be kept there is not kept."""

    def store_string(self, string: str) -> None:
        if len(string) <= LONGEST:
            with suppress(OSError):
                super().store_string(string)


class Names(Completer):
    """The completions of the prompt, as prompt_toolkit wants them."""

    def __init__(self, loading: Background[Loaded]) -> None:
        self.loading = loading

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        if complete_event.text_inserted and not is_offered(document):
            return  # it was another text when they were begun
        before = document.text_before_cursor
        for text, start, meta in self.loading().candidates(before):
            yield Completion(text, start - len(before), display_meta=meta)


def is_offered(document: Document) -> bool:
    """True where completions are offered unasked: for commands, and names of some letters."""
    before = document.text_before_cursor
    return before.lstrip().startswith(":") or _LONG_WORD.search(before) is not None
