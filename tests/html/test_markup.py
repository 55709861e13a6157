"""Lines in HTML: they stay lines, and every style shows."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, strategies as st

from lamb.html.markup import lines_html, shown, style_of
from lamb.show.lines import Line, Piece, Style, plain
from tests.html.seen import classes, seen, text_of

pieces = st.builds(Piece, st.text(), st.sampled_from(get_args(Style)))
lines = st.lists(st.lists(pieces, max_size=4).map(tuple), max_size=4)


@given(lines)
def test_lines_in_html_say_what_they_say_as_text(said: list[Line]) -> None:
    root = seen(lines_html(said))
    assert text_of(root) == shown(plain(said))
    assert [child.tag for child in root] == ["pre"]


@pytest.mark.parametrize("name", get_args(Style))
def test_every_style_is_a_class_that_looks_like_something(name: Style) -> None:
    root = seen(lines_html([(Piece("it", name),)]))
    found = [node for node in root.iter() if "it" in (node.text or "")]
    if name != "plain":
        assert classes(found[0]) == name.split()
        assert any(f".lamb-lines .{part}" in style_of("lamb-lines") for part in classes(found[0]))
