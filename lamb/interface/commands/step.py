"""`lamb step`: a reduction, step by step."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import Strategy
from lamb.calculus.trace import STRONG
from lamb.interface.documents import FORMATS, Exporter, export_of, refused
from lamb.interface.options import Parser, UsageError, add_budget, add_programs, add_width, new_parser, whole
from lamb.interface.reductions import Reader, Reductions
from lamb.interface.running import run
from lamb.interface.stepping import Plan
from lamb.interface.steps import NARROWEST, View
from lamb.interface.strategies import STRATEGIES, strategy
from lamb.interface.terminal import Terminal, columns, encodes
from lamb.source import columns as width_of

DESCRIPTION = """\
Reduce terms step by step. Under each term, ^^^ is what the next step contracts, and ~~~ what the last
one has made; on a terminal with colours both are in the term itself. The rules are α (a binder is
renamed, where it would capture a variable), β (an argument takes the place of a variable), δ (a name
or a numeral is unfolded, where that is needed) and η (λx. f x is f).

Of a FILE, every term that stands on its own is reduced, with the definitions of the file."""

EPILOG = """\
examples:
  lamb step -e '(λx y. x) y z'                 a variable would be captured: α comes first
  lamb step -e 'add 1 2' --explain             with a sentence for each step
  lamb step -e 'fact 3' --from 100 --to 110    a few steps of many
  lamb step -e '(λx. y) (2 2 a)' --strategy value
  lamb step -e 'S K K' --unfold --eta          all definitions unfolded at once; η at the end
  lamb step homework.lc --width none           terms as wide as they are
  lamb step -e '2 2' --format latex            a derivation for a paper

strategies, and where they stop:
  normal       leftmost of the outermost redexes                     normal form (the default)
  applicative  leftmost of the innermost, arguments first            normal form
  name         as normal, but not under a λ                          weak normal form
  value        as applicative, but not under a λ                     weak normal form
  head         only the redex at the head                            head normal form
  weak-head    only the redex at the head, and not under a λ         weak head normal form
  parallel     all redexes there are, at once                        normal form

exit codes:
  0  every term was reduced, or shown         2    the command line is wrong
     up to --to                               3    a budget ran out, or a term repeats for ever
  1  the program is wrong                     130  interrupted with Ctrl-C"""

NOTHING = "there is nothing to reduce: name a FILE, or write -e TERM"
USUAL_STEPS = 1_000
USUAL = -1  # nobody said how many
MOST_DIGITS = 7


def command(arguments: Sequence[str]) -> int:
    """Run `lamb step` and say with which code to exit."""
    return run(parser(), arguments, NOTHING, _job, refused)


def parser() -> Parser:
    """The parser of the command line of `lamb step`."""
    parser = new_parser("step", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.set_defaults(evaluates=False, steps=None)
    add_programs(parser)
    add = parser.add_argument
    add(
        "--strategy",
        type=strategy,
        default=Strategy.NORMAL,
        metavar="NAME",
        help=f"which redex is next: {', '.join(STRATEGIES)} (see below)",
    )
    add(
        "--max",
        type=whole,
        default=USUAL,
        metavar="N",
        dest="most",
        help="the most steps (default: 1000, or until a term comes again; none: no limit)",
    )
    add("--from", type=whole, default=1, metavar="N", dest="first", help="the first step that is shown")
    add("--to", type=whole, default=None, metavar="N", dest="last", help="the last step that is shown")
    add("--explain", action="store_true", help="say in a sentence what each step does")
    add("--unfold", action="store_true", help="unfold all definitions at once, before the first step")
    add("--eta", action="store_true", help="go on with η-steps at the normal form")
    add("--format", choices=("text", *FORMATS), default="text", help="what is printed (default: text)")
    add("--standalone", action="store_true", help="with --format latex: a document that can be compiled")
    add("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    add_width(parser)
    add_budget(parser, "each reduction", steps=None, nodes="1e6")
    return parser


def plan_of(options: argparse.Namespace) -> Plan:
    """What is to be shown. Raises UsageError."""
    first, last, most = options.first or 1, options.last, options.most
    if last is not None and last < first:
        raise UsageError(f"--from {first} comes after --to {last}")
    if options.eta and options.strategy not in STRONG:
        raise UsageError(
            f"--eta needs a strategy that goes on to the normal form, which {options.strategy.value} does not"
        )
    usual = most == USUAL
    if not usual and most is not None and first > max(most, 1):
        raise UsageError(f"--from {first} is more than --max {most}")
    if usual:
        most = max(USUAL_STEPS, first + USUAL_STEPS - 1) if last is None else None
    steps = min((number for number in (most, last) if number is not None), default=None)
    return Plan(
        options.strategy,
        first,
        last,
        Budget(steps, options.nodes, options.seconds),
        eta=options.eta,
        unfolded=options.unfold,
        ends_with_a_cycle=usual and last is None,
    )


def _job(options: argparse.Namespace, terminal: Terminal) -> Reductions:
    """What is to be done. Raises UsageError."""
    plan = plan_of(options)
    width = columns(options.width, terminal)
    if width is not None and width < NARROWEST:
        raise UsageError(f"--width {width} is too narrow: {NARROWEST} is the least")
    steps = plan.budget.steps
    ascii = options.ascii or not encodes(terminal.out, "λαβδη∥…")
    if options.format != "text":
        export = export_of(
            options.format, terminal.write, options.width or None, plan.budget, standalone=options.standalone
        )
        return Reductions(options, plan, Exporter(terminal, export, plan))
    view = View(
        width,
        colored=terminal.out_colored,
        ascii=ascii,
        explained=options.explain,
        digits=MOST_DIGITS if steps is None else min(MOST_DIGITS, max(3, len(str(steps)))),
        measure=lambda text: width_of(terminal.as_written(text)),
    )
    return Reductions(options, plan, Reader(terminal, view))
