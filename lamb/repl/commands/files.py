"""Programs in files: loaded, saved and edited.

A file is loaded in a session of its own, which begins with the definitions of the prompt. What the file
defines joins the prompt's definitions afterwards, all of it or, if anything is wrong with it, nothing. What
the file defined when it was loaded before, and what has not been defined again since, goes away.

A file that `:save` writes begins with the checksum of the rest, so that later changes are known:

    -- Written by :save (5f2a91bc). What is changed here is yours: :save will not write over it.

    -- Twice a number.
    double n = add n n
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Term
from lamb.cli.terminal import lent
from lamb.definitions import Definitions, Entry
from lamb.errors import LambError, LoadError, Place, reason_of
from lamb.files import overwrite
from lamb.notation.datatypes import definitions_of
from lamb.notation.formatting import formatted
from lamb.notation.names import NAME, meaning
from lamb.notation.parser import Program, parse
from lamb.notation.printer import pretty
from lamb.notation.syntax import DataType, Definition, Import
from lamb.prelude import Prelude
from lamb.quantities import counted
from lamb.repl.repl import Repl, command, misused, refuse_arguments
from lamb.results import Assumed, Checked, Defined, Derived, Imported
from lamb.session import Session
from lamb.show.lines import Tally, complaint

LARGEST = 1_000_000  # nodes of an answer that is written out
MOST_NAMES = 8  # that are listed
_HEADING = "-- Written by :save ({:08x}). What is changed here is yours: :save will not write over it.\n"
_MARK = re.compile(r"-- Written by :save \(([0-9a-f]{8})\)\..*\n")

USUAL_EDITOR = "notepad" if sys.platform == "win32" else "vi"
KNOW_LINES = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe"}
"""Editors that begin at line 7 when they are told `+7`."""


# ── Loading ───────────────────────────────────────────────────────────────────────────


@command("load", "FILE…", "run a file, and have its definitions")
def load_files(repl: Repl, rest: str) -> None:
    """Runs a program and says what came of its claims and terms. Then its definitions join yours: all of
    them, or none if one is wrong. Loaded again, a file's new definitions take the place of its old ones.

    What it imports is looked for in its own folder. Its derivations are a closed world: they are judged by
    what the file itself defines and imports.

        :load numbers.lc
        :load "my homework.lc"
    """
    for path in _files("load", rest):
        _load(repl, path)
        if (real := _real(path)) in repl.loaded:
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
        repl.say(f"{_shown(path)}: {load(repl, path)}")
    except LambError as error:
        repl.complain(error)


def load(repl: Repl, path: Path) -> str:
    """Run the program in a file, show its results, and say in words what it has brought: its definitions, if
    they could be made, those of the prompt that they replaced, its claims, and its errors.

    Raises LambError if it cannot be read.
    """
    real = _real(path)
    trial = _session_for(repl, real)
    source = trial.files.open(path)
    repl.loaded.setdefault(real, {})  # so that :reload tries again what was wrong
    program = parse(source)
    given = dict(trial.definitions.entries)
    brought, claims, errors = ["nothing defined"], Tally(), 0
    try:
        for result in repl.watched(trial.run_program(source)):
            if isinstance(result, Checked | Derived):
                claims.add(result)
            errors += isinstance(result, LambError)
            if not isinstance(result, Assumed | Defined | Imported):
                repl.show(result)
    finally:  # an interrupted evaluation takes no definition away
        entries = trial.definitions.entries
        if _is_defined(program, entries, errors):
            defined = {name: entry for name, entry in entries.items() if given.get(name) is not entry}
            repl.session.definitions.restore(entries)
            repl.session.assumptions |= trial.assumptions
            repl.loaded[real] = defined
            brought = [counted(len(defined), "definition")]
            if replaced := [name for name in defined if name in given]:
                names, more = ", ".join(replaced[:MOST_NAMES]), len(replaced) - MOST_NAMES
                brought.append(f"{names}{f' and {more} more' if more > 0 else ''} replaced")
    if claims.claims:
        brought.append(str(claims))
    if errors:
        brought.append(counted(errors, "error"))
    return ", ".join(brought)


def _session_for(repl: Repl, path: Path) -> Session:
    """A session like that of the prompt, with its definitions but for those that a file has made."""
    session = repl.session
    trial = Session(
        prelude=False,
        budget=session.budget,
        strategy=session.strategy,
        roots=(path.parent, *session.files.roots),
        watch=session.watch,
        strict_alpha=session.strict_alpha,
        numbers=session.numbers,
        letters=session.letters,
    )
    trial.definitions.library = session.definitions.library
    trial.definitions.restore(_without(repl, path))
    return trial


def _is_defined(program: Program, entries: Mapping[str, Entry], errors: int) -> bool:
    """True if a program's definitions and imports, which come all together, have been made."""
    made = [
        statement for statement in program.statements if isinstance(statement, Definition | DataType | Import)
    ]
    names = [definition.name for statement in made for definition in definitions_of(statement)]
    if made and not names:
        return not errors
    return all(name in entries and entries[name].place.source is program.source for name in names)


