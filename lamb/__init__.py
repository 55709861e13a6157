"""The λ-calculus: terms, reduction, and what terms stand for.

    >>> import lamb
    >>> term = lamb.parse_term("(λx y. y x) a")
    >>> outcome = lamb.normalize(term)
    >>> lamb.pretty(outcome.term)
    'λy. y a'

Everything here is loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_EXPORTS = {
    "lamb.calculus.term": "Var Free Lam App Term",
    "lamb.calculus.budget": "Budget Outcome Status",
    "lamb.calculus.machine": "normalize",
    "lamb.calculus.reduction": "Rule contract redexes",
    "lamb.calculus.strategies": "Strategy next_redex",
    "lamb.calculus.step": "Step",
    "lamb.calculus.trace": "Trace trace",
    "lamb.calculus.reduction_graph": "ReductionGraph reduction_graph",
    "lamb.calculus.normal_forms": "is_normal is_eta_normal is_beta_eta_normal is_weak_normal is_head_normal "
    "is_weak_head_normal",
    "lamb.calculus.eta": "eta_normal",
    "lamb.notation": "parse_term",
    "lamb.notation.printer": "pretty",
    "lamb.calculus.numerals": "church",
    "lamb.encodings.values": "boolean pair list_of encode read_numeral read_boolean read_pair read_list",
    "lamb.encodings.readings": "Reading readings",
    "lamb.encodings.blc": "to_blc from_blc",
    "lamb.course.comparison": "Comparison Run compare",
    "lamb.course.walk": "Walk",
    "lamb.session": "Session",
    "lamb.course.exercises.not_yet": "NotYet",
    "lamb.interface.coursework": "exercise",
    "lamb.interface.values": "Value",
    "lamb.interface.jupyter.stepper": "stepper",
    "lamb.results": "Answer Asked Checked Defined Derived Imported Note Result",
    "lamb.course.verdicts": "Verdict",
    "lamb.source": "Place Source",
    "lamb.errors": "LambError BudgetError ParseError DefinitionError LoadError EncodingError",
}
_HOME = {name: module for module, names in _EXPORTS.items() for name in names.split()}

__all__ = sorted(_HOME.keys() - {"stepper"})  # noqa: PLE0605  (which needs what not everybody has)

if TYPE_CHECKING:
    from lamb.calculus.budget import Budget as Budget
    from lamb.calculus.budget import Outcome as Outcome
    from lamb.calculus.budget import Status as Status
    from lamb.calculus.eta import eta_normal as eta_normal
    from lamb.calculus.machine import normalize as normalize
    from lamb.calculus.normal_forms import is_beta_eta_normal as is_beta_eta_normal
    from lamb.calculus.normal_forms import is_eta_normal as is_eta_normal
    from lamb.calculus.normal_forms import is_head_normal as is_head_normal
    from lamb.calculus.normal_forms import is_normal as is_normal
    from lamb.calculus.normal_forms import is_weak_head_normal as is_weak_head_normal
    from lamb.calculus.normal_forms import is_weak_normal as is_weak_normal
    from lamb.calculus.numerals import church as church
    from lamb.calculus.reduction import Rule as Rule
    from lamb.calculus.reduction import contract as contract
    from lamb.calculus.reduction import redexes as redexes
    from lamb.calculus.reduction_graph import ReductionGraph as ReductionGraph
    from lamb.calculus.reduction_graph import reduction_graph as reduction_graph
    from lamb.calculus.step import Step as Step
    from lamb.calculus.strategies import Strategy as Strategy
    from lamb.calculus.strategies import next_redex as next_redex
    from lamb.calculus.term import App as App
    from lamb.calculus.term import Free as Free
    from lamb.calculus.term import Lam as Lam
    from lamb.calculus.term import Term as Term
    from lamb.calculus.term import Var as Var
    from lamb.calculus.trace import Trace as Trace
    from lamb.calculus.trace import trace as trace
    from lamb.course.comparison import Comparison as Comparison
    from lamb.course.comparison import Run as Run
    from lamb.course.comparison import compare as compare
    from lamb.course.exercises.not_yet import NotYet as NotYet
    from lamb.course.verdicts import Verdict as Verdict
    from lamb.course.walk import Walk as Walk
    from lamb.encodings.blc import from_blc as from_blc
    from lamb.encodings.blc import to_blc as to_blc
    from lamb.encodings.readings import Reading as Reading
    from lamb.encodings.readings import readings as readings
    from lamb.encodings.values import boolean as boolean
    from lamb.encodings.values import encode as encode
    from lamb.encodings.values import list_of as list_of
    from lamb.encodings.values import pair as pair
    from lamb.encodings.values import read_boolean as read_boolean
    from lamb.encodings.values import read_list as read_list
    from lamb.encodings.values import read_numeral as read_numeral
    from lamb.encodings.values import read_pair as read_pair
    from lamb.errors import BudgetError as BudgetError
    from lamb.errors import DefinitionError as DefinitionError
    from lamb.errors import EncodingError as EncodingError
    from lamb.errors import LambError as LambError
    from lamb.errors import LoadError as LoadError
    from lamb.errors import ParseError as ParseError
    from lamb.interface.coursework import exercise as exercise
    from lamb.interface.jupyter.stepper import stepper as stepper
    from lamb.interface.values import Value as Value
    from lamb.notation import parse_term as parse_term
    from lamb.notation.printer import pretty as pretty
    from lamb.results import Answer as Answer
    from lamb.results import Asked as Asked
    from lamb.results import Checked as Checked
    from lamb.results import Defined as Defined
    from lamb.results import Derived as Derived
    from lamb.results import Imported as Imported
    from lamb.results import Note as Note
    from lamb.results import Result as Result
    from lamb.session import Session as Session
    from lamb.source import Place as Place
    from lamb.source import Source as Source


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'lamb' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*sorted(_HOME), "__version__"]


def load_ipython_extension(shell: object) -> None:
    """`%load_ext lamb`: λ-calculus in a notebook of Python's."""
    import_module("lamb.interface.jupyter.extension").load(shell)


def unload_ipython_extension(shell: object) -> None:
    """`%unload_ext lamb`."""
    import_module("lamb.interface.jupyter.extension").unload(shell)
