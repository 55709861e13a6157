"""Programs in files: loaded, saved, edited."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lamb.errors import LambError
from lamb.interface.repl import saving
from lamb.interface.repl.commands import command, misused, refuse_arguments
from lamb.interface.repl.external import open_editor
from lamb.interface.repl.loading import load, summary
from lamb.notation.names import NAME
from lamb.prelude import Prelude

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl


# ── Loading ───────────────────────────────────────────────────────────────────────────


@command("load", "FILE…", "run a file, and have its definitions")
def load_files(repl: Repl, rest: str) -> None:
    """Runs a program and says what came of its claims and terms. Then its definitions join yours: all of
    them, or none if one is wrong. Loaded again, a file's new definitions take the place of its old ones.

    What it imports is looked for in its own folder. A file with a derivation in it is a closed world: its
    claims are judged by its own definitions alone.

        :load numbers.lc
        :load "my homework.lc"
    """
    paths = [_path(word) for word in _words("load", rest)]
    if not paths:
        raise misused("load", "which file?")
    for path in paths:
        _load(repl, path)
        if (real := Path(os.path.realpath(path))) in repl.loaded:
            repl.loaded[real] = repl.loaded.pop(real)  # the last one now


@command("reload", "", "load the same files again")
def reload(repl: Repl, rest: str) -> None:
    """Loads all files again that :load or :edit has loaded, in the same order. What was defined by a file
    and is not in it any more goes away.

        :load numbers.lc
        :reload
    """
    refuse_arguments("reload", rest)
    if not repl.loaded:
        raise LambError("no file has been loaded", hint=":load FILE loads one")
    for path in list(repl.loaded):
        _load(repl, path)


def _load(repl: Repl, path: Path) -> None:
    """Load a file; what keeps it from being loaded is said, and does not keep others from it."""
    try:
        repl.say(summary(_shown(path), load(repl, path)))
    except LambError as error:
        repl.complain(error)


def _words(name: str, rest: str) -> list[str]:
    """The words behind a command, which may be quoted."""
    try:
        return shlex.split(rest, posix=os.name == "posix")
    except ValueError:
        raise misused(name, "a quotation mark is missing") from None


def _path(word: str) -> Path:
    """The file of a name; `~` is the user's home, and `.lc` may be missing."""
    if not word or "\0" in word:
        raise LambError("no file has such a name")
    try:
        path = Path(word).expanduser()
    except RuntimeError:  # there is no such user
        path = Path(word)
    with_suffix = path.with_name(f"{path.name}.lc") if path.name else path
    return with_suffix if not path.exists() and with_suffix.is_file() else path


def _shown(path: Path) -> str:
    """A file's name, as seen from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


# ── Saving ────────────────────────────────────────────────────────────────────────────


@command("save", "FILE", "write your definitions to a file")
def save(repl: Repl, rest: str) -> None:
    """Writes all definitions of yours, with their documentation, to a file that :load reads again. Where
    they used “it”, what it was then is written out.

    A file that was there already is left alone, unless :save has written it and nobody has changed it
    since; :save! writes over any.

        thrice f x = f (f (f x))
        :save mine.lc
        :save! mine.lc
    """
    forced = rest.startswith("!")
    words = _words("save", rest.removeprefix("!"))
    if len(words) != 1:
        raise misused(
            "save", "which file?" if not words else "one file, please: quote a name that has blanks"
        )
    path = _path_to_write(words[0])
    definitions = repl.session.definitions
    if not definitions.entries:
        raise LambError("there is nothing to save", hint="define something first: name = term")
    if path.is_dir():
        raise LambError(f"“{path}” is a folder")
    if path.exists() and not forced and not saving.is_untouched(path):
        raise LambError(
            f"“{_shown(path)}” is there already, and not as :save has left it",
            hint=f":save! {words[0]} writes over it: only definitions are kept",
        )
    saving.save(path, saving.program(definitions.entries.values(), definitions))
    number = len(definitions.entries)
    repl.say(f"{_shown(path)}: {number} definition{'s' if number > 1 else ''} saved")


def _path_to_write(word: str) -> Path:
    path = _path(word)
    return path if path.suffix or path.is_dir() else path.with_name(f"{path.name}.lc")


# ── Editing ───────────────────────────────────────────────────────────────────────────


@command("edit", "[FILE | NAME]", "edit a file or a definition, and load it")
def edit(repl: Repl, rest: str) -> None:
    """Opens your editor ($VISUAL or $EDITOR), and afterwards loads what you have written: a FILE, or the
    definition of a NAME. Without either, the file that was loaded last, or, if there is none, all
    definitions of yours.

    A definition in a file that was loaded is edited there; one of the prelude's becomes yours.

        :edit numbers.lc
        :edit succ
        :edit
    """
    words = _words("edit", rest)
    if len(words) > 1:
        raise misused("edit", "one file or name, please")
    definitions = repl.session.definitions
    if not words and repl.loaded:
        return _edit_file(repl, next(reversed(repl.loaded)))
    if not words:
        return _edit_text(repl, saving.program(definitions.entries.values(), definitions).lstrip("\n"))
    word = words[0]
    file = next((file for file, made in repl.loaded.items() if _is_from(repl, word, file)), None)
    if file is not None:
        return _edit_file(repl, file, definitions.entries[word].place.line)
    if NAME.fullmatch(word) and word in definitions:
        return _edit_text(repl, _text_of(repl, word))
    return _edit_file(repl, _path(word))


def _is_from(repl: Repl, name: str, file: Path) -> bool:
    """Whether it is in a file that a name is defined as it is now."""
    entry = repl.session.definitions.entries.get(name)
    if entry is None or repl.loaded[file].get(name) is not entry:
        return False
    return Path(os.path.realpath(entry.place.source.name)) == file


def _text_of(repl: Repl, name: str) -> str:
    """A definition to be edited."""
    definitions = repl.session.definitions
    if name in definitions.entries:
        return saving.documented(definitions.entries[name], definitions) + "\n"
    library = definitions.library
    if isinstance(library, Prelude) and name in library and name not in definitions.answers:
        comment = library.documentation(name).split("\n")
        return "".join(f"-- {line}".rstrip() + "\n" for line in comment) + library.place(name).text + "\n"
    raise LambError(f"“{name}” is an answer, and has no definition", hint=f"give it a name: mine = {name}")


def _edit_file(repl: Repl, path: Path, line: int = 1) -> None:
    before = _content(path)
    open_editor(path, line)
    after = _content(path)
    if after is None:
        repl.say("nothing was written")
    elif after == before and Path(os.path.realpath(path)) in repl.loaded:
        repl.say(f"{_shown(path)} has not changed")
    else:
        _load(repl, path)


def _edit_text(repl: Repl, text: str) -> None:
    """Have a text edited, and run what became of it."""
    with tempfile.TemporaryDirectory(prefix="lamb-") as folder:
        path = Path(folder) / "edit.lc"
        path.write_text(text, encoding="utf-8")
        open_editor(path)
        after = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    if after.strip() == text.strip():
        repl.say("nothing has changed")
    else:
        repl.run(after)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
