"""What all exports have in common: what they are told about a reduction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias
from unicodedata import category, normalize

from lamb.analysis.divergence import Divergence
from lamb.calculus.budget import Status
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import Shown
from lamb.encodings.readings import Reading
from lamb.notation.elision import Room, excerpt
from lamb.show.lines import fits
from lamb.show.reductions import Span, spans

Write: TypeAlias = Callable[[str], object]

MOST_MARKED = 10_000  # characters of a term that would be too large otherwise


class Ending(NamedTuple):
    """What came of a reduction: after so many *steps* its strategy stopped at a *form*, or (for
    another *status* than NORMAL_FORM) it did not, and the *sentence* says what can be said about that.

    *definitions* are those that it was carried out with. A status of None: it was left.
    """

    status: Status | None
    form: str
    steps: int
    sentence: str = ""
    divergence: Divergence | None = None
    readings: Sequence[Reading] = ()
    definitions: Mapping[str, Term] = {}

    @property
    def finished(self) -> bool:
        return self.status is Status.NORMAL_FORM

    def __str__(self) -> str:
        """All that there is to say, without a full stop."""
        if not self.finished:
            return self.sentence or "and so on"
        steps = "1 step" if self.steps == 1 else f"{self.steps:,} steps"
        values = f": {', '.join(self.readings)}" if self.readings else ""
        return f"{self.form} after {steps}{values}"


class Export(Protocol):
    """Who writes reductions down, one after the other."""

    def begin(self, term: Term, strategy: Strategy) -> None:
        """A reduction begins, or is shown from this term on."""

    def show(self, number: int, line: Shown) -> None:
        """The next line; *number* is that of the step, or, of an α-step, of the step before it."""

    def finish(self, ending: Ending) -> None:
        """The reduction has ended, or been left."""

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        """There are no more reductions: the exit code, what kept it from ending by itself, other errors."""


def marked(term: Term, following: Shown | None, width: int | None) -> tuple[str, list[Span]]:
    """The text of a term, and where that is in it which the following step is about.

    A term that is wider than *width* is elided around it.
    """
    if width is None and not fits(term):
        width = MOST_MARKED
    found = excerpt(term, Room(width), following.path if following else ())
    return found.text, sorted(spans(found, following)) if following else []


# ── Latex ───────────────────────────────────────────────────────────────────────────
# A reduction as LaTeX: a derivation that is aligned at its arrows, with the redexes underlined.
#
#     \begin{align*}
#       & \underline{(\lambda x\ y.\ x)\ a}\ b \\
#       \to_{\beta}\ & \underline{(\lambda y.\ a)\ b} \\
#       \to_{\beta}\ & a
#     \end{align*}
#
# It needs the package amsmath and nothing else. Whatever is in a name, it is only ever shown: the
# specials of LaTeX, primes, accented Latin letters and ß, Greek letters, digits above and below the
# line are written so that pdfLaTeX, XeLaTeX and LuaLaTeX all take them. Letters of other scripts are
# left as they are for XeLaTeX and LuaLaTeX (if the font has them); pdfLaTeX shows their numbers (U+5909).


ARROWS = {
    Rule.ALPHA: r"=_{\alpha}",
    Rule.BETA: r"\to_{\beta}",
    Rule.DELTA: r"\to_{\delta}",
    Rule.ETA: r"\to_{\eta}",
    Rule.PARALLEL: r"\Rightarrow",
}
PREAMBLE = "\\documentclass{article}\n\\usepackage{amsmath}\n\\allowdisplaybreaks\n\\begin{document}\n"
POSTAMBLE = "\\end{document}\n"


class LatexDerivation:
    """Writes each reduction as an `align*`; *standalone*, all of them in a document.

    Terms wider than *width* characters are elided around the redex.
    """

    def __init__(self, write: Write, *, width: int | None = None, standalone: bool = False) -> None:
        self.write = write
        self.width = width
        self.standalone = standalone
        self._begun = False
        self._arrow = ""
        self._term: Term | None = None  # which waits for what the next step is about
        if standalone:
            write(PREAMBLE)

    def begin(self, term: Term, strategy: Strategy) -> None:
        self.write(("\n" if self._begun else "") + "\\begin{align*}\n")
        self._begun = True
        self._arrow, self._term = "", term

    def show(self, number: int, line: Shown) -> None:
        self._row(line)
        self.write(" \\\\\n")
        self._arrow, self._term = ARROWS[line.rule] + r"\ ", line.after

    def finish(self, ending: Ending) -> None:
        self._row(None)
        if not ending.finished:
            said = rf"\quad\text{{({in_text(ending.sentence)})}}" if ending.sentence else ""
            self.write(f" \\\\\n  \\to\\ & \\cdots{said}")
        self.write("\n\\end{align*}\n")

    def _row(self, following: Shown | None) -> None:
        if self._term is not None:
            text, spans = marked(self._term, following, self.width)
            self.write(f"  {self._arrow}& {_underlined(text, spans)}")
        self._term = None

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        if self._term is not None:  # it was left in the middle
            self.finish(Ending(None, "", 0, problem or ""))
        if self.standalone:
            self.write(POSTAMBLE)


def _underlined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text of a term in mathematics, with some stretches of it, which do not overlap, underlined."""
    written: list[str] = []
    last = 0
    for start, end in spans:
        written += in_mathematics(text[last:start]), rf"\underline{{{in_mathematics(text[start:end])}}}"
        last = end
    return "".join([*written, in_mathematics(text[last:])])


