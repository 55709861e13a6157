"""`lamb combinators` and `lamb step --combinators`."""

from __future__ import annotations

import json
from pathlib import Path

from lamb import recheck
from tests.cli.command import lamb


def test_terms_and_definitions_are_translated(tmp_path: Path) -> None:
    file = tmp_path / "own.lc"
    file.write_text("after f g x = f (g x)\nafter y\n", encoding="utf-8")
    ended = lamb("combinators", file, "-e", "λx. after")
    assert ended.out.split("\n") == [
        "after = S (K S) K    -- 4 atoms",
        "S (K S) K y    -- 5 atoms",
        "K (S (K S) K)    -- 5 atoms",
        "",
    ]
    assert (ended.err, ended.code) == ("", 0)


def test_bits_and_json_and_errors() -> None:
    assert lamb("combinators", "--basis", "jot", "-e", "S K K").out == "11111110001110011100    -- 20 bits\n"
    ended = lamb("combinators", "--json", "--basis", "bckwi", "--algorithm", "linear", "-e", "C", "-e", "(")
    document = json.loads(ended.out)
    found, wrong = document["translations"]
    assert found == {"name": None, "basis": "bckwi", "algorithm": "linear", "text": "C", "atoms": 1}
    assert (document["schema"], "error" in wrong, ended.code) == ("lamb.combinators/1", True, 1)
    ended = lamb("combinators", "--basis", "jot", "-e", "K x")
    assert ended.err.startswith("-e:1:1: “x” is free: Jot has no names")
    assert ended.code == 1
    assert lamb("combinators", "--seconds", "0", "-e", "3000").code == 3


def test_combinators_of_many_arguments_are_defined_once_and_before() -> None:
    terms = ["-e", "λx y z. z (y x)", "-e", "λx y z u. u (z (y x))"]
    ended = lamb("combinators", "--basis", "bulk", *terms)
    assert ended.out.split("\n") == [
        "B2 = B B B    -- 3 atoms",
        "B2 (C I) (C I)    -- 5 atoms",
        "B3 = B B B2    -- 3 atoms",
        "B3 (C I) (B2 (C I) (C I))    -- 8 atoms",
        "",
    ]
    (first, _) = json.loads(lamb("combinators", "--basis", "bulk", "--json", *terms).out)["translations"]
    assert first["definitions"] == [{"name": "B2", "text": "B B B", "atoms": 3}]
    assert (first["text"], first["basis"], first["algorithm"]) == ("B2 (C I) (C I)", "bulk", "linear")
    assert lamb("combinators", "--basis", "bulk", "--algorithm", "eta", "-e", "K").code == 2


def test_what_is_written_with_combinators_of_many_arguments_is_a_program() -> None:
    ended = lamb("combinators", "--basis", "bulk", "-e", "(λa b c d. d (a b) (c (b a))) x y z")
    definitions, _, term = ended.out.strip().rpartition("\n")
    claim = f"{definitions}\nassert {term.partition(' --')[0]} == λd. d (x y) (z (y x))\n"
    assert lamb("check", "-", text=claim).code == 0
    assert lamb("check", "-", text=claim.replace("(y x))", "(x y))")).code == 1


def test_combinators_are_reduced_by_their_own_rules() -> None:
    ended = lamb("step", "--combinators", "-e", "S K K x", "--explain")
    assert [line.strip() for line in ended.out.split("\n") if "^" not in line and "~" not in line] == [
        "S K K x",
        "-- S f g x is f x (g x)",
        "1  S  K x (K x)",
        "-- K x y is x",
        "2  K  x",
        "normal form after 2 steps (1 S, 1 K)",
        "",
    ]
    assert r"\to_{\iota}" in lamb("step", "--combinators", "-e", "ι ι", "--format", "latex").out
    assert lamb("step", "--combinators", "--eta", "-e", "K").code == 2


def test_their_traces_are_checked_again() -> None:
    terms = ["S (S K) (K K) x y z", "2 f x", "B C W x y", "ι (ι ι) x", "x (I (K y z))"]
    document = json.loads(
        lamb("step", "--combinators", "--json", *(word for term in terms for word in ("-e", term))).out
    )
    assert recheck.complaint(document) is None
    first = document["traces"][0]
    first["steps"][0]["after"], kept = "x", first["steps"][0]["after"]
    assert "step 1 (s at fn.fn) does not lead to “x”" in str(recheck.complaint(document))
    first["steps"][0]["after"] = kept
    last = document["traces"][-1]
    last["steps"].pop()
    last["end"]["steps"] -= 1
    assert recheck.complaint(document) == "the last term is no normal form of combinators"


def test_where_there_is_nothing_that_is_said() -> None:
    ended = lamb("combinators", "-e", "assert 1 == 1")
    assert (ended.out, ended.code) == ("", 1)
    assert ended.err.startswith("there is neither a term nor a definition here\n")
    assert "neither" not in lamb("combinators", "-e", "one = 1").err
