"""Processes that answer questions, one at a time each: texts in, texts out.

    pool = Pool("lamb.web.answers:answer_text", at_most=8)
    pool.ask(question, seconds=2.0).text()

Only a process can be ended while it computes. They are started as they are needed, end when nothing is asked
for a while, and are ended when an answer is late. Where one ends, another takes its place. The one that was
free last is asked first: it remembers most.

No question has to wait for those that take long. As many are answered at once as there are processors; when
another one comes, one that has taken longer than most do steps aside for it: it pauses, as soon as any meter
in it looks (`calculus/budget.py`), in one of the places that are left of *at_most*. It goes on when none
waits, and now and then before. Where no place is left, one that has paused is given up, and begins anew when
there is nothing else to do: what is asked has no effects, so that does no harm. What is of a
kind (a function, a student) most of which took long of late is taken for long from the start. (It is the
feedback queue of CTSS: Corbató and others, *An experimental time-sharing system*, 1962.)

All seconds are those of the processor that a process has had, whatever else the machine does; a second of the
day counts for a tenth of one at least, so that what waits for nothing is ended, too.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import RLock, Thread
from typing import Any, Literal, TypeAlias

from lamb.answering import ANSWER, GIVE_UP, GO_ON, PAUSE, QUESTION, answer_all, clock_of
from lamb.workers import cores, without_main

USUAL = 0.005  # seconds that an answer is thought to take, before any was given
TIMES = 1.5  # as long as usual may take who does not step aside
MOMENTS = (0.004, 0.5)  # seconds: the least that this is, and the most
SHARE = 20.0  # moments of work for those who wait, before one that has paused goes on
PATIENCE = 10.0  # seconds of the day for one of the processor
LEAST = 0.0005  # seconds that are waited for an answer
LOOKING = 0.05  # seconds between two looks at one that takes long
LOADING = 60.0  # seconds that a new process may take until it is ready
MOST_KINDS = 10_000  # that are remembered
EVIDENCE = 4  # questions of a kind that count, of which each is one for or against its being long
IDLE = 30.0  # seconds after which a process ends that nothing is asked
GRACE = 1.0  # seconds in which one has to stop that is given up


Why: TypeAlias = Literal["late", "lost", "dropped"]


class Unanswered(Exception):
    """There is no answer: it is *late*, its process was *lost*, or the question was *dropped*."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Question:
    """A question that has been asked. Its *future* has the answer, or raises Unanswered."""

    def __init__(self, text: str, seconds: float, kind: str = "") -> None:
        self.asked = text
        self.seconds = seconds
        self.kind = kind
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

    There are *at_most* so many, of which *at_once* (by default, as many as there are processors) are not
    paused. None has more than *memory* bytes, where the system can see to that.
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
        self.given_up = 0
        """The number of times that a question had to begin anew."""
        self._at_most = max(1, at_most)
        self._at_once = min(self._at_most, at_once or cores())
        self._lock = RLock()  # a future that is settled may ask for more
        self._waiting: deque[Question] = deque()
        self._tired: deque[Question] = deque()  # those that were given up, or are of a long kind
        self._kinds: OrderedDict[str, int] = OrderedDict()  # long where it is above 0
        self._free: list[_Answerer] = []
        self._paused: deque[_Answerer] = deque()  # the one that has paused for longest is first
        self._answerers: set[_Answerer] = set()
        self._worked = 0.0  # seconds, since one that had paused has gone on
        self._usual = USUAL

    def ask(self, text: str, seconds: float, kind: str = "") -> Question:
        """Ask a question, which has to be answered within so many seconds."""
        question = Question(text, seconds, kind)
        with self._lock:
            is_long = self._kinds.get(kind, 0) > 0
            (self._tired if is_long else self._waiting).append(question)
            if not is_long and self._places <= 0:
                self._make_room([*self._answerers])
            self._assign()
        return question

    @property
    def size(self) -> int:
        """The number of processes that there are."""
        return len(self._answerers)

    @property
    def waiting(self) -> int:
        """The number of questions that no process is at work on."""
        return len(self._waiting) + len(self._tired)

    def warm(self) -> None:
        """Start a process before anything is asked."""
        with self._lock:
            if not self._answerers:
                self._free.append(self._new())

    def end(self) -> None:
        """End all processes, whatever they do; what waits is dropped."""
        with self._lock:
            answerers, self._at_most = [*self._answerers], 0
            waiting, tired = [*self._waiting], [*self._tired]
            self._waiting.clear()
            self._tired.clear()
        for question in waiting:
            question.drop()
        for question in tired:
            with suppress(InvalidStateError):  # it has been dropped
                question.future.set_exception(Unanswered("dropped"))
        for answerer in answerers:
            answerer.end()

    # ── what the answerers ask for ──

    @property
    def moment(self) -> float:
        """The seconds after which one steps aside: some times as long as half of all answers take."""
        least, most = MOMENTS
        return min(max(TIMES * self._usual, least), most)

    def step_aside(self, answerer: _Answerer) -> None:
        """Let the next question begin before one that takes long goes on, if one waits."""
        with self._lock:
            if self._waiting:
                self._make_room([answerer])
                self._assign()

    def free(self, answerer: _Answerer, run: _Answering, again: Question | None = None) -> None:
        """Note that a process has nothing to do: it has answered, or a question has to begin *again*."""
        seconds, kind = run.seconds(), run.question.kind
        with self._lock:
            if answerer in self._paused:  # it had answered before it could pause
                self._paused.remove(answerer)
            answerer.ahead = answerer.leaving = False
            answerer.orders = SimpleQueue()
            if again is None:
                if seconds <= self.moment:
                    self._count(kind, long=False)
                self._worked += seconds
                self._usual *= 1.1 if seconds > self._usual else 1 / 1.1  # which tends to their median
            elif self._at_most:
                self.given_up += 1
                self._tired.append(again)
            else:
                again.future.set_exception(Unanswered("dropped"))
            self._free.append(answerer)
            self._assign()

    def leave(self, answerer: _Answerer) -> bool:
        """Let one go that has had nothing to do for a while, unless it has now."""
        with self._lock:
            if answerer not in self._free and self._at_most:
                return False
            self.lose(answerer)
            return True

    def lose(self, answerer: _Answerer) -> None:
        """Count on one no more, whatever it does."""
        with self._lock:
            for those in (self._free, self._paused):
                if answerer in those:
                    those.remove(answerer)
            self._answerers.discard(answerer)
            self._assign()

    def _make_room(self, answerers: Iterable[_Answerer]) -> None:
        """Let one of them step aside, if one takes long, or was begun as nothing else was there."""
        for answerer in sorted(answerers, key=lambda one: not one.spare):
            if answerer.ahead and (run := answerer.pauses(0.0 if answerer.spare else self.moment)):
                answerer.ahead = False
                self._paused.append(answerer)
                if run.seconds() > self.moment:
                    self._count(run.question.kind, long=True)
                break

    def _count(self, kind: str, *, long: bool) -> None:
        """Note the kind of one that took long, or did not. Those of a kind that is no longer long are not."""
        if not kind:
            return
        before = self._kinds.pop(kind, 0)
        self._kinds[kind] = now = max(-EVIDENCE, min(before + (1 if long else -1), EVIDENCE))
        if len(self._kinds) > MOST_KINDS:
            self._kinds.popitem(last=False)
        if now <= 0 < before:
            self._waiting.extend(one for one in self._tired if one.kind == kind)
            self._tired = deque(one for one in self._tired if one.kind != kind)

    @property
    def _places(self) -> int:
        """The number of processes that may answer besides those that do, and have not stepped aside."""
        return self._at_once - sum(one.ahead for one in self._answerers)

    def _assign(self) -> None:
        """Fill the places that are left."""
        while self._places > 0 and self._at_most:
            room = bool(self._free) or self.size < self._at_most
            turn = not self._waiting or self._worked > SHARE * self.moment  # of those that take long
            if turn and (self._paused or (self._tired and room)):
                self._worked = 0.0
                spare = not self._waiting
                if self._paused:
                    answerer = self._paused.popleft()
                    answerer.ahead, answerer.spare = True, spare
                    answerer.orders.put(GO_ON)
                else:
                    self._begin(self._tired.popleft(), spare=spare)
            elif self._waiting and room:
                self._begin(self._waiting.popleft())
            elif self._waiting and self._paused:
                if sum(one.leaving for one in self._answerers) < self._places:
                    answerer = self._paused.pop()  # the one that has done least
                    answerer.leaving = True
                    answerer.orders.put(GIVE_UP)
                return
            else:
                return

    def _begin(self, question: Question, *, spare: bool = False) -> None:
        if question.dropped and question.future.running():  # it was given up before
            question.future.set_exception(Unanswered("dropped"))
            return
        if question.dropped or not (
            question.future.running() or question.future.set_running_or_notify_cancel()
        ):
            return
        answerer = self._free.pop() if self._free else self._new()
        answerer.ahead, answerer.spare = True, spare
        answerer.questions.put(question)

    def _new(self) -> _Answerer:
        answerer = _Answerer(self)
        self._answerers.add(answerer)
        Thread(target=answerer.run, name="answerer", daemon=True).start()
        return answerer


