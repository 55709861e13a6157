"""`lamb kernel`: the folder by which Jupyter finds the kernel, with its start command and its logos.

The wheel brings that folder along, so that `lamb` beside Jupyter needs no more. For another environment, or
under another name, it is installed as Jupyter's own kernels are.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from lamb.cli.running import Parser, UsageError, obey
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, reason_of

NAME = "lamb"
MODULE = "lamb.notebook.kernel"
SPEC = Path(__file__).parent.parent / "notebook" / "kernelspec"


class Installed(NamedTuple):
    """A kernel of ours that Jupyter has in a folder. *found*: it looks there."""

    name: str
    folder: Path
    display_name: str
    found: bool = True


def install(prefix: Path | None = None, name: str = NAME, display_name: str = "") -> Installed:
    """Install the kernel for this user, or below *prefix*; it is run by the Python that installs it.

    Raises LambError if the name is none, or the folder cannot be written to.
    """
    with tempfile.TemporaryDirectory(prefix="lamb-") as folder:
        spec = Path(folder) / "spec"
        shutil.copytree(SPEC, spec)
        described = json.loads((spec / "kernel.json").read_text(encoding="utf-8"))
        described["argv"][0] = sys.executable
        usual = described["display_name"]  # two kernels should not look the same
        described["display_name"] = display_name or (usual if name == NAME else f"{usual} ({name})")
        (spec / "kernel.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
        where = {"user": True} if prefix is None else {"prefix": str(prefix)}
        try:
            into = Path(_specs().install_kernel_spec(str(spec), name, **where))
        except ValueError:
            hint = "a name has letters, digits, “-”, “_” and “.”"
            raise LambError(f"“{name}” is no name for a kernel", hint=hint) from None
        except OSError as error:
            raise _failure("written to", str(error.filename or prefix), error) from None
    found = str(into.parent) in _specs().kernel_dirs
    return Installed(into.name, into, described["display_name"], found)


def _specs() -> Any:
    """Jupyter's own list of its kernels, loaded when it is asked for."""
    from jupyter_client.kernelspec import KernelSpecManager

    return KernelSpecManager()


def uninstall(name: str = NAME) -> Installed:
    """Remove a kernel that has been installed. Raises LambError if it is not there, or not ours."""
    manager = _specs()
    kernel = next((one for one in installed() if one.name == name.lower()), None)
    if kernel is None:
        known = name.lower() in manager.find_kernel_specs()
        message = f"the kernel “{name}” is not one of lamb’s" if known else f"there is no kernel “{name}”"
        raise LambError(message, hint="lamb kernel list shows those that there are")
    try:
        manager.remove_kernel_spec(kernel.name)
    except OSError as error:
        raise _failure("removed", str(kernel.folder), error) from None
    return kernel


def installed() -> list[Installed]:
    """The kernels of ours that Jupyter finds."""
    found: list[Installed] = []
    for name, folder in sorted(_specs().find_kernel_specs().items()):
        with suppress(OSError, ValueError):  # its description cannot be read
            match json.loads((Path(folder) / "kernel.json").read_text(encoding="utf-8")):
                case {"argv": [*words]} as described if MODULE in words:
                    found.append(Installed(name, Path(folder), str(described.get("display_name", name))))
    return found


def _failure(what: str, path: str, error: OSError) -> LambError:
    message = f"“{path}” cannot be {what}: {reason_of(error)}"
    return LambError(message, hint="--user installs it for you alone")


# ── The command ───────────────────────────────────────────────────────────────────────

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


def command(arguments: Sequence[str]) -> int:
    return obey(parser(), arguments, _read, _carry_out)


def parser() -> Parser:
    parser = Parser("lamb kernel", USAGE, DESCRIPTION, EPILOG)
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


def _read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if not options.action and not options.help:
        raise UsageError("what about it? install, uninstall or list")
    given = [word for word in arguments if word.startswith(("--user", "--sys-prefix", "--prefix", "--disp"))]
    if options.action != "install" and given:
        raise UsageError(f"{given[0]} is for install")
    return options


def _carry_out(options: argparse.Namespace, terminal: Terminal) -> None:
    if find_spec("ipykernel") is None:
        raise LambError("Jupyter is not installed with lamb", hint="pip install 'lamb-calculus[jupyter]'")
    match options.action:
        case "install":
            kernel = install(options.prefix, options.name, options.display_name)
            terminal.write(f"{kernel.display_name}: the kernel “{kernel.name}” is now in {kernel.folder}\n")
            if not kernel.found:
                jupyter = kernel.folder.parent.parent
                terminal.remark("Jupyter does not look there", f"  hint: set JUPYTER_PATH to {jupyter}")
        case "uninstall":
            kernel = uninstall(options.name)
            terminal.write(f"the kernel “{kernel.name}” has been removed from {kernel.folder}\n")
        case _:
            kernels = installed()
            terminal.write("".join(f"{one.name}: {one.display_name}, in {one.folder}\n" for one in kernels))
            if not kernels:
                terminal.remark("Jupyter finds no kernel of lamb’s", "  hint: lamb kernel install")
