"""The tool itself: exponents of known powers, and every curve at its smallest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.growth.__main__ import load
from tests.tools.growth.curves import CURVES
from tests.tools.growth.fitting import EXPLAINED, Point, fitted, report, short, steep


def points(power: float) -> list[Point]:
    return [Point(size=2**at, seconds=0.1 * 2 ** (at * power), bytes=0) for at in range(6)]


@pytest.mark.parametrize("power", [0.5, 1, 2])
def test_the_exponent_of_a_power_is_found(power: float) -> None:
    assert fitted("", points(power))["time"] == pytest.approx(power)


def test_what_bends_upwards_is_listed() -> None:
    found = {"flat": fitted("", points(1)), "bent": fitted("", points(2))}
    assert steep(found) == ["bent"]
    assert report(found).endswith("\n\nAbove n^1.15:\n\n- bent: not explained")


def test_what_is_too_quick_to_be_measured_has_no_exponent() -> None:
    found = fitted("", [Point(size=2**at, seconds=0.001 * 4**at, bytes=0) for at in range(3)])
    assert found["time"] is None


def test_all_that_bends_upwards_is_explained() -> None:
    kept = load()
    assert kept.keys() <= CURVES.keys()
    assert set(steep(kept)) <= EXPLAINED.keys()


def test_the_readme_has_these_figures() -> None:
    assert short(load()) in (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CURVES)
def test_every_curve_has_sizes_that_double(name: str, tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    small, large = (CURVES[name].make(8 << at, folder) for at, folder in enumerate(folders))
    assert small.size < large.size
    small.action()
