"""What is said about texts that are not in the language: what, where, what now.

The texts and the words are in `tests/golden/errors.txt`; `python -m tests.notation.test_complaints`
writes the words anew, for a reader to judge.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.errors import ParseError, Place, Source
from lamb.notation import parse_term
from lamb.notation.complaints.expressions import BACKSLASHES, LOOKALIKES, unexpected
from lamb.notation.complaints.situation import END, MOST_UNFINISHED, Part, Stuck, stuck
from lamb.notation.parser import parse, parse_expression
from tests.effort import often

GOLDEN = Path(__file__).parent.parent / "golden" / "errors.txt"
RULE = "─" * 80
WORDS = """
    let in rec import assert forall eval conf = := == != =eta= =b> <a= =x>
    : . , ; -> λ ( ) [ ] x y 42 + @ " prelude
"""
LARKS = ("token", "terminal", "expected", "lark", "_DEFINES", "NAME", "RPAR", "$END", "UNKNOWN", "TERM")


def cases() -> list[tuple[str, str]]:
    """The texts, and what is said about each."""
    blocks = GOLDEN.read_text(encoding="utf-8").removesuffix("\n").split(f"\n{RULE}\n")
    return [(text, words) for text, words in (block.split("\n⇒ ", 1) for block in blocks)]


def complaint(text: str) -> str:
    with pytest.raises(ParseError) as raised:
        parse(Source(text, "a.lc"))
    return str(raised.value)


# ── Laws ──


@often(20)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n", "\n  "]), max_size=12).map(" ".join))
def test_a_complaint_names_a_place_in_the_text_and_speaks_plainly(text: str) -> None:
    for error in filter(None, (error_of(parse, text), error_of(parse_expression, text))):
        assert error.place is not None
        assert 0 <= error.place.start <= error.place.end <= len(text)
        assert error.place.line <= text.count("\n") + 1
        assert error.hint
        assert error.message[0] == error.message[0].lower() or error.message.startswith("I ")
        assert not any(word in f"{error.message} {error.hint}" for word in LARKS)


def error_of(read: Callable[[Source], object], text: str) -> ParseError | None:
    try:
        read(Source(text))
    except ParseError as error:
        return error
    return None


def test_a_complaint_looks_at_the_nearest_parts_alone() -> None:
    words = (("LPAR", at, at + 1) for at in range(MOST_UNFINISHED + 5))
    found = stuck("(" * (MOST_UNFINISHED + 5), (END, 0, 0), words, frozenset(), "program")
    assert len(found.unfinished) == MOST_UNFINISHED
    assert found.last.start == MOST_UNFINISHED + 4


# ── Examples ──


@pytest.mark.parametrize(("text", "words"), [pytest.param(*case, id=case[0][:30]) for case in cases()])
def test_the_mistake_is_named_shown_and_helped(text: str, words: str) -> None:
    assert complaint(text) == words


@pytest.mark.parametrize("text", ["", "  ", "-- nothing", "\n\n"])
def test_a_term_cannot_be_nothing(text: str) -> None:
    with pytest.raises(ParseError, match="there is no term here"):
        parse_term(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 3", "a term is asked for here, not a definition"),
        ("x\ny", "one term is asked for here, and this begins another"),
        ("x)", "this “)” closes nothing"),
    ],
)
def test_a_term_is_one_term(text: str, message: str) -> None:
    with pytest.raises(ParseError, match="^.*" + message.replace(")", r"\)")):
        parse_term(text)


def test_a_numeral_has_a_sane_size() -> None:
    assert "has 1,200 digits; 1,000 is the most" in complaint("1" * 1200)
    parse_term("1" * 1000)


def test_a_name_has_a_sane_length() -> None:
    assert "this name has more than 1,000 characters" in complaint("λ" + "x" * 1_001 + ". y")
    parse_term("x" * 1_000)


def test_a_text_has_a_sane_length() -> None:
    words = complaint(" " * 10_000_001)
    assert words.startswith("a.lc:1:1: ")
    assert "has 10,000,001 characters; 10,000,000 is the most" in words
    assert words.endswith("hint: split it into several files")


def test_no_message_is_longer_than_can_be_read() -> None:
    assert len(complaint('import "' + "x" * 1_000_000)) < 5_000


# ── What only looks like something else ──


@pytest.mark.parametrize("char", [*LOOKALIKES, "𝛌", "𝜆", "𝝀", "𝞴", "𝚲"])
@pytest.mark.parametrize("text", ["{}x. x", "{} x y. x", "f ({}x → x)", "a = b {} x. c", "λy. {}x. x"])
def test_what_looks_like_a_lambda_is_pointed_at(text: str, char: str) -> None:
    words = complaint(text.format(char))
    assert f"“{char}” looks like a λ, but is not" in words
    assert f"a.lc:1:{text.index('{') + 1}:" in words
    assert [len(line.strip("| ")) for line in words.split("\n") if "^" in line] == [1]


def test_letters_that_look_like_a_lambda_are_letters() -> None:
    assert parse_term("λΛ. Λ ƛ") == parse_term("λx. x ƛ")


@pytest.mark.parametrize("char", BACKSLASHES)
def test_what_looks_like_a_backslash_is_no_mystery(char: str) -> None:
    assert "write λ, or a plain \\ for it" in complaint(f"{char}x. x")


@pytest.mark.parametrize("length", [29, 30, 31, 1_000])
def test_a_long_word_is_quoted_by_its_beginning(length: int) -> None:
    word = "x" * length
    quoted = word if length <= 30 else "x" * 29 + "…"
    assert (
        Stuck(word, Part("NAME", 0, length), [], frozenset(), "term").written(Part("NAME", 0, length))
        == quoted
    )


def test_a_quotation_mark_that_is_never_closed_is_shown_with_its_line_but_no_blanks_at_the_end() -> None:
    words = complaint('import "shapes.lc   \nx')
    assert '  1 | import "shapes.lc   \n    |        ^^^^^^^^^^\n' in words


# ── What no rule knows ──


def test_there_is_always_something_to_say() -> None:
    """No text is known that comes this far."""
    stuck = Stuck("f x y", Part("NAME", 2, 3), [Part("NAME", 0, 1)], frozenset({"RPAR", "_DOT"}), "program")
    said = unexpected(stuck)
    assert said == ("I did not expect “x” here", stuck.found, "what can stand here: “.”; “)”")
    at_the_end = Stuck("f", Part(END, 0, 1), [Part("NAME", 0, 1)], frozenset({"$END"}), "program")
    said = unexpected(at_the_end)
    assert said == (
        "something is missing after this",
        at_the_end.found,
        "what can follow: the end of the line",
    )
    nothing = unexpected(Stuck("f", Part("NAME", 0, 1), [], frozenset(), "term"))
    assert nothing.hint == "what can stand here: the end of the text"
    anything = frozenset({"_ASSERT", "NUMERAL", "NAME", "_ARROW", "_DEFINES", "EQUALS"})
    hint = unexpected(Stuck("f", Part("NAME", 0, 1), [], anything, "term")).hint
    assert hint == "what can stand here: a statement; a term; a name; “.”"


# ── Quotations ──


@pytest.mark.parametrize(
    ("line", "at", "quoted"),
    [
        ("f x)", 3, "  1 | f x)\n    |    ^"),
        ("\tf\t)", 3, "  1 | \tf\t)\n    | \t \t^"),
        ("名 = )", 4, "  1 | 名 = )\n    |      ^"),
        ("e\u0301 )", 3, "  1 | e\u0301 )\n    |   ^"),
        ("a\x07\u202eb )", 5, "  1 | a��b )\n    |      ^"),
        ("a\u00a0)", 2, "  1 | a )\n    |   ^"),
        ("x", 1, "  1 | x\n    |  ^"),
        ("", 0, "  1 | \n    | ^"),
    ],
)
def test_the_caret_stands_under_its_character(line: str, at: int, quoted: str) -> None:
    assert Place(Source(line), at, at + 1).quote() == quoted


@pytest.mark.parametrize("at", [0, 5_000, 999_999])
def test_a_quotation_of_a_long_line_is_short(at: int) -> None:
    written, marked = Place(Source("x" * at + ")" + "y" * (999_999 - at)), at, at + 1).quote().split("\n")
    assert len(written) < 120
    assert written[marked.index("^")] == ")"


def test_lines_are_counted_to_the_thousands() -> None:
    assert Place(Source("\n" * 12_344 + "x)"), 12_345, 12_346).quote() == "  12345 | x)\n        |  ^"


if __name__ == "__main__":
    written = "\n".join(f"{text}\n⇒ {complaint(text)}\n{RULE}" for text, _ in cases())
    GOLDEN.write_text(written.removesuffix(f"\n{RULE}") + "\n", encoding="utf-8")
