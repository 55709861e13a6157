"""One kernel for the tests of a module: each takes it as the last has left it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notebook.kernels import Running, kernel


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with kernel(tmp_path_factory.mktemp("jupyter")) as it:
        yield it
