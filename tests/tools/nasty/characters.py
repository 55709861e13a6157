"""What cannot be seen, what only looks like a λ, and what is no text at all."""

from __future__ import annotations

from tests.tools.nasty.case import FINE, WRONG, Case, case

LOOKALIKES = {
    "a capital lambda": "Λ",
    "a mathematical lambda": "\N{MATHEMATICAL BOLD SMALL LAMDA}",
    "a turned y": "ʎ",
    "a small capital lambda": "ᴧ",
    "a barred lambda": "ƛ",
    "a semidirect product": "⋋",
}
"""What is taken for a λ, and is none."""

UNSEEN = {
    "a NUL": "\0",
    "an escape": "\x1b[31m",
    "a bell": "\a",
    "a backspace": "\b",
    "a delete": "\x7f",
    "a C1 control": "\x9b31m",
    "a right-to-left mark": "\u200f",
    "a right-to-left override": "\u202e",
    "an isolate": "\u2067",
    "a zero-width space": "\u200b",
    "a zero-width joiner": "\u200d",
    "a soft hyphen": "\xad",
    "a byte-order mark inside": "\ufeff",
    "a private character": "\ue000",
    "no character": "\uffff",
    "a tag": "\U000e0041",
}
"""What cannot be seen, and is no blank."""

CHARACTERS: tuple[Case, ...] = (
    *(case(f"{name} between names", f"x {char} y", WRONG, "invisible") for name, char in UNSEEN.items()),
    *(case(f"{name} in a name", f"x{char}y", WRONG, "invisible") for name, char in UNSEEN.items()),
    *(case(f"{name} for λ", f"{char}x. x", WRONG, "looks like a λ") for name, char in LOOKALIKES.items()),
    case("form feeds", "a\f=\fλx.\fx\nb = \fy", FINE),
    case("a form feed before a line", "a = x\n\fb = y", WRONG, "this line is indented"),
    case("mixed tabs", "x\n\t y\n \tz\n", FINE, "x y z"),
    case("carriage returns and line feeds", "a = λx. x\r\n  x\r\nb = 1\r\nb\r\n", FINE, "1"),
    case("carriage returns alone", "a = x\rb = y\ra", FINE, "x"),
    case("a line separator", "x\u2028y", FINE, "x y"),
    case("a next line", "x\x85y", FINE, "x y"),
    case("a byte-order mark", "\ufeffx", FINE, "x"),
    case("two byte-order marks", "\ufeff\ufeffx", FINE, "x"),
    case("nothing", "", FINE),
    case("a comment alone", "{- -}", FINE),
    case("a combining mark alone", "\u0301", WRONG),
    case("a thousand combining marks", "x" + "\u0301" * 1_000, WRONG),
    case("combining marks on a name", "e\u0301 = 1\ne\u0301", WRONG),
    case("an ideographic space", "x\u3000y", FINE, "x y"),
    case("digits of another script", "٣ x", WRONG),
    case("a superscript", "x²y", FINE),
    case("a Hangul filler", "x \u3164 y", FINE),
    case("a control in a string", 'import "\x1b]0;title\a.lc"', WRONG, "there is no file"),
    case("a NUL in a string", 'import "\0"', WRONG, "zero byte"),
    case("a control in a comment", "x -- \x1b[2J", FINE, "x"),
    case("an unknown step with an escape", "eval a : x =\x1b> y", WRONG),
    case("bytes of no text", b"\xff\xff", WRONG, "not UTF-8", placed=False),
    case("UTF-16", "λx. x".encode("utf-16"), FINE, "λx. x"),
    case("half a character in UTF-16", "λx. x".encode("utf-16")[:-1], WRONG, "not UTF-16", placed=False),
    case("UTF-32", "λx. x".encode("utf-32-le"), WRONG, placed=False),
    case("Latin-1", "größe".encode("latin-1"), WRONG, "not UTF-8", placed=False),
    case("half a character", "λ".encode()[:1], WRONG, "not UTF-8", placed=False),
    case("an overlong NUL", b"\xc0\x80", WRONG, "not UTF-8", placed=False),
    case("lone surrogates", "x \ud800 y", WRONG, "not UTF-8", placed=False),
)