def _without(repl: Repl, path: Path) -> dict[str, Entry]:
    """The definitions of the prompt, but for those that a file has made."""
    old = repl.loaded.get(path, {})
    entries = repl.session.definitions.entries
    return {name: entry for name, entry in entries.items() if old.get(name) is not entry}


# ── Names of files ────────────────────────────────────────────────────────────────────


def _words(name: str, rest: str) -> list[str]:
    """The words behind a command, which may be quoted."""
    try:
        return shlex.split(rest, posix=os.name == "posix")
    except ValueError:
        raise misused(name, "a quotation mark is missing") from None


def _files(name: str, rest: str, usual: Sequence[Path] = ()) -> Sequence[Path]:
    """The files behind a command, or else the usual ones. Raises LambError if there are none."""
    paths = [_path(word) for word in _words(name, rest)] or usual
    if not paths:
        raise misused(name, "which file?")
    return paths


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


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _shown(path: Path) -> str:
    """A file's name, as seen from the folder that the prompt was started in."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


# ── Saving ────────────────────────────────────────────────────────────────────────────


@command("save", "FILE", "write your definitions to a file")
def save(repl: Repl, rest: str) -> None:
    """Writes all definitions of yours, with their documentation, to a file that :load reads again. Where
    they used “it”, what it was then is written out.

    A file that was there already is left alone, unless :save has written it and it has not been changed
    since; :save! writes over any.

        thrice f x = f (f (f x))
        :save mine.lc
        :save! mine.lc
    """
    forced = rest.startswith("!")
    words = _words("save", rest.removeprefix("!"))
    if len(words) != 1:
        problem = "one file, please: quote a name that has blanks" if words else "which file?"
        raise misused("save", problem)
    path = _path(words[0])
    if not path.suffix and not path.is_dir():
        path = path.with_name(f"{path.name}.lc")
    definitions = repl.session.definitions
    if not definitions.entries:
        raise LambError("there is nothing to save", hint="define something first: name = term")
    if path.is_dir():
        raise LambError(f"“{path}” is a folder")
    if path.exists() and not forced and not _is_untouched(path):
        raise LambError(
            f"“{_shown(path)}” is there already, and not as :save has left it",
            hint=f":save! {words[0]} replaces it, and keeps only the definitions",
        )
    program = _program(definitions).encode("utf-8", "replace")  # a lone surrogate is no text
    overwrite(path, _HEADING.format(crc32(program)).encode() + program)
    repl.say(f"{_shown(path)}: {counted(len(definitions.entries), 'definition')} saved")


def written(entry: Entry, definitions: Definitions) -> str:
    """A definition as it was written, but with the answers that it used written out."""
    definition = entry.definition
    if entry.data:
        return f"{definition.name} = {pretty(meaning(definition))}"
    if not entry.answers:
        return f"{'rec ' if definition.recursive else ''}{entry.place.text}"
    term: Term = replace_names(meaning(definition, definitions.constructors), entry.answers)
    if term.size > LARGEST:
        message = f"“{definition.name}” uses an answer that is too large to be written out"
        raise LambError(message, entry.place)
    return f"{definition.name} = {pretty(term)}"


def _program(definitions: Definitions) -> str:
    texts: dict[str, None] = {}  # that of a data type is the same for all of its definitions
    for name, entry in definitions.entries.items():
        texts[_text_of_type(entry, definitions) or _text_of(name, definitions)] = None
    return "".join(f"\n{text}" for text in texts)


def _text_of_type(entry: Entry, definitions: Definitions) -> str | None:
    """The data type that a definition is of, with its comment; None if not all of it is as it was."""
    data = entry.data
    names = [made.name for made in definitions_of(data)] if data else []
    found = [definitions.entries.get(name) for name in names]
    if data is None or not all(one and one.data is data for one in found):
        return None
    _, _, above = entry.documentation.partition("\n")
    return _below(above, Place(entry.place.source, data.start, data.end).text)


def _text_of(name: str, definitions: Definitions) -> str:
    """A definition, with its documentation above it."""
    library = definitions.library
    if entry := definitions.entries.get(name):
        text, documentation = written(entry, definitions), entry.documentation
    elif isinstance(library, Prelude) and name in library and name not in definitions.answers:
        text, documentation = library.place(name).text, library.documentation(name)
    else:
        hint = f"give it a name: mine = {name}"
        raise LambError(f"“{name}” is an answer, and has no definition", hint=hint)
    return _below(documentation, text)


def _below(documentation: str, text: str) -> str:
    """A text with its documentation above it, as a comment."""
    comment = [f"-- {line}".rstrip() for line in documentation.split("\n") if documentation]
    return "".join(f"{line}\n" for line in [*comment, text])


def _is_untouched(path: Path) -> bool:
    """True if a file is as `:save` has left it. Raises LoadError."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise LoadError(f"“{path}” cannot be read: {reason_of(error)}") from None
    mark = _MARK.match(text)
    return mark is not None and int(mark[1], 16) == crc32(text[mark.end() :].encode())


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
        return _edit_text(repl, _program(definitions).lstrip("\n"))
    word = words[0]
    for file, made in repl.loaded.items():
        entry = definitions.entries.get(word)
        if entry and made.get(word) is entry and _real(Path(entry.place.source.name)) == file:
            return _edit_file(repl, file, entry.place.line)
    if NAME.fullmatch(word) and word in definitions:
        return _edit_text(repl, _text_of(word, definitions))
    return _edit_file(repl, _path(word))


