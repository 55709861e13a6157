"""Steps as they stand in homework: what is said of each, and what is underlined."""

# ruff: noqa: E501  (a table reads better in rows)

from __future__ import annotations

import pytest

from lamb.course.mistakes.diagnosis import diagnose, unfinished
from lamb.course.verdicts import Mistake
from lamb.errors import Source
from lamb.notation import parse_term
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.parser import parse_expression
from lamb.notation.printer import write

DEFINITIONS = {
    name: parse_term(text)
    for name, text in {
        "id": "λx. x",
        "zero": "λf x. x",
        "one": "λf x. f x",
        "two": "λf x. f (f x)",
        "incr": "λn f x. f (n f x)",
        "add": "λm n. m incr n",
        "true": "λa b. a",
        "false": "λa b. b",
        "and": "λp q. p q false",
        "omega": "(λx. x x) (λx. x x)",
    }.items()
}

# the step, the kind of mistake, what is said, what is underlined, and the right term
EXAMPLES = r"""
(λx y. x y) y          =b>  λy. y y            | capture          | the free “y” is captured by “λy”; rename “λy” to “y'” first | y        | λy'. y y'
λy. (λx y. x y) y      =b>  λy y. y y          | capture          | is captured by “λy”; =a> λy. (λx y'. x y') y      | y        | λy y'. y y'
(λx y z. x y z) (y z)  =n>  λy z'. y z y z'    | capture          | is captured by “λy”; “λz” to “z'”                 | y        | λy' z'. y z y' z'
λx. x y                =a>  λy. y y            | capture          | “λx” became “λy”; captures the “y” under it       | y        | λy'. y' y
λx. x x                =a>  λz. z x            | half-renamed     | each “x” that belongs to it becomes “z”           | x        | λz. z z
λx. x x                =a>  λx. z z            | half-renamed     | its λ is still “λx”                               | z        | λx. x x
λx. x λx. x            =a>  λz. z λx. z        | shadowed         | bound by the inner “λx”                           | z        | λz. z λx. x
(λx y. x y) a          =b>  λz. a y            | half-renamed     | each “y” that belongs to it becomes “z”           | y        | λz. a z
(λx. λx. x) a          =b>  λx. a              | shadowed         | under the inner “λx”; it stays “x”                | a        | λx. x
(λx. x (λx. x)) a      =b>  a (λx. a)          | shadowed         | under the inner “λx” of “λx. x λx. x”             | a        | a λx. x
(λx. x x x) a          =b>  a x a              | some-occurrences | each “x” in “x x x”; the 2nd was left             | x        | a a a
(λx. x x x x x x) a    =b>  x x a a a a        | some-occurrences | the 1st and 2nd were left                         | x        | a a a a a a
(λx. x x x x x x x) a  =b>  x a x x x x x      | some-occurrences | 1st and 3rd and 4th and 5th and 6th and 7th were left | x  | a a a a a a a
(λx. x x x x x x x) a  =b>  a a x a a a a      | some-occurrences | the 3rd was left                                  | x        | a a a a a a a
(λx. x x) a            =b>  x x                | not-substituted  | in the place of each “x”                          | x x      | a a
(λx. x y) a            =b>  x y a              | not-substituted  | the λ is gone; does not stay behind it            | x y a    | a y
(λx. f (x x)) a        =b>  f a                | doubled          | “x x” in “f (x x)”; “a” comes there twice         | f a      | f (a a)
(λx y. x y) a          =b>  λa y. a y          | binder-replaced  | “λx” goes away with its argument “a”              | λa y. a y | λy. a y
(λx y. x) a            =b>  λy. y              | wrong-choice     | “λx” takes “a”                                    | λy. y    | λy. a
(λx. x x) a            =b>  a (λx. x x)        | exchanged        | “λx. x x” takes the argument “a”                  | (λx. x x) a | a a
(λx. x y) a            =b>  y a                | exchanged        | “x” is “a”, so “x y” becomes “a y”                | y a      | a y
f ((λx. x) a) c        =b>  f a                | context-lost     | only “(λx. x) a” is contracted; “c” stays         | c        | f a c
(λx. x y) a b          =b>  a b (y b)          | distributed      | “b” is one argument, of “x y” as a whole          | a b (y b) | a y b
(λx y. x (x y)) y      =b>  λy. y (x y)        | capture          | captures a free name; the 2nd was left; =b> λy'. y (y y') | x     | λy'. y (y y')
(λx. x x) a            =a>  a x                | some-occurrences | this is a β-step written as =a>; the 2nd was left | x        | a a
(λx. x x) a            =b>  λx. a a            | lambda-kept      | “λx” has taken its argument “a”                   | λx. a a  | a a
(λx. x x) a            =b>  λx. x x            | argument-dropped | “a” is gone                                       | λx. x x  | a a
(λx. x x) a            =b>  a a a              | argument-kept    | does not stand behind it                          | a a a    | a a
(λx y. x y) a          =b>  a y                | lambda-dropped   | “a” is for “x” alone; “λy” stays                  | a y      | λy. a y
(λx y. x y) a b        =b>  (λy. b y) a        | argument-order   | “λx” takes “a”                                    | a        | (λy. a y) b
(λx y. x y) a b        =b>  b a                | argument-order   | wrong order                                       | a        | (λy. a y) b
(λx y z. x y z) a b c  =b>  (λy z. c y z) a b  | argument-order   | “c” comes later                                   | a        | (λy z. a y z) b c
(λx y. x y) a          =b>  λx. x a            | wrong-variable   | first λ; “λy” stays                               | λx. x a  | λy. a y
(λx. x x) (λy. y y y)  =b>  (λx. x x) (λx. x x) (λx. x x) | swapped | the function is on the left           | (λx. x x) (λy. y y y) | (λy. y y y) λy. y y y
(λx. x x) a b          =b>  a b (a b)          | associativity    | is read as “((λx. x x) a) b”                      | (λx. x x) a b | a a b
(λx. x x) (a b)        =b>  a a b              | argument-split   | as a whole, not “a” alone                         | (a b)    | a b (a b)
λx. x a                =b>  a                  | lambda-scope     | belongs to its body                               | λx. x a  | -
(λx. x x) a            =b>  b b                | wrong-argument   | “b” came in the place of “x”                      | b        | a a
(λx. x x) (a b)        =b>  a b a b            | brackets         | is read as “(a b a) b”; should be “a b (a b)”     | a b a b  | a b (a b)
(λf x. f (f x)) g      =b>  λx. g g x          | brackets         | is read as “(g g) x”; should be “g (g x)”         | g g x    | λx. g (g x)
(λf x. f (f x)) g      =b>  λy. g g y          | brackets         | is read as “(g g) y”                              | g g y    | λy. g (g y)
two                    =d>  λf x. f f x        | brackets         | should be “f (f x)”                               | f f x    | λf x. f (f x)
(λx. x x) ((λy. y) z)  =n>  (λx. x x) z        | another-redex    | you contracted “(λy. y) z”; outermost             | (λx. x x) ((λy. y) z) | (λy. y) z ((λy. y) z)
(λx. x x) ((λy. y) z)  =p>  (λy. y) z ((λy. y) z) | another-redex | applicative order takes; inside: “(λy. y) z”      | ((λy. y) z) | (λx. x x) z
(λx. x) ((λy. y) z)    =b>  z                  | several-steps    | 2 β-steps; =b> (λy. y) z =b> z                    | (λx. x) ((λy. y) z) | (λy. y) z
(λx. x) ((λy. y) z)    =n>  z                  | several-steps    | 2 β-steps; =n> (λy. y) z =n> z                    | (λx. x) ((λy. y) z) | (λy. y) z
λx y. f x y            =e>  f                  | several-steps    | 2 η-steps; =e> λx. f x =e> f                      | y. f x y | λx. f x
incr zero              =b>  λf x. f x          | several-steps    | 3 β-steps, and definitions were unfolded          | incr zero | (λn f x. f (n f x)) zero
id zero                =b>  zero               | unfolded         | “id” has to be unfolded; =d> (λx. x) zero         | id zero  | (λx. x) zero
id id                  =b>  id                 | unfolded         | “id” has to be unfolded; =d> (λx. x) id           | id id    | (λx. x) id
2 f                    =b>  λx. f (f x)        | unfolded         | “2” has to be unfolded                            | 2 f      | (λf x. f (f x)) f
(λx. x) zero           =b>  λf x. x            | unfolded         | “zero” was unfolded or folded as well             | (λx. x) zero | zero
id zero                =b>  bar                | wrong-argument   | the argument of “id” is “zero”                    | bar      | zero
λx. f x                =b>  f                  | wrong-operator   | an η-step, not a β-step; =e>                      | λx. f x  | f
(λx. x) a              =e>  a                  | wrong-operator   | a β-step; =b> or =n> or =p>                       | (λx. x) a | a
(λx. x) a              =a>  a                  | wrong-operator   | a β-step, not a renaming                          | (λx. x) a | a
λx. x                  =b>  λy. y              | wrong-operator   | a renaming; write =a>                             | -        | λy. y
id a                   =b>  (λx. x) a          | wrong-operator   | no redex was contracted; write =d>                | -        | (λx. x) a
(λx. x) a              =b>  (λx. x) a          | unchanged        | the next redex is “(λx. x) a”                     | (λx. x) a | a
a                      =b>  (λx. x) a          | backwards        | from the right term to the left; write <b=        | -        | (λx. x) a
a                      =*>  id (id a)          | backwards        | write <*=                                         | -        | id (id a)
λx. x x                =e>  x                  | eta-variable     | “x” does not occur in “f”                         | λx. x x  | -
λx. f a                =e>  f                  | eta-variable     | must end in “x”, not in “a”                       | λx. f a  | -
λx y z. f z x          =e>  λy z. f z          | eta-variable     | “λx. f x” is “f” where “f” is all that is between | λx y z. f z x | -
λx y z. f x y          =e>  λx z. f x          | eta-variable     | in “λy z. f x y”, the inner λ goes on behind it   | y z. f x y | -
λf. g f f              =e>  g f                 | eta-variable     | “λf. g f” is “g” only where “f” does not occur in | λf. g f f | -
λf y. g y f              =e>  λy. g y             | eta-variable     | “λf. g f” is “g” where “g” is all that is between | λf y. g y f | -
two                    =d>  λf x. f x          | wrong-meaning    | stands for “λf x. f (f x)”; which is “one”        | λf x. f x | λf x. f (f x)
λf x. f x              =d>  two                | wrong-meaning    | “two” stands for                                  | two      | λf x. f x
(λx. x x) foo          =b>  foo fooo           | name             | “fooo” is not what; it should be “foo”            | fooo     | foo foo
(λx. x x) count        =b>  coutn coutn        | name             | “coutn” is not what; it should be “count”         | coutn    | count count
λx. x y                =a>  λx. x z            | name             | no λ binds “y”                                    | z        | λx. x y
add one two            =n>  (λn. one incr n) one | name           | “one” is not what; it should be “two”             | one      | (λn. one incr n) two
x y                    =b>  y                  | no-redex         | no λ stands before an argument                    | -        | -
x                      =e>  y                  | no-redex         | λx. f x                                           | -        | -
f ((λx. x) a) ((λy. y) b) =b> f c d            | difference       | contracting “(λx. x) a”; it should be “a”         | c        | f a ((λy. y) b)
id zero one            =b>  foo bar            | difference       | you wrote “foo”; it should be “zero”              | foo      | zero one
add one two            =~>  add one two        | not-normal       | “add one” can be contracted                       | add one  | (λn. one incr n) two
(λx. x) ((λy. y) z)    =b:s> (λy. y) z         | not-normal       | no strong normal form; =n> z                      | (λy. y) z | z
(λx. x) (x ((λy. y) z)) =b:w> x ((λy. y) z)    | not-normal       | outside every λ                                   | ((λy. y) z) | x z
(λx. x) ((λy. y) z)    =b:h> (λy. y) z         | not-normal       | at its head                                       | (λy. y) z | z
add one two            =~>  λf x. f f (f x)    | other-normal-form | the left side has the normal form “λf x. f (f (f x))” (3), the right side “λf x. f f (f x)”; look at the definition of add | - | λf x. f (f (f x))
add one two            =~>  two                | other-normal-form | “λf x. f (f (f x))” (3), the right side “two” (2) | - | λf x. f (f (f x))
(λx y. x y) a          =~>  a                  | wrong-operator   | an η-step is among these steps                    | -        | λy. a y
omega                  =~>  λx. x              | no-normal-form   | the left side has no normal form; it repeats for ever | - | -
and true false         =*>  true               | other-normal-form | the normal form “false”, the right side “true”; look at the definition of and, or at the claim | - | λa b. b
id ((λx y. x y) y)     =*>  λy. y y            | other-normal-form | the left side has the normal form “λy'. y y'”   | -        | λy'. y y'
(λx. x x x) (λx. x x x) =*> λy. y y            | unreachable      | go step by step                                   | -        | -
(λx y. x y) y          =*>  λy. y y            | capture          | is captured by “λy”                               | y        | λy'. y y'
(λx. x x) ((λy. y) z)  =n*> (λx. x x) z        | another-redex    | normal order does not lead to; write =*>          | -        | (λx. x x) z
λx. id (f x)           =*>  f                  | wrong-operator   | η is =e>                                          | -        | λx. f x
(λx. x) (λz. z)        =b>  λy. y              | renamed-silently | where names count                                 | -        | λz. z
(λx. x) (λz. z)        =*>  λy. y              | renamed-silently | where names count                                 | -        | λz. z
id id                  =~>  λy. y              | renamed-silently | where names count                                 | -        | λx. x
(λx. x) ((λy. y) z)    =n*:s> (λy. y) z        | not-normal       | no strong normal form                             | (λy. y) z | z
let x = a in x x       =b>  a x                | some-occurrences | the 2nd was left                                  | x        | a a
(λp. p 1) (1, 2)       =b>  (2, 1) 1           | wrong-argument   | “(2, 1)” came in; is “(1, 2)”                     | (2, 1)   | (1, 2) 1
(λl. l x) [a, b]       =b>  [a] x              | wrong-argument   | is “[a, b]”                                       | [a]      | [a, b] x
let pair = c in pair (a, b) =b> c (b, a)       | difference       | you wrote “b”; it should be “a”                   | b        | c (a, b)
"""

