r"""Every notation that is read or written, a row for each.

They are one language in many spellings. What differs is how an abstraction begins and ends, how a function
is applied, what a name is, and how a definition is written:

    apply     juxtaposed     f x y, from the left           Haskell, OCaml, Elsa, Codewars, …
              called         f(x)(y)                        Python, JavaScript
              listed         ((f x) y)                      Scheme

Operators stand between terms: f . g, f $ x, and in lci m + n. Those that bind tighter come first.

A nameless notation has numbers for variables: de Bruijn's indices count the λs from the variable outwards
(de Bruijn 1972), his levels from the outside inwards; from 0, or from 1.

Sources: Elsa (Jhala), mikrokosmos (Román), lci (Chatzikyriakopoulos), Codewars' `lambda-calculus.js`
(Wiltink and Kacarott), AIT's `Lambda.lhs` (Tromp), bruijn's `Parser.hs` (Borner).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from lamb.calculus.term import Free, Term, spine
from lamb.encodings.readings import NumberIn, Reading
from lamb.encodings.values import read_numeral
from lamb.errors import LambError, did_you_mean
from lamb.foreign import encoded
from lamb.foreign.bindings import Scope
from lamb.foreign.bruijn_values import reading_in
from lamb.notation.names import NAME, RESERVED
from lamb.notation.syntax import Expr
from lamb.records import Record

Numbers: TypeAlias = Callable[[int], Expr]
Side: TypeAlias = Literal["left", "right", "none"]

WORD = "[A-Za-z_][A-Za-z0-9_]*"
PRIMED = "[A-Za-z_][A-Za-z0-9_']*"
LOWER = "[a-z_][A-Za-z0-9_']*"

UNDEFINED = "undefined"
"""The free name that `()`, and a name that begins with `_`, are in a notation with a unit."""


class Infix(NamedTuple):
    """A *sign* between two terms, and how tightly it *binds* them; of equal ones, that on one *side* first.

    Its *meaning* is a function of both, or the name of one; without, it applies one to the other.
    """

    sign: str
    binds: int
    side: Side
    meaning: Callable[[], Expr] | str | None = None

    def before(self, other: Infix) -> bool:
        """True if it takes the term between itself and an operator that is right of it."""
        if self.binds != other.binds:
            return self.binds > other.binds
        return not (self.side == "right" and other.side != "left")


class Dialect(Record):
    """A notation. Patterns are regular expressions, in which NAME stands for the pattern of a name.

    *begins* is what an abstraction begins with, its variables in the group `names`; it may open a bracket,
    which *closes* names. Where variables have not all *names*, they have those of *variables*. *sign*,
    *between* and *dot* are written before, between and after variables, and without *between* each has a λ of
    its own. *defines* is the beginning of a definition, with the groups `name` and `parameters`; *definition*
    is one as it is written, and *recursive* one that names itself. With *lines*, what is not indented begins
    a new statement. Where definitions are *mutual*, those of a program are seen in each other. *local* says
    what is seen in a definition of `let … in`; with *layout*, those of a group stand in a column, and some
    follow on `where`; with *blocks*, they stand in { } before `return`. A nameless notation counts from its
    *base*. *numbers* says what a number stands for, and *number_in* which number a term is; *reading_in*
    says what else an answer is taken for. With a *unit*, `()` is a term without a value, and so are names
    that begin with `_`, as whose binders they bind nothing. With *letters*, each is a name with the digits
    behind it, but in names that are defined.

    *signs* is the pattern of an operator, and *operators* are those that there are; some notations have
    *sections* like (f .), and where operators may bind tighter than application, that is a *juxtaposition*
    among them. *prefixes* are words whose argument goes as far right as that of a λ. Where there are *pairs*,
    they are made by `,`, and *lists* by `:`. What a program uses of the *library* is defined without its
    saying so.
    """

    name: str
    said: str
    example: str
    apply: Literal["juxtaposed", "called", "listed"] = "juxtaposed"
    begins: str = r"[\\λ]\s*(?P<names>NAME(?:\s+NAME)*)\s*(?:\.|->|→|(?=[\\λ]))"
    closes: str = ""
    names: str = PRIMED
    variables: str = ""
    keywords: str = ""
    comment: str = r"--[^\n]*"
    blank: str = r"\s"
    ends: str = ";"
    lines: bool = False
    local: Scope | None = None
    layout: bool = False
    blocks: bool = False
    mutual: bool = False
    defines: str = ""
    sign: str = "\\"
    between: str | None = " "
    dot: str = ". "
    definition: str = ""
    recursive: str = ""
    base: int | None = None
    levels: bool = False
    numbers: Numbers | None = None
    number_in: NumberIn = read_numeral
    reading_in: Callable[[Term], Reading | None] | None = None
    unit: bool = False
    mathematics: bool = False
    bits: Literal["", "text", "bytes"] = ""
    combinators: Literal["", "unlambda", "ski", "sk", "bckwi", "iota", "bulk", "jot", "lazyk"] = ""
    operators: tuple[Infix, ...] = ()
    signs: str = "(?!)"
    sections: bool = False
    juxtaposition: Infix | None = None
    letters: bool = False
    prefixes: str = ""
    pairs: bool = False
    lists: bool = False
    library: str = ""
    ours: bool = False
    """True if our parser reads it."""

    @property
    def numerals(self) -> bool:
        """True if a number is Church's numeral."""
        return self.numbers is encoded.church

    @property
    def wildcard(self) -> bool:
        """True if a binder `_` binds nothing."""
        return self.unit or "_" in self.keywords.split()

    def has_value(self, answer: Term) -> bool:
        """False if an answer has to know what `()` is, which has no value."""
        return not self.unit or spine(answer)[0] != Free(UNDEFINED)


