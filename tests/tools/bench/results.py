"""All figures of one run, in a file that tables and pictures are drawn from."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

import lamb
from tests.tools.bench import yardstick
from tests.tools.bench.measuring import measured, peak
from tests.tools.bench.race import CONTESTS, RIVALS, installed, raced
from tests.tools.bench.startup import COMMANDS, started
from tests.tools.bench.workloads import Workload, workloads

FILE = Path(__file__).with_name("results.json")

Results: TypeAlias = dict[str, Any]
Say: TypeAlias = Callable[[str], None]


def load() -> Results:
    """What was written last."""
    results: Results = json.loads(FILE.read_text(encoding="utf-8"))
    return results


def save(results: Results) -> None:
    FILE.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine(runs: int) -> Results:
    """Where it was run, without saying whose machine it is."""
    return {
        "lamb": lamb.__version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "yardstick": measured(yardstick.work, runs).least,
        "runs": runs,
    }


def work(names: Collection[str], runs: int, say: Say) -> Results:
    """The figures of the workloads of those names, or of all if there are none."""
    return {
        workload.name: worked(workload, runs, say)
        for workload in workloads()
        if not names or workload.name in names
    }


def worked(workload: Workload, runs: int, say: Say) -> Results:
    """The figures of a workload: time, yardsticks, and the most that it holds. Its answer has to be right."""
    say(workload.name)
    prepared = workload.prepare()
    assert workload.fine(workload.action(prepared)), f"{workload.name}: a wrong answer"
    figure = measured(lambda: workload.action(prepared), runs)
    return {"what": workload.what, **asdict(figure), "bytes": peak(lambda: workload.action(prepared))}


def start(runs: int, say: Say) -> Results:
    """What start-up takes."""
    found = {}
    for name, arguments in COMMANDS.items():
        say(name)
        found[name] = dict(zip(("least", "median"), started(arguments, runs), strict=True))
    return found


def race(rivals: str, seconds: float, runs: int, say: Say) -> Results:
    """How everybody fares that the Python called *rivals* has installed, and lamb."""
    pythons = {name: sys.executable if name == "lamb" else rivals for name in RIVALS}
    runners = [name for name, module in RIVALS.items() if installed(module, pythons[name])]
    found: Results = {}
    for contest in CONTESTS:
        say(contest)
        found[contest] = {
            name: asdict(raced(RIVALS[name], contest, python=pythons[name], seconds=seconds, runs=runs))
            for name in runners
        }
    return found
