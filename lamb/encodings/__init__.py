"""The values that terms stand for. A new encoding is written and read in `values`, and listed in `readings`.

values          Python's numbers, booleans, pairs and lists, as terms and back
constructed     values of data types, as terms and back
readings        everything that an answer can be read as
blc             binary lambda calculus: terms as strings of bits
combinators     combinatory logic: terms without variables, and its own rules
abstraction     λ-terms → terms of combinators
"""
