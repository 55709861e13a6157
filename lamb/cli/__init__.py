"""The command line: a file for each subcommand of `lamb`, and what they share.

terminal        standard output and standard error
options         what commands can be told
running         how a command runs: its programs, its progress line, Ctrl-C
evaluate, check, step, compare, kernel      the commands
"""
