"""Work in processes: all of it is answered, and what breaks costs itself only."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from lamb import workers
from lamb.workers import Limits, Lost, work_through

LIMITS = Limits(seconds=0.3, memory=1_000_000_000)
SYSTEM = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="a system without such limits")


def prepare() -> Callable[[bytes], bytes]:
    return work


def work(item: bytes) -> bytes:
    match item:
        case b"endless":
            while True:
                pass
        case b"memory":
            held = []
            while True:
                held.append(bytes(200_000_000))
        case b"crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"raise":
            raise ValueError("a defect")
        case b"pid":
            return str(os.getpid()).encode()
    return item.upper()


def answers(items: list[bytes], processes: int = 2) -> list[bytes | Lost]:
    found = dict(work_through(prepare, items, processes=processes, limits=LIMITS))
    return [found[number] for number in range(len(items))]


@pytest.mark.parametrize("processes", [1, 2, 9])
def test_every_item_is_answered_once(processes: int) -> None:
    items = [b"a%d" % number for number in range(20)]
    assert answers(items, processes) == [item.upper() for item in items]


def test_nothing_to_do_starts_no_process() -> None:
    assert answers([]) == []


@SYSTEM
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_breaks_costs_itself_only(capfd: pytest.CaptureFixture[str]) -> None:
    items = [b"a", b"endless", b"b", b"memory", b"crash", b"c", b"raise", b"d"]
    lost = {1: Lost.TIME, 3: Lost.MEMORY, 4: Lost.CRASH, 6: Lost.CRASH}
    assert answers(items) == [lost.get(number, item.upper()) for number, item in enumerate(items)]
    assert "a defect" in capfd.readouterr().err


@SYSTEM
def test_all_may_break() -> None:
    assert answers([b"crash"] * 4) == [Lost.CRASH] * 4


def test_no_process_is_left_when_it_is_broken_off() -> None:
    found = work_through(prepare, [b"pid", b"pid", b"endless"], processes=2, limits=Limits())
    _, pid = next(found)
    assert isinstance(pid, bytes)
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_where_no_process_can_be_started_this_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Worker", _refused)
    assert answers([b"a", b"b"]) == [b"A", b"B"]


def test_those_work_that_could_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_one(*arguments: Any) -> workers.Worker:
        monkeypatch.setattr(workers, "Worker", _refused)
        return worker(*arguments)

    worker = workers.Worker
    monkeypatch.setattr(workers, "Worker", only_one)
    assert len({*answers([b"pid"] * 4)} - {str(os.getpid()).encode()}) == 1


def _refused(*_: Any) -> workers.Worker:
    raise OSError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize("file", [None, "/nowhere/<stdin>"])
def test_beside_threads_processes_are_started_afresh_without_the_main_module(
    monkeypatch: pytest.MonkeyPatch, file: str | None
) -> None:
    main = ModuleType("__main__")
    if file is None:
        del main.__spec__  # as IPython's
    else:
        main.__file__ = file
    monkeypatch.setitem(sys.modules, "__main__", main)
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        pids = answers([b"pid", b"pid"], 1)
        assert len({*pids} - {str(os.getpid()).encode()}) == 1
    finally:
        stop.set()
        thread.join()
    assert sys.modules["__main__"] is main
