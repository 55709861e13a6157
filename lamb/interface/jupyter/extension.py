"""`%load_ext lamb`: the magics, completion, and the module as the door to the notebook's session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from lamb.interface.jupyter import door
from lamb.interface.jupyter.desk import Desk
from lamb.interface.jupyter.magics import LambMagics
from lamb.interface.jupyter.matching import Matcher, matcher
from lamb.interface.repl.homes import homes

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_desks: WeakKeyDictionary[InteractiveShell, tuple[Desk, Matcher]] = WeakKeyDictionary()
"""One for each notebook, which stays when the extension is unloaded."""


def load(shell: InteractiveShell) -> None:
    """Let a notebook have λ-calculus in it."""
    if shell not in _desks:
        desk = _desk(shell)
        _desks[shell] = desk, matcher(desk)
    desk, complete = _desks[shell]
    shell.register_magics(LambMagics(shell, desk))
    if complete not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(complete)
    module = door.open_to(desk.session)
    if "lamb" not in shell.user_ns:
        shell.push({"lamb": module}, interactive=False)


def unload(shell: InteractiveShell) -> None:
    """Take it away; the session is kept for when it is loaded again."""
    if shell not in _desks:
        return
    _, complete = _desks[shell]
    door.close()
    if complete in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(complete)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("lamb", None)


def _desk(shell: InteractiveShell) -> Desk:
    def publish(bundle: dict[str, Any]) -> None:
        shell.display_pub.publish(bundle)

    return Desk(publish, homes=homes())
