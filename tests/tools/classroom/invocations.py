"""Functions under load, by each trigger, with hostile ones among them: what it costs, and that none is lost.

    python -m tests.tools.classroom.invocations [--count 1000]

The streams need `redis-server` (Debian's), the buckets `moto[server]`; without, they are left out. 1 if an
answer is missing, wrong, or there twice.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from lamb.answering import clock_of
from lamb.classroom.functions.invocation import MEMORY, Functions, ready
from lamb.classroom.functions.versions import Library, deployable
from lamb.classroom.log.journal import Journal
from lamb.processes import Pool

PROGRAMS = {
    "square": "-- handler : nat -> nat\nhandler = λn. mul n n\n",
    "work": "-- handler : nat -> nat\nhandler = λn. fib n\nrec fib n = n (λ_. add (fib (pred n)) "
    "(fib (pred (pred n)))) 1\n",
    "endless": "-- handler : nat -> nat\nrec handler n = handler (succ n)\n",
    "warm": "-- handler : nat -> nat\nrec handler n = handler (succ n)\n",
    "greedy": "-- handler : nat -> nat\nrec grow l n = grow (cons n l) n\nhandler = λn. grow nil n\n",
}
WORK = "10"  # an evaluation of some milliseconds
SECONDS = {"endless": 1.0, "greedy": 1.0, "warm": 0.1}
ANSWER = f"{Functions.__module__}:answer_text"
AT_MOST = 16
RUNS = 3
TIMES = 200


def deploy(folder: Path) -> None:
    """The functions of this tool."""
    for name, text in PROGRAMS.items():
        (folder / f"{name}.lc").write_text(text, encoding="utf-8")
        limits = {"steps": None, "nodes": 3_000_000, "seconds": SECONDS.get(name, 10.0)}
        Library(folder).add(deployable(folder / f"{name}.lc", limits=limits))


@contextmanager
def pool(at_most: int = AT_MOST) -> Iterator[Pool]:
    made = Pool(ANSWER, at_most=at_most, memory=MEMORY, idle=600.0)
    try:
        yield made
    finally:
        made.end()


def expect(what: str, *, holds: bool) -> None:
    """Say whether it holds; end where it does not."""
    print(f"  {'✓' if holds else '✗'} {what}", flush=True)
    if not holds:
        raise SystemExit(1)


# ── what an invocation costs ──


def overhead(folder: Path) -> None:
    """Warm and cold, over the evaluation itself; through a pool, with the journal, and over HTTP."""
    print("overhead")
    alone = ready(Library(folder).version("work"))
    evaluation = median(lambda: alone.reply(WORK))
    print(f"  the evaluation itself takes {ms(evaluation)}")
    ran = subprocess.run([sys.executable, "-c", COLD, folder], capture_output=True, text=True, check=True)
    first, second = map(float, ran.stdout.split())
    print(
        f"  cold: {ms(first - evaluation)} more for the first process, {ms(second - evaluation)} for others"
    )
    with pool() as processes:
        functions = Functions(folder, pool=processes)
        functions.invoke("work", int(WORK))
        warm = median(lambda: functions.invoke("work", int(WORK)))
        print(f"  warm: {ms(warm - evaluation)} more")
        journal = Journal(folder / "log")
        functions = Functions(folder, pool=processes, record=journal.append)
        warm = median(lambda: functions.invoke("work", int(WORK)))
        print(f"  warm, and recorded on disk: {ms(warm - evaluation)} more")
    with served(folder) as server:
        server.call("work", WORK)
        warm = median(lambda: server.call("work", WORK))
        print(f"  warm, recorded, over HTTP: {ms(warm - evaluation)} more")


COLD = f"""
import sys, time
from lamb.classroom.functions.invocation import Functions
from lamb.answering import clock_of
from lamb.processes import Pool
processes = Pool("{ANSWER}", at_most=2, at_once=2)
functions = Functions(sys.argv[1], pool=processes)
def seconds(times):
    begun = time.perf_counter()
    for asked in [functions.ask("work", "{WORK}") for _ in range(times)]:
        asked.result()
    return time.perf_counter() - begun
