r"""Standard output and standard error: colours, encodings, pages, and readers that go away.

What a person sees on a terminal is laid out by rich: styles become colours, and sentences are broken between
words. What goes to a file or to another program is the plain text, one line a line, and rich is not loaded.

Nothing that is written can harm a terminal: control characters are shown, not sent, and no text is read as
rich's markup. What an encoding lacks is spelled out (`\` for λ, `->` for →), so that no text is ever refused.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, TypeAlias
from unicodedata import name, normalize

from lamb.cli.progress import handling
from lamb.errors import columns as width_of, reason_of, safe

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from lamb.show.lines import Line, Style

Color: TypeAlias = Literal["auto", "always", "never"]

USUAL_COLUMNS = 100
LEAST_ROOM = 10  # columns in which words are broken
LEAST_LAST = 20  # columns for the last piece of a row
HANG = 4  # columns before the second line of a sentence, and the third
STYLES: Mapping[Style, str] = {  # in rich's words
    "plain": "",
    "comment": "green",
    "place": "bold",
    "error": "bold red",
    "note": "yellow",
    "hint": "cyan",
    "redex": "bold underline",
    "contractum": "magenta",
    "new redex": "bold magenta underline",
}
PAGER = ("less", "-EFRX", "-PsSpace goes on, q stops$")
"""Stays away where one page is enough, and leaves what was read on the screen."""

_SPELLED = {
    "λ": "\\", "→": "->", "↠": "->>", "↦": "|->", "↑": "Up", "↓": "Down", "…": "...",
    "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "·": ".", "×": "x", "✓": "x",
    "∥": "all", "□": "[]", "∀": "forall", "∈": "in", "⊢": "|-", "⊥": "_|_",
    "≡": "==", "≠": "!=", "≤": "<=", "≥": ">=",
}  # fmt: skip
_GREEK = re.compile("GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)")
_LINE = re.compile("BOX DRAWINGS LIGHT (.*)")
_COLOR = re.compile(r"\x1b\[[\d;]*m")
_QUOTED = re.compile("`[^`]*`|“[^”]{,40}”")
_ITEM = re.compile("[^,;\\s][^,;]*[,;]?")
GLUE = "\N{BRAILLE PATTERN BLANK}"  # as wide as a blank, and no place to break a line


class Surface(NamedTuple):
    """What lines are laid out for: a stream with or without colours, of so many columns, if it has any."""

    colored: bool = False
    width: int | None = None

    def laid_out(self, lines: Iterable[Line | str]) -> str:
        """The lines as they are written."""
        return "".join(shown(line, colored=self.colored, width=self.width) + "\n" for line in lines)


class Terminal:
    """The two streams. *gone*: standard output is not read any more, so that no more need be done."""

    def __init__(self) -> None:
        self.out, self.err = sys.stdout, sys.stderr  # either is None where it was closed
        self.gone = self.failed = False
        self.ascii = False  # for all that is written, whatever the streams can encode
        codecs.register_error("lamb", _spelled_out)
        for stream in (self.out, self.err):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="lamb")
        self.color("auto")

    def color(self, color: Color) -> None:
        """Use colours: on terminals that have them, or as the user says (no-color.org)."""
        if color == "auto":
            wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
            self.out_colored = wanted and is_terminal(self.out)
            self.err_colored = wanted and is_terminal(self.err)
        else:
            self.out_colored = self.err_colored = color == "always"

    @property
    def surfaces(self) -> tuple[Surface, Surface]:
        """What the lines on standard output are laid out for, and those on standard error."""
        out, err = _screen_width(self.out), _screen_width(self.err)
        return Surface(self.out_colored, out), Surface(self.err_colored, err)

    @property
    def screen(self) -> TextIO | None:
        """Standard error, if a person looks at it."""
        return self.err if is_terminal(self.err) else None

    @property
    def columns(self) -> int:
        return _size()[0] if is_terminal(self.out) else USUAL_COLUMNS

    def encodes(self, text: str) -> bool:
        """True if standard output can write *text* as it is."""
        try:
            text.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def measure(self, text: str) -> int:
        """The columns that *text* takes on standard output."""
        return width_of(safe(text).encode(self._encoding, "lamb").decode(self._encoding))

    @property
    def _encoding(self) -> str:
        return "ascii" if self.ascii else getattr(self.out, "encoding", None) or "utf-8"

    def _spelled(self, text: str) -> str:
        return text.encode("ascii", "lamb").decode() if self.ascii else text

    def answer(self, lines: Iterable[Line | str]) -> None:
        """Write lines to standard output; a text is a sentence."""
        surface = self.surfaces[0]
        for line in lines:
            self.write(surface.laid_out([line]))

    def page(self, lines: Iterable[Line | str]) -> None:
        """Write lines to standard output, page by page where they are more than a screen has."""
        width, height = _size()
        text = Surface(self.out_colored, width if is_terminal(self.out) else None).laid_out(lines)
        rows = sum(max(1, -(-width_of(row) // width)) for row in _COLOR.sub("", text).split("\n"))
        if rows <= height or not self._paged(text):
            self.write(text)

    def explain(self, text: str) -> None:
        """Write a help text to standard output, no wider than the terminal."""
        width = self.surfaces[0].width
        self.write(narrowed(text, width) if width else text)

    def remark(self, *lines: Line | str) -> None:
        """Write lines to standard error, after all that was written to standard output."""
        self.warn(self.surfaces[1].laid_out(lines))

    def warn(self, text: str) -> None:
        """Write to standard error, after all that was written to standard output."""
        self.flush()
        with suppress(OSError, ValueError):  # where standard error is closed, that cannot be said
            print(self._spelled(text), file=self.err or StringIO(), end="", flush=True)

    def write(self, text: str) -> None:
        """Write to standard output, as long as it is read."""
        self._to_out(lambda out: out.write(self._spelled(text)))

    def write_bytes(self, content: bytes) -> None:
        """Write bytes to standard output, as long as it is read."""
        self.flush()
        self._to_out(lambda out: out.buffer.write(content))

    def flush(self) -> None:
        self._to_out(lambda out: out.flush())

    def _to_out(self, send: Callable[[TextIO], object]) -> None:
        if self.out is not None and not self.gone:
            try:
                send(self.out)
            except OSError as error:
                self._lose(error)

    @contextmanager
    def kept(self) -> Iterator[BytesIO]:
        """While what is written to standard output is kept here instead, in UTF-8."""
        before, colored, kept = self.out, self.out_colored, BytesIO()
        out = TextIOWrapper(kept, encoding="utf-8", errors="lamb", newline="", write_through=True)
        self.out, self.out_colored = out, False
        try:
            yield kept
        finally:
            self.out, self.out_colored = before, colored
            out.detach()  # or it would close what is kept

    def finish(self, code: int) -> int:
        """Send the rest. Returns *code*, which is that of what was written, or the code of a failure."""
        self.flush()
        return code or int(self.failed)

    def _lose(self, error: OSError) -> None:
        """Write no more: the reader has gone (`| head`), which is fine, or the disk is full, which is not."""
        self.gone = True
        with suppress(OSError, ValueError):  # or Python would try again when it exits, and complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())
        if not isinstance(error, BrokenPipeError):
            self.failed = True
            self.remark(f"lamb: the results cannot be written: {reason_of(error)}")

    def _paged(self, text: str) -> bool:
        """Show a text by the user’s $PAGER, or by less; False where that cannot be done."""
        if not is_terminal(self.out) or not is_terminal(sys.stdin) or os.environ.get("TERM") == "dumb":
            return False
        import shlex
        import subprocess

        encoding = getattr(self.out, "encoding", None) or "utf-8"
        chosen = os.environ.get("PAGER")
        self.flush()
        try:
            pager = PAGER if chosen is None else shlex.split(chosen)
            with lent():
                done = subprocess.run(pager, input=text.encode(encoding, "lamb"), check=False)  # noqa: S603
        except (OSError, ValueError, IndexError):
            return False
        return done.returncode == 0


@contextmanager
def lent() -> Iterator[None]:
    """While another program has the terminal, Ctrl-C and Ctrl-D are for that one."""
    with handling(lambda signum, frame: None, in_place_of_any=True), control_d(ends_input=True):
        yield


@contextmanager
def control_d(*, ends_input: bool) -> Iterator[None]:
    """While Ctrl-D ends what is read from the terminal, or else is a key, which waits like others for who
    reads keys. All modes of the terminal are as before afterwards.
    """
    if sys.platform == "win32" or not is_terminal(sys.stdin):
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    modes = termios.tcgetattr(terminal)
    key = b"\x04" if ends_input else bytes([os.fpathconf(terminal, "PC_VDISABLE")])
    modes[6][termios.VEOF] = key
    termios.tcsetattr(terminal, termios.TCSANOW, modes)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def is_terminal(stream: TextIO | None) -> bool:
    """True if a person looks at a stream."""
    return stream is not None and not stream.closed and stream.isatty()


def _size() -> tuple[int, int]:
    from shutil import get_terminal_size  # start-up counts, and a pipe has no size

    return get_terminal_size()


def _screen_width(stream: TextIO | None) -> int | None:
    """The columns of the terminal that a stream goes to; None if it goes elsewhere."""
    if stream is None or not is_terminal(stream):
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except OSError:
        return None


# ── Lines ───────────────────────────────────────────────────────────────────────────


def shown(line: Line | str, *, colored: bool, width: int | None = None) -> str:
    """A line as a terminal is sent it; a sentence is broken between words, if it is wider than *width*."""
    pieces = ((line, "plain"),) if isinstance(line, str) else line
    text = "".join(safe(piece) for piece, _ in pieces)
    is_sentence = type(line) is not tuple  # but a text, or a Sentence
    is_wide = width is not None and width_of(text) > width and is_sentence
    if not is_wide and not (colored and any(style != "plain" for _, style in pieces)):
        return text
    lines = _in_lines(line, width) if is_wide and width else [styled(line)]
    with console(colored).capture() as captured:
        for one in lines:
            console(colored).print(one, soft_wrap=True)
    return captured.get().removesuffix("\n")


def styled(line: Line | str) -> Text:
    """A line in rich’s form, which is never read as markup."""
    from rich.text import Text

    if isinstance(line, str):
        return Text(safe(line))
    return Text.assemble(*((safe(piece), STYLES[style]) for piece, style in line))


def _in_lines(line: Line | str, width: int) -> Iterator[Text]:
    """A sentence in several lines, or a row whose last piece is in several, below each other."""
    from lamb.show.lines import TableRow  # start-up counts, and a pipe has no width

    first, last = (styled(line[:-1]), line[-1:]) if isinstance(line, TableRow) else (styled(""), ())
    room = width - width_of(first.plain)
    if not last or room < LEAST_LAST:
        yield from broken(line, width, HANG)
        return
    for part in _filled(styled(last), room, _ITEM):
        yield first + part
        first = styled(" " * (width - room))


def broken(line: Line | str, width: int, hang: int = 0) -> Iterator[Text]:
    """A line in several, broken between words and indented alike, all but the first by *hang* more. What is
    quoted in it stays together, if there is room.
    """
    text = styled(line)
    indent = len(text.plain) - len(text.plain.lstrip(" "))
    text = text[indent:]
    for number, part in enumerate(_filled(text, max(1, width - indent - hang), _QUOTED)):
        part.pad_left(indent + hang * (number > 0))
        yield part


def _filled(text: Text, room: int, whole: re.Pattern[str]) -> Iterator[Text]:
    """A text in lines of so many columns. What is *whole* stays together, if there is room."""

    def together(found: re.Match[str]) -> str:
        return found[0].replace(" ", GLUE) if width_of(found[0]) <= room else found[0]

    text.plain = whole.sub(together, text.plain)
    for part in text.wrap(console(), room):
        part.plain = part.plain.replace(GLUE, " ")
        part.rstrip()
        yield part


def narrowed(text: str, width: int) -> str:
    r"""A text without colours in lines of at most *width* columns, if no word is wider.

    Prose is filled once more. A line in columns, which two blanks part, goes on below the beginning of its
    last one, together with the lines that stand there already.

    >>> print(narrowed("-e TERM  a term, or any\n         statements", 22))
    -e TERM  a term, or
             any
             statements
    """
    if all(width_of(line) <= width for line in text.split("\n")):
        return text
    from textwrap import TextWrapper  # only where a terminal is narrow

    written: list[str] = []
    for start, hang, lines in _entries(text.split("\n"), width):
        if all(width_of(line) <= width for line in lines):
            written += lines
            continue
        filled = TextWrapper(
            width,
            initial_indent=lines[0][:start][: width - LEAST_ROOM],
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        written += filled.wrap(" ".join(map(str.strip, [lines[0][start:], *lines[1:]])))
    return "\n".join(written)


def _entries(lines: Iterable[str], width: int) -> Iterator[tuple[int, int, list[str]]]:
    """Lines that are filled together, where the words of the first begin that are broken, and all others."""
    entry: list[str] = []
    start = hang = 0
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        gaps = [gap.end() for gap in re.finditer(r"(?<=\S) {2,}(?=\S)", line)]
        is_below = indent == hang and (hang or not start) and not gaps
        if entry and is_below and line.strip() and entry[0].strip():
            entry.append(line)
            continue
        if entry:
            yield start, hang, entry
        entry = [line]
        start = next((gap for gap in reversed(gaps) if width - gap >= LEAST_ROOM), indent)
        hang = start if start > indent or not (indent or gaps) else min(indent + HANG, width - LEAST_ROOM)
    yield start, hang, entry


@cache
def console(colored: bool = False) -> Console:
    """The console that lays out texts, tables and trees, without writing them anywhere."""
    from rich.console import Console

    return Console(
        file=StringIO(),
        color_system="standard" if colored else None,
        force_terminal=True,
        force_jupyter=False,
        no_color=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


# ── Encodings ───────────────────────────────────────────────────────────────────────


def _spelled_out(error: UnicodeError) -> tuple[str | bytes, int]:
    """The text to write for a stretch of text that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(_spelled, missing)), error.end


def _spelled(char: str) -> str:
    """A character in ASCII: Greek letters by their names, lines as strokes, others by their plain form.

    >>> print("".join(map(_spelled, "λδ→Ω x₁² ├─│")))
    \\delta->Omega x12 +-|
    """
    if char in _SPELLED:
        return _SPELLED[char]
    if greek := _GREEK.fullmatch(name(char, "")):
        return greek[2].lower() if greek[1] == "SMALL" else greek[2].capitalize()
    if line := _LINE.fullmatch(name(char, "")):
        return {"HORIZONTAL": "-", "VERTICAL": "|"}.get(line[1], "+")
    plain = normalize("NFKD", char)
    if plain.isascii() and not char.isalpha():
        return plain
    return char.encode("ascii", "backslashreplace").decode()