_AT_THE_BEGINNING = r"(?m:^)(?!let\b)(?P<name>NAME)(?P<parameters>(?:[ \t]+NAME)*)\s*=(?!=)"

_SIGN = r"[-+=!@$%^&*/:<>.,|~?]"
_LOWER = "[a-z_][A-Za-z0-9_]*"
_QUOTED = "'[^']+'"
_TEXT = "|".join(f"{mark * 3}(?:[^{mark}]|{mark}(?!{mark * 2}))*+{mark * 3}" for mark in "'\"")
_ALPHANUMERIC = "[A-Za-z][A-Za-z0-9]*"
_LCI = (
    Infix("~", -100, "left"),
    Infix("&&", -80, "left", "And"),
    Infix("||", -80, "left", "Or"),
    Infix("<", -70, "none", "op-less"),
    Infix("<=", -70, "none", "Leq"),
    Infix(">", -70, "none", "op-greater"),
    Infix(">=", -70, "none", "Geq"),
    Infix("==", -70, "none", "Equal"),
    Infix("!=", -70, "none", "op-not-equals"),
    Infix("++", -60, "right", "Append"),
    Infix(":", -60, "right", "Cons"),
    Infix(",", -55, "none", "Pair"),
    Infix("..", -55, "none", "op-dot-dot"),
    Infix("+", -50, "left", "Add"),
    Infix("-", -50, "left", "Monus"),
    Infix("*", -40, "left", "Mult"),
    Infix("/", -40, "left", "op-slash"),
    Infix("**", -35, "left", "Exp"),
)
_DEEPEST = 4
"""Comments in each other."""


def _nested(begins: str, ends: str) -> str:
    """The pattern of comments that may stand in each other: {- … {- … -} … -}"""
    first, second = map(re.escape, begins)
    last = re.escape(ends[1])
    pattern = "(?!)"
    for _ in range(_DEEPEST):
        other = rf"[^{first}{second}]|{second}(?!{last})|{first}(?!{second})"
        pattern = rf"{first}{second}(?:{other}|{pattern})*+{second}{last}"
    return pattern


_PARAMETERS = r"\(\s*NAME(?:\s*,\s*NAME)*\s*\)"


def _nameless(name: str, said: str, example: str, base: int, *, levels: bool = False) -> Dialect:
    return Dialect(
        name, said, example, begins=r"[\\λ]\.?", sign="λ ", between=None, dot="", base=base, levels=levels
    )


def _codewars(name: str, said: str, numbers: Numbers, number_in: NumberIn) -> Dialect:
    return Dialect(
        name,
        said,
        r"\ x y . x",
        names="[A-Za-z_][-A-Za-z0-9_']*",
        comment=r"#[^\n]*",
        ends="(?!)",
        lines=True,
        defines=r"(?m:^)(?P<name>NAME)\s*=",
        sign="\\ ",
        dot=" . ",
        definition="{name} = {term}",
        recursive="{name} = {term}",
        numbers=numbers,
        number_in=number_in,
        unit=True,
    )


