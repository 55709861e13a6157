"""JUnit's XML, which graders and continuous integration read: suites of cases, each of which holds or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from lamb.records import Record

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_TAGS = ("failure", "error", "skipped")


class JunitCase(Record):
    """A case in the *file* and *line* where it stands; and if it does not hold, the *tag* that says how, of a
    *kind*, in a *message* and in a longer *text*.

    *points* are out of *worth*.
    """

    name: str
    file: str
    line: int | None = None
    tag: Literal["", "failure", "error", "skipped"] = ""
    kind: str = ""
    message: str = ""
    text: str = ""
    points: float = 0
    worth: float | None = None


def junit(name: str, suites: Iterable[tuple[str, Iterable[JunitCase]]]) -> bytes:
    """The document of suites, each a name and its cases, in UTF-8."""
    import xml.etree.ElementTree as ET

    root = _element("testsuites", name=name)
    root.extend(_suite(suite, cases) for suite, cases in suites)
    for counted in ("tests", "failures", "errors", "skipped"):
        root.set(counted, str(sum(int(suite.get(counted, "0")) for suite in root)))
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _suite(name: str, cases: Iterable[JunitCase]) -> ET.Element:
    elements = [_case(case) for case in cases]
    failures, errors, skipped = (sum(case.find(tag) is not None for case in elements) for tag in _TAGS)
    counts = {"tests": len(elements), "failures": failures, "errors": errors, "skipped": skipped}
    suite = _element("testsuite", name=name, **{name: str(count) for name, count in counts.items()})
    suite.extend(elements)
    return suite


def _case(case: JunitCase) -> ET.Element:
    line = {} if case.line is None else {"line": str(case.line)}
    element = _element("testcase", name=case.name, classname=case.file, file=case.file, **line)
    if case.worth is not None:
        properties = _element("properties")
        for name, value in ("points", case.points), ("worth", case.worth):
            properties.append(_element("property", name=name, value=f"{value:g}"))
        element.append(properties)
    if case.tag:
        kind = {"type": case.kind} if case.kind else {}
        element.append(_element(case.tag, case.text, **kind, message=case.message))
    return element


def _element(tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element, without the control characters that XML forbids."""
    import xml.etree.ElementTree as ET  # start-up counts, and most reports are read by people

    element = ET.Element(tag, {name: _FORBIDDEN.sub("", value) for name, value in attributes.items()})
    element.text = _FORBIDDEN.sub("", text) or None
    return element
