"""Check again what `lamb step --format json` has written: python recheck.py trace.json

Each step is carried out again, and where a normal form is claimed, a redex is looked for: there must be none
in the last term (in what a weak or head normal form is about), nor in what its names stand for; nor one of a
combinator, if its rules are used. Not checked are which redex the strategy takes, the places in the texts,
the sentences, readings and cycles. The document may be malicious: no step takes more than a hundred visits a
character of the texts it is about.
"""

import json
import math
import re
import sys
from typing import Any, NoReturn

MOST_DIGITS = 6  # of a numeral that is unfolded
MOST_NAMES = 10_000  # that are bound in each other
COMBINATORS = {
    "i": ("I x", "x"),
    "k": ("K x y", "x"),
    "w": ("W f x", "f x x"),
    "iota": ("ι f", "f S K"),
    "s": ("S f g x", "f x (g x)"),
    "b": ("B f g x", "f (g x)"),
    "c": ("C f x y", "f y x"),
}
NAME = re.compile(r"[^\W\dλ](?:[^\Wλ]|['?!]|-(?=[^\Wλ]|['?!]))*")
WORD = re.compile(rf"[()]|[0-9]+|{NAME.pattern}|[λ\\]\s*{NAME.pattern}(?:\s+{NAME.pattern})*\s*(?:\.|->|→)")


def read(text: str) -> Any:
    """The term of a text: a name, ("@", function, argument) or ("λ", name, body)."""
    brackets: list[list[Any]] = [[]]  # the terms side by side in each bracket, from right to left
    for word in reversed(WORD.findall(f"({text})")):
        if word == ")":
            brackets.append([])
            continue
        term: Any = word
        if word[0] in "(λ\\":  # all that there is in this bracket so far is one term
            term, *arguments = reversed(brackets.pop())
            for argument in arguments:
                term = "@", term, argument
            for name in reversed(NAME.findall(word)):
                term = "λ", name if name != "_" else "", term  # _ cannot be mentioned
            brackets += [] if word == "(" else [[]]
        brackets[-1].append(term)
    if [len(terms) for terms in brackets] != [1] or WORD.sub("", text).strip():
        raise ValueError(f"“{text:.60}” is no term")
    return brackets[0][0]


def church(numeral: str) -> Any:
    if len(numeral) > MOST_DIGITS:
        raise ValueError(f"the numeral {numeral:.20} is too large to be unfolded")
    return read(f"λf x. {'f (' * int(numeral)}x{')' * int(numeral)}")


def each(todo: Any, most: float) -> Any:
    """The things to do, while they grow, the last first, with the names around it in the second place."""
    while todo:
        most -= 1
        if most < 0 or len(todo[-1][1]) > MOST_NAMES:
            raise ValueError("this takes too long to be checked")
        yield todo.pop()


def by_rule(rule: str, term: Any, names: Any) -> Any:
    """What a combinator's rule makes, and what its variables are bound to; None if it does not apply."""
    variables, made = COMBINATORS[rule]
    bound = {}
    for variable in reversed(variables.split()[1:]):
        if term[0] != "@":
            return None
        bound[variable], term = (term[2], names, -1), term[1]
    return (read(made), bound) if term == variables.split()[0] else None


def is_normal(term: Any, form: str, definitions: Any, applied: bool = False, most: float = math.inf) -> bool:
    todo, unseen = [(term, {""}, applied)], dict(definitions)
    for part, bound, used in each(todo, most):
        match part:
            case "@", _, _ if "combinators" in form and any(by_rule(one, part, {}) for one in COMBINATORS):
                return False
            case "@", fn, arg:
                todo += [(fn, bound, True)] + [(arg, bound, False)] * ("head" not in form)
            case "λ", name, body if not used:
                todo += [(body, bound | {name}, False)] * ("weak" not in form)
            case str(name) if name in bound or not (name in definitions or name.isdecimal()):
                pass
            case str(name) if not used:
                todo += [(unseen.pop(name), {""}, False)] if name in unseen else []
            case _:
                return False
    return True


