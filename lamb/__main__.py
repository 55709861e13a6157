"""`python -m lamb` is `lamb`."""

import sys

from lamb.interface.cli import main

if __name__ == "__main__":
    sys.exit(main())
