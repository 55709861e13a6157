"""The front ends: what people see of a session.

`render.py` says what a result looks like; every front end shows what it says.
"""
