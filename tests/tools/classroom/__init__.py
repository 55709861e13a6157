"""A class under load, with what it needs around it. Run by hand, where nothing else runs: `python -m` each.

made_to_order   a thousand exercises of each kind
marking         two thousand submissions, by one process and by two, and endless ones among them
logs            a million attempts, counted and asked for
invocations     functions by each trigger, with hostile ones among them
aws             the package of functions in the real runtime of AWS Lambda
lesson          an hour of 300 students in a minute; attempts a second; a service that is killed
pages           the pages of a class, in Chromium
"""
