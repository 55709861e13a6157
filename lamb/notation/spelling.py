"""Names as people spell them: letters that are names of their own, and names that look like slips.

As textbooks write names, each letter is one, so that `λxyz.xz(yz)` is λx y z. x z (y z). A name of several
letters stays whole where it is defined, or bound by a `let`. A letter takes the digits, primes, `?` and `!`
behind it along, as in `x'y₁`; a name with any other sign in it is one name.

A free name is legal, and stays as it is. But `fcat` beside a definition of `fact` is a slip, `plus` is what
others call `add`, and in `λxyz.xz(yz)`, read as it stands, there are six names and not three. So is `[1 2]`
legal, a list of one item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice

from lamb.calculus.budget import tick
from lamb.notation.names import occurrences
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Definition,
    Derivation,
    Expr,
    ListOf,
    Local,
    Name,
    PairOf,
    Query,
    Statement,
    TypeAssertion,
)

_LETTER = r"[^\W\d_²³¹¼-¾⁰-₉][\d²³¹⁰-₉'?!]*"
_PRAGMA = r"(?:--|#)[ \t]*letters[ \t]*:[ \t]*(on|off)\s*"


def asked_for(text: str, comments: Iterable[tuple[int, int]]) -> bool | None:
    """What the last comment `-- letters: on`, or `off`, in a text says; None if there is none."""
    asked = None
    for start, end in comments:
        if found := re.compile(_PRAGMA).fullmatch(text, start, end):
            asked = found[1] == "on"
    return asked


def set_apart(statement: Statement, text: str, defined: Collection[str]) -> None:
    """Take the names in a statement apart, but for those that are *defined*. It is changed in place."""
    match statement:
        case Definition() | Query() | TypeAssertion():
            statement.term = apart(statement.term, text, defined)
        case Assertion(generators=generators):
            defined = {*defined, *(name for generator in generators for name in generator.names)}
            statement.left = apart(statement.left, text, defined)
            statement.right = apart(statement.right, text, defined)
        case Derivation(steps=steps):
            statement.first = apart(statement.first, text, defined)
            for step in steps:
                step.term = apart(step.term, text, defined)


def apart(expr: Expr, text: str, defined: Collection[str]) -> Expr:
    """A tree with its names taken apart, but for those that are *defined*. It is changed in place."""
    whole = set(defined)

    def letters(part: Expr) -> list[Expr]:
        """The letters of a name; any other term as it is."""
        if not isinstance(part, Name) or part.name in whole:
            return [part]
        at = text.find(part.name, part.start)
        return [Name(name, at + start, at + end) for name, start, end in _letters(part.name)] or [part]

    def joined(part: Expr) -> Expr:
        """The letters of a name, each applied to the next; any other term as it is."""
        term, *rest = letters(part)
        for letter in rest:
            term = Application(term, letter, term.start, letter.end)
        if rest:
            term.at(part.start, part.end)
        return term

    top = ListOf((expr,))
    todo: list[Expr] = [top]
    while todo:
        tick(1)
        match node := todo.pop():
            case Application(fn, arg):
                is_bare = isinstance(arg, Name) and arg.end - arg.start == len(arg.name)
                *before, node.arg = letters(arg) if is_bare else [joined(arg)]
                node.fn = joined(fn)
                for letter in before:  # f xy is f x y, where f (xy) is f (x y)
                    node.fn = Application(node.fn, letter, node.start, letter.end)
                todo += node.fn, node.arg
            case Abstraction(hint, body):
                node.body = joined(body)
                todo.append(node.body)
                if hint not in whole:
                    _set_binder_apart(node, text)
            case Local(hint, value, body):
                whole.add(hint)
                node.value, node.body = joined(value), joined(body)
                todo += node.value, node.body
            case PairOf(fst, snd):
                node.fst, node.snd = joined(fst), joined(snd)
                todo += node.fst, node.snd
            case ListOf(items):
                node.items = tuple(map(joined, items))
                todo += node.items
    return top.items[0]


def _set_binder_apart(node: Abstraction, text: str) -> None:
    """Make one abstraction for each letter of a binder."""
    at = text.find(node.hint, node.start)
    letters = _letters(node.hint)
    for letter, start, _ in reversed(letters[1:]):
        node.body = Abstraction(letter, node.body, at + start, node.end)
    if letters:
        node.hint = letters[0][0]


def _letters(name: str) -> list[tuple[str, int, int]]:
    """The letters of a name, and where each stands in it; none if the name has other signs, or one letter."""
    found = [(letter[0], *letter.span()) for letter in re.finditer(_LETTER, name)]
    return found if len(found) > 1 and sum(len(letter) for letter, _, _ in found) == len(name) else []


MOST_NOTES = 5
LONGEST_COMPARED = 40  # letters of a name that is compared with others
LONGEST_ITEM = 30  # characters of an item of a list that a note repeats
HABITS = {
    "then": "a choice is written if c t u, without “then” and “else”",
    "else": "a choice is written if c t u, without “then” and “else”",
    "where": "a local definition is written let x = t in u",
    "return": "what a function gives back is its body: λx. …",
}
"""Words of other languages, and what is written instead."""

DEFINING = ("val", "var", "type")
"""Words of other languages before what they define, which are names here."""

MOST_PARAMETERS = 100  # that are looked at

VARIABLES = frozenset("abcdfghkmnpqrsuvwxyz")  # without which there are few words
TEXTBOOK = tuple(map(frozenset, ("xyzuvw", "abc")))  # letters of variables that textbooks write together

SYNONYMS: Mapping[str, str] = {
    synonym: name
    for name, synonyms in {
        "I": "id identity ident",
        "K": "const konst",
        "Y": "fix fixpoint fixed-point rec ycomb",
        "Ω": "omega loop diverge bottom undefined",
        "ω": "self mockingbird",
        "add": "plus sum-of addition",
        "sub": "minus subtract monus",
        "mul": "times mult multiply prod",
        "pow": "exp power expt",
        "div": "quot quotient divide",
        "mod": "rem remainder modulo",
        "succ": "inc incr increment suc next",
        "pred": "dec decr decrement prev previous",
        "fact": "factorial fac",
        "fib": "fibonacci",
        "is-zero": "isz iszero zero? is0 zerop is-0",
        "is-even": "even even?",
        "is-odd": "odd odd?",
        "leq": "le lte less-equal <=",
        "geq": "ge gte greater-equal",
        "lt": "less less-than",
        "gt": "greater greater-than",
        "eq": "equal equals ==",
        "neq": "ne not-equal",
        "not": "neg negate",
        "xor": "exclusive-or",
        "if": "ite cond if-then-else test",
        "true": "tru t",
        "false": "fls",
        "pair": "mkpair mk-pair make-pair tuple",
        "fst": "first car proj1 p1",
        "snd": "second cdr proj2 p2",
        "cons": "push prepend",
        "nil": "empty null emptylist",
        "is-nil": "isnil nil? null? isempty is-empty empty?",
        "head": "hd",
        "tail": "tl",
        "length": "len size",
        "append": "concatenate",
        "foldr": "fold reduce fold-right foldright",
        "foldl": "fold-left foldleft",
        "filter": "select",
        "reverse": "rev",
        "nth": "index get at",
        "elem": "member contains",
        "compose": "comp o",
        "on": "psi",
        "replicate": "repeat",
        "sqrt": "square-root isqrt",
    }.items()
    for synonym in synonyms.split()
}
"""The prelude's names for what others call differently."""
NUMBERS: Mapping[str, str] = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
"""The numerals for words that others define."""


