"""What has been found, kept as one line of JSON a fault."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.tools.mutation.faults import Fault

EQUIVALENT = Path(__file__).with_name("equivalent.txt")
MISSED = ("unseen", "unreached")


class Found(NamedTuple):
    """A fault, and what the tests made of it: seen, endless, unseen, or unreached by any test."""

    name: str
    file: str
    line: int
    diff: str
    outcome: str
    seconds: float


class Results:
    """The last result of each fault."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._found: dict[str, Found] = {}
        if kept.exists():
            for line in kept.read_text(encoding="utf-8").splitlines():
                found = Found(**json.loads(line))
                self._found[found.name] = found
        rows = EQUIVALENT.read_text(encoding="utf-8").splitlines() if EQUIVALENT.exists() else []
        self.equivalent = {row.split()[0] for row in rows if row.startswith("lamb/")}

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def add(self, fault: Fault, outcome: str, seconds: float) -> None:
        """Keep what became of a fault, and say it."""
        found = Found(fault.name, fault.file, fault.line, fault.diff, outcome, round(seconds, 1))
        self._found[found.name] = found
        with self._kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found._asdict(), ensure_ascii=False) + "\n")
        print(f"{outcome:9} {found.seconds:5} s  {found.name}", flush=True)

    def open(self) -> list[Found]:
        """The faults that no test saw, though one could."""
        return [
            found
            for found in self._found.values()
            if found.outcome in MISSED and found.name not in self.equivalent
        ]

    def table(self) -> str:
        """A line for each folder, and the faults that no test saw."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for found in self._found.values():
            is_equivalent = found.outcome in MISSED and found.name in self.equivalent
            kind = "equivalent" if is_equivalent else "missed" if found.outcome in MISSED else "seen"
            for part in (found.file, str(Path(found.file).parent), "all"):
                counts[part][kind] += 1
        rows = [
            "| where | faults | seen | equivalent | missed | seen of those that can be |",
            "|:--|--:|--:|--:|--:|--:|",
        ]
        for part, count in sorted(counts.items()):
            seen, missed = count["seen"], count["missed"]
            share = f"{seen / max(1, seen + missed):.0%}"
            rows.append(f"| {part} | {count.total()} | {seen} | {count['equivalent']} | {missed} | {share} |")
        open_ = [
            f"\n{found.name} (line {found.line}, {found.outcome})\n{found.diff}" for found in self.open()
        ]
        return "\n".join([*rows, *open_])
