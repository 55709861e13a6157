r"""Derivations in LaTeX: nothing that anybody wrote is a command, and all that is opened is closed."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Strategy, Term
from lamb.show.documents import LatexDerivation, exported
from lamb.show.latex import in_mathematics, in_text
from tests.strategies import DEFINITIONS, unfolding

SYMBOLS = """
    lambda ldots cdots quad to Rightarrow begin end underline text textit texttt mathrm ifdefined else fi
    Umathcode textbackslash textasciitilde textasciicircum textasciigrave char parallel
    ss ae AE oe OE o O l L i u r H v d c
    alpha beta gamma delta varepsilon zeta eta theta iota kappa mu nu xi pi rho varsigma sigma tau upsilon
    varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
""".split()  # noqa: SIM905
COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
texts = st.text() | st.text(alphabet="\\{}$&#^_~%`'\"<>|-λαΩéßł₁²変\n\x00 ab")


def is_safe(latex: str) -> bool:
    """Whether only known commands are in it, brackets and mathematics are closed, and nothing is special."""
    commands = COMMAND.findall(latex)
    assert {one for one in commands if one.isalpha()} <= set(SYMBOLS), commands
    rest = COMMAND.sub("", latex)
    depth = 0
    for char in rest:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert rest.count("$") % 2 == 0
    assert not re.search(r"[%#~]", rest)
    assert not re.search(r"\n\s*\n", latex.strip("\n"))
    assert re.sub(r"\$[_^]\{\d\}\$|[=o]_\{|_\{", "", rest).count("_") == 0
    return all(char.isprintable() or char == "\n" for char in latex)


def latex_of(term: Term | str, *, width: int | None = None, standalone: bool = False, **choices: Any) -> str:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    return exported(term, partial(LatexDerivation, width=width, standalone=standalone), **choices)


@given(texts, texts)
def test_any_name_is_only_ever_shown(name: str, hint: str) -> None:
    written = latex_of(App(Lam(hint, App(Free(name), lamb.Var(0))), Free(name)))
    assert is_safe(written)


@given(texts)
def test_any_text_is_only_ever_shown(text: str) -> None:
    assert is_safe(in_text(text))
    assert is_safe(in_mathematics(text))


@given(unfolding(), st.sampled_from(Strategy))
def test_each_row_is_aligned_once(term: Term, strategy: Strategy) -> None:
    choices: Any = {"strategy": strategy, "definitions": DEFINITIONS, "budget": Budget(steps=6, nodes=1_000)}
    written = latex_of(term, **choices)
    rows = written.removeprefix("\\begin{align*}\n").removesuffix("\n\\end{align*}\n").split(" \\\\\n")
    assert all(row.count("&") == 1 and "\n" not in row for row in rows)
    assume("of memory" not in written)  # which the rows take, too
    steps = lamb.trace(term, folded=True, **choices)
    assert sum(r"\to_" in row or r"\Rightarrow" in row for row in rows) == len(list(steps))
    assert sum(r"\underline{" in row for row in rows) <= len(rows)


def test_redexes_are_underlined_and_renamings_are_steps() -> None:
    assert latex_of("(λx y. x) y z").splitlines() == [
        r"\begin{align*}",
        r"  & (\lambda x\ \underline{y}.\ x)\ y\ z \\",
        r"  =_{\alpha}\ & \underline{(\lambda x\ y'.\ x)\ y}\ z \\",
        r"  \to_{\beta}\ & \underline{(\lambda y'.\ y)\ z} \\",
        r"  \to_{\beta}\ & y",
        r"\end{align*}",
    ]


def test_what_does_not_end_is_not_shown_as_a_result() -> None:
    last = latex_of("(λx. x x) λx. x x").splitlines()[-2]
    assert last.startswith(r"  \to\ & \cdots\quad\text{(step 1 is $\alpha$-equal to the start")


def test_a_document_needs_amsmath_alone() -> None:
    written = latex_of("I a", definitions=DEFINITIONS, standalone=True)
    assert re.findall(r"\\usepackage.*", written) == [r"\usepackage{amsmath}"]
    assert written.startswith("\\documentclass{article}\n")
    assert written.endswith("\\end{document}\n")
    assert written.count(r"\begin{") == written.count(r"\end{") == 2


def test_long_terms_are_elided_on_demand() -> None:
    term = f"(λx. x) (f {' '.join('abcdefghij' * 5)})"
    assert r"\ldots{}" in latex_of(term, width=30)
    assert max(map(len, latex_of(term, width=30).splitlines())) < 100
    assert r"\ldots{}" not in latex_of(term)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x", "x"),
        ("x''", "x''"),
        ("42", "42"),
        ("α", r"\alpha"),
        ("Ω", r"\mathrm{\Omega}"),
        ("is-zero?", r"\textit{is-zero?}"),
        ("x_1", r"\textit{x\_1}"),
        ("x₁", r"\textit{x$_{1}$}"),
        ("größe", r"\textit{gr\"{o}\ss{}e}"),
        ("変", r"\textit{{\ifdefined\Umathcode 変\else\texttt{U+5909}\fi}}"),
    ],
)
def test_names_in_mathematics(name: str, written: str) -> None:
    assert in_mathematics(name) == written
