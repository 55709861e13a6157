"""`lamb check --junit FILE`: the verdicts as graders and build servers read them.

A file is a `testsuite`, a claim in it a `testcase`. What is invalid or partial has a `failure` in it,
what is undecided an `error`, and so has a file that could not be read. Points are `property`s.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from lamb.course.verdicts import Verdict
from lamb.errors import LambError
from lamb.interface.checks.claims import WORDS, CheckedFile, Claim, earned, name_of, place_of
from lamb.interface.checks.lines import explanation
from lamb.interface.look import Look
from lamb.interface.render import plain
from lamb.results import Derived

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def junit(files: Iterable[CheckedFile], look: Look, hint: int) -> bytes:
    """The whole document, in UTF-8."""
    root = ET.Element("testsuites", name="lamb check")
    suites = [_suite(file, look, hint) for file in files]
    for counted in ("tests", "failures", "errors", "skipped"):
        root.set(counted, str(sum(int(suite.get(counted, "0")) for suite in suites)))
    root.extend(suites)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _suite(file: CheckedFile, look: Look, hint: int) -> ET.Element:
    cases = [_claim(result, file, look, hint) for result in file.claims]
    cases += [_error(error, file) for error in file.errors]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": 0,
    }
    suite = _element("testsuite", name=file.name, **{name: str(count) for name, count in counts.items()})
    suite.extend(cases)
    return suite


def _claim(result: Claim, file: CheckedFile, look: Look, hint: int) -> ET.Element:
    line = str(place_of(result).line)
    case = _element("testcase", name=name_of(result), classname=file.name, file=file.name, line=line)
    if result.points is not None:
        properties = ET.SubElement(case, "properties")
        properties.append(_element("property", name="points", value=f"{earned(result):g}"))
        properties.append(_element("property", name="worth", value=f"{result.points:g}"))
    if result.verdict is not Verdict.HOLDS:
        tag = "error" if result.verdict is Verdict.UNDECIDED else "failure"
        word = WORDS[result.verdict]
        reason = f": {result.reason}" if hint and isinstance(result, Derived) else ""
        case.append(_element(tag, plain(explanation(result, look, hint)), type=word, message=word + reason))
    return case


def _error(error: LambError, file: CheckedFile) -> ET.Element:
    case = _element("testcase", name=file.name, classname=file.name, file=file.name)
    case.append(_element("error", str(error), type=type(error).__name__, message=error.message))
    return case


def _element(tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element, without the control characters that XML forbids."""
    element = ET.Element(tag, {name: _FORBIDDEN.sub("", value) for name, value in attributes.items()})
    element.text = _FORBIDDEN.sub("", text) or None
    return element
