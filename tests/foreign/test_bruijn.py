"""bruijn: its names, numbers, tests and imports mean what its own tool takes them for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Answer, App, Budget, BudgetError, Checked, Lam, LoadError, ParseError, Session, Var
from lamb.__main__ import main
from lamb.errors import Source
from lamb.files import Files
from lamb.foreign.bruijn import DEEPEST_INCLUDED, Modules
from lamb.foreign.bruijn_values import byte_of, list_of, reading_in, spelled
from lamb.notation.names import NAME, remove_names
from lamb.notation.syntax import Definition, Query
from tests.effort import DEPTH


def term(text: str) -> lamb.Term:
    """The last term of a program."""
    statement = Modules().program(Source(text)).statements[-1]
    assert isinstance(statement, Query | Definition)
    return remove_names(statement.term)


def values(text: str) -> list[str]:
    """The answers of a program, and what is wrong with it."""
    found = []
    for result in Session(notation="bruijn", prelude=False).run_program(Source(text, "t")):
        match result:
            case Answer():
                found.append(lamb.pretty(result.outcome.term))
            case Checked(verdict=verdict):
                found.append(verdict.name)
            case lamb.LambError():
                found.append(str(result).splitlines()[0])
    return found


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("k [[1]] ⧗ a → b → a\n\n# a comment\nmain k  # and one here", "λx y. x"),
        ("…+… [[[[3 1 (2 1 0)]]]]\n((+1u) + (+2u))", "(λm n f x. m f (n f x)) 1 2"),
        ("…-… [[1]]\n…∘… [[0]]\n([0] - [0] ∘ [[0]])", "(λx y. y) ((λx y. x) (λx. x) λx. x) λx y. y"),
        ("…?…:… [[[2]]]\n…?… [[0]]\n([0] ? [[0]] : [[1]])", "(λx y z. x) (λx. x) (λx y. y) λx y. x"),
        ("{…|…} [[0]]\n({ [0] | [[0]] })", "(λx y. y) (λx. x) λx y. y"),
        ("-‣ [0]\n--‣ [[0]]\n(--[-0] -‣)", "(λx y. y) (λx. (λx. x) x) λx. x"),
        ("…+… [[0]]\n(…+… [0])", "(λx y. y) λx. x"),
        ("k [[1]]\n([0].k.[[0]])", "(λx y. y) ((λx y. x) λx. x)"),
        ("('a')", "λz t f. t (f (f (f (f (t (t (f z)))))))"),
        ('("\\n")', "λs. s (λz t f. f (t (f (t (f (f (f (f z)))))))) λx y. y"),
        ("((+4b))", "λz t f. f (f (t z))"),
        ("((-1))", "λz n p o. n z"),
        ("((+2d))", "λx y z. x"),
        ("((+0t))", "λz n p o. z"),
        ("f [0]\nf [f]\nf [f]\nf", "λx y z. z"),
        ("[[\n1]] [0\n]", "(λx y. x) λx. x"),
        ("foo [b c]\n\tb 0\n\t\tignored [[0]]\n\tc [1]\nfoo", "λx. x λy. x"),
        ("(`2)", "λv a l. v 2"),
        ("k [[1]]\n(`[k 0])", "λv a l. l λv a l. a (λv a l. l λv a l. l λv a l. v 1) λv a l. v 0"),
        (
            "-‣ [0]\n(-``0)",
            "(λx. x) λv a l. l λv a l. l λv a l. l λv a l. a (λv a l. v 2) λv a l. l λv a l. l λv a l. v 0",
        ),
        ("foo [0]\n\t# below\n\n\tb [0]\nfoo", "λx. x"),
    ],
)
def test_a_program_of_bruijn_is_read(text: str, ours: str) -> None:
    read = lamb.convert(text, source="bruijn", inline=True)
    assert lamb.parse_term(read) == lamb.parse_term(ours)


digits = st.integers(-(10**30), 10**30)


def read_digits(number: lamb.Term, values: list[int]) -> int:
    """The number that digits stand for, the last one outside; their values by their variables."""
    found, weight, base = 0, 1, len(values)
    for _ in range(base + 1):
        assert isinstance(number, Lam)
        number = number.body
    while isinstance(number, App):
        assert isinstance(number.fn, Var)
        found += values[number.fn.index] * weight
        weight *= base
        number = number.arg
    assert number == Var(base)
    return found


@given(number=digits)
def test_a_number_is_its_digits(number: int) -> None:
    assert read_digits(term(f"(({number:+}))"), [0, 1, -1]) == number
    assert read_digits(term(f"(({abs(number):+}b))"), [0, 1]) == abs(number)


@given(number=digits)
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    for text in (f"({number:+})", f"({abs(number):+}b)"):
        read = reading_in(term(f"({text})"))
        assert read is not None
        assert read.kind == "char" or (read == text and read.value == int(text.strip("()b")))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_string_is_read_as_it_is_written(text: str) -> None:
    string = list_of([byte_of(byte) for byte in text.encode()])
    read = reading_in(string)
    assert read is not None
    assert read.value == text
    assert term(f"({read})") == string


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("('a')", "'a'"),
        ("('\\n')", "'\\n'"),
        ("[0 (+5) [0 (+1u) [[0]]]]", "{(+5), (+1u)}"),
        ("[0 (+5) (-1)]", "<(+5) : (-1)>"),
        ('[0 (+5) [0 "x" (-1)]]', '<(+5) : <"x" : (-1)>>'),
        ("[0 [0 (+1b) [[0]]] [[0]]]", "{{(+1b)}}"),
        ("[0 [0] [[0]]]", None),
        ("[[0]]", None),
        ("[[[0 [0]]]]", None),
        ("[0 (+5) 0]", None),
    ],
)
def test_an_answer_is_read_as_bruijn_reads_it(text: str, read: str | None) -> None:
    assert reading_in(term(text)) == read


def test_the_answer_of_a_program_has_its_reading() -> None:
    *_, answer = Session(notation="bruijn").run('main ["yes"]')
    assert isinstance(answer, Answer)
    assert answer.readings[0] == '"yes"'


def test_a_deep_answer_is_read() -> None:
    lists: lamb.Term = list_of([])
    for _ in range(DEPTH):
        lists = list_of([lists])
    assert reading_in(lists) is None
    assert reading_in(list_of([byte_of(97)] * DEPTH)) == '"' + "a" * DEPTH + '"'


terms_as_text = st.recursive(
    st.sampled_from(["0", "1", "2", "foo", "foo"]),
    lambda inner: st.one_of(
        inner.map("[{}]".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
    ),
    max_leaves=8,
)


@given(body=terms_as_text, value=terms_as_text, inner=terms_as_text)
def test_a_definition_below_another_is_put_where_its_name_stands(body: str, value: str, inner: str) -> None:
    inner = inner.replace("foo", "0")
    value = value.replace("foo", "bar")
    below = f"made [[[{body}]]]\n\tfoo {value}\n\t\tbar {inner}\n"
    whole = f"made [[[{body.replace('foo', f'({value})').replace('bar', f'({inner})')}]]]\n"
    assert term(below) == term(whole)


@given(body=terms_as_text, value=terms_as_text)
def test_an_open_definition_is_a_text(body: str, value: str) -> None:
    value = value.replace("foo", "0")
    apart = f"foo {value}\nmain [[[{body} foo]]]\n"
    whole = f"main [[[{body} foo]]]\n".replace("foo", f"({value})")
    inlined, meant = (lamb.convert(program, source="bruijn", target="blc") for program in (apart, whole))
    assert inlined == meant


def test_a_name_defined_twice_means_the_last_one_above() -> None:
    assert values("f [0]\ng f\nf [[0]]\n:test (g) ([0])\n:test (f) ([[0]])") == ["HOLDS", "HOLDS"]


def test_a_test_compares_normal_forms() -> None:
    text = "k [[1]]\n:test (k [0] k) ([0])\n:test (k) ([[0]])\n:test ((+1)) ((-1))\n"
    assert values(text) == ["HOLDS", "FAILS", "FAILS"]


def test_a_failed_test_is_shown_as_it_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "t.bruijn"
    file.write_text("assert [0]\n:test ([0]) ([0])\n:test ([0]) ([1 2])\n".replace("[1 2]", "[[0]]"))
    assert main(["eval", "--notation", "bruijn", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ":test ([0]) ([0])    -- holds\n"
    assert "3 | :test ([0]) ([[0]])" in err


def test_main_is_given_the_empty_input() -> None:
    (answer,) = values("main [[1]]")
    assert lamb.parse_term(answer) == lamb.parse_term("λx y z. z")
    assert lamb.convert("main [[1]]", source="bruijn", target="blc") == "0000110"


def test_a_session_remembers_what_bruijn_has_defined() -> None:
    session = Session(notation="bruijn")
    list(session.run("…+… [[[[3 1 (2 1 0)]]]]"))
    (answer,) = session.run("((+2u) + (+3u))")
    assert isinstance(answer, Answer)
    assert answer.outcome.term == lamb.parse_term("λf x. f (f (f (f (f x))))")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("(a)", "t:1:2: no name “a” is defined"),
        ("(true)", "t:1:2: no name “true” is defined"),
        ("([0] + [0])", "t:1:6: no operator “+” is defined"),
        ("…+… [[0]]\n([0] [0] + [0])", "t:2:10: “+” has not its operands here"),
        ("(-[0])", "t:1:2: no prefix “-” is defined"),
        ("(P.f)", "t:1:2: no name “P.f” is defined"),
        ("f [1]", "t:1:4: 1 is the variable of no λ: there are 1 around"),
        ("[0", "t:1:1: this “[” is never closed"),
        ("(0]", "t:1:3: nothing is open that “]” closes"),
        ("f ()", "t:1:3: there is nothing in these brackets"),
        ("([0].)", "t:1:5: nothing stands after this “.”"),
        ("([0]. [0])", "t:1:5: nothing stands after this “.”"),
        (":test ([0])", "t:1:1: a test compares two terms"),
        (":test [0] [0] [0]", "t:1:1: a test compares two terms"),
        (":time ([0])", "t:1:1: “:time” is not read"),
        (":import", "t:1:1: a file is wanted here"),
        ("f [0]\n\t[0]", "t:2:2: a definition is wanted here"),
        ("(`(,[0]))", "t:1:4: what is quoted has no “,” in it here"),
        ("(` [0])", "t:1:2: “`” cannot stand here"),
        ("((+3f))", "t:1:2: numbers that end with “f” are not read"),
        ("((-3u))", "t:1:2: only a number in balanced ternary may be negative"),
        ("((+200000d))", "t:1:2: as so many λs, numbers go to 100,000"),
        ('("\\q")', "t:1:3: “\\q” is no character"),
        ("('é')", "t:1:2: a character is one byte"),
    ],
)
def test_a_mistake_in_a_program_of_bruijn_has_a_place(text: str, complaint: str) -> None:
    assert values(text)[-1].startswith(complaint)


# ── Imports ───────────────────────────────────────────────────────────────────────────


PAIR = ":import std/Basic .\npair [[[0 2 1]]]\n…:… pair\nfst [0 k]\n^‣ fst\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with programs to be imported."""
    (tmp_path / "std").mkdir()
    (tmp_path / "std/Basic.bruijn").write_text("k [[1]]\nkk [k]\nopen [1]\n")
    (tmp_path / "std/Pair.bruijn").write_text(PAIR)
    (tmp_path / "std/All.bruijn").write_text(":input std/Pair\nboth [pair 0 0]\n")
    (tmp_path / "std/Template.bruijn").write_text(":import std/Basic .\ntwo [one]\n:test (two) (k)\nk\n")
    (tmp_path / "std/A.bruijn").write_text("one [0]\n:input std/Template\n")
    (tmp_path / "std/B.bruijn").write_text("one [[0]]\n:input std/Template\n")
    (tmp_path / "std/Twice.bruijn").write_text(":input std/Twice\n")
    return tmp_path


