"""What keys do: Enter, `\\`, Tab on an indentation, Ctrl-C, Ctrl-D and Alt-Enter."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, emacs_insert_mode, has_focus, vi_insert_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from lamb.interface.repl.inputs import INDENTATION, indentation, is_whole

typing = has_focus(DEFAULT_BUFFER) & (emacs_insert_mode | vi_insert_mode)


def keys(wants_lambda: Callable[[Document], bool]) -> KeyBindings:
    """The keys of the prompt; *wants_lambda* says whether `\\` is λ there."""
    bindings = KeyBindings()
    bindings.add("enter", filter=has_focus(DEFAULT_BUFFER))(enter)
    bindings.add("escape", "enter", filter=has_focus(DEFAULT_BUFFER) & emacs_insert_mode)(new_line)
    bindings.add("tab", filter=typing & Condition(_is_indentation))(indent)
    bindings.add("\\", filter=typing)(Backslash(wants_lambda))
    for interruption in ("c-c", "<sigint>"):
        bindings.add(interruption, filter=has_focus(DEFAULT_BUFFER))(clear)
    return bindings


def enter(event: KeyPressEvent) -> None:
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
    """Go on in the next line."""
    buffer = event.current_buffer
    buffer.insert_text("\n" + indentation(buffer.document.text_before_cursor))


def indent(event: KeyPressEvent) -> None:
    """Indent the line further."""
    event.current_buffer.insert_text(INDENTATION)


def clear(event: KeyPressEvent) -> None:
    """Forget what was typed."""
    event.current_buffer.reset()


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


def _is_indentation() -> bool:
    """Whether only blanks stand before the cursor, on a line that is not the first."""
    document = get_app().current_buffer.document
    return document.cursor_position_row > 0 and not document.current_line_before_cursor.strip()
