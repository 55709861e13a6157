"""Processes that answer questions, one at a time each: texts in, texts out.

    pool = Pool("lamb.web.answers:answer_text", at_most=8)
    pool.ask(question, seconds=2.0).text()

Only a process can be ended while it computes. They are started as they are needed, end when nothing is asked
for a while, and are ended when an answer is late. Where one ends, another takes its place. The one that was
free last is asked first: it remembers most.

No question has to wait for those that take long. As many are answered at once as there are processors; when
others wait, one that has taken more than a moment steps aside: it goes on with what the processors have to
spare (`nice`), in one of the places that are left of *at_most*, and the next begins. It is the multilevel
queue of CTSS (Corbató and others, *An experimental time-sharing system*, 1962), with two levels.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Literal, TypeAlias

MOMENT = 0.01  # seconds after which one may have to step aside
LOOKING = 0.05  # seconds between two looks at one that takes long
LOADING = 60.0  # seconds that a new process may take until it is ready
IDLE = 30.0  # seconds after which a process ends that nothing is asked
NICEST = 19

Why: TypeAlias = Literal["late", "lost", "dropped"]


class Unanswered(Exception):
    """There is no answer: it is *late*, its process was *lost*, or the question was *dropped*."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Question:
    """A question that has been asked. Its *future* has the answer, or raises Unanswered."""

    def __init__(self, text: str, seconds: float) -> None:
        self.asked = text
        self.seconds = seconds
        self.future: Future[str] = Future()
        self.dropped = False

    def text(self) -> str:
        """The answer, waited for. Raises Unanswered."""
        try:
            return self.future.result()
        except CancelledError:
            raise Unanswered("dropped") from None

    def drop(self) -> None:
        """Wait for the answer no more: its process is ended."""
        self.dropped = True
        self.future.cancel()


class Pool:
    """Processes that answer by a function of ours, which is named `module:function`.

    There are *at_most* so many, of which *at_once* (by default, as many as there are processors) have not
    stepped aside. None has more than *memory* bytes, where the system can see to that.
    """

    def __init__(
        self,
        answer: str,
        *,
        at_most: int,
        at_once: int | None = None,
        memory: int | None = None,
        idle: float = IDLE,
    ) -> None:
        self.answer = answer
        self.memory = memory
        self.idle = idle
        self.lost = 0
        """The number of processes that ended without having been told to."""
        self._at_most = max(1, at_most)
        self._at_once = min(self._at_most, at_once or max(1, os.cpu_count() or 1))
        self._lock = Lock()
        self._waiting: deque[Question] = deque()
        self._free: list[_Answerer] = []
        self._answerers: set[_Answerer] = set()
        self._ahead = 0  # that answer, and have not stepped aside

    def ask(self, text: str, seconds: float) -> Question:
        """Ask a question, which has to be answered so many seconds after it was begun."""
        question = Question(text, seconds)
        with self._lock:
            self._waiting.append(question)
            self._assign()
        return question

    @property
    def size(self) -> int:
        """The number of processes that there are."""
        return len(self._answerers)

    @property
    def waiting(self) -> int:
        """The number of questions that no process has begun with."""
        return len(self._waiting)

    def warm(self) -> None:
        """Start a process before anything is asked."""
        with self._lock:
            if not self._answerers:
                self._free.append(self._new())

    def end(self) -> None:
        """End all processes, whatever they do; what waits is dropped."""
        with self._lock:
            answerers, self._at_most = [*self._answerers], 0
            waiting = [*self._waiting]
            self._waiting.clear()
        for question in waiting:
            question.drop()
        for answerer in answerers:
            answerer.end()

    # ── what the answerers ask for ──

    def step_aside(self, answerer: _Answerer) -> bool:
        """Let the next question begin beside one that takes long, if one waits and there is a place."""
        with self._lock:
            if not self._waiting or not (self._free or self.size < self._at_most):
                return False
            answerer.ahead = False
            self._ahead -= 1
            self._assign()
            return True

    def free(self, answerer: _Answerer) -> None:
        """Note that a process has answered."""
        with self._lock:
            self._ahead -= answerer.ahead
            answerer.ahead = False
            self._free.append(answerer)
            self._assign()

    def leave(self, answerer: _Answerer) -> bool:
        """Let one go that has had nothing to do for a while, unless it has now."""
        with self._lock:
            if answerer not in self._free and self._at_most:
                return False
            if answerer in self._free:
                self._free.remove(answerer)
            self._answerers.discard(answerer)
            return True

    def _assign(self) -> None:
        """Give questions to those that are free, or new, as long as there are places."""
        while self._waiting and self._ahead < self._at_once and (self._free or self.size < self._at_most):
            question = self._waiting.popleft()
            if not question.future.set_running_or_notify_cancel():
                continue
            answerer = self._free.pop() if self._free else self._new()
            answerer.ahead = True
            self._ahead += 1
            answerer.questions.put(question)

    def _new(self) -> _Answerer:
        answerer = _Answerer(self)
        self._answerers.add(answerer)
        Thread(target=answerer.run, name="answerer", daemon=True).start()
        return answerer


