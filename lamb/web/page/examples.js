// Programs to begin with.

export const WELCOME = `-- Everything is a function. Change anything!
(λx y. y x) hello world

twice = λf x. f (f x)
twice twice succ 0

fact 5
`;

export const EXAMPLES = [
  ["Welcome", WELCOME],
  [
    "Capture",
    `-- The free y must not become the bound one. Step through it: the λ is renamed first.
(λx. λy. x) y
`,
  ],
  [
    "Booleans and numbers",
    `and true false
not (or false true)
add 2 3
mul 6 7
pow 2 10
`,
  ],
  [
    "Primes",
    `-- The sieve of Eratosthenes, on the infinite list of all numbers from 2.
rec sieve numbers =
  let p = head numbers in
  cons p (sieve (filter (λn. not (divides p n)) (tail numbers)))

take 8 (sieve (iterate succ 2))
`,
  ],
  [
    "Never ends",
    `-- Ω is the same after every step; K's second argument is never looked at.
(λx. x x) (λx. x x)
K here ((λx. x x) (λx. x x))
`,
  ],
  [
    "A derivation",
    `-- Each step is checked. One of them is wrong: point at it.
let NOT = λb x y. b y x
let TRUE = λx y. x

eval not_true :
  NOT TRUE
  =d> (λb x y. b y x) (λx y. x)
  =b> λx y. (λx y. x) y x
  =b> λx y. (λy'. y) x
  =b> λx y. x
`,
  ],
  [
    "Two strategies",
    `-- Compare: who copies the work, and who does it once?
(λx. add x x) (mul 3 4)
`,
  ],
];