class _GivenUp(Exception):
    """A question has to begin again."""


class _Answerer:
    """A process, and the thread that waits for it."""

    def __init__(self, pool: Pool) -> None:
        self.questions: SimpleQueue[Question | None] = SimpleQueue()
        self.orders: SimpleQueue[bytes] = SimpleQueue()
        """What one that has stepped aside has to do: go on, or give up."""
        self.ahead = self.leaving = self.spare = False
        self._pool = pool
        self._process: Any = None
        self._connection: Connection | None = None
        self._run: _Answering | None = None
        self._ended = False

    def run(self) -> None:
        """Answer one question after the other, until there has been none for a while."""
        try:
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
        finally:  # whatever happens, no question waits for ever
            self._pool.lose(self)
            self._stop()
            with suppress(Empty):
                while question := self.questions.get_nowait():
                    question.future.set_exception(Unanswered("dropped" if self._ended else "lost"))

    def _settle(self, question: Question) -> None:
        """Answer a question, and be free again."""
        self._run = run = _Answering(question)
        again = None
        try:
            question.future.set_result(self._answered(run))
        except _GivenUp:
            again = question
        except Unanswered as error:
            self._stop()
            question.future.set_exception(error)
        finally:
            if again is None and not question.future.done():  # a process cannot be started
                question.future.set_exception(Unanswered("lost"))
        self._run = None
        self._pool.free(self, run, again)

    def _answered(self, run: _Answering) -> str:
        """The answer of the process. Raises Unanswered, and _GivenUp."""
        try:
            if self._process is None or not self._process.is_alive():
                self._stop()
                self._start()
            connection = self._connection
            assert connection is not None
            connection.send_bytes(QUESTION + run.question.asked.encode("utf-8", "surrogatepass"))
            run.go_on(clock_of(self._process.pid))
            while (message := self._message(run)) is None or message == PAUSE:
                if message == PAUSE:
                    self._pause(connection, run)
                elif self.ahead:
                    self._pool.step_aside(self)
            return message.removeprefix(ANSWER).decode("utf-8", "surrogatepass")
        except (EOFError, OSError):
            self._pool.lost += 1
            raise Unanswered("dropped" if self._ended else "lost") from None

    def pauses(self, moment: float) -> _Answering | None:
        """What the process is at, if that has had longer than a moment, and is told now to pause."""
        run, connection = self._run, self._connection
        if run is None or connection is None or run.slice() <= moment or not run.may_pause:
            return None
        run.may_pause = False
        with suppress(OSError):  # it has ended, which is heard where its answer is waited for
            connection.send_bytes(PAUSE)
        return run

    def _message(self, run: _Answering) -> bytes | None:
        """What the process says next; None if that takes a moment. Raises Unanswered."""
        assert self._connection is not None
        left = self._pool.moment - run.slice()
        if self._connection.poll(max(left, LEAST) if self.ahead and left > 0 else LOOKING):
            return self._connection.recv_bytes()
        if run.question.dropped or self._ended:
            raise Unanswered("dropped")
        if run.seconds() > run.question.seconds:
            raise Unanswered("late")
        return None

    def _pause(self, connection: Connection, run: _Answering) -> None:
        """Wait until the process, which has paused, may go on. Raises Unanswered, and _GivenUp."""
        run.pause()
        order = b""
        while not order:
            if run.question.dropped or self._ended:
                raise Unanswered("dropped")
            with suppress(Empty):
                order = self.orders.get(timeout=LOOKING)
        connection.send_bytes(order)
        run.go_on(clock_of(self._process.pid))
        if order == GIVE_UP:
            if not connection.poll(GRACE):
                self._stop()
            else:
                connection.recv_bytes()
            raise _GivenUp

    def _start(self) -> None:
        """Start a process, and wait until it has loaded all that it needs."""
        context = _context(self._pool.answer)
        deadline = time.monotonic() + LOADING
        self._connection, other = context.Pipe()
        arguments = other, self._pool.answer, self._pool.memory
        process = context.Process(target=answer_all, args=arguments, daemon=True)
        with without_main():
            process.start()
        self._process = process  # which can be ended from now on
        other.close()
        with suppress(EOFError, OSError):
            while not self._ended and not self._connection.poll(LOOKING):
                if time.monotonic() > deadline:
                    break
            if not self._ended:
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


class _Answering:
    """A question that is being answered, and the seconds that this has taken, but for pauses."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.may_pause = False
        self._before = 0.0
        self._slice: Callable[[], float] = float  # which is 0.0

    def go_on(self, clock: Callable[[], float]) -> None:
        begun, day = clock(), time.monotonic()
        self._slice = lambda: max(clock() - begun, (time.monotonic() - day) / PATIENCE)
        self.may_pause = True

    def pause(self) -> None:
        self._before, self._slice = self.seconds(), float

    def slice(self) -> float:
        """The seconds since it last began, or went on."""
        return self._slice()

    def seconds(self) -> float:
        return self._before + self.slice()


def _context(answer: str) -> Any:
    """The way to start processes: as copies of one that has loaded what they need, where there is one."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([answer.partition(":")[0]])
    return context
