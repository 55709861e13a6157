"""The magics: `%%lamb` runs a cell, `%lamb` a line, whose value Python can go on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

if TYPE_CHECKING:
    from lamb.interface.jupyter.desk import Desk
    from lamb.interface.values import Value

HELP = """\
%%lamb [OPTIONS]          a cell of λ-calculus: terms, definitions, claims, derivations, :commands
%lamb [OPTIONS] TERM      a term; x = %lamb fact 5 lets Python go on with its value
%lamb :help               the commands: :step, :trace, :compare, :tree, :learn and many more

Options, which hold for this cell or line
  --steps N --nodes N --seconds S    how far each evaluation may go; none for no limit
  --strategy NAME                    the strategy of traces and of the stepper
  --trace                            show how terms are reduced, not only to what
  --quiet                            show nothing; what is wrong is still said

In Python
  lamb["fact"](5)                    a definition, called
  lamb["n"] = 5                      define a name: numbers, bools, lists, pairs, terms, texts
  int(x)  bool(x)  list(x)           a value, read as what you say it is
"""


@magics_class
class LambMagics(Magics):
    """`%lamb` and `%%lamb`, on one desk, which is made when it is first used."""

    def __init__(self, shell: object, desk: Callable[[], Desk]) -> None:
        super().__init__(shell)
        self.desk = desk

    @no_var_expand
    @line_cell_magic
    def lamb(self, line: str, cell: str | None = None) -> Value | None:
        from lamb.errors import LambError
        from lamb.interface.jupyter.options import applied, read

        options, rest = read(line)
        desk = self.desk()
        if options.help or (cell is None and not rest):
            desk.page.say(HELP)
            return None
        with applied(options, desk):
            if cell is None:
                return desk.value(rest, "%lamb")
            if rest:
                message = f"“{rest:.40}” is no option of %%lamb"
                raise LambError(message, hint="the program begins on the next line")
            desk.run("\n" + cell, f"cell {self.shell.displayhook.prompt_count}")
        return None

    lamb.__doc__ = HELP
