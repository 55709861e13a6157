"""The log of a class at its largest: `python -m tests.tools.classroom.logs [ATTEMPTS]`.

A million attempts, with ten thousand different answers, are written and counted by one process and by two;
the merged views are asked for; writers and workers are killed; a cluster of two workers counts a log in an
S3 of its own (`pip install 'moto[server]'`). What is counted is compared with what was sent.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from lamb.classroom.class_judge import judge_of
from lamb.classroom.events import Attempt
from lamb.classroom.log.batch import Means, batch, workers
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.views import VIEWS

DISTINCT, STUDENTS, EXERCISES = 10_000, 1_000, 20
LATER = 2_000  # attempts since the batch
AT_ONCE = 1_000
KILLS = 8
SCHEDULER, S3 = 18_786, 18_787  # ports


def made(folder: Path) -> Path:
    """A class with exercises of which each asks for a function of numbers."""
    folder.mkdir(parents=True)
    text = "".join(
        f"-- exercise ex{n}: Add {n}\n-- points: 2\nex{n} = λn. add n {n}\nassert ex{n} 3 == {n + 3}\n\n"
        for n in range(EXERCISES)
    )
    (folder / "week1.lc").write_text(text, encoding="utf-8")
    return folder


def attempt(number: int) -> Attempt:
    """An attempt of a thousand students, of whom a twentieth is right."""
    answer = (number * 7_919) % DISTINCT
    exercise = answer % EXERCISES
    text = f"λn. add n {answer // EXERCISES % EXERCISES} -- {answer}"
    return Attempt(str(number), f"s{number % STUDENTS}", "week1", f"ex{exercise}", text, float(number))


def filled(folder: Path, first: int, last: int) -> None:
    """Write the attempts behind *first*, up to *last*."""
    journal = Journal(folder / "log")
    for start in range(first, last, AT_ONCE):
        journal.append_all([attempt(n) for n in range(start, min(start + AT_ONCE, last))])
    journal.close()


def counted(folder: Path, processes: int) -> None:
    """Count a log in this process, and say what it took."""
    begun = time.perf_counter()
    with workers(processes) as each:
        done = batch(folder / "log", judge_of(folder), Means(each=each))
    took = time.perf_counter() - begun
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"batch of {done.number:,}, {processes} at work: {took:.1f} s, {done.judged:,} judged, "
        f"{peak / 1_024:.0f} MB at most in a process",
        flush=True,
    )


def asked(folder: Path, number: int) -> None:
    """Ask for merged views, and say how long that takes."""
    log = ClassLog(folder / "log", judge_of(folder))
    questions: dict[str, Callable[[], object]] = {
        "exercises": lambda: log.view("exercises"),
        "mistakes": lambda: log.view("mistakes"),
        "one student": lambda: log.view("students", student="s7"),
    }
    log.view("exercises")  # the first makes the speed layer
    for name, ask in questions.items():
        times = []
        for _ in range(30):
            begun = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begun)
        print(f"merged query, {name}: {1e3 * sorted(times)[15]:.1f} ms, at most {1e3 * max(times):.1f} ms")
    assert sum(row["attempts"] for row in log.view("exercises")) == number
    log.close()


def write_for_ever(folder: Path, first: int) -> None:
    """Write attempts, by eight threads, and say the number of each that is on disk."""
    log = ClassLog(folder / "log", judge_of(folder))

    def write(number: int) -> None:
        sent = attempt(number)
        log.record(sent)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(first, first + 100_000)))


def killed(folder: Path) -> None:
    """Kill writers at random, and look for what they have said to be on disk."""
    made(folder)
    answered: list[int] = []
    seconds = 0.0
    for _ in range(KILLS):
        here = [sys.executable, "-m", "tests.tools.classroom.logs", "write", str(folder), str(len(answered))]
        writer = subprocess.Popen(here, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        answered.append(int(next(writer.stdout)))
        begun = time.perf_counter()
        time.sleep(random.uniform(0.3, 2.0))
        writer.send_signal(signal.SIGKILL)
        seconds += time.perf_counter() - begun
        answered += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
        writer.wait()
    journal = Journal(folder / "log")
    kept = [event.key for event in journal.since(0)]
    assert len(kept) == len({*kept}), "twice"
    assert {*map(str, answered)} <= {*kept}, "lost"
    batch(folder / "log", judge_of(folder))
    log = ClassLog(folder / "log", judge_of(folder))
    assert sum(row["attempts"] for row in log.view("exercises")) == len(kept)
    print(f"killed {KILLS} times: {len(answered) / seconds:,.0f} attempts a second; none lost, none twice")


@contextmanager
def running(*commands: list[str]) -> Iterator[None]:
    """While other programs run."""
    silent = subprocess.DEVNULL
    begun = [subprocess.Popen(words, stderr=silent, stdout=silent) for words in commands]
    try:
        yield
    finally:
        for one in begun:
            one.terminate()
            one.wait()


def elsewhere(folder: Path) -> None:
    """Count a log on a cluster of two workers, the master dataset being in an S3."""
    import boto3

    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{S3}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ALLOW_HTTP": "true",
    }
    python, scheduler = [sys.executable, "-m"], f"tcp://127.0.0.1:{SCHEDULER}"
    filled(made(folder), 0, 30_000)
    worker = [*python, "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-dashboard"]
    with running(
        [*python, "moto.server", "-p", str(S3)],
        [*python, "distributed.cli.dask_scheduler", "--port", str(SCHEDULER), "--no-dashboard"],
        worker,
        worker,
    ):
        time.sleep(15)
        boto3.client("s3").create_bucket(Bucket="classes")
        begun = time.perf_counter()
        with workers(2, scheduler) as each:
            done = batch(folder / "log", judge_of(folder), Means("s3://classes/demo", each))
            again = batch(folder / "log", judge_of(folder), Means("s3://classes/demo", each))
    assert (done.number, again.number, again.judged) == (30_000, 30_000, 0)
    log = ClassLog(folder / "log", judge_of(folder))
    assert sum(row["attempts"] for row in log.view("exercises")) == 30_000
    print(f"S3 and a cluster of two: two batches of 30,000 in {time.perf_counter() - begun:.1f} s")


def worker_killed(folder: Path) -> None:
    """A worker that is killed, twice, costs its part of the work, which another does again."""
    filled(made(folder), 0, 20_000)
    phases: list[str] = []
    with workers(2) as each:

        def tell(phase: str, done: int, _of: int) -> None:
            if phase in ("judging", "counting") and done == 1 and phase not in phases:
                phases.append(phase)
                os.kill(next(iter(each.args[0].run(os.getpid).values())), signal.SIGKILL)  # type: ignore[attr-defined]

        done = batch(folder / "log", judge_of(folder), Means(each=each, tell=tell))
    log = ClassLog(folder / "log", judge_of(folder))
    served = {name: log.table(name) for name in VIEWS}
    shutil.rmtree(folder / "log" / "views")
    again = ClassLog(folder / "log", judge_of(folder))
    assert done.number == 20_000
    assert len(phases) == 2
    assert served == {name: again.table(name) for name in VIEWS}
    print(f"workers killed while {' and '.join(phases)}: the views are those of the whole log", flush=True)


def main(attempts: int) -> None:
    """Do it all, and say what it took."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    print(f"yardstick, python -c pass: {1e3 * (time.perf_counter() - begun):.0f} ms", flush=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        killed(place / "killed")
        worker_killed(place / "worker")
        folder, before = made(place / "class"), 0
        for size, processes in ((attempts // 4, 1), (attempts, 1), (attempts, 2)):
            begun = time.perf_counter()
            filled(folder, before, size)
            if size > before:
                print(f"journal: {(size - before) / (time.perf_counter() - begun):,.0f} a second", flush=True)
            before = size
            for kept in (folder / "log").glob("verdicts.sqlite*"):
                kept.unlink()
            shutil.rmtree(folder / "log" / "views", ignore_errors=True)
            here = [sys.executable, "-m", "tests.tools.classroom.logs", "count", str(folder), str(processes)]
            subprocess.run(here, check=True)
        filled(folder, attempts, attempts + LATER)
        asked(folder, attempts + LATER)
        elsewhere(place / "elsewhere")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", folder, first]:
            write_for_ever(Path(folder), int(first) * 2 + 1)
        case ["count", folder, processes]:
            counted(Path(folder), int(processes))
        case ["worker"]:
            with tempfile.TemporaryDirectory() as name:
                worker_killed(Path(name) / "class")
        case ["cluster"]:
            with tempfile.TemporaryDirectory() as name:
                elsewhere(Path(name) / "class")
        case rest:
            main(int(rest[0]) if rest else 1_000_000)
