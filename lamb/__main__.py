"""The command `lamb`, or `python -m lamb`: its subcommands, each loaded when it is called.

Results go to standard output and everything else to standard error. The exit code is the worst of
what happened: see `Exit` in `results.py`.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO

from lamb.version import __version__

HELP = """\
usage: lamb                            the prompt: what is typed is answered
       lamb FILE | 'TERM'              evaluate a program or a term
       lamb eval FILE… | -e TERM       evaluate programs and terms
       lamb step FILE… | -e TERM       reduce terms step by step, explained
       lamb compare FILE… | -e TERM    the strategies side by side
       lamb check FILE…                check derivations and assertions, and explain mistakes
       lamb test [DIR]                 test files: assertions, and terms with -- => …
       lamb type FILE… | -e TERM       the simple types of terms
       lamb combinators -e TERM        terms without variables: S, K, I and others
       lamb doc NAME | names PATTERN   what a name means; the names that there are
       lamb equal TERM TERM            are they the same, up to α, β, η?
       lamb size | tree | diagram | graph -e TERM
                                       how large it is; drawn, as text or in SVG
       lamb bohm | solvable | diamond -e TERM
                                       its Böhm tree, its head normal form, two steps that meet
       lamb learn [N]                  the course
       lamb new NAME                   write a program to begin with, or homework
       lamb format FILE…               write programs in one style
       lamb lint FILE…                 what a program says and hardly means
       lamb convert FILE… | -e TERM    other notations, in and out: Haskell, Python, Lisp, …
       lamb web                        the page: everything in a browser
       lamb class COMMAND              assignments, marks, a class that works on them
       lamb functions COMMAND          λ-programs that run when something happens
       lamb kernel install             the kernel for Jupyter
       lamb completion SHELL | man     what a shell completes; the manual page
       lamb COMMAND --help             everything about a command
       lamb --version

The λ-calculus, to learn with, to teach with and to play with.

examples:
  lamb eval -e 'fact 5'                 prints 120
  lamb eval -e '(λx y. x) a'            prints λy. a
  echo 'add 2 3' | lamb eval            prints λf x. f (f (f (f (f x))))    -- 5
  lamb step -e '(λx y. x) y' --explain  shows why y has to be renamed
  lamb check homework.lc                says which step is wrong, and why

exit codes: 0 fine, 1 the program is wrong, 2 the command line is, 3 a budget ran out, 130 interrupted
"""

COMMANDS = {
    "eval": "cli.evaluate",
    "check": "cli.check",
    "class": "classroom.subcommands:class",
    "combinators": "cli.translation",
    "compare": "cli.compare",
    "convert": "cli.convert",
    "format": "cli.format",
    "functions": "classroom.subcommands:functions",
    "kernel": "cli.kernel",
    "lint": "cli.lint",
    "new": "cli.new",
    **{
        word: f"repl.shell:{word}"
        for word in (
            *("bohm", "diagram", "diamond", "doc", "equal", "graph", "learn", "names", "size"),
            *("solvable", "tree"),
        )
    },
    "step": "cli.step",
    "test": "cli.check:test",
    "type": "cli.typing",
    "web": "web.command",
}
"""Each subcommand, and the module of ours whose `command` runs it; what is behind a colon is told to that."""


ALIASES: dict[str, list[str]] = {"run": ["eval"], "repl": [], "fmt": ["format"], "version": ["--version"]}
"""Words for a command elsewhere, and what they stand for."""

INTERRUPTED = 130
"""The exit code for that, be `results.py` loaded yet or not."""

_TERM_SIGNS = frozenset(" \n()[]\\λ=,")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line. The code to exit with."""
    if hasattr(gc, "freeze"):
        atexit.register(gc.freeze)  # memory goes with the process: Python need not look through it first
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # where there was nothing to say about it
        return INTERRUPTED
    finally:
        if arguments is None:  # the process ends: there is nothing left to interrupt
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        elif hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _run(words: list[str]) -> int:
    if words:
        words[:1] = ALIASES.get(words[0], words[:1])
    match words:
        case [] if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
            from lamb.repl.prompt import piped

            return _print(HELP) if _is_terminal(sys.stdin) else piped()
        case []:
            from lamb.repl.prompt import prompt

            return prompt()
        case ["completion" | "man" as command, *rest]:
            from lamb import manual

            return manual.command(rest, command, COMMANDS, HELP)
        case ["help", command] if command in (*COMMANDS, "completion", "man"):
            return _run([command, "--help"])
        case [command, *rest] if command in COMMANDS:
            module, *told = COMMANDS[command].split(":")
            if module.startswith("cli.") and "--json" in rest and hasattr(signal, "pthread_sigmask"):
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # until there can be a document
            run: Callable[..., int] = import_module(f"lamb.{module}").command
            return run(rest, *told)
        case ["-h" | "--help" | "help", *_]:
            return _print(HELP)
        case ["-V" | "--version", *_]:
            return _print(f"lamb {__version__}\n")
        case [first, *_] if first.startswith("-") or first.endswith(".lc") or os.path.exists(first):
            return _run(["eval", *words])
        case [term, *rest] if not _TERM_SIGNS.isdisjoint(term):
            return _run(["eval", "-e", term, *rest])
    return _usage(words)


def meant(words: list[str]) -> str | None:
    """The command that may have been meant by *words*, if there is one like them."""
    from difflib import get_close_matches
    from shlex import join

    if os.path.exists(f"{words[0]}.lc"):
        return join(["lamb", f"{words[0]}.lc", *words[1:]])
    if close := get_close_matches(
        words[0].lower(), [*COMMANDS, "completion", "man", "help"], n=1, cutoff=0.65
    ):
        return join(["lamb", *close])
    return join(["lamb", " ".join(words)]) if words[1:] else None


def _usage(words: list[str]) -> int:
    from shlex import join

    from lamb.cli.terminal import Terminal
    from lamb.results import Exit

    terminal = Terminal()
    instead = meant(words)
    otherwise = f"lamb --help has them all; `{join(['lamb', 'eval', '-e', *words])}` evaluates a term"
    advice = f"did you mean `{instead}`?" if instead else otherwise
    terminal.remark(f"lamb: there is no command “{words[0]}”", f"  hint: {advice}")
    return terminal.finish(Exit.USAGE)


def _print(text: str) -> int:
    from lamb.cli.terminal import Terminal

    terminal = Terminal()
    terminal.explain(text)
    return terminal.finish(0)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


if __name__ == "__main__":
    sys.exit(main())
