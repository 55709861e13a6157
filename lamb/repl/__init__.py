"""The prompt: `lamb` alone, on a terminal.

`repl.py` is what a prompt does with a line, and knows no terminal; `prompt.py` is the terminal side.
"""
