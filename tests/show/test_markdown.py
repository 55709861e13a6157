"""Tables in Markdown: they show what is printed, and nothing that anybody wrote is Markdown or HTML."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

import lamb
from lamb import App, Budget, Free, Lam, Strategy, Term
from lamb.show.documents import MarkdownTable, escaped, exported
from tests.strategies import DEFINITIONS, clashing, unfolding

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TAGS = {"table", "thead", "tbody", "tr", "th", "td", "code", "b", "p"}
CELLS = {"td", "th", "p"}
texts = st.text() | st.text(alphabet="|`*_~<>&\\[]()!#-=:.\n\r\t\x00 abλ$'\"@/")


class Seen(HTMLParser):
    """What a reader sees: the text of each cell and paragraph, and which tags there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag in CELLS:
            self.texts.append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in CELLS

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def seen(markdown: str) -> Seen:
    return Seen(MARKDOWN.render(markdown))


def markdown_of(term: Term | str, *, width: int | None = None, **choices: Any) -> str:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    return exported(term, partial(MarkdownTable, width=width), **choices)


@given(texts)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = seen(f"| a |\n|---|\n| <code>{escaped(text)}</code> |\n")
    assert shown.tags.count("code") == 1
    assert set(shown.tags) <= TAGS - {"b", "p"}
    printable = "".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text)
    assert " ".join(shown.texts[-1].split()) == " ".join(printable.split())


@given(texts, texts)
def test_any_name_is_only_ever_shown(name: str, hint: str) -> None:
    shown = seen(markdown_of(App(Lam(hint, App(Free(name), lamb.Var(0))), Free(name))))
    assert set(shown.tags) <= TAGS
    assert shown.tags.count("td") == 4 * (shown.tags.count("tr") - 1)
    assert shown.tags.count("code") == shown.tags.count("tr") - 1
    assert shown.tags.count("p") == 1


@given(clashing() | unfolding(), st.sampled_from(Strategy))
def test_the_table_shows_the_terms_as_they_are_printed(term: Term, strategy: Strategy) -> None:
    choices: Any = {"strategy": strategy, "definitions": DEFINITIONS, "budget": Budget(steps=6, nodes=1_000)}
    shown = seen(markdown_of(term, **choices))
    cells = shown.texts[4:-1]
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    steps = list(lamb.trace(term, folded=True, **choices))
    assert rows[0][2] == lamb.pretty(term)
    assert [row[0] for row in rows if row[0]] == [str(number) for number in range(1, len(steps) + 1)]
    assert [lamb.parse_term(row[2]) for row in rows if row[0]] == [step.after for step in steps]
    assert all(row[3] for row in rows[1:])


def test_the_redex_is_bold_and_each_step_explained() -> None:
    assert markdown_of("(λx y. x) y z").splitlines() == [
        "| | rule | term | |",
        "|---:|:---:|:---|:---|",
        "|  |  | <code>(λx <b>y</b>. x) y z</code> |  |",
        "|  | α | <code><b>(λx y'. x) y</b> z</code> | y would be captured by this λy, so it becomes y' |",
        "| 1 | β | <code><b>(λy'. y) z</b></code> | “y” takes the place of x, which occurs once |",
        "| 2 | β | <code>y</code> | y' does not occur: the argument “z” is thrown away |",
        "",
        "Normal form after 2 steps (normal order).",
    ]


def test_what_does_not_end_is_said() -> None:
    last = markdown_of("(λx. x x) λx. x x").splitlines()[-1]
    assert last == "Step 1 is α-equal to the start: it repeats for ever (normal order)."


def test_long_terms_are_elided_on_demand() -> None:
    term = f"(λx. x) (f {' '.join('abcdefghij' * 5)})"
    assert "…" in markdown_of(term, width=30).splitlines()[2]
    assert "…" not in markdown_of(term).splitlines()[2]
