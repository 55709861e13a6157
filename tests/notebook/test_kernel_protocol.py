"""Jupyter's own tests of kernels, with samples in our language."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from unittest.mock import patch

import jupyter_kernel_test as protocol
import pytest

from tests.notebook.kernels import LONG, Running


@pytest.fixture(scope="class")
def shared(request: pytest.FixtureRequest, running: Running) -> None:
    request.cls.km, request.cls.kc = running.manager, running.client


@pytest.mark.usefixtures("shared")
class TestProtocol(protocol.KernelTests):
    """What has no sample here is nothing that a term does: write to streams, or clear what is shown."""

    kernel_name = "lamb"
    language_name = "lambda-calculus"
    file_extension = ".lc"

    completion_samples: ClassVar = [
        {"text": "add 1 (fac", "matches": ["fact"]},
        {"text": "λnumber. numb", "matches": ["number"]},
        {"text": ":comp", "matches": ["compare"]},
        {"text": ":strategy val", "matches": ["value"]},
    ]
    complete_code_samples: ClassVar = [
        "add 1 2",
        "twice f x = f (f x)",
        ":help",
        "-- only words",
        "f x =\n  x",
    ]
    incomplete_code_samples: ClassVar = [
        "(λx. x",
        "f x =",
        "let x = y in",
        "{- on and on",
        "eval a : (λx. x) a",
    ]
    invalid_code_samples: ClassVar = ["λ. x", "x)", "a = = b"]
    code_generate_error = "(λx. x"
    code_execute_result: ClassVar = [
        {"code": "add 2 3", "result": "λf x. f (f (f (f (f x))))    -- 5"},
        {"code": "(λx y. x) a", "result": "λy. a"},
        {"code": "fact 5", "mime": "text/html"},
        {"code": "(λx y. x) b", "mime": "text/latex"},
    ]
    code_display_data: ClassVar = [
        {"code": ":tree λx. x", "mime": "text/html"},
        {"code": "assert 1 == 1", "mime": "text/plain"},
        {"code": ":trace add 1 2", "mime": "text/html"},
    ]
    code_history_pattern = "(λx y. x) a*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "fact"

    @classmethod
    def setUpClass(cls) -> None:
        """The kernel runs already."""

    @classmethod
    def tearDownClass(cls) -> None:
        """Others need it still."""

    def execute_helper(self, *words: Any, **options: Any) -> Any:
        """As it is, but that a busy machine may take more than a tenth of a second for a message."""
        channel = self.kc.iopub_channel
        patient = partial(channel.get_msg, timeout=LONG)
        with patch.object(channel, "get_msg", lambda timeout: patient()):
            return super().execute_helper(*words, **options)