def _edit_file(repl: Repl, path: Path, line: int = 1) -> None:
    before = _content(path)
    _open_editor(path, line)
    after = _content(path)
    if after is None:
        repl.say("nothing was written")
    elif after == before and _real(path) in repl.loaded:
        repl.say(f"{_shown(path)} has not changed")
    else:
        _load(repl, path)


def _edit_text(repl: Repl, text: str) -> None:
    """Have a text edited, and run what became of it."""
    with tempfile.TemporaryDirectory(prefix="lamb-") as folder:
        path = Path(folder) / "edit.lc"
        path.write_text(text, encoding="utf-8")
        _open_editor(path)
        after = (_content(path) or b"").decode("utf-8", "replace")
    if after.strip() == text.strip():
        repl.say("nothing has changed")
    else:
        repl.run(after)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _open_editor(path: Path, line: int = 1) -> None:
    """Let the user edit a file, and wait. Raises LambError."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL_EDITOR
    try:
        editor = shlex.split(chosen)
        place = [f"+{line}"] if line > 1 and Path(editor[0]).stem in KNOW_LINES else []
        with lent():
            code = subprocess.run([*editor, *place, str(path)], check=False).returncode  # noqa: S603
    except (OSError, ValueError, IndexError):
        hint = "set the variable VISUAL or EDITOR to one that is there: export EDITOR=nano"
        raise LambError(f"the editor “{chosen}” cannot be run", hint=hint) from None
    if code:
        raise LambError(f"the editor ended with code {code}: nothing is loaded")


# ── Looking through ───────────────────────────────────────────────────────────────────


@command("lint", "[FILE…]", "what a file says and hardly means")
def lint(repl: Repl, rest: str) -> None:
    """Looks through files for what they say and hardly mean: unused, shadowed and unknown names, definitions
    that the prelude has, claims that claim nothing. Without a FILE, through those that have been loaded.
    `lamb lint --fix` in a shell mends what can be mended.

        :lint numbers.lc
    """
    for path in _files("lint", rest, [Path(_shown(path)) for path in repl.loaded]):
        trial = _session_for(repl, _real(path))
        try:
            with repl.progress.watching():
                found = trial.lint(trial.files.open(path))
        except LambError as error:
            repl.complain(error)
            continue
        for one in found:
            repl.page(*complaint(one if isinstance(one, LambError) else one.told()))
        repl.say(f"{_shown(path)}: {counted(len(found), 'finding')}")


@command("format", "FILE…", "write a file in one style")
def format_files(repl: Repl, rest: str) -> None:
    """Writes programs in one style, in place, with their comments, blank lines and brackets, and never as
    other programs.

        :format numbers.lc
    """
    for path in _files("format", rest):
        try:
            source = repl.session.files.open(path)
            with repl.progress.watching():
                text = formatted(source, repl.session.budget.meter(repl.progress))
            if text != source.text:
                overwrite(path, text.encode())
            done = "is rewritten" if text != source.text else "stays as it is"
            repl.say(f"{_shown(path)} {done}")
        except LambError as error:
            repl.complain(error)
