"""What students get of notebooks, in a folder of their own: without solutions, hidden tests and outputs.

python -m lamb.course.exercises solutions/*.ipynb --to notebooks
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from lamb.course.exercises.release import released
from lamb.errors import LambError, LoadError


def release(path: Path, folder: Path) -> Path:
    """Write what students get of a notebook into a folder; where it is now. Raises LambError."""
    goal = folder / path.name
    if goal.exists() and goal.samefile(path):
        raise LoadError(f"“{path}” would take the place of itself", hint="name another folder: --to …")
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        text = json.dumps(released(notebook), indent=1, ensure_ascii=False, sort_keys=True)
    except OSError as error:
        raise LoadError(f"“{path}” cannot be read: {(error.strerror or 'an error').lower()}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(f"“{path}” is no notebook, or one with something missing: {error}") from None
    except LambError as error:
        raise LoadError(f"“{path}”: {error.message}") from None
    folder.mkdir(parents=True, exist_ok=True)
    goal.write_text(text + "\n", encoding="utf-8")
    return goal


def main(arguments: list[str] | None = None) -> int:
    """Release the notebooks that are named; the exit code."""
    parser = ArgumentParser(
        prog="python -m lamb.course.exercises",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="for what students get")
    chosen = parser.parse_args(arguments)
    for path in chosen.notebooks:
        try:
            print(release(path, chosen.to))
        except LambError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
