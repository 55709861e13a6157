"""Events: what the parts of a page send when they are clicked on."""

from __future__ import annotations

import json

from lamb.interface.web.escaping import escaped


def sends(kind: str, **details: object) -> dict[str, str]:
    """The attribute of a tag that sends an event.

    >>> sends("go", step=2)
    {'data-event': '{"kind": "go", "step": 2}'}
    """
    return {"data-event": json.dumps({"kind": kind, **details})}


def button(html: str, kind: str, *, cls: str = "", label: str = "", **details: object) -> str:
    """A button that sends an event. What it is called is what it says, unless there is a *label*.

    >>> button("hint", "hint")
    '<button type="button" class="" data-event="{&quot;kind&quot;: &quot;hint&quot;}">hint</button>'
    """
    attributes = sends(kind, **details) | ({"aria-label": label} if label else {})
    written = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
    return f'<button type="button" class="{cls}"{written}>{html}</button>'
