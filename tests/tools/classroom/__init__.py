"""A class under load, with what it needs around it: tools that are run by hand, `python -m` each."""