ROWS = [[part.strip() for part in line.split("|")] for line in EXAMPLES.strip().splitlines()]


def read(step: str) -> tuple[str, str, str]:
    left, operator, right = step.partition(
        next(part for part in step.split() if part[0] in "=<" and len(part) > 2)
    )
    return left.strip(), operator, right.strip()


def said(left: str, operator: str, right: str) -> Mistake:
    one, other = parse_expression(Source(left)), parse_expression(Source(right))
    return diagnose(one, operator, other, DEFINITIONS, CONSTRUCTORS)


@pytest.mark.parametrize(("step", "kind", "words", "underlined", "right"), ROWS)
def test_homework(step: str, kind: str, words: str, underlined: str, right: str) -> None:
    left, operator, wrong = read(step)
    mistake = said(left, operator, wrong)
    assert mistake.kind == kind, str(mistake.told(3))
    for part in words.split(";"):
        assert part.strip() in str(mistake.told(3))
    assert _underlined(mistake, left, wrong) == underlined
    assert ("-" if mistake.right is None else write(mistake.right)) == right


def _underlined(mistake: Mistake, left: str, right: str) -> str:
    if mistake.place is None:
        return "-"
    side, start, end = mistake.place
    return {"left": left, "right": right}[side][start:end]


def test_the_hints_of_a_capture_tell_more_and_more() -> None:
    mistake = said("(λx y. x y) y", "=b>", "λy. y y")
    what = "a variable was captured"
    where = "the free “y” is captured by “λy”"
    now = "rename “λy” to “y'” first; write =a> (λx y'. x y') y =b> λy'. y y'"
    assert [str(mistake.told(hint)) for hint in (1, 2, 3)] == [
        what,
        f"{what}: {where}",
        f"{what}: {where}; {now}",
    ]


