"""The λ-calculus: terms, reduction, and what terms stand for.

    >>> import lamb
    >>> term = lamb.parse_term("(λx y. y x) a")
    >>> outcome = lamb.normalize(term)
    >>> lamb.pretty(outcome.term)
    'λy. y a'

Everything here is loaded when it is first used, so that importing the package costs nothing. Here is
the package from the ground up; a file imports only what is above it, and the `__init__` of a folder
lists its files. (Where to add a strategy, a command or a format: README, “The source”.)

    version        its number
    recheck        checks again what `lamb step --format json` has written
    recheck_types  checks again what `lamb type --json` has written
    recheck_values  checks again what `lamb step --big-step --json` has written
    quantities     numbers in words
    display        things that notebooks show
    records        classes of named values
    errors         texts, places in them, and what can be wrong there
    freeing        deep data, freed without Python's stack
    calculus/      the definition: terms, substitution, reduction
    machine/       the fast equals of the definition
    analysis/      what can be said of a term or of a run
    notation/      texts ⇄ terms
    encodings/     values ⇄ terms
    prelude/       the standard names
    definitions    what names mean
    files          files of programs
    workers        work in processes of their own
    course/        learning: derivations, mistakes, lessons, exercises
    foreign/       the notations of other tools and languages
    results        what running a program yields
    judging        verdicts on claims
    session        statements in, results out
    show/          results as lines, JSON, LaTeX and Markdown
    html/          results as HTML
    pictures/      terms and reduction graphs as SVG
    python         terms that Python computes with
    cli/           the subcommands of `lamb`
    repl/          the prompt
    pygments       a lexer for Pygments
    notebook/      the λ-calculus in Jupyter
    answering      what a process does that answers texts
    processes      texts that are answered by processes of their own
    web/           the λ-calculus on a page
    classroom/     a class: marking, functions, and a log of what happens
    manual         the manual page, and what a shell completes
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from lamb.display import VIEWS
from lamb.notebook.module import SessionModule
from lamb.version import __version__ as __version__

VIEWS |= {
    "bohm": "lamb.pictures.theory:bohm_picture",
    "bundle": "lamb.html.bundles:bundle",
    "confluence": "lamb.pictures.theory:confluence",
    "comparison": "lamb.html.bundles:comparison_table",
    "derivation": "lamb.pictures.theory:derivation",
    "diagram": "lamb.pictures.tromp:diagram",
    "dot": "lamb.pictures.graph_text:dot",
    "graph": "lamb.pictures.reduction_graph:graph",
    "machine": "lamb.html.bundles:machine_table",
    "shown": "lamb.html.markup:shown",
    "table": "lamb.html.renderings:table_of",
    "tree": "lamb.pictures.tree:tree",
}

_EXPORTS = {
    "lamb.calculus.term": "Var Free Lam App Term",
    "lamb.calculus.budget": "Budget Status",
    "lamb.calculus.numerals": "church",
    "lamb.calculus.reduction": "Rule Step contract redexes eta_normal",
    "lamb.calculus.strategies": "Strategy next_redex is_normal is_eta_normal "
    "is_beta_eta_normal is_weak_normal is_head_normal is_weak_head_normal",
    "lamb.machine.machine": "normalize",
    "lamb.machine.readback": "Outcome",
    "lamb.machine.trace": "Trace trace",
    "lamb.analysis.graph": "ReductionGraph reduction_graph",
    "lamb.notation": "parse_term parse_type",
    "lamb.notation.printer": "pretty",
    "lamb.notation.formatting": "formatted",
    "lamb.encodings.values": "boolean pair list_of encode read_numeral read_boolean read_pair read_list",
    "lamb.encodings.readings": "Reading readings",
    "lamb.encodings.blc": "to_blc from_blc",
    "lamb.encodings.combinators": "from_combinators combinator_trace to_jot from_jot",
    "lamb.encodings.abstraction": "Bulk to_bulk_combinators to_combinators",
    "lamb.analysis.comparison": "Comparison Run compare",
    "lamb.analysis.machines.bigstep": "Evaluation big_step",
    "lamb.analysis.machines.transitions": "MachineTrace Transition machine_trace",
    "lamb.analysis.diamond": "Diamond diamond",
    "lamb.analysis.equality": "Equality equality",
    "lamb.analysis.solvability": "BohmTree Solvable Unsettled Unsolvable bohm_tree solvability",
    "lamb.analysis.types": "FunctionType Type TypeVariable Typing principal_type",
    "lamb.course.walk": "Walk",
    "lamb.session": "Session",
    "lamb.course.exercises.submission": "NotYet",
    "lamb.notebook.exercise": "exercise",
    "lamb.python": "Value",
    "lamb.notebook.stepper": "stepper",
    "lamb.foreign.conversion": "convert",
    "lamb.results": "Answer Asked Assumed Checked Defined Derived Imported Note Result",
    "lamb.course.verdicts": "Verdict",
    "lamb.errors": "Place Source LambError BudgetError ParseError DefinitionError LoadError "
    "TypingError EncodingError",
}
_HOME = {name: module for module, names in _EXPORTS.items() for name in names.split()}

__all__ = sorted(_HOME.keys() - {"stepper"})  # noqa: PLE0605  (which needs ipywidgets)

if TYPE_CHECKING:
    from lamb.analysis.comparison import Comparison as Comparison, Run as Run, compare as compare
    from lamb.analysis.diamond import Diamond as Diamond, diamond as diamond
    from lamb.analysis.equality import Equality as Equality, equality as equality
    from lamb.analysis.graph import ReductionGraph as ReductionGraph, reduction_graph as reduction_graph
    from lamb.analysis.machines.bigstep import Evaluation as Evaluation, big_step as big_step
    from lamb.analysis.machines.transitions import (
        MachineTrace as MachineTrace,
        Transition as Transition,
        machine_trace as machine_trace,
    )
    from lamb.analysis.solvability import (
        BohmTree as BohmTree,
        Solvable as Solvable,
        Unsettled as Unsettled,
        Unsolvable as Unsolvable,
        bohm_tree as bohm_tree,
        solvability as solvability,
    )
    from lamb.analysis.types import (
        FunctionType as FunctionType,
        Type as Type,
        TypeVariable as TypeVariable,
        Typing as Typing,
        principal_type as principal_type,
    )
    from lamb.calculus.budget import Budget as Budget, Status as Status
    from lamb.calculus.numerals import church as church
    from lamb.calculus.reduction import (
        Rule as Rule,
        Step as Step,
        contract as contract,
        eta_normal as eta_normal,
        redexes as redexes,
    )
    from lamb.calculus.strategies import (
        Strategy as Strategy,
        is_beta_eta_normal as is_beta_eta_normal,
        is_eta_normal as is_eta_normal,
        is_head_normal as is_head_normal,
        is_normal as is_normal,
        is_weak_head_normal as is_weak_head_normal,
        is_weak_normal as is_weak_normal,
        next_redex as next_redex,
    )
    from lamb.calculus.term import App as App, Free as Free, Lam as Lam, Term as Term, Var as Var
    from lamb.course.exercises.submission import NotYet as NotYet
    from lamb.course.verdicts import Verdict as Verdict
    from lamb.course.walk import Walk as Walk
    from lamb.encodings.abstraction import (
        Bulk as Bulk,
        to_bulk_combinators as to_bulk_combinators,
        to_combinators as to_combinators,
    )
    from lamb.encodings.blc import from_blc as from_blc, to_blc as to_blc
    from lamb.encodings.combinators import (
        combinator_trace as combinator_trace,
        from_combinators as from_combinators,
        from_jot as from_jot,
        to_jot as to_jot,
    )
    from lamb.encodings.readings import Reading as Reading, readings as readings
    from lamb.encodings.values import (
        boolean as boolean,
        encode as encode,
        list_of as list_of,
        pair as pair,
        read_boolean as read_boolean,
        read_list as read_list,
        read_numeral as read_numeral,
        read_pair as read_pair,
    )
    from lamb.errors import (
        BudgetError as BudgetError,
        DefinitionError as DefinitionError,
        EncodingError as EncodingError,
        LambError as LambError,
        LoadError as LoadError,
        ParseError as ParseError,
        Place as Place,
        Source as Source,
        TypingError as TypingError,
    )
    from lamb.foreign.conversion import convert as convert
    from lamb.machine.machine import normalize as normalize
    from lamb.machine.readback import Outcome as Outcome
    from lamb.machine.trace import Trace as Trace, trace as trace
    from lamb.notation import parse_term as parse_term, parse_type as parse_type
    from lamb.notation.formatting import formatted as formatted
    from lamb.notation.printer import pretty as pretty
    from lamb.notebook.exercise import exercise as exercise
    from lamb.notebook.stepper import stepper as stepper
    from lamb.python import Value as Value
    from lamb.results import (
        Answer as Answer,
        Asked as Asked,
        Assumed as Assumed,
        Checked as Checked,
        Defined as Defined,
        Derived as Derived,
        Imported as Imported,
        Note as Note,
        Result as Result,
    )
    from lamb.session import Session as Session


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'lamb' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*sorted(_HOME), "__version__"]


sys.modules[__name__].__class__ = SessionModule  # lamb["fact"](5)


def load_ipython_extension(shell: object) -> None:
    """`%load_ext lamb`: λ-calculus in a notebook of Python's."""
    import_module("lamb.notebook.magics").load(shell)


def unload_ipython_extension(shell: object) -> None:
    """`%unload_ext lamb`."""
    import_module("lamb.notebook.magics").unload(shell)
