"""Packing: functions as a zip that AWS Lambda runs, and the SAM template that says what calls them.

The zip has our code, Lark, and the last version of each function: text only, nothing compiled, the same bytes
each time. Claims about all values need Hypothesis, too: with them, it has the last one that pip finds without
compiled parts. `sam deploy --guided` uploads it, and makes what the template names.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from lamb.classroom.functions.versions import Library, Version
from lamb.errors import LambError
from lamb.web.wheels import download, wheel

AwsTrigger: TypeAlias = Literal["http", "sqs", "s3", "kinesis"]

HANDLER = "lamb.classroom.functions.amazon.handler"
RUNTIME = "python3.12"
MEMORY = 1024  # MB
SLACK = 5  # seconds that AWS grants besides those of the budget
BATCH = 10  # messages that one invocation is given
ATTEMPTS = 3  # at a message or a record, before it is put aside

ALL = re.compile(r"\bforall\b|∀")

_EPOCH = (1980, 1, 1, 0, 0, 0)  # of all files, so that the zip is the same each time


def chosen(library: Library, names: Sequence[str]) -> list[Version]:
    """The last versions of the functions of these names, or of all. Raises LambError where there are none."""
    versions = [library.version(name) for name in names or library.names()]
    if not versions:
        raise LambError("no function is deployed here", hint="lamb functions deploy FILE")
    return versions


def package(versions: Sequence[Version]) -> bytes:
    """The zip with these versions. Raises LambError."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*_ours(), *_lark(), *_hypothesis(versions), *_functions(versions)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16  # AWS runs as another user
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _ours() -> Iterator[tuple[str, bytes]]:
    return _inside(wheel())