def may_slip(name: str, defined: Collection[str]) -> bool:
    """True if `notes_on` may have something to say about a name, wherever it stands."""
    return name == "_" or _is_several(name) or (name not in defined and _is_word(name))


def notes_on(
    expr: Expr, defined: Collection[str], library: Collection[str] | None = None
) -> Iterator[tuple[Name, str]]:
    """The names in *expr* that look like a slip, each once, and what may have been meant.

    Names of one letter are variables, with or without an index, and never slips. In a derivation, the
    *library* has the names that an import would bring, and a name that is like none is left alone.
    """
    note = _note if library is None else partial(_note_in_derivation, library)
    used = cache(lambda: {name.name for name, bound in occurrences(expr) if name.name in bound})
    seen: set[tuple[str, bool]] = set()
    notes = 0
    for name, bound in occurrences(expr):
        kind = (name.name, name.name in bound)
        if kind in seen:
            continue
        seen.add(kind)
        together = _binder_of_several(name.name, bound, used)
        if together and (together, True) not in seen - {kind}:
            seen.add((together, True))
            notes += 1
            yield name, _one_name(together)
        undefined = name.name not in defined and (not kind[1] or name.name == "_")
        if undefined and (message := note(name.name, bound, together, defined)):
            notes += 1
            yield name, message
        if notes >= MOST_NOTES:
            return


