"""`lamb kernel`: notebooks in which every cell is λ-calculus."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from lamb.errors import LambError
from lamb.interface.exits import Exit
from lamb.interface.options import Parser, UsageError
from lamb.interface.render import complaint
from lamb.interface.terminal import Terminal

USAGE = """\
lamb kernel install [--user | --sys-prefix | --prefix DIR] [--name NAME]
       lamb kernel uninstall [--name NAME]
       lamb kernel list"""

DESCRIPTION = """\
Install the kernel for Jupyter, remove it, or list where it is: notebooks whose cells are λ-calculus,
with all commands of the prompt. Where `pip install 'lamb-calculus[jupyter]'` has put lamb beside
Jupyter, the kernel is there already; for a Jupyter elsewhere, install it."""

EPILOG = """\
examples:
  lamb kernel install                  for you, in every Jupyter of yours
  lamb kernel install --sys-prefix     in this environment alone
  lamb kernel install --name logic --display-name 'Logic 101'
  jupyter lab                          shows it in the launcher
  jupyter console --kernel lamb        a console

exit codes: 0 fine, 1 it could not be done, 2 the command line is wrong"""

MISSING = LambError("Jupyter is not installed with lamb", hint="pip install 'lamb-calculus[jupyter]'")


def command(arguments: Sequence[str]) -> int:
    """Run `lamb kernel` and say with which code to exit."""
    terminal = Terminal()
    try:
        options = _read(arguments)
    except UsageError as error:
        terminal.remark(f"lamb kernel: {error}", "  hint: lamb kernel --help")
        return terminal.finish(Exit.USAGE)
    if options.help:
        terminal.write(parser().format_help())
        return terminal.finish(Exit.FINE)
    try:
        _carry_out(options, terminal)
    except LambError as error:
        terminal.remark(*complaint(error))
        return terminal.finish(Exit.WRONG)
    return terminal.finish(Exit.FINE)


def parser() -> Parser:
    """The parser of the command line of `lamb kernel`."""
    parser = Parser(
        prog="lamb kernel",
        usage=USAGE,
        allow_abbrev=False,
        add_help=False,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("action", nargs="?", choices=("install", "uninstall", "list"), help="what to do")
    add("-h", "--help", action="store_true", help="show this text")
    add("--name", default="lamb", metavar="NAME", help="what Jupyter calls it (default: lamb)")
    add("--display-name", default="", metavar="TEXT", help="what people read (default: λ-calculus)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="install it for you (as without any option)")
    prefix = Path(sys.prefix)
    where.add_argument(
        "--sys-prefix", action="store_const", const=prefix, dest="prefix", help="in this environment"
    )
    where.add_argument("--prefix", type=Path, metavar="DIR", help="below DIR, in share/jupyter/kernels")
    return parser


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    options = parser().parse_args(arguments)
    if not options.action and not options.help:
        raise UsageError("what about it? install, uninstall or list")
    given = [word for word in arguments if word.startswith(("--user", "--sys-prefix", "--prefix", "--disp"))]
    if options.action != "install" and given:
        raise UsageError(f"{given[0]} is for install")
    return options


def _carry_out(options: argparse.Namespace, terminal: Terminal) -> None:
    """Do what is asked for, and say what has been done. Raises LambError."""
    if find_spec("ipykernel") is None:
        raise MISSING
    from lamb.interface.jupyter.kernel import specs

    match options.action:
        case "install":
            kernel = specs.install(options.prefix, options.name, options.display_name)
            terminal.write(f"{kernel.display_name}: the kernel “{kernel.name}” is now in {kernel.folder}\n")
            if not kernel.found:
                jupyter = kernel.folder.parent.parent
                terminal.remark("Jupyter does not look there", f"  hint: set JUPYTER_PATH to {jupyter}")
        case "uninstall":
            kernel = specs.uninstall(options.name)
            terminal.write(f"the kernel “{kernel.name}” has been removed from {kernel.folder}\n")
        case _:
            kernels = specs.installed()
            terminal.write("".join(f"{one.name}: {one.display_name}, in {one.folder}\n" for one in kernels))
            if not kernels:
                terminal.remark("Jupyter finds no kernel of lamb’s", "  hint: lamb kernel install")
