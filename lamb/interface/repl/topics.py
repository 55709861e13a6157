"""What `:help` knows beside the commands. The tests type in what is indented by four."""

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
