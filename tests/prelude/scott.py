"""What Python says about Scott numerals and lists."""

from hypothesis import strategies as st

from tests.prelude.lists import ascending, fold_right, sort_by, sorted_lists
from tests.prelude.values import Scott, meaning, numbers, symbol_lists, symbols

scott_numbers = numbers.map(Scott)
small_scott_numbers = st.integers(0, 4).map(Scott)
scott_lists = symbol_lists.map(Scott)


NUMBERS = {
    "scott-zero": meaning(lambda z, s: z, symbols, symbols),
    "scott-succ": meaning(lambda n: Scott(n.content + 1), scott_numbers),
    "scott-case": meaning(
        lambda z, s, n: s(Scott(n.content - 1)) if n.content else z,
        symbols,
        symbols,
        small_scott_numbers,
    ),
    "scott-pred": meaning(lambda n: Scott(max(n.content - 1, 0)), scott_numbers),
    "scott-is-zero": meaning(lambda n: n.content == 0, scott_numbers),
    "scott-add": meaning(lambda m, n: Scott(m.content + n.content), scott_numbers, scott_numbers),
    "scott-mul": meaning(lambda m, n: Scott(m.content * n.content), small_scott_numbers, small_scott_numbers),
    "scott-leq": meaning(lambda m, n: m.content <= n.content, scott_numbers, scott_numbers),
    "to-scott": meaning(Scott, numbers),
    "from-scott": meaning(lambda n: n.content, scott_numbers),
}

LISTS = {
    "scott-nil": meaning(lambda n, c: n, symbols, symbols),
    "scott-cons": meaning(lambda x, xs: Scott([x, *xs.content]), symbols, scott_lists),
    "scott-match": meaning(
        lambda z, f, xs: f(xs.content[0], Scott(xs.content[1:])) if xs.content else z,
        symbols,
        symbols,
        scott_lists,
    ),
    "scott-is-nil": meaning(lambda xs: xs.content == [], scott_lists),
    "scott-head": meaning(lambda xs: xs.content[0] if xs.content else [], scott_lists),
    "scott-tail": meaning(lambda xs: Scott(xs.content[1:]), scott_lists),
    "scott-foldr": meaning(lambda c, z, xs: fold_right(c, z, xs.content), symbols, symbols, scott_lists),
    "scott-map": meaning(lambda f, xs: Scott([f(x) for x in xs.content]), symbols, scott_lists),
    "list-to-scott": meaning(Scott, symbol_lists),
    "scott-to-list": meaning(lambda xs: xs.content, scott_lists),
}

SORTING = {
    "scott-merge-by": meaning(
        lambda before, xs, ys: Scott(sort_by(before, xs.content + ys.content)),
        ascending,
        sorted_lists.map(Scott),
        sorted_lists.map(Scott),
    ),
    "scott-merge-all-by": meaning(
        lambda before, lists: Scott(sort_by(before, [item for one in lists.content for item in one.content])),
        ascending,
        st.lists(sorted_lists.map(Scott), max_size=4).map(Scott),
    ),
}

MEANINGS = NUMBERS | LISTS | SORTING
