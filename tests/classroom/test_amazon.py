"""Functions as AWS Lambda functions: events in the shapes that AWS documents, and the package."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lamb.__main__ import main
from lamb.classroom.events import Invocation
from lamb.classroom.functions.amazon import Amazon
from lamb.classroom.functions.invocation import Functions
from lamb.classroom.functions.packing import package
from lamb.classroom.functions.versions import Library, deployable
from lamb.errors import LambError

SQUARE = "-- handler : nat -> nat\nhandler = λn. mul n n\n"

Json = dict[str, Any]


class Clients:
    """What S3 and SQS are asked for, in memory."""

    def __init__(self, **files: bytes) -> None:
        self.files = {name.replace("__", "."): content for name, content in files.items()}
        self.sent: list[str] = []

    def __call__(self, service: str) -> Clients:
        assert service in ("s3", "sqs")
        return self

    def get_object(self, Bucket: str, Key: str) -> Json:  # noqa: N803
        return {"Body": io.BytesIO(self.files[Key])}

    def put_object(self, Bucket: str, Key: str, Body: bytes, ContentType: str) -> None:  # noqa: N803
        self.files[Key] = Body

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803
        self.sent.append(MessageBody)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a function `square`."""
    made = tmp_path_factory.mktemp("functions")
    (made / "square.lc").write_text(SQUARE, encoding="utf-8")
    Library(made).add(deployable(made / "square.lc"))
    return made


Make = Callable[..., Amazon]


@pytest.fixture
def amazon(folder: Path) -> Make:
    def made(clients: Clients | None = None, answers: str = "", record: Any = None) -> Amazon:
        return Amazon(Functions(folder, record=record), "square", clients or Clients(), answers)

    return made


# ── API Gateway ──


def http(body: str | None, path: str = "/functions/square", method: str = "POST", **more: Any) -> Json:
    """An event of an HTTP API, payload 2.0."""
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "host": "id.execute-api.eu-central-1.amazonaws.com"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "id",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
            "requestId": "JKJaXmPLvHcESHA=",
            "stage": "$default",
            "timeEpoch": 1583348638390,
        },
        "isBase64Encoded": False,
        **({} if body is None else {"body": body}),
        **more,
    }


def rest(body: str | None, path: str = "/functions/square", method: str = "POST", **more: Any) -> Json:
    """An event of a REST API, payload 1.0."""
    return {
        "resource": "/functions/{name}",
        "path": path,
        "httpMethod": method,
        "headers": {"Accept": "*/*", "Host": "id.execute-api.eu-central-1.amazonaws.com"},
        "multiValueHeaders": {"Accept": ["*/*"]},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"name": "square"},
        "stageVariables": None,
        "requestContext": {"resourcePath": "/functions/{name}", "httpMethod": method, "stage": "prod"},
        "body": body,
        "isBase64Encoded": False,
        **more,
    }


@pytest.mark.parametrize("event", [http, rest])
def test_api_gateway_is_answered_as_over_http(amazon: Make, event: Callable[..., Json]) -> None:
    answered = amazon().answer(event("12"))
    assert (answered["statusCode"], answered["body"]) == (200, "144\n")
    assert answered["headers"]["Lamb-Version"] == "square/1"
    encoded = base64.b64encode(b"3").decode()
    assert amazon().answer(event(encoded, isBase64Encoded=True))["body"] == "9\n"
    assert amazon().answer(event("12", path="/prod/functions/square/"))["body"] == "144\n"
    json.dumps(answered)


@pytest.mark.parametrize("event", [http, rest])
def test_what_is_wrong_with_a_request_is_said(amazon: Make, event: Callable[..., Json]) -> None:
    def status(*given: Any, **named: Any) -> int:
        answered = amazon().answer(event(*given, **named))
        assert json.loads(answered["body"])["error"]
        return int(answered["statusCode"])

    assert status("true") == 400
    assert status(None) == 400
    assert status("12", path="/functions/cube") == 404
    assert status("12", path="/functions/..%2f..%2fetc") == 404
    assert status("12", method="GET") == 405
    assert status("!", isBase64Encoded=True) == 400
    assert status(base64.b64encode(b"\xff").decode(), isBase64Encoded=True) == 400


# ── S3 ──


def created(*names: str) -> Json:
    """The event of files that have appeared in a bucket; the names are encoded as AWS encodes them."""
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": "eu-central-1",
                "eventTime": "2026-09-03T19:37:27.192Z",
                "eventName": "ObjectCreated:Put",
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "828aa6fc-f7b5-4305-8584-487c791949c1",
                    "bucket": {"name": "inbox", "arn": "arn:aws:s3:::inbox"},
                    "object": {"key": name, "size": 2, "eTag": "b21b84d6", "sequencer": "0C0F6F405D6ED209E1"},
                },
            }
            for name in names
        ]
    }


def test_a_file_in_a_bucket_is_answered_beside_it(amazon: Make) -> None:
    clients = Clients(a__json=b"12\n", b__json=b'"no"', c__txt=b"1")
    clients.files["d e/ü.json"] = b"2"
    amazon(clients).answer(created("a.json", "b.json", "c.txt", "d+e/%C3%BC.json"))
    amazon(clients).answer(created("a.answer.json"))
    assert clients.files.pop("a.answer.json") == b"144\n"
    assert clients.files.pop("d e/ü.answer.json") == b"4\n"
    assert json.loads(clients.files.pop("b.answer.json"))["outcome"] == "refused"
    assert sorted(clients.files) == ["a.json", "b.json", "c.txt", "d e/ü.json"]


