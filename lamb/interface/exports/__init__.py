"""Exports: a presented reduction as JSON, LaTeX or Markdown, written piece by piece as it comes.

    export = FORMATS["latex"](sys.stdout.write)      # or MarkdownTable(write), TraceDocument(write)
    export.begin(term, strategy)                     # a reduction begins
    for number, line in …:                           # its lines, as `presented` makes them
        export.show(number, line)
    export.finish(Ending(…))                         # what came of it
    export.close()                                   # there are no more

`trace_json`, `trace_latex` and `trace_markdown` do all that for one term (`whole.py`).
"""

from collections.abc import Callable

from lamb.interface.exports.document import TraceDocument
from lamb.interface.exports.export import Ending, Export, Write
from lamb.interface.exports.latex import LatexDerivation
from lamb.interface.exports.markdown import MarkdownTable
from lamb.interface.exports.whole import trace_json, trace_latex, trace_markdown

FORMATS: dict[str, Callable[[Write], Export]] = {
    "json": TraceDocument,
    "latex": LatexDerivation,
    "markdown": MarkdownTable,
}

__all__ = [
    "FORMATS",
    "Ending",
    "Export",
    "LatexDerivation",
    "MarkdownTable",
    "TraceDocument",
    "Write",
    "trace_json",
    "trace_latex",
    "trace_markdown",
]
