"""A function as an AWS Lambda function: `handler` is called with events in the shapes that AWS gives them.

    API Gateway     REST (payload 1.0) and HTTP (payload 2.0): POST …/NAME, with the value as the body
    S3              a file NAME.json that has appeared is answered in NAME.answer.json beside it
    SQS             each message is a value; those that failed are reported, and come again
    Kinesis         each record is a value; the first that failed comes again, with what follows it
    anything else   is the value itself: `aws lambda invoke --payload 12`

What has no answer has failed, be it the value's fault or the budget's; after as many attempts as the queue
or the stream is told, AWS puts it where the template says. LAMB_FUNCTION names the function, where an address
does not; LAMB_ANSWERS is the address of an SQS queue that is sent the answers to messages and records.
Each invocation is a line of JSON in the log, without its value and its answer.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from urllib.parse import unquote_plus

from lamb.classroom.events import Invocation
from lamb.classroom.functions.invocation import (
    Functions,
    InvocationReply,
    Response,
    answer_name,
    document,
    refusal,
    response,
)
from lamb.classroom.functions.signatures import LARGEST_VALUE, ValueRefused
from lamb.errors import LambError, LoadError

Json: TypeAlias = dict[str, Any]

FOLDER = "LAMBDA_TASK_ROOT"  # where AWS has unpacked the functions
FUNCTION = "LAMB_FUNCTION"
ANSWERS = "LAMB_ANSWERS"


class Clients(Protocol):
    """Makes the client of a service of AWS by its name: `boto3.client`, which AWS has installed."""

    def __call__(self, service: str) -> Any: ...


def handler(event: Any, context: object) -> Any:
    """What AWS calls."""
    return _amazon().answer(event)


class Amazon:
    """The functions in a folder, called by events of AWS; *function* is the one to call by default."""

    def __init__(self, functions: Functions, function: str, clients: Clients, answers: str = "") -> None:
        self._functions = functions
        self._function = function
        self._client = clients
        self._answers = answers

    def answer(self, event: Any) -> Any:
        """What AWS is given back for an event. Raises LambError, for a value that comes by itself."""
        match event:
            case {
                "version": "2.0",
                "rawPath": str(path),
                "requestContext": {"http": {"method": str(method)}},
            }:
                return self._response(event, path, method)
            case {"httpMethod": str(method), "path": str(path), "requestContext": {}}:
                return self._response(event, path, method) | {"isBase64Encoded": False}
            case {"Records": [{"eventSource": "aws:s3"}, *_] as records}:
                for record in records:
                    self._file(record["s3"])
                return None
            case {"Records": [{"eventSource": "aws:sqs"}, *_] as records}:
                failed = [
                    one["messageId"] for one in records if not self._message(one["messageId"], one["body"])
                ]
                return _failures(failed)
            case {"Records": [{"eventSource": "aws:kinesis"}, *_] as records}:
                return _failures(self._first_failed(records))
        return self._call(self._function, json.dumps(event))[1].value

    def _call(self, name: str, text: str, key: str = "") -> tuple[Invocation, InvocationReply]:
        return self._functions.ask(name, text, trigger="aws", key=key).result()

    # ── API Gateway ──

    def _response(self, event: Json, path: str, method: str) -> Json:
        found = self._responded(event, path.rstrip("/").rpartition("/")[2], method)
        return {"statusCode": found.status, "headers": dict(found.headers), "body": found.body}

    def _responded(self, event: Json, name: str, method: str) -> Response:
        if method != "POST":
            return refusal(LambError("a function is called by POST"), 405)
        try:
            text = _text(event.get("body") or "", encoded=bool(event.get("isBase64Encoded")))
            return response(*self._call(name or self._function, text))
        except LambError as error:
            return refusal(error)

    # ── S3 ──

    def _file(self, stored: Json) -> None:
        """Answer a file beside it, unless it is an answer."""
        bucket, name = stored["bucket"]["name"], unquote_plus(stored["object"]["key"])
        if (beside := answer_name(name)) is None:
            return
        client = self._client("s3")
        content = client.get_object(Bucket=bucket, Key=name)["Body"].read(4 * LARGEST_VALUE + 1)
        key = f"s3:{bucket}/{name}:{stored['object'].get('sequencer', '')}"
        reply = self._replied(key, content)
        client.put_object(
            Bucket=bucket, Key=beside, Body=document(reply).encode(), ContentType="application/json"
        )

    # ── SQS and Kinesis ──

    def _message(self, number: str, body: str) -> bool:
        """True if a message has an answer, which is sent on if there is a queue for that."""
        reply = self._replied(number, body.encode("utf-8", "surrogatepass"))
        if reply.outcome != "answered":
            return False
        if self._answers:
            text = f'{{"id": {json.dumps(number)}, "answer": {reply.answer}}}'
            self._client("sqs").send_message(QueueUrl=self._answers, MessageBody=text)
        return True

    def _first_failed(self, records: list[Json]) -> list[str]:
        """The first record that failed, if one did: AWS has it and all behind it come again."""
        for record in records:
            number, found = record["kinesis"]["sequenceNumber"], record["kinesis"]["data"]
            if not self._message(number, base64.b64decode(found).decode("utf-8", "replace")):
                return [number]
        return []

    def _replied(self, key: str, content: bytes) -> InvocationReply:
        try:
            return self._call(self._function, _decoded(content), key)[1]
        except ValueRefused as error:
            return InvocationReply("refused", error=str(error))


def _text(body: str, *, encoded: bool) -> str:
    """The text of a body. Raises ValueRefused."""
    if not encoded:
        return body
    try:
        return _decoded(base64.b64decode(body, validate=True))
    except binascii.Error:
        raise ValueRefused("the body says that it is base64, and is not") from None


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ValueRefused("a value has to be UTF-8 text") from None


def _failures(numbers: list[str]) -> Json:
    return {"batchItemFailures": [{"itemIdentifier": number} for number in numbers]}


# ── In AWS ──


_made: list[Amazon] = []


def _amazon() -> Amazon:
    """The functions of the package that AWS has unpacked, made at the first event."""
    if not _made:
        folder = Path(os.environ.get(FOLDER, "."))
        functions = Functions(folder, record=_logged)
        names = functions.library.names()
        function = os.environ.get(FUNCTION) or (names[0] if len(names) == 1 else "")
        if not names:
            raise LoadError(f"there are no functions in “{folder}”")
        _made.append(Amazon(functions, function, _client, os.environ.get(ANSWERS, "")))
    return _made[0]


def _client(service: str) -> Any:
    import boto3

    return boto3.client(service)


def _logged(invocation: Invocation) -> None:
    print(json.dumps({"invocation": vars(invocation)}), flush=True)
