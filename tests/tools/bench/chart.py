"""The race as a picture: for each contest a bar for everybody, on a logarithmic scale.

Whoever gave up has a dashed line to the end of the scale, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log10

from lamb.display import Picture
from lamb.html.markup import HUES
from lamb.pictures.canvas import picture, px, width as width_of
from lamb.pictures.reduction_graph import LegendEntry, legend
from tests.tools.bench.race import CONTESTS
from tests.tools.bench.results import Results
from tests.tools.bench.tables import duration

SCALE = {
    0.00001: "10 µs",
    0.0001: "0.1 ms",
    0.001: "1 ms",
    0.01: "10 ms",
    0.1: "0.1 s",
    1: "1 s",
    10: "10 s",
    100: "",
}
LEFT, WIDTH, TOP = 118.0, 560.0, 26.0
BAR, GAP = 10.0, 12.0
SIZE, SMALL = 12, 9  # of letters
STYLE = (
    f"text{{font:{SIZE}px ui-monospace,monospace;fill:var(--lamb-ink)}}"
    f".s{{fill:var(--lamb-soft);font-size:10px}}.n{{font-size:{SMALL}px}}"
    "rect{stroke-width:0}.g{stroke:var(--lamb-line);stroke-width:.5}"
    "path{stroke-width:1.5;stroke-dasharray:2 4}"
    + "".join(f".h{hue}{{fill:var(--lamb-hue-{hue});stroke:var(--lamb-hue-{hue})}}" for hue in range(HUES))
)


def chart(results: Results) -> Picture:
    """The picture of the race in some results."""
    contests = results["race"]
    names = list(next(iter(contests.values())))
    group = len(names) * BAR + GAP
    bottom = TOP + len(contests) * group
    entries = [
        LegendEntry(f'<rect class="h{hue}" x="-12" y="-4" width="24" height="8"/>', name)
        for hue, name in enumerate(names)
    ]
    key, _, height = legend(entries, WIDTH)
    shapes = [
        *_grid(bottom),
        *(
            _group(CONTESTS[name], found, TOP + row * group)
            for row, (name, found) in enumerate(contests.items())
        ),
        f'<g transform="translate({px(LEFT)} {px(bottom + 8)})">{key}</g>',
    ]
    alt = f"How long {', '.join(names)} take to find the same normal forms, on a logarithmic scale"
    return picture("".join(shapes), LEFT + WIDTH + 20, bottom + height + 16, alt, style=STYLE)


def _grid(bottom: float) -> Iterator[str]:
    """A line for each power of ten, with what it is above."""
    for seconds, text in SCALE.items():
        x = px(_x(seconds))
        yield f'<line class="g" x1="{x}" y1="{px(TOP - 6)}" x2="{x}" y2="{px(bottom)}"/>'
        yield f'<text class="s" x="{x}" y="{px(TOP - 12)}" text-anchor="middle">{text}</text>'


def _group(title: str, found: Results, top: float) -> str:
    """The bars of a contest, below each other."""
    middle = top + len(found) * BAR / 2 + SIZE / 3
    bars = (_bar(hue, result, top + hue * BAR) for hue, result in enumerate(found.values()))
    text = f'<text x="{px(LEFT - 10)}" y="{px(middle)}" text-anchor="end">{escape(title)}</text>'
    return text + "".join(bars)


def _bar(hue: int, result: Results, y: float) -> str:
    """A bar, and at its end the time, or why there is none."""
    text = result["gave_up"] or duration(result["seconds"])
    if result["gave_up"]:
        end = LEFT + WIDTH - width_of(text, SMALL) - 4
        shape = f'<path class="h{hue}" d="M{px(LEFT)} {px(y + BAR / 2)}H{px(end - 4)}"/>'
    else:
        end = max(_x(result["seconds"]), LEFT + 1)
        shape = (
            f'<rect class="h{hue}" x="{px(LEFT)}" y="{px(y + 1)}" '
            f'width="{px(end - LEFT)}" height="{px(BAR - 2)}"/>'
        )
    return f'{shape}<text class="s n" x="{px(end + 4)}" y="{px(y + BAR - 1.5)}">{escape(text)}</text>'


def _x(seconds: float) -> float:
    """Where a time is on the scale."""
    least, most = log10(min(SCALE)), log10(max(SCALE))
    return LEFT + WIDTH * max(0.0, log10(seconds) - least) / (most - least)
