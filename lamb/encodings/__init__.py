"""The values that terms stand for.

values          Python's numbers, booleans, pairs and lists, as terms and back
readings        everything that an answer can be read as
blc             binary lambda calculus: terms as strings of bits
"""
