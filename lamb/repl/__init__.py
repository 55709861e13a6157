"""The prompt: `lamb` alone, on a terminal.

In reading order:

repl          a session at a prompt: what it does with an input, and which commands it knows
commands/     the commands, a module for each group of `:help`
walking       `:step`, a dialogue
drawing       prose, tables, trees and diagrams, as lines
homes         the user's files: start-up program, history, progress in the course

prompt        the loop on a terminal: greet, read, carry out
lexing        the words of a text, what each means where it stands, and which inputs are whole
completion    what a word can become
editor        the line editor: what is loaded meanwhile, colours, keys, the line at the bottom

shell         commands of the prompt as subcommands of `lamb`

An *input* is what is typed up to the Enter that ends it: a *command*, which begins with a colon, or
*statements* of the language. An *output* takes the *lines* of an answer; a terminal is one, the page of a
notebook another. To *paint* a text is to say of each word what it is.
"""
