"""Help, the inputs of this session and of earlier ones, and the way out."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from lamb.errors import LambError, did_you_mean
from lamb.quantities import natural
from lamb.repl.drawing import prose, table
from lamb.repl.lexing import inputs
from lamb.repl.repl import ALIASES, Command, Leave, Repl, command, commands, find, misused
from lamb.show.lines import Line, Piece, Sentence

USUAL_HISTORY = 20  # inputs
WIDEST_USAGE = 24  # columns

# What `:help` knows beside the commands. The tests type in what is indented by four.

LANGUAGE = """\
Terms
    λx. x                        a function: \\x. x and \\x -> x are the same
    λx y. x                      of two arguments, one after the other
    (λx y. x) a b                applied: f x y is (f x) y
    42                           a number: λf x. f (f … x)
    [1, 2, 3]                    a list
    (1, 2)                       a pair
    let two = 2 in add two two   a name for a while

Statements
    add 2 3                      a term: its normal form is shown
    thrice f x = f (f (f x))     a definition; thrice = λf x. … says the same
    rec tri n = is-zero n 0 (add n (tri (pred n)))
                                 a recursive one
    assert add 1 1 == 2          a claim
    assert forall n m : nat. add n m == add m n
                                 a claim about all: nat, bool, list nat, …
    assert λx. x : a -> a        a claim about its simple type
    data tree = leaf | node (left : tree) nat (right : tree)
                                 a data type: node leaf 3 leaf, tree-fold
    assume f : a -> b            the type of a free name
    conf why: (λx. x) a =b> a    a derivation: :help derivations
    import "file.lc"             the definitions in a file; :load runs it, too

“it”, or “_” alone, is the last answer; it2, it3 and so on are those before. A comment begins with “--”;
directly above a definition it is its documentation. What is not complete goes on in the next line."""

DERIVATIONS = """\
A derivation is a reduction that you write down. Every step of it is checked, and if one is wrong you are
told why. One that begins with eval ends in a normal form; conf does without that.

    eval twice: (λf x. f (f x)) g =b> λx. g (g x)
    :check (λx. x x) y ; y y

What a step does from left to right:
  =a>    bound variables are renamed     =~>   reduction to normal form
  =b>    one β-step                      =n>   the β-step of normal order
  =e>    one η-step                      =p>   the β-step of applicative order
  =d>    names are unfolded, or folded   =n*>  any number of these, or =p*>
  =*>    any number of steps             <b=   the same from right to left"""

KEYS = """\
  Enter      evaluates what is complete, and otherwise begins a new line;
             in an empty line it ends the input in any case
  Alt-Enter  begins a new line in any case
  Tab        completes a name, a command or a file
  ↑ ↓        what was typed before; Ctrl-R searches it
  →          takes the grey suggestion
  \\          is λ, and typed twice it stays a backslash
  Ctrl-C     stops what runs, or clears the line
  Ctrl-L     clears the screen
  Ctrl-D     leaves, on an empty line

:set vi has the keys of vi, :set emacs the usual ones."""

TOPICS = {"language": LANGUAGE, "derivations": DERIVATIONS, "keys": KEYS}


@command("help", "[NAME]", "the commands; all about one, or about a name")
def show_help(repl: Repl, rest: str) -> None:
    """Without a NAME, lists the commands. A command may be cut short: :h is :help.

    A NAME is that of a command, of a topic (language, derivations, keys) or of a definition.

        :help step
        :help language
        :help fact
    """
    if not rest:
        return _overview(repl)
    asked = rest.removeprefix(":")
    known = commands()
    exact = known.get(ALIASES.get(asked, asked))
    if exact and (rest.startswith(":") or asked not in TOPICS):
        _explain(repl, exact)
    elif asked in TOPICS:
        repl.page(*prose(TOPICS[asked], repl.width))
    elif asked in repl.session.definitions or asked.isdigit():
        find("info").action(repl, asked)
    elif any(name.startswith(asked) for name in known):
        _explain(repl, find(asked))
    else:
        otherwise = ":help lists the commands, :names the definitions"
        hint = did_you_mean(asked, [*known, *TOPICS, *repl.session.definitions], otherwise)
        raise LambError(f"there is nothing called “{asked}”", hint=hint)
    if exact and not rest.startswith(":") and asked in repl.session.definitions:
        repl.say("", f"There is a definition of this name too: :info {asked}")
    return None


def _overview(repl: Repl) -> None:
    rows: list[tuple[str, str]] = []
    offered = (found for name, found in commands().items() if name not in repl.absent)
    for _, members in groupby(offered, key=lambda one: one.group):
        rows += [("", "")] if rows else []
        for member in members:
            fits = len(member.usage) <= WIDEST_USAGE
            rows.append((member.usage if fits else f":{member.name} …", member.summary))
    topics = ", ".join(f":help {topic}" for topic in TOPICS if topic not in repl.absent)
    repl.page(
        "Type a term to evaluate it, or name = term to name it. The commands are:",
        "",
        *table(rows, ("hint", "plain"), repl.width),
        "",
        f":help NAME says more; also {topics}",
    )


def _explain(repl: Repl, found: Command) -> None:
    heading = Sentence((Piece(found.usage, "hint"), Piece(f"    {found.summary}")))
    repl.page(heading, "", *prose(repl.help_of(found), repl.width))


@command("history", "[N | TEXT]", "what was typed, here and before")
def history(repl: Repl, rest: str) -> None:
    """Shows the last 20 inputs, or the last N, or those that have TEXT in them: those of this session, and
    of earlier ones.

        :history
        :history 5
        :history add
    """
    past = _past(repl)
    if (last := natural(rest)) is not None:
        numbered = past[-last or len(past) :]
    elif rest:
        numbered = [(number, text) for number, text in past[:-1] if rest in text]
    else:
        numbered = past[-USUAL_HISTORY:]
    if not numbered:
        raise misused("history", f"nothing that was typed has “{rest}” in it")
    width = len(str(numbered[-1][0]))
    lines: list[Line] = []
    for number, text in numbered:
        first, *others = text.split("\n")
        lines.append((Piece(f"{number:>{width}}  ", "note"), Piece(first)))
        lines += [(Piece(" " * (width + 2) + line),) for line in others]
    repl.page(*lines)


def _past(repl: Repl) -> list[tuple[int, str]]:
    """All inputs, numbered: those of earlier sessions, if they were kept, and those of this one."""
    from prompt_toolkit.history import FileHistory  # start-up counts

    file, here = repl.homes.history, repl.entered
    latest, ours = FileHistory(file).load_history_strings() if file else (), Counter(here)
    earlier: list[str] = []
    for text in latest:  # in which those of this session stand too, among those of others that are open
        parts = [part.strip() for part in inputs(text)] if "\n" in text else [text.strip()]
        if all(ours[part] for part in parts):
            ours.subtract(parts)
        else:
            earlier.append(text)
    return list(enumerate([*reversed(earlier), *here], 1))


@command("quit", "", "leave the prompt")
def leave(repl: Repl, rest: str) -> None:
    """Ends the session; Ctrl-D on an empty line does so too. Definitions are kept by :save alone."""
    raise Leave