def _inside(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel."""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        for name in files.namelist():
            if ".dist-info/" not in name and not name.endswith("/"):
                yield name, files.read(name)


def _hypothesis(versions: Iterable[Version]) -> Iterator[tuple[str, bytes]]:
    """What claims about all values need, where a checker has some. Raises LambError."""
    checkers = (one for one in versions if one.kind == "checker")
    if any(ALL.search(text) for one in checkers for text in one.texts.values()):
        with TemporaryDirectory() as folder:
            for path in download(Path(folder), "hypothesis", python=RUNTIME.removeprefix("python")):
                yield from _inside(path.read_bytes())


def _lark() -> Iterator[tuple[str, bytes]]:
    found = find_spec("lark")
    if found is None or found.origin is None:
        raise LambError("the package needs Lark", hint="pip install lark")
    folder = Path(found.origin).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".lark") and "__pyinstaller" not in path.parts:
            yield f"lark/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _functions(versions: Iterable[Version]) -> Iterator[tuple[str, bytes]]:
    for version in versions:
        yield f"functions/{version.function}/{version.number}.json", version.written().encode()


# ── The template ──────────────────────────────────────────────────────────────────────


def template(versions: Iterable[Version], code: str, triggers: Sequence[AwsTrigger]) -> str:
    """The SAM template of functions whose *code* is a zip beside it, in YAML."""
    lines = [
        'AWSTemplateFormatVersion: "2010-09-09"',
        "Transform: AWS::Serverless-2016-10-31",
        "Description: Functions of the λ-calculus, by lamb functions package",
        "Globals:",
        "  Function:",
        f"    Runtime: {RUNTIME}",
        f"    Handler: {HANDLER}",
        f"    CodeUri: {code}",
        f"    MemorySize: {MEMORY}",
        *(
            ("  HttpApi:", "    Auth:", "      EnableIamAuthorizer: true", "      DefaultAuthorizer: AWS_IAM")
            if "http" in triggers
            else ()
        ),
        "Resources:",
    ]
    for version in versions:
        lines += _resources(version, triggers)
    return "\n".join(lines) + "\n"


def _resources(version: Version, triggers: Sequence[AwsTrigger]) -> Iterator[str]:
    """The resources of a function: itself, and what calls it."""
    name, own = version.function, _logical(version.function)
    seconds = ceil(version.limits["seconds"] or 60)
    batched = "sqs" in triggers or "kinesis" in triggers
    timeout = min(900, seconds * (BATCH if batched else 1) + SLACK)
    yield f"  {own}:"
    yield "    Type: AWS::Serverless::Function"
    yield "    Properties:"
    yield f"      Timeout: {timeout}"
    yield "      Environment:"
    yield "        Variables:"
    yield f"          LAMB_FUNCTION: {name}"
    if "s3" in triggers:
        yield "      Policies:"
        yield "        - S3CrudPolicy:"
        yield f"            BucketName: {{'Fn::Sub': '${{AWS::StackName}}-{_bucket(name)}'}}"
    yield "      Events:"
    for trigger in triggers:
        yield from (line.format(own=own, name=name) for line in _EVENTS[trigger])
    for trigger in triggers:
        yield from (
            line.format(own=own, bucket=_bucket(name), timeout=6 * timeout) for line in _SOURCES[trigger]
        )
    if batched:
        yield f"  {own}Failed:"
        yield "    Type: AWS::SQS::Queue"


def _logical(name: str) -> str:
    """A name as CloudFormation has them, of letters and digits alone. Different names stay different.

    >>> _logical("is-even_2")
    'LambisXevenY2'
    """
    return "Lamb" + name.replace("-", "X").replace("_", "Y")  # the names of functions have no capitals


def _bucket(name: str) -> str:
    """A name as buckets have them."""
    return name.replace("_", "-")


_EVENTS: dict[AwsTrigger, tuple[str, ...]] = {
    "http": (
        "        Http:",
        "          Type: HttpApi",
        "          Properties: {{Path: /functions/{name}, Method: POST}}",
    ),
    "sqs": (
        "        Messages:",
        "          Type: SQS",
        "          Properties:",
        "            Queue: {{'Fn::GetAtt': [{own}Queue, Arn]}}",
        f"            BatchSize: {BATCH}",
        "            FunctionResponseTypes: [ReportBatchItemFailures]",
    ),
    "s3": (
        "        Files:",
        "          Type: S3",
        "          Properties:",
        "            Bucket: {{Ref: {own}Files}}",
        "            Events: s3:ObjectCreated:*",
        "            Filter: {{S3Key: {{Rules: [{{Name: suffix, Value: .json}}]}}}}",
    ),
    "kinesis": (
        "        Records:",
        "          Type: Kinesis",
        "          Properties:",
        "            Stream: {{'Fn::GetAtt': [{own}Stream, Arn]}}",
        "            StartingPosition: TRIM_HORIZON",
        f"            BatchSize: {BATCH}",
        f"            MaximumRetryAttempts: {ATTEMPTS}",
        "            FunctionResponseTypes: [ReportBatchItemFailures]",
        "            DestinationConfig:",
        "              OnFailure: {{Type: SQS, Destination: {{'Fn::GetAtt': [{own}Failed, Arn]}}}}",
    ),
}
"""What calls a function; between doubled braces there are those of YAML."""

_SOURCES: dict[AwsTrigger, tuple[str, ...]] = {
    "http": (),
    "sqs": (
        "  {own}Queue:",
        "    Type: AWS::SQS::Queue",
        "    Properties:",
        "      VisibilityTimeout: {timeout}",
        "      RedrivePolicy:",
        "        deadLetterTargetArn: {{'Fn::GetAtt': [{own}Failed, Arn]}}",
        f"        maxReceiveCount: {ATTEMPTS}",
    ),
    "s3": (
        "  {own}Files:",
        "    Type: AWS::S3::Bucket",
        "    Properties: {{BucketName: {{'Fn::Sub': '${{AWS::StackName}}-{bucket}'}}}}",
    ),
    "kinesis": (
        "  {own}Stream:",
        "    Type: AWS::Kinesis::Stream",
        "    Properties: {{ShardCount: 1}}",
    ),
}