def test_a_step_read_from_right_to_left_goes_backwards_by_the_other_operator() -> None:
    mistake = said("a", "<b=", "(λx. x) a")
    assert mistake.kind == "backwards"
    assert mistake.repair[0][0] == "=b>"


@pytest.mark.parametrize(
    ("text", "form", "redex"),
    [
        ("λx. (λy. y) x", "s", "(λy. y) x"),
        ("f ((λy. y) x)", "w", "((λy. y) x)"),
        ("λx. (λy. y) x", "h", "(λy. y) x"),
        ("x (id id)", "s", "(id id)"),
        ("omega", "s", "omega"),
    ],
)
def test_a_redex_in_what_is_called_a_normal_form_is_underlined(text: str, form: str, redex: str) -> None:
    mistake = unfinished(parse_expression(Source(text)), form, DEFINITIONS, CONSTRUCTORS)
    assert mistake is not None
    assert mistake.kind == "not-normal"
    assert _underlined(mistake, text, text) == redex


@pytest.mark.parametrize(("text", "form"), [("λx. (λy. y) x", "w"), ("x ((λy. y) z)", "h"), ("λx. x", "s")])
def test_of_what_is_in_normal_form_nothing_is_said(text: str, form: str) -> None:
    assert unfinished(parse_expression(Source(text)), form, DEFINITIONS, CONSTRUCTORS) is None
