"""Check again what `lamb type --json` has written: python -m lamb.recheck_types types.json

Every judgement has to follow from its premises by its rule. The types of definitions are taken as given,
those of numerals are not; that a type is principal is not checked.
"""

import re
from typing import Any

from lamb.recheck import NAME, fault, main, read

WORD = re.compile(rf"[()]|→|{NAME.pattern}")
NUMERALS = {"0": "a → b → b", "1": "(a → b) → a → b"}
LARGER = "(a → a) → a → a"


def read_type(text: str) -> Any:
    """The type of a text: a name, or ("→", domain, codomain)."""
    brackets: list[list[Any]] = [[]]  # the domains and the codomain in each bracket, from right to left
    for word in reversed(WORD.findall(f"({text})")):
        if word == ")":
            brackets.append([])
        elif word == "(":
            type, *domains = brackets.pop()
            for domain in domains:
                type = "→", domain, type
            brackets[-1].append(type)
        elif word != "→":
            brackets[-1].append(word)
    if [len(types) for types in brackets] != [1] or WORD.sub("", text).strip():
        raise ValueError(f"“{text:.60}” is no type")
    return brackets[0][0]


def read_scheme(text: str) -> Any:
    """The variables that ∀ is about, and the type behind it."""
    bound, _, type = text.rpartition(".")
    return frozenset(bound.removeprefix("∀").split()), read_type(type)


def variables(type: Any) -> set[str]:
    found, todo = set(), [type]
    while todo:
        match todo.pop():
            case "→", domain, codomain:
                todo += [domain, codomain]
            case name:
                found.add(name)
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two terms, types or contexts of any depth are equal, or tuples of such."""
    todo = [(one, other)]
    while todo:
        match todo.pop():
            case dict(one), dict(other) if one.keys() == other.keys():
                todo += [(one[name], other[name]) for name in one]
            case tuple(one), tuple(other) if len(one) == len(other):
                todo += zip(one, other, strict=True)
            case one, other if one.__class__ in (tuple, dict) or one != other:
                return False
    return True


def is_instance(type: Any, general: Any, free: Any, found: Any) -> bool:
    """Whether *type* is *general* with the types that are *found* for its *free* variables."""
    todo = [(type, general)]
    while todo:
        match todo.pop():
            case part, str(name) if name in free:
                if not same(part, found.setdefault(name, part)):
                    return False
            case ("→", *parts), ("→", *others):
                todo += zip(parts, others, strict=True)
            case part, other if part.__class__ is tuple or part != other:
                return False
    return True


def judgement(row: Any) -> Any:
    context = {name: read_scheme(text) for name, text in row["context"].items()}
    return context, read(row["term"]), read_type(row["type"])


def follows(row: Any, premises: Any, defined: Any) -> bool:
    """Whether a judgement follows from its premises by its rule."""
    context, term, type = judgement(row)
    match row["rule"], term, type, [judgement(premise) for premise in premises[:3]]:
        case "var" | "name", str(name), _, [] if name in context:
            free, general = context[name]
            return is_instance(type, general, free, {})
        case "name", str(name), _, []:
            general = read_type(NUMERALS.get(name, LARGER) if name.isdecimal() else defined[name])
            return is_instance(type, general, variables(general), {})
        case "→I", ("λ", name, body), ("→", domain, codomain), [above]:
            return same(above, (context | bound(name, domain), body, codomain))
        case "→E", ("@", fn, arg), _, [(_, _, ("→", domain, _)) as one, other]:
            return same((one, other), ((context, fn, ("→", domain, type)), (context, arg, domain)))
        case "let", ("@", ("λ", name, body), arg), _, [value, (inner, _, _) as one]:
            free, _ = inner.get(name, (frozenset(), None))
            around = set().union(*(variables(known) - of for of, known in context.values()))
            judgements = (
                (*value[:2], one),
                (context, arg, (context | bound(name, value[2], free), body, type)),
            )
            return same(*judgements) and not free & around
    return False


def bound(name: str, type: Any, free: Any = frozenset()) -> Any:
    """What a binder adds to a context: nothing if its variable cannot be mentioned."""
    return {name: (free, type)} if name else {}


def claims(typing: Any) -> Any:
    """The claims of a typing: if each holds, and the complaint if not."""
    rows = typing["derivation"] or []
    for first in rows[:1]:
        said = [first["term"], first["type"], first["context"]]
        yield said == [typing["term"], typing["type"], typing["context"]], "another judgement is derived"
    for number, row in enumerate(rows):
        above = [rows[premise] for premise in row["premises"] if premise > number]
        holds = len(above) == len(row["premises"]) and follows(row, above, typing["defined"])
        yield holds, f"judgement {number}, “{row['term']:.60} : {row['type']:.60}”, does not follow"


def complaint(document: Any) -> str | None:
    """The first fault of a document; None if there is none."""
    return fault(
        lambda: (typing for typing in document["typings"] if "error" not in typing),
        claims,
        "this is no derivation",
    )


if __name__ == "__main__":
    main(complaint)
