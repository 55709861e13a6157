"""Check again what `lamb step --big-step --json` has written: python -m lamb.recheck_values values.json

Every judgement has to follow from its premises by its rule. Which names are left as they are is not checked.
"""

from typing import Any

from lamb.recheck import church, fault, leads, main, read

VISITS = 100  # that comparing two texts may take, for each character


def same(term: Any, other: Any, most: float) -> bool:
    """Whether two terms are the same up to α: what (λ. term) x leads to is the other."""
    return leads({"rule": "beta", "path": []}, ("@", ("λ", "", term), "x"), other, {}, most)


def follows(row: Any, premises: Any, by_value: bool, definitions: Any, most: float) -> bool:
    """Whether a judgement, a pair of a term and its value, follows from others by its rule."""
    term, value = row[1:]
    terms, values = [one[1] for one in premises], [one[2] for one in premises]
    match row[0], term, len(premises):
        case "value", (str() | ("λ", _, _)), 0:
            return same(term, value, most)
        case "name", str(), 1:
            meaning = definitions[term] if term in definitions else church(term)
            return same(meaning, terms[0], most) and same(values[0], value, most)
        case ("app" | "stuck") as rule, ("@", fn, arg), number if number == 1 + by_value + (rule == "app"):
            function = values[0]
            passed = values[1] if by_value else arg
            if not same(fn, terms[0], most) or (by_value and not same(arg, terms[1], most)):
                return False
            if (rule == "app") is not (function[0] == "λ"):
                return False
            if rule == "stuck":
                return same(("@", function, passed), value, most)
            contracted = leads({"rule": "beta", "path": []}, ("@", function, passed), terms[-1], {}, most)
            return contracted and same(values[-1], value, most)
    return False


def claims(found: Any) -> Any:
    """The claims of a derivation: if each holds, and the complaint if not."""
    definitions = {name: read(text) for name, text in found["definitions"].items()}
    known = sum(map(len, found["definitions"].values())) + 1_000
    rows = [(row["rule"], read(row["term"]), read(row["value"])) for row in found["derivation"]]
    whole = [found["term"], found["value"]]
    first = found["derivation"][0]
    yield [first["term"], first["value"]] == whole, "the first judgement is not what is to be derived"
    for number, row in enumerate(found["derivation"]):
        used = row["premises"]
        later = all(number < premise < len(rows) for premise in used)
        yield later, f"judgement {number} has premises that do not come after it"
        texts = [row, *(found["derivation"][premise] for premise in used)]
        most = VISITS * (known + sum(len(one["term"]) + len(one["value"]) for one in texts))
        premises = [rows[premise] for premise in used]
        holds = follows(rows[number], premises, found["passing"] == "value", definitions, most)
        yield holds, f"judgement {number}, “{row['term']:.60}”, does not follow by “{row['rule']}”"


def complaint(document: Any) -> str | None:
    """The first fault of a document; None if there is none."""
    return fault(lambda: document["evaluations"], claims, "these are no derivations of values")


if __name__ == "__main__":
    main(complaint)