def _one_name(binder: str) -> str:
    several = {2: "two", 3: "three", 4: "four"}.get(len(binder), "several")
    return f"“{binder}” is one name; for {several} binders, write λ{' '.join(binder)}"


def _binder_of_several(
    name: str, bound: Mapping[str, int], used: Callable[[], Collection[str]]
) -> str | None:
    """The binder around a name that may have been meant as several: their letters are in it."""
    if name in bound:
        return name if _is_several(name) and any(letters.issuperset(name) for letters in TEXTBOOK) else None
    letters = set(name)
    tick(len(bound))
    for binder in bound if len(name) > 1 or name.isalpha() else ():
        if _is_several(binder) and letters.issubset(binder) and binder not in used():
            return binder
    return None


def _is_several(name: str) -> bool:
    """True if a name is several letters that are names of variables, each another."""
    return 1 < len(name) == len(set(name)) and VARIABLES.issuperset(name)


def _note(name: str, bound: Mapping[str, int], together: str | None, defined: Collection[str]) -> str | None:
    if name == "_":
        return "“_” stands for nothing that a λ binds: give the variable a name"
    if not _is_word(name):
        return None
    if apart := _run_together(name, bound, together):
        return apart
    return f"“{name}” is not defined{_meant(name, bound, defined) or ', so it stays as it is'}"


def _is_word(name: str) -> bool:
    """True if a name is more than one letter, with or without an index."""
    return sum(map(str.isalpha, name)) > 1


def note_on_definition(definition: Definition, text: str) -> str | None:
    """The note on a definition whose *text* means something else in other languages: `data box a = mk a`,
    `val x = 5`, `f x where x = 5`; or in which two parameters have one name.
    """
    name, term = definition.name, definition.term
    variables: list[str] = []
    while isinstance(term, Abstraction) and len(variables) < MOST_PARAMETERS:
        tick(1)
        variables.append(term.hint)
        term = term.body
    parameters = text.split("=", 1)[0].split()[1:]
    if name == "data" and variables:
        return "this defines a function “data”; a type of one constructor is data box a = | mk a"
    if name in DEFINING and parameters and parameters == variables[:1]:
        return f"this defines a function “{name}”; without “{name}” it defines “{variables[0]}”"
    if word := next((word for word in variables if word in HABITS and word in parameters), None):
        return f"this defines “{name}”, with a parameter “{word}”: {HABITS[word]}"
    for variable in variables:
        if parameters.count(variable) > 1 and variables.count(variable) > 1 and variable != "_":
            return f"two parameters are called “{variable}”: only the last one is meant by it"
    return None


def is_unseparated(item: Expr) -> bool:
    """True if an item of a list looks as if commas were missing in it: if a numeral, a list or a pair is
    applied to another, without brackets around both. But `2 f x` is what numerals are for.
    """
    head = first = item
    while isinstance(head, Application):
        first = head.arg
        head = head.fn
    return head is not item and head.start == item.start and _is_literal(head) and _is_literal(first)


def _is_literal(expr: Expr) -> bool:
    return isinstance(expr, ListOf | PairOf) or (isinstance(expr, Name) and expr.name.isdigit())


