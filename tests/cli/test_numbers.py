"""Arithmetic with integers, as people meet it: answers of any size, a way to switch it off, and a word
that it was used.
"""

from __future__ import annotations

import json
import re

import pytest

import lamb
from lamb import Budget, Session
from lamb.__main__ import main
from lamb.results import Answer
from lamb.show.lines import Look, plain, render
from tests.repl.entering import Prompt


def evaluated(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["eval", *words])
    said = capsys.readouterr()
    return code, said.out.strip(), said.err


def answer(text: str) -> Answer:
    (result,) = Session(budget=Budget(steps=100_000, nodes=1_000_000)).run(text)
    assert isinstance(result, Answer)
    return result


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("fact 20", "2432902008176640000"),
        ("fib 30", "832040"),
        ("(fact 20, [fact 21])", "(2432902008176640000, [51090942171709440000])"),
        ("1000000000000", "1000000000000"),
        ("eq (fact 20) (mul 20 (fact 19))", "λx y. x    -- true, K, none, scott-zero, scott-nil"),
    ],
)
def test_answers_are_numbers_however_large(capsys: pytest.CaptureFixture[str], term: str, shown: str) -> None:
    assert evaluated(capsys, "--steps", "10000", "--nodes", "1e6", "-e", term)[:2] == (0, shown)


def test_numbers_can_be_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = evaluated(capsys, "--steps", "10000", "--no-numbers", "-e", "fact 20")
    assert (code, out) == (3, "")
    assert "no normal form within 10,000 steps" in err


def test_json_says_whether_numbers_were_used(capsys: pytest.CaptureFixture[str]) -> None:
    for options, used in (((), True), (("--no-numbers",), False)):
        _, out, _ = evaluated(capsys, "--json", *options, "-e", "add 2 3")
        (result,) = json.loads(out)["programs"][0]["results"]
        assert result["numbers"] is used
        assert result["shown"] == "λf x. f (f (f (f (f x))))    -- 5"


def test_json_has_numbers_that_its_readers_can_read(capsys: pytest.CaptureFixture[str]) -> None:
    """A number of 20,000 digits is there as a text."""
    _, out, _ = evaluated(capsys, "--json", "-e", "(2 2 2 2 2, 3)")
    term = json.loads(out)["programs"][0]["results"][0]["term"]
    assert term["text"] is term["size"] is None
    assert term["readings"][0]["value"] == [None, 3]
    assert len(term["readings"][0]["text"]) == 19_729 + len("(, 3)")


def test_an_immense_number_is_elided_where_long_terms_are() -> None:
    shown = plain(render(answer("2 2 2 2 2"), Look(elided=True)).answer)
    assert re.fullmatch(r"2003529930\d+ … \d+5719156736 \(19,729 characters\)", shown)
    assert len(plain(render(answer("2 2 2 2 2"), Look()).answer)) == 19_729


@pytest.mark.parametrize("text", ["pow 2 14 (λx. p x x) y", "5 2 (λx. p x x) y"])
def test_an_immense_tree_is_shown_with_its_size(text: str) -> None:
    shown = plain(render(answer(text), Look(elided=True)).answer)
    assert shown.startswith("p (p (p (p (p (p")
    assert re.search(r"… \((more than 10\^308|17,179,869,181) nodes\)$", shown)


@pytest.mark.parametrize("format", ["term", "debruijn", "blc"])
def test_no_format_writes_an_immense_number_out(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    for options in [], ["--json"]:
        code, out, err = evaluated(capsys, *options, "--format", format, "-e", "fact 20")
        assert code == 3
        assert "too large to be written: about 10^18 nodes" in out + err
        assert "…" not in out


def test_a_document_has_no_part_of_a_term_in_place_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = evaluated(capsys, "--json", "-e", "5 2 (λx. p x x) y")
    assert code == 3
    assert '"BudgetError"' in out


def test_the_prompt_can_do_without_numbers() -> None:
    prompt = Prompt()
    assert prompt.said("fact 20") == "2432902008176640000"
    assert prompt.said(":set numbers off") == "numbers is off"
    assert "no normal form" in prompt.said(":budget steps 1000", "fact 20")
    assert prompt.said(":set numbers on", "fact 20").endswith("2432902008176640000")


def test_the_prompt_reads_names_letter_by_letter_when_it_is_asked_to() -> None:
    prompt = Prompt()
    assert prompt.said(":set letters on") == "letters is on"
    assert prompt.said("λxyz.xz(yz)") == "λx y z. x z (y z)    -- S"
    assert "\n      S K K\n" in prompt.said(":step SKK")
    assert prompt.said(":set letters off", "λxy.xx").endswith("λxy. xx")


def test_the_prompt_goes_on_with_an_immense_answer() -> None:
    prompt = Prompt()
    prompt.said("fact 20")
    assert prompt.said("div it (fact 18)") == "380"
    assert prompt.said(":size it2").startswith("about 10^18 nodes: 2 λ, about 10^18 applications")


def test_the_time_says_that_numbers_were_used() -> None:
    assert "steps, and arithmetic with integers" in Prompt().said(":time add 1 2")
    assert "integers" not in Prompt().said(":time K x y")


def test_a_session_compares_immense_numbers() -> None:
    claims = """
        assert mul (fact 20) (fact 21) == mul (fact 21) (fact 20)
        assert is-zero (sub (fact 20) (fact 21)) == true
    """
    for result in Session(budget=Budget(steps=10_000, nodes=1_000_000)).run(claims):
        assert isinstance(result, lamb.Checked)
        assert result.verdict is lamb.Verdict.HOLDS
