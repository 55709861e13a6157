r"""LaTeX that needs the package amsmath and nothing else: terms in mathematics, and any text.

All that is in a name is only ever shown: the specials of LaTeX, primes, accented Latin letters and ß, Greek
letters, digits above and below the line are written so that pdfLaTeX, XeLaTeX and LuaLaTeX all take them.
Letters of other scripts are left as they are for XeLaTeX and LuaLaTeX (if the font has them); pdfLaTeX shows
their numbers (U+5909).
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

from lamb.calculus.reduction import Rule
from lamb.encodings.combinators import COMBINATORY

ARROWS = {
    Rule.ALPHA: r"=_{\alpha}",
    Rule.BETA: r"\to_{\beta}",
    Rule.DELTA: r"\to_{\delta}",
    Rule.ETA: r"\to_{\eta}",
    Rule.PARALLEL: r"\Rightarrow",
    **{rule: rf"\to_{{{rule.value}}}" for rule in COMBINATORY if rule.value.isascii()},
    Rule.IOTA: r"\to_{\iota}",
}
PREAMBLE = "\\documentclass{article}\n\\usepackage{amsmath}\n\\allowdisplaybreaks\n\\begin{document}\n"
POSTAMBLE = "\\end{document}\n"


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
_ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0327",
        "`'^~=u.\"rHvdc",
        strict=True,
    )
)
_LIGATURES = zip("ßæÆœŒøØłŁı", ["ss", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "i"], strict=True)
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
    **{char: rf"\{name}{{}}" for char, name in _LIGATURES},
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
    {
        char: accented
        for char in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)])
        if (accented := _accented(char))
    }
    | {greek: f"${name}$" for greek, name in _GREEK.items()}
    | {char: f"$_{{{digit}}}$" for digit, char in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {char: f"$^{{{digit}}}$" for digit, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    | _SPECIAL
)
_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def _foreign(text: str) -> str:
    """Letters, marks and digits for XeLaTeX and LuaLaTeX, or the numbers of all characters."""
    numbers = rf"\texttt{{{' '.join(f'U+{ord(char):04X}' for char in text)}}}"
    if not all(category(char)[0] in "LMN" for char in text):
        return numbers
    return rf"{{\ifdefined\Umathcode {text}\else{numbers}\fi}}"
