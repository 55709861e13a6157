"""Images on terminals: which can show them, and what is sent there.

kitty   https://sw.kovidgoyal.net/kitty/graphics-protocol/
iTerm2  https://iterm2.com/documentation-images.html
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Literal, TypeAlias

ImageProtocol: TypeAlias = Literal["kitty", "iTerm2"]

CHUNK = 4096  # characters of one message to kitty


def protocol(environment: Mapping[str, str]) -> ImageProtocol | None:
    """The protocol for images of the terminal that an environment tells of, if it has one; None within tmux
    and screen, which do not pass images on.
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return None
    if term in ("xterm-kitty", "xterm-ghostty") or "KITTY_WINDOW_ID" in environment or program == "ghostty":
        return "kitty"
    return "iTerm2" if program in ("iTerm.app", "WezTerm") else None


def message(png: bytes, protocol: ImageProtocol) -> str:
    r"""The text that has a terminal show an image.

    >>> message(b"png", "iTerm2"), message(b"png", "kitty")
    ('\x1b]1337;File=inline=1;size=3:cG5n\x07', '\x1b_Ga=T,f=100,m=0;cG5n\x1b\\')
    """
    data = b64encode(png).decode()
    if protocol == "iTerm2":
        return f"\x1b]1337;File=inline=1;size={len(png)}:{data}\x07"
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    heads = ["a=T,f=100,m=1", *["m=1"] * len(chunks)][: len(chunks)]
    heads[-1] = heads[-1].replace("m=1", "m=0")
    return "".join(f"\x1b_G{head};{chunk}\x1b\\" for head, chunk in zip(heads, chunks, strict=True))