def _lambdulus(name: str, said: str, example: str, *, letters: bool) -> Dialect:
    return Dialect(
        name,
        said,
        example,
        begins=rf"\(\s*[\\λ~]\s*(?P<names>{_ALPHANUMERIC}(?:\s*{_ALPHANUMERIC})*)\s*\.",
        closes=")",
        names=rf"{_ALPHANUMERIC}|[-+*/^=]|[<>]=?",
        variables=r"[A-Za-z]\d*" if letters else "",
        comment="(?!)",
        mutual=True,
        defines=rf"(?<![A-Za-z0-9])(?P<name>{_ALPHANUMERIC})\s*:=",
        sign="(λ ",
        dot=" . ",
        definition="{name} := {term};",
        recursive="{name} := {term};",
        numbers=encoded.church,
        letters=letters,
        library=encoded.LAMBDULUS,
    )


_ROWS = (
    Dialect(
        "lamb",
        "the notation of lamb",
        "λx y. x",
        names=NAME.pattern,
        keywords=" ".join(RESERVED),
        definition="{name} = {term}",
        recursive="rec {name} = {term}",
        numbers=encoded.church,
        ours=True,
    ),
    _nameless("debruijn", "de Bruijn's indices from 0", "λ λ 1", 0),
    _nameless("debruijn1", "de Bruijn's indices from 1", "λ λ 2", 1),
    _nameless("levels", "de Bruijn's levels from 0", "λ λ 0", 0, levels=True),
    Dialect(
        "bruijn",
        "bruijn",
        "[[1]]",
        closes="]",
        names="[a-z][-A-Za-z0-9_?!']*",
        defines="NAME ",
        sign="[",
        between=None,
        dot="",
        definition="{name} {term}",
        base=0,
        reading_in=reading_in,
    ),
    Dialect("blc", "binary lambda calculus", "0000110", bits="text"),
    Dialect("blc8", "binary lambda calculus, eight bits a byte", "", bits="bytes"),
    Dialect("ski", "S, K and I (equal up to η)", "K", combinators="ski"),
    Dialect("sk", "S and K (equal up to η)", "K", combinators="sk"),
    Dialect("bckwi", "B, C, K, W and I (equal up to η)", "K", combinators="bckwi"),
    Dialect("iota", "Barker's ι (equal up to η)", "ι (ι (ι ι))", combinators="iota"),
    Dialect("bulk", "Kiselyov's Bₙ, Cₙ, Sₙ (equal up to η)", "K", combinators="bulk"),
    Dialect("jot", "Barker's Jot, in bits (equal up to η)", "11100", combinators="jot"),
    Dialect("lazyk", "Lazy K (equal up to η)", "K", combinators="lazyk"),
    Dialect("unlambda", "Unlambda: s, k, i (equal up to η)", "k", combinators="unlambda"),
    Dialect("elsa", "Elsa", r"\x y -> x", dot=" -> ", definition="let {name} = {term}", ours=True),
    Dialect(
        "mikrokosmos",
        "mikrokosmos",
        r"\x.\y.x",
        names=r"(?:(?!λ)[^\W_])+",
        keywords="FST SND INL INR CASE OF ABORT ABSURD",
        comment=r"#[^\n]*|(?m:^):[^\n]*",
        ends=r";|(?m:^)@@?",
        lines=True,
        defines=r"(?m:^)(?P<name>NAME)\s*[!:]?=",
        between=None,
        dot=".",
        definition="{name} = {term}",
        numbers=encoded.church,
        prefixes="FST SND INL INR CASE ABORT ABSURD",
        operators=(Infix(",", 0, "none", "op-comma"),),
        pairs=True,
        library=encoded.MIKROKOSMOS,
    ),
    Dialect(
        "lci",
        "lci",
        r"\x.\y.x",
        begins=rf"[\\λ]\s*(?P<names>{_LOWER})\s*\.",
        names=f"{WORD}|{_QUOTED}",
        variables=_LOWER,
        keywords="let in",
        comment=r"#[^\n]*|(?m:^)[ \t?]*(?:(?:FixedPoint|Help|Quit|Set\s+\w+\s+\w+|ShowAlias(?:\s+[\w']+)?|"
        r"Consult\s+'[^'\n]*')\s*(?:;|\Z)|Print(?=\s))",
        local="none",
        mutual=True,
        defines=rf"(?P<local>let)\s+(?P<name>{_LOWER})\s*~?=|(?P<alone>[A-Z]\w*|{_QUOTED})\s*=(?!{_SIGN})",
        between=None,
        dot=".",
        definition="{name} = {term};",
        recursive="{name} = {term};",
        numbers=encoded.church,
        operators=_LCI,
        signs=rf"(?![.,=](?!{_SIGN})){_SIGN}+",
        juxtaposition=Infix("", -100, "left"),
        pairs=True,
        lists=True,
        library=encoded.LCI,
    ),
    _lambdulus("lambdulus", "Lambdulus, where each letter is a name", "(λxy.x)", letters=True),
    _lambdulus("lambdulus-words", "Lambdulus, with names of many letters", "(λ x y . x)", letters=False),
    _codewars("codewars", "Codewars, with Church's numerals", encoded.church, read_numeral),
    _codewars("codewars-scott", "Codewars, with Scott's numerals", encoded.scott, encoded.read_scott),
    _codewars(
        "codewars-binary", "Codewars, with binary numbers", encoded.binary_scott, encoded.read_binary_scott
    ),
    _codewars(
        "codewars-negabinary",
        "Codewars, with numbers to the base -2",
        encoded.negabinary,
        encoded.read_negabinary,
    ),
    Dialect(
        "ait",
        "the .lam of AIT",
        r"\x\y.x",
        begins=r"\\\s*(?P<names>NAME)\s*\.?",
        names="[A-Za-z0-9_']+",
        blank=r"\s|let(?=\s|--)(?:\s|--[^\n]*)++in(?![A-Za-z0-9_'])",  # a let of nothing
        keywords="let in",
        local="itself",
        defines=r"(?:(?P<local>let)\s+)?(?P<name>NAME)\s*=",
        between=None,
        dot=".",
        definition="let {name} = {term} in",
        recursive="let {name} = {term} in",
    ),
    Dialect(
        "scheme",
        "Scheme and other Lisps",
        "(lambda (x) x)",
        apply="listed",
        begins=r"[(\[]\s*(?:lambda|λ)\s*[(\[]\s*(?P<names>NAME(?:\s+NAME)*)\s*[)\]]",
        closes=")",
        names=r"[A-Za-z_!$%&*/:<=>?~][-A-Za-z0-9_!$%&*/:<=>?~+.@]*|-?1?[-+](?![-\w+.])",
        keywords="lambda define let let* letrec if cond quote begin set! and or else",
        comment=r";[^\n]*|#(?:lang|!)[^\n]*|#\|(?:[^|]|\|(?!#))*+\|#|"
        r"[(\[](?:provide|require|import)\b[^()]*(?:\([^()]*\)[^()]*)*+\)",
        ends="(?!)",
        local="all",
        mutual=True,
        defines=r"[(\[]\s*define\s+(?:[(\[]\s*(?P<name>NAME)(?P<parameters>(?:\s+NAME)*)\s*[)\]]|(?P<alone>NAME))",
        sign="(lambda (",
        between=None,
        dot=") ",
        definition="(define {name} {term})",
        recursive="(define {name} {term})",
    ),
    Dialect(
        "haskell",
        "Haskell",
        r"\x y -> x",
        names=LOWER,
        keywords="_ case class data default deriving do else foreign if import in infix infixl infixr "
        "instance let module newtype of then type where",
        comment=rf"--[^\n]*|{_nested('{-', '-}')}|NAME(?:[ \t]*,[ \t]*NAME)*[ \t]*::[^\n]*|"
        r"(?m:^)(?:module|import|type|newtype|data|infix[lr]?)\b[^\n]*(?:\n[ \t]+\S[^\n]*)*+",
        blank=r"\s|\{(?!-)|\}",
        lines=True,
        local="all",
        layout=True,
        mutual=True,
        operators=(Infix("$", 0, "right"), Infix(".", 9, "right", encoded.composition)),
        signs=r"[$.](?![!#$%&*+./<=>?@^|~-])|`NAME`",
        sections=True,
        defines=_AT_THE_BEGINNING,
        dot=" -> ",
        definition="{name} = {term}",
        recursive="{name} = {term}",
    ),
    Dialect(
        "ocaml",
        "OCaml",
        "fun x y -> x",
        begins=r"fun\s+(?P<names>NAME(?:\s+NAME)*)\s*->",
        names=LOWER,
        keywords="_ and as assert begin class constraint do done downto else end exception external false "
        "for fun function functor if in include inherit initializer lazy let match method module "
        "mutable new nonrec object of open or private rec sig struct then to true try type val "
        "virtual when while with",
        comment=_nested("(*", "*)"),
        ends=r";|(?m:^)let\s*(?:_|\(\s*\))\s*=",
        local="none",
        operators=(Infix("@@", 0, "right"),),
        signs="@@",
        defines=r"(?!(?m:^)let\s+_\s*=)(?P<local>let(?:\s+rec)?|and)\s+(?P<name>NAME)"
        r"(?P<parameters>(?:\s+NAME)*)\s*(?::[^=]*)?=",
        sign="fun ",
        dot=" -> ",
        definition="let {name} = {term};;",
        recursive="let rec {name} = {term};;",
    ),
    Dialect(
        "python",
        "Python",
        "lambda x: lambda y: x",
        apply="called",
        begins=r"lambda\s+(?P<names>NAME(?:\s*,\s*NAME)*)\s*:",
        names=WORD,
        keywords="False None True and as assert async await break class continue def del elif else except "
        "finally for from global if import in is lambda nonlocal not or pass raise return try "
        "while with yield",
        comment=rf"#[^\n]*|{_TEXT}",
        blank=r"\s|\\\n",
        lines=True,
        mutual=True,
        defines=r"(?m:^)(?:(?P<name>NAME)\s*=(?!=)|def\s+(?P<alone>NAME)\s*"
        r"\((?P<parameters>\s*NAME(?:\s*,\s*NAME)*)\s*\)\s*(?:->[^:\n]*)?:\s*return\b)",
        sign="lambda ",
        between=None,
        dot=": ",
        definition="{name} = {term}",
        recursive="{name} = {term}",
    ),
    Dialect(
        "javascript",
        "JavaScript",
        "x => y => x",
        apply="called",
        begins=rf"(?P<names>NAME|{_PARAMETERS})\s*=>(?P<block>\s*\{{)?",
        names=r"[A-Za-z_$][A-Za-z0-9_$]*",
        keywords="arguments await break case catch class const continue debugger default delete do else "
        "enum eval export extends false finally for function if implements import in instanceof "
        "interface let new null package private protected public return static super switch this "
        "throw true try typeof var void while with yield undefined",
        comment=r"//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/|(?m:^)[ \t]*(?:import\b[^;\n]*;?|export[ \t]+default\b|"
        r"export[ \t]*\{[^}]*\};?|(?:module\.)?exports\b[^;{\n]*(?:\{[^}]*\})?;?|[\"']use strict[\"'];?|"
        r"(?:const|let|var)[^=;\n(]*=[ \t]*require\b[^;\n]*;?)",
        local="all",
        blocks=True,
        mutual=True,
        defines=r"(?:(?:export\s+)?(?:const|let|var)\s+|,\s*(?=NAME\s*=[^=>]))(?P<name>NAME)\s*=(?!>)",
        sign="",
        between=None,
        dot=" => ",
        definition="const {name} = {term};",
        recursive="const {name} = {term};",
    ),
    Dialect(
        "latex",
        "LaTeX, in mathematics",
        r"\lambda x\,y.\ x",
        begins=r"\\lambda(?![A-Za-z])(?:[\s{}]|%[^\n]*)*+"
        r"(?P<names>NAME(?:(?:\s|\\,|\\ |[{},]|%[^\n]*)*+NAME)*)(?:\s|\\,|\\ |%[^\n]*)*+\.",
        names=r"(?:\\math(?:it|rm)\{[A-Za-z][A-Za-z0-9]*\}|[A-Za-z](?:_(?:\d|\{\d+\}))?)'*",
        comment=r"%[^\n]*",
        blank=r"\s|\\[ ,;:!]|[$&{}]|\\\\",
        ends="(?!)",
        sign=r"\lambda ",
        between=r"\,",
        dot=r".\ ",
        mathematics=True,
    ),
)
DIALECTS = {row.name: row for row in _ROWS}
_ALSO = {"lisp": "scheme", "js": "javascript", "py": "python", "hs": "haskell", "ml": "ocaml", "ours": "lamb"}


def dialect_named(name: str) -> Dialect:
    """The notation of a name. Raises LambError.

    >>> dialect_named("lisp").name
    'scheme'
    """
    known = name.lower()
    found = DIALECTS.get(_ALSO.get(known, known))
    if found is None:
        otherwise = "there are " + ", ".join(DIALECTS)
        raise LambError(f"there is no notation “{name}”", hint=did_you_mean(known, DIALECTS, otherwise))
    return found