def ran(folder: Path, text: str) -> list[str]:
    """What comes of the tests of a program in a folder, and what is wrong with it."""
    (folder / "main.bruijn").write_text(text)
    found = []
    for result in Session(notation="bruijn").run_file(folder / "main.bruijn"):
        match result:
            case Checked(verdict=verdict):
                found.append(verdict.name)
            case lamb.LambError():
                found.append(result.message)
    return found


@pytest.mark.parametrize(
    "text",
    [
        ":import std/Pair P\n:test (P.fst (P.pair [0] [[0]])) ([0])",
        ":import std/Pair P\n:test (P.^(P.…:… [0] [[0]])) ([0])",
        ":import std/Pair\n:test (Pair.fst (Pair.pair [0] [[0]])) ([0])",
        ":import std/Pair .\n:test (^([0] : [[0]])) ([0])",
        ":import std/Pair .\n:import std/Basic .\nfst [[0]]\n:test (fst) (k [0])\n:test (^([0] : k)) ([0])",
        ":import std/Basic .\n:test ([open]) ([[1]])",
        ":import std/All .\n:test (^(both [0])) ([0])",
        ":input std/All\n:test (k [0] k) ([0])",
        "one [0]\n:input std/Template\n:test (two) ([[0]])\none [[0]]\n:test (two) ([[0]])",
        ":import std/A A\n:import std/B B\n:test (A.two) ([[0]])\n:test (B.two) ([[[0]]])",
    ],
)
def test_names_of_other_files_are_seen(library: Path, text: str) -> None:
    assert set(ran(library, text)) == {"HOLDS"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (":import std/Pair .\n(k)", "no name “k” is defined"),
        (":import std/Pair P\n(fst)", "no name “fst” is defined"),
        (":import std/None .", "there is no file"),
        (":import ../other .", "is outside the folder of the program"),
        (":import main .", "these files import each other in a circle"),
        (":import std/Twice .", "these files import each other in a circle"),
        (":input std/Twice", "these files import each other in a circle"),
    ],
)
def test_imports_stay_in_the_folder_and_make_no_circle(library: Path, text: str, complaint: str) -> None:
    assert complaint in ran(library, text)[-1]