def leads(step: Any, before: Any, after: Any, known: Any, most: float = math.inf) -> bool:
    """Whether a step leads from one term to another, up to α. Both are walked through side by side, and none
    is built: a variable that is replaced is bound to what replaces it, any other to a mark that both share.
    """
    rule, path, found = step["rule"], step["path"], False
    todo: list[Any] = [(before, {}, 0, False, after, {})]
    # at: so much of the path has led here, or -1
    for term, names, at, applied, other, others in each(todo, most):
        inside = at if rule == "parallel" else -1
        to = {part: at + 1 if path[at : at + 1] == [part] else inside for part in ("fn", "arg", "body")}
        found |= at == len(path) and rule != ""
        use = applied or rule == "delta"
        written = others.get(other, other) if isinstance(other, str) else None
        match rule if at == len(path) else "", term:
            case "beta" | "parallel", ("@", ("λ", name, body), arg):
                todo.append((body, names | {name: (arg, names, inside)}, inside, False, other, others))
            case "eta", ("λ", name, ("@", fn, last)) if name == last:
                todo.append((fn, names | {name: object()}, -1, False, other, others))
            case "delta" | "parallel", str() if not (term in names or is_normal(term, "", known, use, most)):
                todo.append((known.get(term) or church(term), {}, -1, False, other, others))
            case combinator, ("@", _, _) if combinator in COMBINATORS:
                if (applied_to := by_rule(combinator, term, names)) is None:
                    return False
                todo.append((*applied_to, -1, False, other, others))
            case ("alpha" | "" | "parallel") as here, ("λ", name, body) if other[0] == "λ":
                binders = [step["old"], step["new"]] if here == "alpha" else [name, name]
                if rule == "alpha" and [name, other[1]] != binders:
                    return False
                mark = object()
                todo.append(
                    (body, names | {name: mark}, to["body"], False, other[2], others | {other[1]: mark})
                )
            case "" | "parallel", ("@", fn, arg) if other[0] == "@":
                todo.append((arg, names, to["arg"], False, other[2], others))
                todo.append((fn, names, to["fn"], True, other[1], others))
            case "" | "parallel", str() if isinstance(names.get(term), tuple):
                todo.append((*names[term], False, other, others))
            case "" | "parallel", str() if names.get(term, term) == written:
                pass
            case _:
                return False
    return found


def claims(trace: Any) -> Any:
    """The claims of a trace: if each holds, and the complaint if not."""
    definitions = {name: read(text) for name, text in trace["definitions"].items()}
    text, number = trace["term"], trace["first"] - 1
    term, known = read(text), sum(map(len, trace["definitions"].values())) + 1_000
    for step in trace["steps"]:
        most, text = 100 * (known + len(text) + len(step["after"])), step["after"]
        before, term = term, read(text)
        what = f"step {number + 1} ({step['rule']} at {'.'.join(step['path']) or 'the root'})"
        yield step["number"] == number + 1, f"{what} is numbered {step['number']}"
        yield leads(step, before, term, definitions, most), f"{what} does not lead to “{step['after']:.60}”"
        number += step["rule"] != "alpha"
    end = trace["end"]
    yield end["steps"] == number, f"there are {number} steps, and not {end['steps']}"
    if end["status"] == "normal form":
        most = 100 * (known + len(text))
        form = end["form"] + " of combinators" * any(step["rule"] in COMBINATORS for step in trace["steps"])
        yield is_normal(term, form, definitions, False, most), f"the last term is no {form}"


def fault(found: Any, claims: Any, nothing: str) -> str | None:
    """The first claim that does not hold, of all that is *found*; None if there is none."""
    try:
        return next((what for one in found() for holds, what in claims(one) if not holds), None)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return f"{nothing}: {error!r}"


def complaint(document: Any) -> str | None:
    """The first fault of a document; None if there is none."""
    return fault(lambda: document["traces"], claims, "this is no trace")


def main(complaint: Any) -> NoReturn:
    """Check the document that is named on the command line, and exit with what is wrong with it."""
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        sys.exit(f"this cannot be read: {error}")
    sys.exit(complaint(found))


if __name__ == "__main__":
    main(complaint)
