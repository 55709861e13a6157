"""The subcommands of `lamb`, a file each: what it can be told, and what it does."""