@pytest.mark.parametrize(("times", "files"), [(1, DEEPEST_INCLUDED + 5), (2, 9)])
def test_no_text_reads_too_many_files(
    times: int, files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One in each other, or each of them *times*: then they are more than 400."""
    monkeypatch.setattr("lamb.foreign.bruijn.MOST_INCLUDED", 400)
    for number in range(files):
        (tmp_path / f"f{number}.bruijn").write_text(f":input f{number + 1}\n" * times)
    (tmp_path / f"f{files}.bruijn").write_text("x [0]\n")
    assert ran(tmp_path, ":input f0")[-1] == "too many files are read by :input"


def test_files_import_each_other_as_deep_as_they_like(tmp_path: Path) -> None:
    (tmp_path / "f0.bruijn").write_text("x [0]\n")
    for number in range(1, 400):
        (tmp_path / f"f{number}.bruijn").write_text(f":import f{number - 1} A\nx A.x\n")
    assert ran(tmp_path, ":import f399 .\n:test (x) ([0])") == ["HOLDS"]


def test_a_program_is_converted_with_what_it_needs_of_its_imports(library: Path) -> None:
    file = library / "samples" / "main.bruijn"
    file.parent.mkdir()
    file.write_text(":import std/Pair P\n:import std/Basic .\nmain P.^(P.pair k [open])")
    files = Files((library,))
    text = files.open(file).text
    written = lamb.convert(text, source="bruijn", name=str(file), files=files)
    assert written == (
        "Basic-k = λx x'. x\nPair-pair = λx x' x''. x'' x x'\nPair-fst = λx. x Basic-k\n"
        "Pair-pre-circumflex-accent = Pair-fst\n"
        "main = Pair-pre-circumflex-accent (Pair-pair Basic-k λx x'. x)\nmain"
    )
    files = Files((library,))
    files.open(file)
    bits = lamb.convert(text, source="bruijn", target="blc", name=str(file), files=files)
    assert lamb.Session().normalize(lamb.from_blc(bits)).term == lamb.parse_term("λx y. x")


def test_commands_import_from_the_current_folder_as_bruijn_does(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = library / "std" / "main.bruijn"
    file.write_text(":import std/Basic .\nmain k")
    command = ["convert", "--from", "bruijn", "--to", "blc", str(file)]
    assert main([*command, "--root", str(library)]) == 0
    assert capsys.readouterr().out == "0000110\n"
    assert main(command) == 1
    assert "there is no file" in capsys.readouterr().err
    monkeypatch.chdir(library)
    assert main(command) == 0
    assert main(["eval", "--notation", "bruijn", str(file)]) == 0


def test_what_a_text_imports_is_not_converted() -> None:
    with pytest.raises(LoadError, match="what a file imports is not converted with it"):
        lamb.convert(":import std/Pair .\n([0])", source="bruijn")


# ── Large programs ────────────────────────────────────────────────────────────────────


def test_a_deep_program_is_read() -> None:
    chain = " + ".join(["[0]"] * 3_000)
    assert term(f"…+… [[1]]\n({chain})").size == 14_997
    assert term(f"made {'[' * DEPTH}0{']' * DEPTH}").size == DEPTH + 1
    assert term("-‣ [0]\nmade " + "-(" * DEPTH + "[0]" + ")" * DEPTH).size > DEPTH
    assert term("made [0]" + "".join(f"\n{' ' * level}x [0]" for level in range(1, 1_000))).size == 2


def test_definitions_that_double_a_term_end_at_the_budget() -> None:
    for times, kind in ((20, BudgetError), (100, ParseError)):
        text = "".join(f"a{number} a{number - 1} a{number - 1}\n" for number in range(1, times))
        session = Session(notation="bruijn", budget=Budget(nodes=100_000))
        error = next(session.run(f"a0 0\n{text}main [a{times - 1}]"))
        assert isinstance(error, kind)


@given(st.text(st.sampled_from("ab…+‣-λ⁻?' Aé😀"), min_size=1))
def test_every_name_is_spelled_as_one_of_ours(name: str) -> None:
    assert NAME.fullmatch(spelled(name))
