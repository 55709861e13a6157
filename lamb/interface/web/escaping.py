"""Any text as HTML that shows it, and does nothing else."""

from __future__ import annotations

import re
from html import escape

from lamb.interface.terminal import safe

_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: str) -> str:
    r"""*text* with what nobody should be sent spelled out: control characters, marks that turn the
    direction of writing, halves of characters.

    >>> print(shown("a\x00b\u202ec"))
    a\x00b\u202ec
    """
    return _NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", safe(text))


def escaped(text: str) -> str:
    """What shows *text* in HTML, in an attribute as well.

    >>> print(escaped("<b>'λ' & \\x07"))
    &lt;b&gt;&#x27;λ&#x27; &amp; \\x07
    """
    return escape(shown(text))
