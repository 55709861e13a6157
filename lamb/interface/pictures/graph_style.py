"""How the picture of a reduction graph is coloured, and what lights up when somebody points at it."""

from __future__ import annotations

from lamb.calculus.strategies import Strategy
from lamb.interface.pictures.legend import SIZE as SMALL
from lamb.interface.pictures.lettering import FONT
from lamb.interface.web.themes import HUES

SIZE = 13  # of letters
BROAD = 4.5  # how wide the line of a strategy is
HUE = {strategy: number % HUES for number, strategy in enumerate(Strategy)}

STYLE = (
    f".lamb-graph text{{font:{SIZE}px {FONT};text-anchor:middle;fill:var(--lamb-ink)}}"
    ".lamb-graph .l{fill:var(--lamb-lambda)}"
    ".lamb-graph path{fill:none;stroke:var(--lamb-soft)}"
    ".lamb-graph .h{fill:var(--lamb-soft);stroke:none}"
    ".lamb-graph .up{stroke:var(--lamb-redex-line)}.lamb-graph .h.up{fill:var(--lamb-redex-line)}"
    ".lamb-graph .b{fill:var(--lamb-fill);stroke:var(--lamb-soft);stroke-width:1.2}"
    ".lamb-graph .i{fill:none;stroke:var(--lamb-fine)}"
    ".lamb-graph .cycle .b{fill:var(--lamb-redex);stroke:var(--lamb-redex-line)}"
    ".lamb-graph .normal .b{fill:var(--lamb-contractum);stroke:var(--lamb-fine);stroke-width:1.5}"
    ".lamb-graph .start .b{stroke:var(--lamb-ink);stroke-width:2}"
    ".lamb-graph .open .b{stroke-dasharray:4 3}"
    f".lamb-graph .m{{font-size:{SMALL}px;fill:var(--lamb-soft);paint-order:stroke;"
    "stroke:var(--lamb-paper);stroke-width:4px;stroke-linejoin:round}"
    f".lamb-graph .w{{stroke-width:{BROAD};stroke-linecap:round;stroke-linejoin:round}}"
    f".lamb-graph .k text{{font-size:{SMALL}px;text-anchor:start;fill:var(--lamb-soft)}}"
    ".lamb-graph.dots .e{stroke-opacity:.5}"
    ".lamb-graph.dots .b{fill:var(--lamb-soft);stroke:var(--lamb-paper)}"
    ".lamb-graph.dots .cycle .b{fill:var(--lamb-redex-line)}"
    ".lamb-graph.dots .normal .b{fill:var(--lamb-fine);stroke:var(--lamb-contractum);stroke-width:3}"
    ".lamb-graph.dots .open .b{fill:var(--lamb-paper);stroke:var(--lamb-soft);stroke-dasharray:none}"
    ".lamb-graph.dots .open.cycle .b{stroke:var(--lamb-redex-line)}"
    ".lamb-graph.dots .start .b{fill:var(--lamb-ink)}"
    ".lamb-graph .n:hover .e{stroke:var(--lamb-hue-0);stroke-width:2.2;stroke-opacity:1}"
    ".lamb-graph .n:hover .h{fill:var(--lamb-hue-0);stroke:none}"
    ".lamb-graph .n:hover .b{fill:var(--lamb-lit)}.lamb-graph.dots .n:hover .b{fill:var(--lamb-hue-0)}"
    + "".join(
        f".lamb-graph path.w{hue}{{stroke:var(--lamb-hue-{hue})}}"
        f".lamb-graph:has(.k.w{hue}:hover) path.w:not(.w{hue}){{opacity:.12}}"
        for hue in HUE.values()
    )
)
