"""What goes over the wire: a reply as an HTTP response, and as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lamb.classroom.events import Invocation
from lamb.classroom.functions.evaluation import InvocationReply, Outcome
from lamb.classroom.functions.versions import NoSuchFunction
from lamb.errors import LambError
from lamb.records import Record

JSON = {"Content-Type": "application/json; charset=utf-8", "X-Content-Type-Options": "nosniff"}
STATUS: Mapping[Outcome, int] = {"answered": 200, "refused": 400, "lost": 500}
"""The HTTP status of an outcome; of all others it is 422: the value is fine, but it has no answer."""
ANSWER = ".answer.json"
"""How the name of a file with an answer ends: that of `3.json` is in `3.answer.json`."""
QUESTION = ".json"


class Response(Record):
    """An HTTP response."""

    status: int
    body: str
    headers: Mapping[str, str] = JSON


def response(invocation: Invocation, reply: InvocationReply) -> Response:
    """The response that says what came of an invocation."""
    headers = {
        "Lamb-Version": f"{invocation.function}/{invocation.version}",
        "Lamb-Contractions": str(invocation.contractions),
        "Lamb-Billed-Ms": str(100 * invocation.billed),
    }
    return Response(STATUS.get(reply.outcome, 422), document(reply), JSON | headers)


def refusal(error: LambError, status: int = 400) -> Response:
    """The response that says what is wrong with a request."""
    status = 404 if isinstance(error, NoSuchFunction) else status
    said = {"error": error.message} | ({"hint": error.hint} if error.hint else {})
    return Response(status, _line(said))


def document(reply: InvocationReply) -> str:
    """The answer as a JSON text; where there is none, an object with the error and the outcome."""
    if reply.outcome == "answered":
        return reply.answer + "\n"
    return _line({"error": reply.error, "outcome": reply.outcome})


def answer_name(name: str) -> str | None:
    """The name of the file for the answer to another one; None if that is no question.

    >>> answer_name("3.json"), answer_name("3.answer.json"), answer_name("3.txt")
    ('3.answer.json', None, None)
    """
    if name.endswith(ANSWER) or not name.endswith(QUESTION) or name.rpartition("/")[2].startswith("."):
        return None
    return name.removesuffix(QUESTION) + ANSWER


def _line(said: Mapping[str, str]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
