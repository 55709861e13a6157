"""The command line: a file for each subcommand of `lamb` (`COMMANDS` in `__main__.py`), and what they share.

terminal        standard output and standard error
progress        the line of progress, and Ctrl-C
running         a command at work: its options, its programs, its end
evaluate, check, step, compare, typing, translation, convert, format, lint, kernel, new      the commands
machine_steps   `lamb step --machine`
"""
