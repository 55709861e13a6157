"""What building the package makes beforehand, so that `lamb` starts quickly.

The parser's tables and the names of the prelude's normal forms. Both are made from files that are in
the package too, and made again wherever they are missing: this only saves time.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the two files and puts them, with the grammar, into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from lamb.notation import tables
        from lamb.prelude import NAMES, prelude

        tables.save(root / "grammar" / "tables.json")
        prelude().save_names(root / "lamb" / "prelude" / NAMES)
        build_data["force_include"] |= {
            "grammar/lamb.lark": "lamb/grammar/lamb.lark",
            "grammar/tables.json": "lamb/grammar/tables.json",
            f"lamb/prelude/{NAMES}": f"lamb/prelude/{NAMES}",
        }
