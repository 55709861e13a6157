"""Growth: what happens to time and memory when a dimension of the input doubles.

    python -m tests.tools.growth                 every curve; the exit code is 1 if one bends upwards
    python -m tests.tools.growth depth names     curves whose names have this in them
    python -m tests.tools.growth --write         into figures.json and figures.md, for the README

In reading order:

    curves     the dimensions: texts that double, and what is done with them
    points     the sizes of one curve, in a process of its own
    fitting    the exponent of a curve, and a table of all

An exponent is the slope of the last sizes of a curve on paper with logarithmic scales: 1 is linear, and
n log n is a little more. What is above `STEEP` is listed below the table.
"""