print(seconds(1), seconds(2))
processes.end()
"""
"""Says the seconds of a first invocation, and of two at a time, of which the second one starts a process."""


def median(work: Any) -> float:
    """The median of the seconds that *work* takes."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


# ── hostile ones ──


def hostile(folder: Path, count: int) -> None:
    """A tenth of all is endless: the others are answered as fast as without them."""
    print(f"hostile: {count // 10} endless among {count}")
    endless = Library(folder).version("endless")
    for number in range(count // 10):
        Library(folder).add(endless.with_values(function=f"endless{number}"))
    for what, functions in ("of one function", 1), ("each of a function of its own", count // 10):
        runs = [(burst(folder, count, 0), burst(folder, count, functions)) for _ in range(RUNS)]
        ratios = [(among.day / alone.day, among.processor / alone.processor) for alone, among in runs]
        day, processor = map(statistics.median, zip(*ratios, strict=True))
        each = ", ".join(f"{ratio:.2f}" for _, ratio in ratios)
        print(f"  {what}: the others take {day:.2f} × as long, {processor:.2f} × the processor ({each})")
        expect("no process was lost", holds=not any(one.lost for pair in runs for one in pair))
        expect("at most 1.5 × the processor", holds=processor <= 1.5)
    print("  those that eat memory, and processes that are killed")
    with pool() as processes:
        functions = Functions(folder, pool=processes)
        asked = [functions.ask("greedy" if n % 10 == 0 else "square", "3") for n in range(100)]
        time.sleep(0.2)
        for answerer in [*processes._answerers][:2]:
            os.kill(answerer._process.pid, signal.SIGKILL)
        outcomes = [one.result()[1].outcome for one in asked]
        quick = [one for n, one in enumerate(outcomes) if n % 10]
        expect("each has a reply", holds=len(outcomes) == 100)
        expect(
            f"all but the killed are answered ({quick.count('lost')} lost)", holds=quick.count("lost") <= 2
        )
        again = [functions.invoke("square", n) for n in range(20)]
        expect("others have taken their places", holds=again == [n * n for n in range(20)])


class Burst(NamedTuple):
    """The seconds until the last of those that end is answered, by the *day* and by the *processor*, and the
    processes that were *lost*.
    """

    day: float
    processor: float
    lost: int


def burst(folder: Path, count: int, endless: int) -> Burst:
    """What nine tenths of so many take, the others being calls of so many endless functions; none, if 0."""
    with pool() as processes:
        functions = Functions(folder, pool=processes)
        for one in [functions.ask("warm", "1") for _ in range(AT_MOST)]:
            one.result()  # so that all processes are there
        for _ in range(AT_MOST):
            functions.invoke("work", int(WORK))  # so that it is known what is usual
        begun, used = time.perf_counter(), used_by(processes)
        asked = []
        for number in range(count):
            if number % 10:
                asked.append(functions.ask("work", WORK))
            elif endless:
                functions.ask(f"endless{number // 10 % endless}", "1")
        for one in asked:
            assert one.result()[1].outcome == "answered", one.result()
        return Burst(time.perf_counter() - begun, used_by(processes) - used, processes.lost)


def used_by(processes: Pool) -> float:
    """The seconds of the processor that all processes of a pool have had."""
    return sum(clock_of(one._process.pid)() for one in processes._answerers)


# ── a server, and what calls it ──


class Server:
    """`lamb functions serve`, as a process."""

    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "lamb", "functions", "serve", "--class", str(folder)]
        command += ["--port", str(self.port), "--rate", "1e6", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self.process.stdout is not None
        self.process.stdout.readline()
        self.token = (folder / "secrets" / "functions").read_text(encoding="utf-8").strip()
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def call(self, name: str, value: str) -> tuple[int, str]:
        """The status and the text that a function answers."""
        headers = {"Authorization": f"Bearer {self.token}"}
        self.connection.request("POST", f"/functions/{name}", value, headers)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def end(self, number: int = signal.SIGINT) -> None:
        self.process.send_signal(number)
        self.process.wait(20)


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Server]:
    server = Server(folder, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end()


def files(folder: Path, count: int) -> None:
    """Files are answered once each, though the server is ended again and again."""
    print(f"files: {count}, and a server that is killed while it answers")
    inbox = folder / "inbox"
    inbox.mkdir()
    before = Journal(folder / "log").last
    for number in range(count):
        (inbox / f"{number}.json").write_text(str(number), encoding="utf-8")
    while len(answers := list(inbox.glob("*.answer.json"))) < count:
        with served(folder, "--watch", f"square={inbox}") as server:
            until = time.monotonic() + 1.5
            while time.monotonic() < until and len(list(inbox.glob("*.answer.json"))) < count:
                time.sleep(0.05)
            server.end(signal.SIGKILL)
        print(f"  {len(answers)} answered, then killed", flush=True)
    right = all(int(one.read_text()) == int(one.name.split(".")[0]) ** 2 for one in answers)
    expect("each answer is whole, and right", holds=right)
    expect("each counts once", holds=Journal(folder / "log").last - before == count)


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    yield f"redis://127.0.0.1:{port}"
    process.kill()
    process.wait()


def streams(folder: Path, count: int) -> None:
    """Records have one answer each, though of two servers one is killed again and again."""
    print(f"streams: {count} records, two servers, of which one is killed")
    import redis

    from lamb.classroom.functions import triggers as module

    before = Journal(folder / "log").last
    with redis_server() as address:
        client = redis.Redis.from_url(address)
        numbers = {client.xadd("lamb:square", {"value": str(n)}).decode(): n for n in range(count)}
        option = ["--stream", f"square={address}"]
        begun = time.perf_counter()
        with served(folder, *option):
            for _ in range(3):
                other = Server(folder, *option)
                time.sleep(0.7)
                other.end(signal.SIGKILL)
            until = time.monotonic() + 10 + module.TAKEN_OVER / 1_000
            while client.xlen("lamb:square:answers") < count and time.monotonic() < until:
                time.sleep(0.1)
        seconds = time.perf_counter() - begun
        found = [fields for _, fields in client.xrange("lamb:square:answers")]
        answered = {one[b"id"].decode(): int(one[b"answer"]) for one in found}
        print(f"  {seconds:.1f} s")
        expect("each has one answer", holds=len(found) == len(answered) == count)
        expect("each is right", holds=answered == {number: n * n for number, n in numbers.items()})
        expect("none is pending", holds=client.xpending("lamb:square", "lamb")["pending"] == 0)
    expect("each counts once", holds=Journal(folder / "log").last - before == count)


def buckets(folder: Path, count: int) -> None:
    """Objects in a bucket are answered beside them."""
    print(f"buckets: {count} objects")
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.update(keys | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"})
    client = boto3.client("s3")
    client.create_bucket(Bucket="class")
    for number in range(count):
        client.put_object(Bucket="class", Key=f"inbox/{number}.json", Body=str(number).encode())
    with served(folder, "--watch", "square=s3://class/inbox/"):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            listed = client.list_objects_v2(Bucket="class", Prefix="inbox/")["Contents"]
            if len(listed) == 2 * count:
                break
            time.sleep(0.2)
    bodies = [
        client.get_object(Bucket="class", Key=f"inbox/{n}.answer.json")["Body"].read() for n in range(count)
    ]
    expect("each is answered", holds=bodies == [f"{n * n}\n".encode() for n in range(count)])
    server.stop()


def usage(folder: Path) -> None:
    """What all of this has taken."""
    command = [sys.executable, "-m", "lamb", "functions", "usage", "--json", "--class", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = json.loads(ran.stdout)["functions"]
    total = sum(row["invocations"] for row in rows)
    expect(f"usage has all {total:,} of them", holds=total == Journal(folder / "log").last)


def main() -> int:
    """Do all of it."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.classroom.invocations")
    options.add_argument("--count", type=int, default=1_000)
    count = options.parse_args().count
    with TemporaryDirectory() as home:
        folder = Path(home)
        deploy(folder)
        overhead(folder)
        hostile(folder, count)
        files(folder, count // 2)
        if shutil.which("redis-server"):
            streams(folder, count)
        else:
            print("streams are left out: there is no redis-server")
        if find_spec("moto"):
            buckets(folder, min(count, 100))
        else:
            print("buckets are left out: pip install 'moto[server]'")
        usage(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
