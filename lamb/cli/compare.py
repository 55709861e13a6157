"""`lamb compare`: the strategies side by side."""

from __future__ import annotations

from functools import partial

from lamb.analysis.comparison import Run, compare
from lamb.analysis.divergence import Cycle
from lamb.calculus.budget import Status
from lamb.cli.running import EachTerm, Parser, new_parser, run
from lamb.results import Asked, Defined, Exit
from lamb.session import Session
from lamb.show.comparisons import comparison
from lamb.show.json import Json
from lamb.show.lines import Look, fits, noted, write

DESCRIPTION = """\
Reduce terms by every strategy, and show in a table how each fares: its steps, the largest term on the
way in nodes, the first step at which it parts from normal order, and where it stops. What does not
stop is said to repeat or to grow, if that can be seen.

Of a FILE, every term that stands on its own is compared. Definitions stay folded until they are
needed; unfolding one counts as a step."""

EPILOG = """\
examples:
  lamb compare -e '(λx. a) ((λx. x x) λx. x x)'    lazy orders stop, eager ones do not
  lamb compare -e 'fact 2'                         what recursion costs each
  lamb compare -e '2 2 2' --json                   one JSON document

a term's figures:
  steps      until it stops; 1,000+ if the budget ran out first, – if it is known never to stop
  largest    nodes of the largest term on the way (the number of its variables, λs and applications)
  parts at   the first step after which it has another term than normal order

exit codes: 0 fine, 1 the program is wrong, 2 the command line is, 3 normal order did not end,
130 interrupted"""


def parser() -> Parser:
    parser = new_parser("compare", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.add_programs()
    parser.add_width()
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_budget("each strategy", steps="1000", seconds="10")
    return parser


class _Comparing(EachTerm):
    schema = "lamb.compare/1", "comparisons"
    nothing = "there is no term to compare here, only definitions"
    takes = (Asked,)

    def show(self, result: Asked | Defined, session: Session) -> Exit:
        if isinstance(result, Defined):
            return Exit.FINE
        if not self.options.json:
            self.terminal.remark(*map(noted, result.notes))
        term, look = result.term, self.look
        compared = compare(term, session.definitions, budget=look.budget, watch=self.progress)
        runs = list(compared)
        if self.options.json:
            text = write(term, "term", ascii=look.ascii)
            self.described.append({"term": text, "runs": [_described(run, look) for run in runs]})
        else:
            table = comparison(compared, look, self.width)
            self.terminal.answer([(), *table] if self.shown else table)
            self.shown += 1
        return _exit(runs)


def _exit(runs: list[Run]) -> Exit:
    """The exit code of a comparison: that of normal order, unless a run was interrupted."""
    if any(run.status is Status.INTERRUPTED for run in runs):
        return Exit.INTERRUPTED
    return Exit.FINE if runs[0].finished else Exit.BUDGET


def _described(run: Run, look: Look) -> Json:
    return {
        "strategy": run.strategy.value,
        "finished": run.finished,
        "status": run.strategy.form if run.finished else run.status.value,
        "steps": run.steps,
        "largest": run.largest,
        "term": write(run.term, "term", ascii=look.ascii) if run.finished and fits(run.term) else None,
        "repeats": isinstance(run.divergence, Cycle),
        "divergence": str(run.divergence) if run.divergence else None,
        "parts": run.parting.step if run.parting else None,
    }


command = partial(run, parser, "there is nothing to compare: name a FILE, or write -e TERM", _Comparing)
