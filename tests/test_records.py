"""Records: classes of named values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lamb.records import Record, value


class Point(Record):
    x: int
    y: int = 0
    seen: list[int] = value(default_factory=list, hidden=True)


class Counter(Record, frozen=False):
    count: int = 0


def test_records_are_what_their_values_are() -> None:
    assert Point(1) == Point(x=1, y=0, seen=[5])
    assert Point(1) != Point(1, 2)
    assert hash(Point(1)) == hash(Point(1, seen=[5]))
    assert repr(Point(1, seen=[5])) == "Point(x=1, y=0)"
    assert Point(1).__eq__(1) is NotImplemented
    assert Point(1).seen is not Point(1).seen


def test_records_match_patterns() -> None:
    match Point(1, 2):
        case Point(x, y=2):
            assert x == 1
        case _:
            pytest.fail("it should match")


def test_records_never_change_unless_they_say_so() -> None:
    with pytest.raises(AttributeError, match="Point never changes: x cannot be set"):
        Point(1).x = 2  # type: ignore[misc]
    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError):
        hash(counter)


def test_a_record_with_other_values_is_a_new_one() -> None:
    point = Point(1, 2, [3])
    assert point.with_values(y=5) == replace(point, y=5) == Point(1, 5)
    assert replace(point, y=5).seen is point.seen


@pytest.mark.parametrize(
    ("values", "named", "wrong"),
    [
        ((), {}, "Point is missing x"),
        ((1, 2, [], 4), {}, "Point has the values x, y, seen"),
        ((1,), {"x": 1}, "Point has the values x, y, seen"),
        ((1,), {"z": 1}, "Point has the values x, y, seen"),
    ],
)
def test_each_value_is_given_once(values: tuple[int, ...], named: dict[str, int], wrong: str) -> None:
    with pytest.raises(TypeError, match=wrong):
        Point(*values, **named)  # type: ignore[arg-type]
