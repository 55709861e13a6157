"""The same wheel under other Pythons, a million deep: `python -m tests.tools.portability`."""
