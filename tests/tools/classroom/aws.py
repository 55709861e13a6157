"""The package of functions through the real runtime of AWS Lambda, against a Runtime API of our own.

    pip install awslambdaric 'moto[server]' && python -m tests.tools.classroom.aws

The events are those of `tests/classroom/test_amazon.py`; S3 and SQS are moto's. 1 if an answer is wrong. What
it prints: the size of the package, the seconds from the start of the process to its first answer, and the
median of those that follow.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from lamb.classroom.functions.packing import HANDLER, package, template
from lamb.classroom.functions.versions import Library, deployable
from tests.classroom.test_amazon import SQUARE, created, http, messages, records, rest

API = "/2018-06-01/runtime/"
SECONDS = 30.0
TIMES = 200
WEEK = """-- exercise square
-- points: 2
square n = mul n n
assert forall n : nat. square n == mul n n
"""
KEYS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}


class RuntimeApi(BaseHTTPRequestHandler):
    """What AWS gives a runtime: the next event; and what it takes: an answer, or an error."""

    events: Queue[bytes]
    answers: Queue[tuple[str, Any]]

    def do_GET(self) -> None:
        event = self.events.get()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + SECONDS) * 1000)))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x:1:function:square")
        self.send_header("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.answers.put((self.path.rpartition("/")[2], json.loads(body or b"null")))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


class Runtime:
    """The package in the real runtime."""

    def __init__(self, package: Path, variables: dict[str, str]) -> None:
        self.api = type("Api", (RuntimeApi,), {"events": Queue(), "answers": Queue()})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.api)
        Thread(target=self.server.serve_forever, daemon=True).start()
        environment = os.environ | variables
        environment |= {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.server.server_port}",
            "LAMBDA_TASK_ROOT": str(package),
            "PYTHONPATH": str(package),
            "AWS_LAMBDA_FUNCTION_NAME": "square",
        }
        command = [sys.executable, "-m", "awslambdaric", HANDLER]
        self.process = subprocess.Popen(
            command, env=environment, cwd=package, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def answer(self, event: Any) -> tuple[str, Any]:
        """“response” or “error”, and what came with it."""
        self.api.events.put(json.dumps(event).encode())
        found: tuple[str, Any] = self.api.answers.get(timeout=SECONDS)
        return found

    def end(self) -> str:
        """End it. What it has logged."""
        self.process.kill()
        self.server.shutdown()
        assert self.process.stdout is not None
        return self.process.stdout.read().decode()


@contextmanager
def aws() -> Iterator[str]:
    """The address of an S3 and an SQS."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def expect(what: str, found: object, expected: object) -> None:
    """Say whether it is as expected."""
    print(f"{'✓' if found == expected else '✗'} {what}")
    if found != expected:
        raise SystemExit(f"  {found!r}\n  is not\n  {expected!r}")


def packed(folder: Path) -> Path:
    """The package of a function and of a checker, unpacked as AWS does."""
    (folder / "square.lc").write_text(SQUARE, encoding="utf-8")
    (folder / "week.lc").write_text(WEEK, encoding="utf-8")
    version = Library(folder).add(deployable(folder / "square.lc"))
    checker = Library(folder).add(deployable(folder / "week.lc", kind="checker"))
    content = package([version, checker])
    print(f"the package has {len(content) / 1e6:.2f} MB")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder / "unpacked")
    import yaml

    document = yaml.safe_load(template([version], "out.zip", ["http", "sqs", "s3", "kinesis"]))
    kinds = sorted(one["Type"] for one in document["Resources"].values())
    resources = ["Kinesis::Stream", "S3::Bucket", "SQS::Queue", "SQS::Queue", "Serverless::Function"]
    expect("the template is YAML, and has all resources", kinds, [f"AWS::{one}" for one in resources])
    return folder / "unpacked"


def check(runtime: Runtime, s3: Any, sqs: Any, queue: str) -> None:
    """Each kind of event, and what it comes to."""
    for event in (http, rest):
        name = f"API Gateway, {event.__name__}"
        kind, found = runtime.answer(event("12"))
        expect(name, (kind, found["statusCode"], found["body"]), ("response", 200, "144\n"))
        kind, found = runtime.answer(event("true"))
        expect(f"{name}: a bad value", (kind, found["statusCode"]), ("response", 400))
    s3.put_object(Bucket="inbox", Key="a b.json", Body=b"12")
    expect("S3", runtime.answer(created("a+b.json")), ("response", None))
    expect("S3: the answer", s3.get_object(Bucket="inbox", Key="a b.answer.json")["Body"].read(), b"144\n")
    expect("S3: an answer is no question", runtime.answer(created("a+b.answer.json")), ("response", None))
    failed = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    expect("SQS, partly failed", runtime.answer(messages("2", "no", "3")), ("response", failed))
    sent = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    found = sorted(one["Body"] for one in sent)
    expect("SQS: the answers", found, ['{"id": "m0", "answer": 4}', '{"id": "m2", "answer": 9}'])
    failed = {"batchItemFailures": [{"itemIdentifier": "1"}]}
    expect("Kinesis, partly failed", runtime.answer(records(b"2", b"no", b"3")), ("response", failed))
    handed = json.dumps({"exercise": "square", "text": "square n = add n n"})
    kind, found = runtime.answer(http(handed, "/functions/week"))
    expect("a checker", (kind, json.loads(found["body"])["outcome"]), ("response", "fails"))
    expect("a value by itself", runtime.answer(12), ("response", 144))
    kind, found = runtime.answer({"n": 1})
    expect("a bad value by itself", (kind, found["errorType"]), ("error", "LambError"))


def main() -> int:
    """Do all of it."""
    import boto3

    os.environ.update(KEYS)
    with TemporaryDirectory() as home, aws() as address:
        s3 = boto3.client("s3", endpoint_url=address)
        sqs = boto3.client("sqs", endpoint_url=address)
        s3.create_bucket(Bucket="inbox")
        queue = sqs.create_queue(QueueName="answers")["QueueUrl"]
        unpacked = packed(Path(home))
        begun = time.perf_counter()
        variables = {"AWS_ENDPOINT_URL": address, "LAMB_ANSWERS": queue, "LAMB_FUNCTION": "square"}
        runtime = Runtime(unpacked, variables)
        try:
            expect("the first answer", runtime.answer(12), ("response", 144))
            print(f"  {time.perf_counter() - begun:.3f} s from the start of the process to its first answer")
            check(runtime, s3, sqs, queue)
            times = []
            for _ in range(TIMES):
                begun = time.perf_counter()
                runtime.answer(12)
                times.append(time.perf_counter() - begun)
            print(f"  {1000 * statistics.median(times):.2f} ms each, the median of {TIMES}")
        finally:
            logged = runtime.end()
        lines = [json.loads(line) for line in logged.splitlines() if line.startswith('{"invocation"')]
        expect("each invocation is logged, without its value", len(lines), TIMES + 14)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
