"""What the kernel says of itself: the language of its cells, and what a help menu may have."""

from __future__ import annotations

from typing import Any

from ipykernel import kernel_protocol_version

from lamb import __version__

BANNER = f"lamb {__version__}: the λ-calculus. Type a term, or name = term; :help lists the commands."

LANGUAGE = {
    "name": "lambda-calculus",
    "version": __version__,
    "mimetype": "text/x-lambda-calculus",
    "file_extension": ".lc",
    "pygments_lexer": "lamb",
    "codemirror_mode": {"name": "haskell"},  # whose \x -> t, comments, let and in are ours
}

LINKS = {
    "The λ-calculus (Stanford Encyclopedia of Philosophy)": "https://plato.stanford.edu/entries/lambda-calculus/",
    "Lambda calculus (Wikipedia)": "https://en.wikipedia.org/wiki/Lambda_calculus",
}

INFO: dict[str, Any] = {
    "protocol_version": kernel_protocol_version,
    "implementation": "lamb",
    "implementation_version": __version__,
    "language_info": LANGUAGE,
    "banner": BANNER,
    "help_links": [{"text": text, "url": url} for text, url in LINKS.items()],
    "supported_features": [],  # no debugger, and one thing at a time
}
"""The reply to a kernel_info_request."""
