"""A lexer for Pygments: `.lc` files in colour on the web, in LaTeX and in `pygmentize`, as at the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
)

from lamb.repl.lexing import Kind, paint

KINDS: Mapping[Kind, Any] = {
    "space": Whitespace,
    "comment": Comment,
    "string": String,
    "numeral": Number.Integer,
    "keyword": Keyword,
    "sort": Keyword.Type,
    "lambda": Keyword,
    "binder": Name.Variable,
    "bound": Name.Variable,
    "name": Name,
    "defined": Name,
    "definition": Name.Function,
    "operator": Operator,
    "step": Operator.Word,
    "bracket": Punctuation,
    "open": Punctuation,
    "unbalanced": Error,
    "command": Keyword,
    "argument": Text,
    "wrong": Error,
}


class LambdaLexer(Lexer):
    """The λ-calculus as `lamb` and Elsa write it."""

    name = "Lambda calculus"
    aliases: ClassVar = ["lamb", "lambda-calculus"]
    filenames: ClassVar = ["*.lc"]
    mimetypes: ClassVar = ["text/x-lambda-calculus"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        return ((start, KINDS[kind], text[start:end]) for start, end, kind in paint(text).tokens)
