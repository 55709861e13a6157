"""Processes that answer questions: none is lost, none waits for what takes long."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import NoReturn

import pytest

from lamb.answering import give_way
from lamb.processes import Pool, Unanswered

LONG = 100  # ms that a question takes, at the least
SECONDS = 60.0  # more than any of these takes, on whatever machine


@contextmanager
def pool(**choices: int | float) -> Iterator[Pool]:
    """Processes that answer as `answer` below does."""
    made = Pool(f"{__name__}:answer", at_most=int(choices.pop("at_most", 2)), **choices)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.end()


def answer(question: str) -> str:
    """What a process of the tests answers: how often it was asked, who it is, or nothing."""
    match json.loads(question):
        case "who":
            return str(os.getpid())
        case "long":
            return work()
        case "die":
            os._exit(1)
        case "hang":
            while True:
                time.sleep(SECONDS)
        case "eat":
            try:
                return str(len(bytearray(10**10)))
            except MemoryError:
                return "no more memory"
        case echo:
            return str(echo)


_times = 0


def work() -> str:
    """Some work that lets others go first, and how often it was begun in this process without an end."""
    global _times  # noqa: PLW0603
    _times += 1
    for _ in range(LONG):
        time.sleep(0.001)
        if give_way():
            return "given up"
    times, _times = _times, 0
    return f"{LONG} looks, {times} time{'s' * (times > 1)}"


def asked(processes: Pool, *questions: str, seconds: float = SECONDS) -> list[str]:
    """The answers, or why there are none."""
    found = []
    for question in [processes.ask(json.dumps(one), seconds) for one in questions]:
        try:
            found.append(question.text())
        except Unanswered as error:
            found.append(error.why)
    return found


def test_every_question_is_answered_whatever_becomes_of_the_others() -> None:
    with pool(at_most=4, at_once=2) as processes:
        questions = [f"λ{number}" for number in range(20)]
        hostile = ["die", "hang", *questions[:10], "die", "hang", "eat", *questions[10:]]
        found = dict(zip(enumerate(hostile), asked(processes, *hostile, seconds=0.2), strict=True))
        for (_, question), text in found.items():
            expected = {"die": "lost", "hang": "late"}
            if question != "eat":
                assert text == expected.get(question, question)
        assert processes.lost == 2
        assert processes.size <= 4


def test_the_one_that_was_free_last_is_asked_first() -> None:
    with pool(at_most=4, at_once=4) as processes:
        asked(processes, "a", "b", "c", "d")
        first = asked(processes, "who")
        assert [asked(processes, "who") for _ in range(5)] == [first] * 5


def test_what_takes_long_steps_aside() -> None:
    """One place, and one to step aside to: the quick are answered while the other one hangs."""
    with pool(at_most=2, at_once=1) as processes:
        long = processes.ask('"hang"', SECONDS)
        assert asked(processes, *"abcdef") == [*"abcdef"]
        assert not long.future.done()
        long.drop()


def test_what_pauses_does_nothing_meanwhile_and_goes_on_where_it_was() -> None:
    with pool(at_most=2, at_once=1) as processes:
        long = processes.ask('"long"', SECONDS)
        assert asked(processes, *["a"] * 200) == ["a"] * 200
        assert long.text() == f"{LONG} looks, 1 time"
        assert processes.given_up == 0


def test_where_there_is_no_place_what_takes_long_begins_anew_and_all_are_answered() -> None:
    with pool(at_most=2, at_once=1) as processes:
        long = [processes.ask('"long"', SECONDS) for _ in range(3)]
        assert asked(processes, *["a"] * 100) == ["a"] * 100
        assert all(one.text().startswith(f"{LONG} looks") for one in long)
        assert processes.lost == 0


def test_what_is_of_a_long_kind_waits_for_others_until_it_is_not() -> None:
    with pool(at_most=2, at_once=1) as processes:
        long = processes.ask('"long"', SECONDS, "f")
        asked(processes, *"abc")  # for which it steps aside
        order: list[str] = []
        for text, kind in (("second", "f"), ("third", "f"), *((letter, "g") for letter in "abcdef")):
            question = processes.ask(json.dumps(text), SECONDS, kind)
            question.future.add_done_callback(lambda future: order.append(future.result()))
        assert long.text() == f"{LONG} looks, 1 time"
        while len(order) < 8:
            time.sleep(0.01)
        assert order == [*"abcdef", "second", "third"]
        assert processes.ask('"fourth"', SECONDS, "f").text() == "fourth"


def test_what_takes_long_ends_though_others_never_cease_to_wait() -> None:
    with pool(at_most=2, at_once=1) as processes:
        long = processes.ask('"long"', SECONDS)
        begun = time.monotonic()
        while not long.future.done() and time.monotonic() < begun + SECONDS:
            asked(processes, *"abcdefghij")
        assert long.text() == f"{LONG} looks, 1 time"


def test_what_is_dropped_is_ended_and_others_go_on() -> None:
    with pool(at_most=1) as processes:
        running, waiting = (processes.ask('"hang"', SECONDS) for _ in range(2))
        waiting.drop()
        running.drop()
        assert asked(processes, "next") == ["next"]
        for question in (running, waiting):
            with pytest.raises(Unanswered, match="dropped"):
                question.text()


def test_it_can_end_at_any_time() -> None:
    for pause in (0.0, 0.01, 0.1):
        with pool() as processes:
            processes.warm()
            long = [processes.ask('"long"', SECONDS) for _ in range(5)]
            time.sleep(pause)
        for question in long:
            with suppress(Unanswered):
                question.text()


def test_processes_end_when_nothing_is_asked_and_come_back() -> None:
    with pool(idle=0.05) as processes:
        asked(processes, "a")
        while processes.size:  # until the last one has gone
            time.sleep(0.01)
        assert asked(processes, "b") == ["b"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX")
def test_none_has_more_memory_than_it_may() -> None:
    with pool(memory=2_000_000_000) as processes:
        assert asked(processes, "eat", "a") == ["no more memory", "a"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_where_no_process_can_be_started_no_question_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_answer: str) -> NoReturn:
        raise OSError(11, "Resource temporarily unavailable")

    with pool(at_most=2) as processes:
        with monkeypatch.context() as patched:
            patched.setattr("lamb.processes._context", refused)
            assert asked(processes, *"abcd") == ["lost"] * 4
        assert asked(processes, *"abcd") == [*"abcd"]


def test_a_main_module_that_does_not_say_what_it_is_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is IPython's."""
    broken = ModuleType("__main__")
    del broken.__spec__
    monkeypatch.setitem(sys.modules, "__main__", broken)
    with pool(at_most=2) as processes:
        assert asked(processes, *"ab") == [*"ab"]