# ── What LaTeX takes for text ─────────────────────────────────────────────────────────

_TOKENS = re.compile(r"[λ\\]|[().…\s]|[^λ\\().…\s]+")
_PLAIN = re.compile(r"[A-Za-z]'*|[0-9]+")
_STRUCTURE = {"λ": r"\lambda ", "\\": r"\lambda ", "…": r"\ldots{}", "(": "(", ")": ")", ".": "."}


def in_mathematics(text: str) -> str:
    r"""The text of a term, in mathematics.

    >>> print(in_mathematics("λx'. is-zero α x'"))
    \lambda x'.\ \textit{is-zero}\ \alpha\ x'
    """
    return "".join(_STRUCTURE.get(token) or _token(token) for token in _TOKENS.findall(text))


def _token(token: str) -> str:
    if token.isspace():
        return r"\ "
    if _PLAIN.fullmatch(token):
        return token
    if token in _GREEK:
        return _GREEK[token]
    return rf"\textit{{{in_text(token)}}}"


def in_text(text: str) -> str:
    r"""Any text, as text.

    >>> print(in_text("größe_100% α₁"))
    gr\"{o}\ss{}e\_100\% $\alpha$$_{1}$
    """
    return _FOREIGN.sub(lambda found: _foreign(found[0]), text.translate(_IN_TEXT))


_LETTERS = (
    r"\alpha \beta \gamma \delta \varepsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi o \pi \rho "
    r"\varsigma \sigma \tau \upsilon \varphi \chi \psi \omega"
)
_CAPITALS = (
    r"A B \Gamma \Delta E Z H \Theta I K \Lambda M N \Xi O \Pi P ? \Sigma T \Upsilon \Phi X \Psi \Omega"
)
_GREEK = {chr(0x3B1 + at): letter for at, letter in enumerate(_LETTERS.split())} | {
    chr(0x391 + at): rf"\mathrm{{{letter}}}" for at, letter in enumerate(_CAPITALS.split()) if letter != "?"
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
}
_SPECIAL = {char: f"\\{char}" for char in "{}$&#%_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "'": "$'$",
    '"': r"\char34{}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    "\t": " ",
    "\n": " ",
    "…": r"\ldots{}",
    "“": "``",
    "”": "''",
    "’": "'",
    "–": "--",
    "∥": r"$\parallel$",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "\u0131": r"\i{}",
}


def _accented(char: str) -> str | None:
    """An accented Latin letter, by LaTeX's accents."""
    base, *accents = list(normalize("NFD", char))
    if not (accents and base.isascii() and base.isalpha() and all(one in _ACCENTS for one in accents)):
        return None
    written = base
    for accent in accents:
        written = f"\\{_ACCENTS[accent]}{{{written}}}"
    return written


_IN_TEXT = str.maketrans(
    {char: accented for char in map(chr, range(0xC0, 0x250)) if (accented := _accented(char))}
    | {char: accented for char in map(chr, range(0x1E00, 0x1F00)) if (accented := _accented(char))}
    | {greek: f"${name}$" for greek, name in _GREEK.items()}
    | {"₀₁₂₃₄₅₆₇₈₉"[digit]: f"$_{{{digit}}}$" for digit in range(10)}
    | {"⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]: f"$^{{{digit}}}$" for digit in range(10)}
    | _SPECIAL
)
_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def _foreign(text: str) -> str:
    """Characters that only XeLaTeX and LuaLaTeX have fonts for, and others that nobody has."""
    numbers = rf"\texttt{{{' '.join(f'U+{ord(char):04X}' for char in text)}}}"
    if not all(category(char)[0] in "LMN" for char in text):
        return numbers
    return rf"{{\ifdefined\Umathcode {text}\else{numbers}\fi}}"
