"""`%load_ext lamb`: the magics, completion, and the module as the door to the notebook's session.

Loading it takes no time to speak of: the session is made when something is first asked of it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lamb.interface.jupyter import door
from lamb.interface.jupyter.magics import LambMagics
from lamb.interface.jupyter.matching import matcher

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from lamb.interface.jupyter.desk import Desk


class Guest:
    """What a notebook of Python's has of ours, whether the extension is loaded or not."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.matcher = matcher(lambda: self.desk)

    @cached_property
    def desk(self) -> Desk:
        """The one desk of the notebook."""
        from lamb.interface.jupyter.clickable import stepper
        from lamb.interface.jupyter.desk import Desk
        from lamb.interface.repl.homes import homes

        desk = Desk(self._publish, homes=homes())
        desk.widget = stepper
        return desk

    def _publish(self, bundle: dict[str, Any]) -> None:
        self.shell.display_pub.publish(bundle)


_guests: dict[InteractiveShell, Guest] = {}


def load(shell: InteractiveShell) -> None:
    """Let a notebook have λ-calculus in it. What it had before is still there."""
    guest = _guests.setdefault(shell, Guest(shell))
    shell.register_magics(LambMagics(shell, lambda: guest.desk))
    if guest.matcher not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(guest.matcher)
    module = door.open_to(lambda: guest.desk.session)
    if "lamb" not in shell.user_ns:
        shell.push({"lamb": module}, interactive=False)


def unload(shell: InteractiveShell) -> None:
    """Take it away, but keep the session."""
    guest = _guests.get(shell)
    if guest is None:
        return
    door.close()
    if guest.matcher in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(guest.matcher)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("lamb", None)
