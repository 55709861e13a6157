"""Records of a stream: values in a Redis stream, answered in another one, by as many as like to help.

    lamb:square            each record has a field `value`, in JSON
    lamb:square:answers    each record has the `id` of one, and its `answer`, or an `error` and the `outcome`

All who serve a function form one group: each record goes to one of them. It is acknowledged together with its
answer, in one step, and by the first who has it: so it has one answer, also if a server was ended before it
could acknowledge, and another one took its records over.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from threading import Event
from typing import Any, TypeAlias

from lamb.classroom.events import Invocation
from lamb.classroom.functions.evaluation import InvocationReply
from lamb.classroom.functions.invocation import Functions
from lamb.classroom.log.needed import require
from lamb.errors import LambError

GROUP = "lamb"
BLOCK = 500  # ms that a question for new records may wait
BLOCK_BUSY = 5  # the same, while others are being answered
TAKEN_OVER = 30_000  # ms after which the records of one who is silent are another's
AT_ONCE = 64  # records that are answered at a time
MOST_ANSWERS = 1_000_000  # that a stream keeps, about

Answered: TypeAlias = Future[tuple[Invocation, InvocationReply]]

ANSWER = """
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'id', ARGV[2], unpack(ARGV, 4))
return 1
"""
"""Acknowledges a record and adds its answer, unless it has been acknowledged."""


class Stream:
    """The records for a function, as one *consumer* sees them. *client* is that of `redis`.

    Raises LambError where the server cannot be reached.
    """

    def __init__(self, client: Any, function: str, consumer: str, functions: Functions) -> None:
        import redis

        self.answered = 0
        self._error = redis.RedisError
        self._client, self._function, self._consumer = client, function, consumer
        self._functions = functions
        self._at_once = AT_ONCE
        self._asked: dict[bytes, Answered] = {}
        self.taken_over = TAKEN_OVER
        self._records = f"lamb:{function}"
        self._answers = f"lamb:{function}:answers"
        try:
            self._script = client.register_script(ANSWER)
            client.xgroup_create(self._records, GROUP, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):  # the group is there already
                raise self._unreachable(error) from None
        except redis.RedisError as error:
            raise self._unreachable(error) from None

    def run(self, ended: Event, tell: Callable[[str], object]) -> None:
        """Answer records, until the end; *tell* what goes wrong, which is tried again."""
        while not ended.is_set():
            try:
                self.look()
            except LambError as error:
                tell(error.message)
                ended.wait(1.0)

    def look(self) -> int:
        """Ask for records that are there, or come soon, and answer what is known by now. The number of
        records that wait for an answer. Raises LambError.
        """
        try:
            for number, fields in self._new() + self._taken_over():
                if number not in self._asked:
                    self._asked[number] = self._ask(number, fields)
            for number in [number for number, asked in self._asked.items() if asked.done()]:
                self._answer(number, self._asked.pop(number))
        except self._error as error:
            raise self._unreachable(error) from None
        return len(self._asked)

    def _new(self) -> list[tuple[bytes, Any]]:
        """Records that no one has been given; waited for, if there is nothing else to do."""
        room = self._at_once - len(self._asked)
        if room <= 0:
            wait([*self._asked.values()], BLOCK / 1_000, FIRST_COMPLETED)
            return []
        block = BLOCK_BUSY if self._asked else BLOCK
        found = self._client.xreadgroup(GROUP, self._consumer, {self._records: ">"}, count=room, block=block)
        return [record for _, records in _pairs(found) for record in records]

    def _taken_over(self) -> list[tuple[bytes, Any]]:
        """The records of those who have been silent for long, which are this one's now."""
        room = self._at_once - len(self._asked)
        if room <= 0:
            return []
        found = self._client.xautoclaim(self._records, GROUP, self._consumer, self.taken_over, count=room)
        return [(number, fields) for number, fields in found[1] if fields is not None]

    def _ask(self, number: bytes, fields: Any) -> Answered:
        value = fields.get(b"value", b"").decode("utf-8", "replace")
        key = f"redis:{self._records}:{number.decode()}"
        return self._functions.ask(self._function, value, trigger="stream", key=key)

    def _answer(self, number: bytes, asked: Answered) -> None:
        """Acknowledge a record with its answer, unless another one has."""
        _, reply = asked.result()
        if reply.outcome == "answered":
            fields = ["answer", reply.answer]
        else:
            fields = ["error", reply.error, "outcome", reply.outcome]
        arguments = [GROUP, number, MOST_ANSWERS, *fields]
        self.answered += int(self._script(keys=[self._records, self._answers], args=arguments))

    def _unreachable(self, error: Exception) -> LambError:
        return LambError(f"the stream “{self._records}” cannot be read: {error}")


def _pairs(found: Any) -> list[tuple[Any, Any]]:
    """Streams and their records, as either version of the protocol gives them."""
    if not found:
        return []
    if isinstance(found, dict):
        return [(name, [one for part in parts for one in part]) for name, parts in found.items()]
    return list(found)


def stream_at(address: str, function: str, consumer: str, functions: Functions) -> Stream:
    """The stream for a function at an address `redis://…`. Raises LambError."""
    require("redis")
    import redis

    try:
        client = redis.Redis.from_url(address)
    except ValueError:
        raise LambError(f"“{address}” is no address of a Redis server", hint="redis://HOST:PORT") from None
    return Stream(client, function, consumer, functions)