def notes_on_lists(expr: Expr, text: str) -> Iterator[tuple[Expr, str]]:
    """The items of lists in *expr*, which stands in a *text*, in which commas may be missing, and the notes
    on them.
    """
    todo = [expr]
    notes = 0
    while todo and notes < MOST_NOTES:
        tick(1)
        match todo.pop():
            case Abstraction(body=body):
                todo.append(body)
            case Application(one, other) | Local(value=one, body=other) | PairOf(one, other):
                todo += other, one
            case ListOf(items):
                todo += reversed(items)
                for item in islice(filter(is_unseparated, items), MOST_NOTES - notes):
                    notes += 1
                    written = text[item.start : item.end]
                    is_short = len(written) <= LONGEST_ITEM and "\n" not in written
                    what = "a list of one item" if len(items) == 1 else "one item of a list"
                    yield item, f"this is {what}{f', {written}' if is_short else ''}: commas separate items"


def _run_together(name: str, bound: Mapping[str, int], together: str | None) -> str | None:
    """The note on a name of letters that λs around it bind; *together* is the binder of several."""
    if (
        name in HABITS
        or not bound
        or not all(letter in bound or letter in (together or "") for letter in name)
    ):
        return None
    return f"“{name}” is one name; for {' applied to '.join(name)}, write {' '.join(name)}"


def _meant(name: str, bound: Mapping[str, int], defined: Collection[str]) -> str | None:
    """The end of the note on an undefined name that says what may have been meant."""
    if name in HABITS:
        return f": {HABITS[name]}"
    meant = nearest(name, bound, defined)
    if meant is None and all(letter in bound or letter in defined for letter in name):
        meant = " ".join(name)
    return f": did you mean “{meant}”?" if meant else None


def _note_in_derivation(
    library: Collection[str],
    name: str,
    bound: Mapping[str, int],
    together: str | None,
    defined: Collection[str],
) -> str | None:
    if name in library and (len(name) > 1 or not name.islower()):
        brought: str | None = name
    elif not _is_word(name):
        return None
    elif apart := _run_together(name, bound, together):
        return apart
    elif meant := _meant(name, bound, defined):
        return f"“{name}” is not defined here{meant}"
    else:
        brought = _of_one_meaning(name, library)
    if brought is None:
        return None
    return f"“{name}” is not defined here: a derivation sees only its file, import prelude brings “{brought}”"


def nearest(name: str, *known: Collection[str]) -> str | None:
    """The known name that is most like *name*, or means the same, if any is near. Ticks.

    The last ones known are those that are defined: synonyms are looked for among them.
    """
    if SYNONYMS.get(name.casefold()) in known[-1]:
        return SYNONYMS[name.casefold()]
    names = [*_comparable(name, known)]
    alike = [one for one in names if one.casefold() == name.casefold()]
    if alike:
        return alike[0]
    if name.casefold() in NUMBERS:
        return NUMBERS[name.casefold()]
    if synonym := _of_one_meaning(name, known[-1]):
        return synonym
    if (asked := f"is-{name.casefold()}") in known[-1]:  # as `prime` for `is-prime`
        return asked
    from difflib import get_close_matches  # only when something looks wrong

    folded = {one.casefold(): one for one in reversed(names)}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def _of_one_meaning(name: str, names: Iterable[str]) -> str | None:
    """The first of *names* that means the same."""
    return next((one for one in names if _meaning(one) == _meaning(name)), None)


def _meaning(name: str) -> str:
    """What the prelude calls a name of many, in small letters."""
    return SYNONYMS.get(name.casefold(), name).casefold()


def _comparable(name: str, known: Iterable[Collection[str]]) -> Iterator[str]:
    """The names that are about as long as *name*: others are never near, and long ones take long."""
    for number, one in enumerate(one for names in known for one in names):
        if number % 1_000 == 0:
            tick()
        if abs(len(one) - len(name)) <= max(2, len(name) // 2) and len(name) <= LONGEST_COMPARED:
            yield one
