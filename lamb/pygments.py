"""A lexer for Pygments: `.lc` files in colour on the web, in LaTeX and in `pygmentize`.

Which λ binds a name takes a parser to say; here names look alike, but for those that are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace

from lamb.notation.names import NAME

STEP = r"=(?:[abed~*]|[np]\*?)(?::[swh])?>|<(?:[abed~*]|[np]\*?)(?::[swh])?="
SPACE = r"[^\S\n]+"
END = r"(?![\w'?!]|-[\w'?!])"  # of a word


_marked: Callable[..., Any] = bygroups


class LambdaLexer(RegexLexer):
    """The λ-calculus as `lamb` and Elsa write it."""

    name = "Lambda calculus"
    aliases: ClassVar = ["lamb", "lambda-calculus"]
    filenames: ClassVar = ["*.lc"]
    mimetypes: ClassVar = ["text/x-lambda-calculus"]

    tokens: ClassVar = {
        "root": [
            (r"\s+", Whitespace),
            (r"(?:--|\#)[^\n]*", Comment.Single),
            (r"\{-", Comment.Multiline, "comment"),
            (r'"[^"\n]*"?', String),
            (
                rf"^(eval|conf)({SPACE})({NAME.pattern})",
                _marked(Keyword.Declaration, Whitespace, Name.Function),
            ),
            (
                rf"^(rec|let)({SPACE})({NAME.pattern})",
                _marked(Keyword.Declaration, Whitespace, Name.Function),
            ),
            (rf"^(import)({SPACE})(prelude){END}", _marked(Keyword.Namespace, Whitespace, Name.Namespace)),
            (words(("import",), suffix=END), Keyword.Namespace),
            (words(("let", "in", "rec", "assert", "forall", "eval", "conf"), suffix=END), Keyword),
            (rf"^({NAME.pattern})(?=[^=\n(]*:?=(?![=\w~*]))", Name.Function),
            (NAME.pattern, Name),
            (r"[0-9]+", Number.Integer),
            (r"[λ\\]", Keyword),
            (STEP, Operator.Word),
            (r"==|=eta=|:=|=|->|→|[.:]", Operator),
            (r"[()\[\],;]", Punctuation),
        ],
        "comment": [
            (r"\{-", Comment.Multiline, "#push"),
            (r"-\}", Comment.Multiline, "#pop"),
            (r"[^{}-]+|[{}-]", Comment.Multiline),
        ],
    }
