"""How Jupyter finds the kernel: a folder that says how it is started, and has its logos.

The wheel brings that folder along, so that whoever installs `lamb` beside Jupyter need do nothing. From
another environment, or under another name, it is installed as Jupyter's own kernels are.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

from lamb.errors import LambError

NAME = "lamb"
MODULE = "lamb.interface.jupyter.kernel"
_SPEC = Path(__file__).parent / "spec"


@dataclass(frozen=True, slots=True)
class Installed:
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
        shutil.copytree(_SPEC, spec)
        described = json.loads((spec / "kernel.json").read_text(encoding="utf-8"))
        described["argv"][0] = sys.executable
        described["display_name"] = display_name or _usual_display_name(name, described["display_name"])
        (spec / "kernel.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
        into = Path(_copied(spec, prefix, name))
    found = str(into.parent) in KernelSpecManager().kernel_dirs
    return Installed(into.name, into, described["display_name"], found)


def _usual_display_name(name: str, usual: str) -> str:
    """What a front end calls it: two kernels should not look the same."""
    return usual if name == NAME else f"{usual} ({name})"


def _copied(spec: Path, prefix: Path | None, name: str) -> str:
    where = {"user": True} if prefix is None else {"prefix": str(prefix)}
    try:
        into: str = KernelSpecManager().install_kernel_spec(str(spec), name, **where)
    except ValueError:
        hint = "a name has letters, digits, “-”, “_” and “.”"
        raise LambError(f"“{name}” is no name for a kernel", hint=hint) from None
    except OSError as error:
        raise _failure("written to", str(error.filename or prefix), error) from None
    return into


def uninstall(name: str = NAME) -> Installed:
    """Remove a kernel that has been installed. Raises LambError if it is not there, or not ours."""
    manager = KernelSpecManager()
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
    found = KernelSpecManager().find_kernel_specs()
    ours = ((name, Path(folder), _described(Path(folder))) for name, folder in sorted(found.items()))
    return [
        Installed(name, folder, str(described.get("display_name", name)))
        for name, folder, described in ours
        if MODULE in described.get("argv", [])
    ]


def _described(folder: Path) -> dict[str, list[str]]:
    """What the description of a kernel says; nothing, if it cannot be read."""
    try:
        described = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return described if isinstance(described, dict) else {}


def _failure(what: str, path: str, error: OSError) -> LambError:
    reason = (error.strerror or "an error").lower()
    return LambError(f"“{path}” cannot be {what}: {reason}", hint="--user installs it for you alone")
