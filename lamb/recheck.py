"""Check again what `lamb step --format json` has written: python recheck.py trace.json

Each step is carried out again, and where a normal form is claimed, a redex is looked for: there must be none
in the last term (in what a weak or head normal form is about), nor in what its names stand for. Not checked
are which redex the strategy takes, the places in the texts, the sentences, readings and cycles.
"""

import json
import re
import sys
from typing import Any

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


def is_normal(term: Any, form: str, definitions: Any, applied: bool = False) -> bool:
    todo, unseen = [(term, {""}, applied)], dict(definitions)
    while todo:
        term, bound, applied = todo.pop()
        match term:
            case "@", fn, arg:
                todo += [(fn, bound, True)] + [(arg, bound, False)] * ("head" not in form)
            case "λ", name, body if not applied:
                todo += [(body, bound | {name}, False)] * ("weak" not in form)
            case str(name) if name in bound or not (name in definitions or name.isdecimal()):
                pass
            case str(name) if not applied:
                todo += [(unseen.pop(name), {""}, False)] if name in unseen else []
            case _:
                return False
    return True


def leads(step: Any, before: Any, after: Any, known: Any) -> bool:
    """Whether a step leads from one term to another, up to α. Both are walked through side by side, and none
    is built: a variable that is replaced is bound to what replaces it, any other to a mark that both share.
    """
    rule, path, found = step["rule"], step["path"], False
    todo: list[Any] = [(before, {}, 0, False, after, {})]
    while todo:
        term, names, at, applied, other, others = todo.pop()  # at: so much of the path has led here, or -1
        inside = at if rule == "parallel" else -1
        to = {part: at + 1 if path[at : at + 1] == [part] else inside for part in ("fn", "arg", "body")}
        found |= at == len(path) and rule != ""
        needed = applied or rule == "delta"
        written = others.get(other, other) if isinstance(other, str) else None
        match rule if at == len(path) else "", term:
            case "beta" | "parallel", ("@", ("λ", name, body), arg):
                todo.append((body, names | {name: (arg, names, inside)}, inside, False, other, others))
            case "eta", ("λ", name, ("@", fn, last)) if name == last:
                todo.append((fn, names | {name: object()}, -1, False, other, others))
            case "delta" | "parallel", str() if term not in names and not is_normal(term, "", known, needed):
                meaning = known.get(term) or read(f"λf x. {'f (' * int(term)}x{')' * int(term)}")
                todo.append((meaning, {}, -1, False, other, others))
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
    """What a trace claims, one thing after the other: whether it is so, and what to say if not."""
    definitions = {name: read(text) for name, text in trace["definitions"].items()}
    term, number = read(trace["term"]), trace["first"] - 1
    for step in trace["steps"]:
        before, term = term, read(step["after"])
        what = f"step {number + 1} ({step['rule']} at {'.'.join(step['path']) or 'the root'})"
        yield step["number"] == number + 1, f"{what} is numbered {step['number']}"
        yield leads(step, before, term, definitions), f"{what} does not lead to “{step['after']:.60}”"
        number += step["rule"] != "alpha"
    end = trace["end"]
    yield end["steps"] == number, f"there are {number} steps, and not {end['steps']}"
    if end["status"] == "normal form":
        yield is_normal(term, end["form"], definitions), f"the last term is no {end['form']}"


def complaint(document: Any) -> str | None:
    """What is wrong with a document; None if nothing is."""
    try:
        return next(
            (what for trace in document["traces"] for holds, what in claims(trace) if not holds), None
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return f"this is no trace: {error!r}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(complaint(json.load(file)))