class _Answerer:
    """A process, and the thread that waits for it."""

    def __init__(self, pool: Pool) -> None:
        self.questions: SimpleQueue[Question | None] = SimpleQueue()
        self.ahead = False
        self._pool = pool
        self._process: Any = None
        self._connection: Connection | None = None
        self._ended = False

    def run(self) -> None:
        """Answer one question after the other, until there has been none for a while."""
        self._start()
        while not self._ended:
            try:
                question = self.questions.get(timeout=self._pool.idle)
            except Empty:
                if self._pool.leave(self):
                    break
                continue
            if question is None:
                break
            self._settle(question)
            self._pool.free(self)
        self._pool.leave(self)
        self._stop()

    def _settle(self, question: Question) -> None:
        try:
            answer = self._answered(question)
        except Unanswered as error:
            self._stop()
            question.future.set_exception(error)
            return
        if not self.ahead:  # it is nice, and cannot become less so
            self._stop()
        question.future.set_result(answer)

    def _answered(self, question: Question) -> str:
        """The answer of the process. Raises Unanswered."""
        if self._process is None or not self._process.is_alive():
            self._stop()
            self._start()
        connection = self._connection
        assert connection is not None
        try:
            connection.send_bytes(question.asked.encode("utf-8", "surrogatepass"))
            deadline, pause = time.monotonic() + question.seconds, MOMENT
            while not connection.poll(pause):
                if question.dropped or self._ended:
                    raise Unanswered("dropped")
                if time.monotonic() > deadline:
                    raise Unanswered("late")
                if self.ahead and self._pool.step_aside(self):
                    self._be_nice()
                pause = MOMENT if self.ahead else LOOKING
            return connection.recv_bytes().decode("utf-8", "surrogatepass")
        except (EOFError, OSError):
            self._pool.lost += 1
            raise Unanswered("dropped" if self._ended else "lost") from None

    def _be_nice(self) -> None:
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, NICEST)

    def _start(self) -> None:
        """Start a process, and wait until it has loaded all that it needs."""
        context = _context(self._pool.answer)
        self._connection, other = context.Pipe()
        arguments = other, self._pool.answer, self._pool.memory
        self._process = context.Process(target=_answer_all, args=arguments, daemon=True)
        with _STARTING:
            self._process.start()
        other.close()
        with suppress(EOFError, OSError):
            if self._connection.poll(LOADING):
                self._connection.recv_bytes()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._ended = True
        self.questions.put(None)
        process = self._process
        if process is not None:
            with suppress(ValueError):
                process.kill()


_STARTING = Lock()


def _context(answer: str) -> Any:
    """The way to start processes: as copies of one that has loaded what they need, where there is one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([answer.partition(":")[0]])
    return context


def _answer_all(connection: Connection, answer: str, memory: int | None) -> None:
    """Say that all is loaded, and answer one question after the other: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    _limit_memory(memory)
    module, _, name = answer.partition(":")
    function: Callable[[str], str] = getattr(import_module(module), name)
    connection.send_bytes(b"")
    while True:
        try:
            question = connection.recv_bytes().decode("utf-8", "surrogatepass")
        except (EOFError, OSError):
            return
        connection.send_bytes(function(question).encode("utf-8", "surrogatepass"))


def _limit_memory(memory: int | None) -> None:
    """Let the process have no more than so many bytes, where the system can see to that."""
    if memory is None or sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # macOS may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
