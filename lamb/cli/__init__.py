"""The command line: a file for each subcommand of `lamb`, and what they share.

terminal        standard output and standard error
images          images on terminals
options         options that several commands have
running         a command at work: its programs, its progress line, Ctrl-C
terms           commands that say something of each term
evaluate, check, step, compare, typing, translation, convert, format, lint, kernel, new      the commands
machine_steps   `lamb step --machine`
"""
