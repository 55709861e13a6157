"""Look for faults that no test sees: see `tests/tools/mutation/__init__.py`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.tools.mutation.faults import FOLDERS, Fault, files, sample
from tests.tools.mutation.footprints import Footprints, footprints
from tests.tools.mutation.results import Results
from tests.tools.mutation.running import in_a_fork, pytest_run

CHECKOUT = Path(__file__).parents[3]
SECONDS = 25  # of a processor, for the tests of one fault


def main() -> int:
    """0 if each fault that was tried was seen, or cannot be."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.mutation", description=__doc__)
    parser.add_argument("paths", nargs="*", default=list(FOLDERS), help="files or folders below the checkout")
    parser.add_argument("--sample", type=int, default=40, help="how many faults of each file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="only those that were not seen")
    parser.add_argument("--show", action="store_true", help="only what has been found")
    parser.add_argument(
        "--keep", action="store_true", help="the copy that there is, though files have changed"
    )
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "lamb-mutation")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # not before a file is as it was
    options.work.mkdir(parents=True, exist_ok=True)
    results = Results(options.work / "results.jsonl")
    if not options.show:
        search(options, results)
    print(results.table())
    return 1 if results.open() else 0


def search(options: Any, results: Results) -> None:
    """Try the faults that have not been tried, or those that were not seen."""
    for module in ("hypothesis", "hypothesis.strategies", "pytest", "lark", "libcst"):
        import_module(module)  # once, for all that are forked
    copy = copied(options.work, options.keep)
    near = footprints(copy, options.work / "footprints.json")
    wanted = {found.name for found in results.open()}
    for fault in drawn(copy, options):
        if fault.name in wanted if options.again else fault.name not in results:
            results.add(fault, *tried(copy, near, fault))


def copied(work: Path, keep: bool) -> Path:
    """A copy of the checkout; where it has changed, so have the footprints."""
    copy = (work / "checkout").resolve()
    kept, stamp = work / "stamp.json", json.dumps(stamps())
    if not copy.exists() or (not keep and kept.read_text(encoding="utf-8") != stamp):
        shutil.rmtree(copy, ignore_errors=True)
        (work / "footprints.json").unlink(missing_ok=True)
        shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(".git", ".*_cache", ".hypothesis"))
        kept.write_text(stamp, encoding="utf-8")
    return copy


def stamps() -> dict[str, float]:
    """When each file that matters was changed."""
    found = [file for part in ("lamb", "tests") for file in sorted((CHECKOUT / part).rglob("*.py"))]
    return {file.relative_to(CHECKOUT).as_posix(): file.stat().st_mtime for file in found}


def drawn(copy: Path, options: Any) -> Iterator[Fault]:
    """A fault of each file, then another of each: however soon it is stopped, the sample is fair."""
    of_files = [sample(copy, file, options.sample, options.seed) for file in files(copy, options.paths)]
    for round_ in zip_longest(*of_files):
        yield from (fault for fault in round_ if fault is not None)


def tried(copy: Path, near: Footprints, fault: Fault) -> tuple[str, float]:
    """Whether some test sees a fault: seen, unseen, or endless; and the seconds it took."""
    tests = near.near(fault.file, fault.line)
    if not tests:
        return "unreached", 0.0
    target = copy / fault.file
    original, times = target.read_bytes(), target.stat()
    try:
        target.write_text(fault.text, encoding="utf-8")
        os.utime(target, (1, 1))  # so that Python does not take what it has compiled before for this
        code, seconds = in_a_fork(lambda: pytest_run(copy, tests), SECONDS)
    finally:
        target.write_bytes(original)
        os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    outcome = {0: "unseen", 1: "seen", 2: "seen", 3: "seen", -9: "endless", -24: "endless"}
    return outcome.get(code, f"exit {code}"), seconds


if __name__ == "__main__":
    sys.exit(main())
