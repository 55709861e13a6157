"""`python -m lamb.prelude` finds the names of the prelude's normal forms, and keeps them."""

from lamb.prelude import NAMES, prelude

library = prelude()
library.save_names(f"{library.folder}/{NAMES}")