# ── SQS and Kinesis ──


def messages(*bodies: str) -> Json:
    """An event with messages, whose numbers are m0, m1 and so on."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
                "messageAttributes": {},
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:queue",
                "awsRegion": "eu-central-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def records(*values: bytes) -> Json:
    """An event with records of a Kinesis stream, whose numbers are 0, 1 and so on."""
    return {
        "Records": [
            {
                "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "1",
                    "sequenceNumber": str(number),
                    "data": base64.b64encode(value).decode(),
                    "approximateArrivalTimestamp": 1545084650.987,
                },
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": f"shardId-000000000006:{number}",
                "eventName": "aws:kinesis:record",
                "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/s",
            }
            for number, value in enumerate(values)
        ]
    }


def test_messages_that_failed_are_reported_and_no_others(amazon: Make) -> None:
    clients, kept = Clients(), list[Invocation]()
    found = amazon(clients, "https://queue", kept.append).answer(messages("2", "no", "3", "[]"))
    assert found == {"batchItemFailures": [{"itemIdentifier": "m1"}, {"itemIdentifier": "m3"}]}
    assert [json.loads(one) for one in clients.sent] == [
        {"id": "m0", "answer": 4},
        {"id": "m2", "answer": 9},
    ]
    assert [one.outcome for one in kept] == ["answered", "refused", "answered", "refused"]
    assert [one.key for one in kept] == ["m0", "m1", "m2", "m3"]
    assert amazon().answer(messages("2")) == {"batchItemFailures": []}


def test_of_a_stream_the_first_record_that_failed_is_reported_and_none_behind_it_runs(amazon: Make) -> None:
    kept: list[Invocation] = []
    found = amazon(record=kept.append).answer(records(b"2", b"\xff", b"3"))
    assert found == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert [one.outcome for one in kept] == ["answered", "refused"]
    assert amazon().answer(records(b"2", b"3")) == {"batchItemFailures": []}


def test_any_other_event_is_the_value_itself(amazon: Make) -> None:
    assert amazon().answer(12) == 144
    with pytest.raises(LambError, match="a natural number belongs here"):
        amazon().answer({"n": 12})


# ── the package ──


def test_a_package_answers_by_itself_and_has_nothing_compiled(folder: Path, tmp_path: Path) -> None:
    content = package([Library(folder).version("square")])
    assert len(content) < 5_000_000
    assert content == package([Library(folder).version("square")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert archive.read(name).decode("utf-8") is not None
        archive.extractall(tmp_path)
    code = "from lamb.classroom.functions.amazon import handler; import sys; print(handler(12, 0)); "
    code += "print(*sys.modules)"
    environment = {"LAMBDA_TASK_ROOT": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-S", "-c", code]
    ran = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    logged, answer = ran.stdout.splitlines()[:2]
    assert json.loads(logged)["invocation"]["function"] == "square"
    assert answer.strip() == "144"
    assert "lark" not in ran.stdout.splitlines()[-1].split()


def test_a_checker_is_packaged_with_what_its_claims_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def download(folder: Path, name: str, *, python: str) -> list[Path]:
        asked.append(f"{name} {python}")
        with zipfile.ZipFile(folder / "some.whl", "w") as wheel:
            wheel.writestr("hypothesis/__init__.py", "")
        return [folder / "some.whl"]

    monkeypatch.setattr("lamb.classroom.functions.packing.download", download)
    claims = {"week1": "assert square 3 == 9", "week2": "assert forall n : nat. square n == mul n n"}
    names: dict[str, list[str]] = {}
    for name, claim in claims.items():
        text = f"-- exercise square\n-- points: 2\nsquare n = mul n n\n{claim}\n"
        (tmp_path / f"{name}.lc").write_text(text, encoding="utf-8")
        version = Library(tmp_path).add(deployable(tmp_path / f"{name}.lc", kind="checker"))
        with zipfile.ZipFile(io.BytesIO(package([version]))) as archive:
            names[name] = archive.namelist()
    assert asked == ["hypothesis 3.12"]
    assert "hypothesis/__init__.py" in names["week2"]
    assert {"hypothesis/__init__.py", *names["week1"]} >= {*names["week2"]} - {"functions/week2/1.json"}
    event = {"exercise": "square", "text": "square n = add n n"}
    found = Amazon(Functions(tmp_path), "week1", Clients()).answer(
        http(json.dumps(event), "/functions/week1")
    )
    assert json.loads(found["body"])["outcome"] == "fails"


def test_the_template_names_what_calls_each_function(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    triggers = [word for trigger in ("http", "sqs", "s3", "kinesis") for word in ("--trigger", trigger)]
    command = ["functions", "package", str(tmp_path / "out.zip"), "--class", str(folder)]
    assert main([*command, *triggers]) == 0
    written = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    for line in (
        "    Handler: lamb.classroom.functions.amazon.handler",
        "    CodeUri: out.zip",
        "          LAMB_FUNCTION: square",
        "          Properties: {Path: /functions/square, Method: POST}",
        "            FunctionResponseTypes: [ReportBatchItemFailures]",
        "    Properties: {BucketName: {'Fn::Sub': '${AWS::StackName}-square'}}",
    ):
        assert line in written.splitlines()
    assert "out.zip: square, " in capsys.readouterr().out
    assert main([*command, "cube"]) == 1
    assert "there is no function “cube”" in capsys.readouterr().err
